"""A private address that a calendar program reads: what is in it, for whom, and when it ends."""

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.models import Feed, Meeting, Turn
from faelled.partnerships.models import Account, Person, Seat
from tests.cast import at, joins

pytestmark = pytest.mark.once

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


@pytest.fixture(autouse=True)
def _no_guesses():
    cache.clear()


def path_of(actor, partnership=None):
    return f"/kalender/{actions.new_feed(actor.person, partnership)}/faelled.ics"


def entries(path):
    answer = Client().get(path)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_what_is_only_asked_about_is_tentative_and_what_is_agreed_is_not(world, a_round, bodil, lone):
    path = path_of(lone)
    assert entries(path) == []
    a_round.asks(bodil, lone, about=DECEMBER)
    asked = entries(path)
    assert [e["STATUS"] for e in asked] == ["TENTATIVE"] * 3
    assert {str(e["SUMMARY"]) for e in asked} == {"Måske møde: Familier på biblioteket"}
    for actor in (lone, bodil):
        actor.writes("3 passer")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    (agreed,) = entries(path)
    invitation = next(m for m in reversed(lone.inbox) if m.calendar).calendar.replace("\r\n ", "")
    assert agreed["STATUS"] == "CONFIRMED"
    assert f"UID:{agreed['UID']}" in invitation, "the feed and the invitation mean the same meeting"
    assert agreed["DTSTART"].dt == at(DECEMBER[2])


def test_a_moved_meeting_counts_up_and_a_cancelled_one_is_gone(world, a_round, bodil, lone):
    meeting = a_round.asks(bodil, lone, about=DECEMBER).settles(bodil, lone)
    path = path_of(lone)
    actions.change(meeting.pk, by=bodil.seat, times=(at("2026-12-10 09:00"), at("2026-12-10 11:00")))
    (moved,) = entries(path)
    assert (int(moved["SEQUENCE"]), str(moved["UID"])) == (1, meeting.uid)
    actions.cancel(meeting.pk, bodil.seat)
    assert entries(path) == []


def test_ones_own_feed_leaves_out_what_one_has_said_no_to(world, a_round, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("1 og 2 passer ikke, 3 passer")
    assert [e["DTSTART"].dt for e in entries(path_of(lone))] == [at(DECEMBER[2])]
    assert len(entries(path_of(lone, world.partnership))) == 3


def test_a_declined_meeting_is_in_the_partnerships_feed_alone(world, a_round, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER).settles(bodil, lone)
    lone.presses_in_calendar("DECLINED")
    assert entries(path_of(lone)) == []
    assert len(entries(path_of(bodil))) == 1
    assert len(entries(path_of(lone, world.partnership))) == 1


def test_a_feed_names_nobody_and_no_protected_host(world, a_round, bodil, aisha, lone, morten):
    for house in {a.seat.membership for a in (bodil, lone, morten)}:
        Turn.objects.create(partnership=world.partnership, membership=house, state="held", on="2026-09-01")
    a_round.asks(bodil, aisha, lone, morten, about=DECEMBER)
    path = path_of(lone, world.partnership)
    before = Client().get(path).content.decode().replace("\r\n ", "")
    for actor in (aisha, lone, morten, bodil):
        actor.writes("3 passer")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    assert Meeting.objects.get().host.organisation.name == "Krisecentret"
    after = Client().get(path).content.decode().replace("\r\n ", "")
    assert "adresse oplyses mundtligt" in after
    for text in (before, after):
        assert "Krisecentret" not in text
        assert not any(word in text for actor in world.actors.values() for word in actor.person.name.split())
        assert "bogbussen" not in text


def test_every_role_may_have_the_partnerships_feed_and_nobody_who_is_out(world, a_round, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    for role in ("observer", "member", "coordinator"):
        somebody = joins(world, f"Ida{role} Bro", lone.seat.membership, role)
        path = path_of(somebody, world.partnership)
        assert len(entries(path)) == 3
        assert entries(path_of(somebody)) == [], "asked about nothing"
        for state in (Seat.State.LEFT, Seat.State.INVITED):
            Seat.objects.filter(pk=somebody.seat.pk).update(state=state)
            assert Client().get(path).status_code == 404


def test_a_feed_of_one_partnership_does_not_open_another(world, bodil):
    from faelled.partnerships.models import Partnership

    other = Partnership.objects.create(name="Andre", slug="andre")
    path = path_of(bodil, other)
    assert Client().get(path).status_code == 404


def test_a_draft_is_in_no_feed(world, a_round, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    a_round.row.__class__.objects.filter(pk=a_round.pk).update(state="draft")
    assert entries(path_of(bodil, world.partnership)) == []


def test_a_new_address_ends_the_old_one_and_only_its_hash_is_kept(world, lone):
    first, second = path_of(lone), path_of(lone)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    token = second.split("/")[2]
    assert len(token) == 26
    assert all(token not in str(row) for row in Feed.objects.values_list())
    assert Feed.objects.count() == 1


def test_a_wrong_address_looks_like_any_other_and_guessing_is_stopped(world):
    wrong = Client().get(f"/kalender/{'x' * 26}/faelled.ics")
    assert wrong.status_code == 404
    like = Client().get(f"/svar/{'x' * 26}/")
    assert [t.name for t in wrong.templates] == [t.name for t in like.templates]
    answers = [Client().get(f"/kalender/{'y' * 26}/faelled.ics").status_code for _ in range(25)]
    assert answers[-1] == 429


def test_what_has_not_changed_is_not_sent_again(world, a_round, bodil, lone):
    path = path_of(lone)
    first = Client().get(path)
    world.clock.passes(hours=3)
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    a_round.asks(bodil, lone, about=DECEMBER)
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_is_private_sets_no_cookie_and_changes_nothing(world, lone, django_assert_max_num_queries):
    path = path_of(lone)
    before = list(Feed.objects.values_list())
    answer = Client().get(path)
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.cookies
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.content
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Copenhagen" in answer.content
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405
    assert list(Feed.objects.values_list()) == before


@pytest.mark.parametrize("own", [True, False])
def test_it_costs_the_same_however_much_is_in_it(
    world, a_round, bodil, lone, own, django_assert_max_num_queries
):
    a_round.asks(bodil, lone, about=DECEMBER)
    for day in range(1, 20):
        Meeting.objects.create(
            partnership=world.partnership,
            uid=f"m{day}@faelled.example",
            starts=at(f"2026-12-{day:02d} 09:00"),
            ends=at(f"2026-12-{day:02d} 10:00"),
            host=lone.seat.membership,
        )
    path = path_of(lone, None if own else world.partnership)
    with django_assert_max_num_queries(6):
        assert Client().get(path).status_code == 200


def test_it_speaks_the_readers_language_and_every_line_is_whole(world, a_round, bodil, lone):
    Person.objects.filter(pk=lone.person.pk).update(language="en")
    world.partnership.__class__.objects.update(name="Familier, og mere; \\n\r\nBEGIN:VALARM " + "æ" * 60)
    a_round.asks(bodil, lone, about=DECEMBER)
    content = Client().get(path_of(lone)).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\nBEGIN:VALARM" not in content
    entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert str(entry["SUMMARY"]).startswith("Perhaps a meeting: Familier, og mere")


def test_the_page_shows_an_address_once(world, lone):
    client = Client()
    client.force_login(Account.objects.create(email="lone@konto.example", person=lone.person))
    made = client.post("/min-kalender/", {"do": "feed", "of": "own"})
    address = made.content.decode().split("<code>")[1].split("</code>")[0]
    assert Client().get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert "<code>" not in client.get("/min-kalender/").content.decode()
    assert client.post("/min-kalender/", {"do": "feed", "of": "999"}).status_code == 404
    client.post("/min-kalender/", {"do": "end_feed", "of": "own"})
    assert not Feed.objects.exists()
