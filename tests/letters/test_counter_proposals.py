"""Another time is proposed: by a calendar's button, or in words; the coordinator adopts it or says no."""

import pytest
from django.test import Client

from faelled.meetings.models import Attendance, CounterProposal, Round
from faelled.partnerships.models import Account
from tests.cast import ARound
from tests.letters.conftest import DECEMBER

pytestmark = pytest.mark.once

FRIDAY = {"start": "DTSTART:20261211T090000Z", "end": "DTEND:20261211T110000Z"}

UNDECIDED = [("lone@familiehuset.example", "NEEDS-ACTION")]


def counters() -> list[str]:
    return list(CounterProposal.objects.order_by("pk").values_list("state", flat=True))


def test_a_time_proposed_in_the_calendar_is_adopted_with_one_yes(agreed, world, bodil, lone, morten):
    lone.sends_calendar("COUNTER", **FRIDAY)
    asked = bodil.latest
    assert (
        "Lone foreslår fredag 11. december kl. 10-12 i stedet for onsdag 9. december kl. 9-11" in asked.text
    )
    bodil.writes("ja")
    assert "Kan du fredag 11. december kl. 10-12?" in morten.latest.text
    assert "aftalt til onsdag 9. december kl. 9-11, og det står ved magt" in morten.latest.text
    later = ARound(world, pk=Round.objects.latest("pk").pk)
    assert later.said(lone) == {1: "yes"}, "whoever proposed it can"
    morten.writes("ja")
    bodil.writes("Ja, det passer", answering=bodil.latest)
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    agreed.refresh_from_db()
    assert (agreed.sequence, f"{agreed.starts:%d %H}") == (1, "11 09"), "the same meeting, moved"
    assert counters() == ["adopted"]


def test_a_no_goes_back_to_the_calendar_and_in_words(agreed, bodil, lone):
    lone.sends_calendar("COUNTER", **FRIDAY)
    asked = bodil.latest
    bodil.writes("nej")
    assert "METHOD:DECLINECOUNTER" in lone.latest.calendar.replace("\r\n", "\n")
    assert f"UID:{agreed.uid}" in lone.latest.calendar and "SEQUENCE:0" in lone.latest.calendar
    assert "Mødet bliver onsdag 9. december kl. 9-11" in lone.latest.text
    assert counters() == ["declined"] and Round.objects.count() == 1
    bodil.writes("ja", answering=asked)
    assert Round.objects.count() == 1, "what was declined is not adopted by a later yes"


def test_what_lies_too_long_is_no_by_itself(agreed, world, bodil, lone):
    lone.sends_calendar("COUNTER", **FRIDAY)
    before = len(lone.inbox)
    world.waits("2026-11-18 12:00")
    assert len(lone.inbox) == before, "the coordinator has time to think"
    world.waits("2026-11-20 09:00")
    assert "METHOD:DECLINECOUNTER" in lone.latest.calendar and "Ingen har svaret" in lone.latest.text
    assert counters() == ["lapsed"]


def test_the_same_again_asks_once_and_a_later_one_takes_its_place(agreed, world, bodil, lone):
    before = len(bodil.inbox)
    for _ in range(3):
        lone.sends_calendar("COUNTER", **FRIDAY)
    assert len(bodil.inbox) == before + 1
    world.clock.passes(hours=1)
    lone.sends_calendar("COUNTER", start="DTSTART:20261214T090000Z", end="DTEND:20261214T110000Z")
    assert counters() == ["overtaken", "open"] and "mandag 14. december" in bodil.latest.text
    earlier = {"DTSTAMP": "DTSTAMP:20261116T080000Z"}
    lone.sends_calendar("COUNTER", start="DTSTART:20261215T090000Z", end="DTEND:20261215T110000Z", **earlier)
    assert counters() == ["overtaken", "open"], "an older one never wins"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("", "", "kunne ikke læse"),
        ("DTSTART;VALUE=DATE:20261211", "", "kunne ikke læse"),
        ("DTSTART;TZID=Maanetid:20261211T100000", "", "kunne ikke læse"),
        ("DTSTART:20261211T110000Z", "DTEND:20261211T090000Z", "kunne ikke læse"),
        ("DTSTART:20261101T090000Z", "DTEND:20261101T110000Z", "er forbi"),
        ("DTSTART:20261211T090000Z", "DTEND:20261212T100000Z", "mere end et døgn"),
    ],
)
def test_a_time_nobody_can_be_asked_about_is_answered_with_the_reason(agreed, bodil, lone, start, end, told):
    before = len(bodil.inbox)
    lone.sends_calendar("COUNTER", start=start, end=end, people=UNDECIDED)
    assert told in lone.latest.text and "METHOD:DECLINECOUNTER" in lone.latest.calendar
    assert counters() == [] and len(bodil.inbox) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"UID": "UID:noget-andet@et.andet.sted"},  # an event we know nothing of
        {"people": [("morten@ungebasen.example", "TENTATIVE")]},  # for somebody else who is invited
        {"start": None, "end": None, "people": UNDECIDED},  # the time the meeting has
    ],
)
def test_a_counter_that_is_about_nothing_changes_nothing(agreed, world, lone, changed):
    before = len(world.mailbag.all)
    lone.sends_calendar("COUNTER", **(FRIDAY | changed))
    assert counters() == [] and len(world.mailbag.all) == before


def test_a_counter_to_a_time_that_has_been_moved_since_is_overtaken(agreed, world, bodil, lone):
    Attendance.objects.filter(seat=lone.seat).update(invited_sequence=2)
    before = len(world.mailbag.all)
    lone.sends_calendar("COUNTER", **FRIDAY)
    assert counters() == [] and len(world.mailbag.all) == before


def test_a_counter_from_another_address_is_shown_as_that(agreed, bodil, lone):
    lone.sends_calendar("COUNTER", **FRIDAY, sender="lone.privat@mail.example")
    assert "fra en anden adresse end den, jeg kender" in bodil.latest.text


def test_a_yes_from_another_address_waits_for_the_known_one(agreed, bodil, lone):
    lone.sends_calendar("COUNTER", **FRIDAY)
    bodil.writes("ja", sender="bodil.privat@mail.example")
    assert counters() == ["open"] and "Var det dig" in bodil.latest.subject
    bodil.writes("ja")
    assert counters() == ["adopted"]


def test_another_time_in_words_is_the_same_as_in_the_calendar(agreed, bodil, lone):
    lone.writes("Hvad med fredag 11. december kl. 10-12 i stedet?")
    assert "Lone foreslår fredag 11. december kl. 10-12" in bodil.latest.text


def test_a_time_wished_for_in_an_answer_stands_in_the_letter_that_comes_anyway(
    a_round, world, bodil, lone, morten
):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    before = len(bodil.inbox)
    lone.writes("3 passer. Hvad med mandag 7. december kl. 10-12?")
    assert len(bodil.inbox) == before, "no letter for each answer"
    for actor in (morten, bodil):
        actor.writes("3 passer")
    assert (
        "Lone foreslår mandag 7. december kl. 10-12. Svar 4, så spørger jeg alle om den." in bodil.latest.text
    )
    bodil.writes("4")
    assert a_round.state == "asking" and "4. mandag 7. december" in morten.latest.text
    assert a_round.said(lone) == {3: "yes", 4: "yes"}


def test_when_no_time_works_the_wished_for_are_among_the_next(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    question = bodil.latest
    lone.writes("Ingen af dem passer. Hvad med mandag 7. december kl. 10-12?")
    bodil.writes("ingen af dem passer", answering=question)
    morten.writes("ingen af dem passer")
    assert "mandag 7. december kl. 10-12" in bodil.latest.text
    bodil.writes("ja")
    assert "mandag 7. december kl. 10-12" in lone.latest.text


def test_the_coordinator_adopts_or_declines_on_the_page(agreed, world, bodil, lone):
    lone.sends_calendar("COUNTER", **FRIDAY)
    [wanted] = CounterProposal.objects.all()
    page, path = Client(), f"/moeder/{agreed.pk}/"
    page.force_login(Account.objects.create(person=bodil.person, email=bodil.mailboxes[0]))
    assert "Lone foreslår fredag" in page.get(path).content.decode().replace("\u00a0", " ")
    assert page.post(path, {"do": "adopt", "counter": wanted.pk + 1}).status_code == 404
    page.post(path, {"do": "decline", "counter": wanted.pk})
    assert counters() == ["declined"]
