"""What calendars answer, and what strangers' calendars ask for: R23, nothing is accepted that we did not invite to."""

import pytest

from faelled.meetings.models import Attendance, Meeting
from tests.cast import at

pytestmark = [pytest.mark.goal("R23"), pytest.mark.once]

MORTEN, STRANGER = "morten@ungebasen.example", "fremmed@et.andet.sted.example"
LONE = "lone@familiehuset.example"


def said(actor) -> tuple[str, bool]:
    row = Attendance.objects.get(seat=actor.seat)
    return row.partstat, row.other_address


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([(LONE, "DECLINED")], ("DECLINED", False)),
        ([(LONE, "DECLINED"), (MORTEN, "ACCEPTED")], ("DECLINED", False)),  # several: the token's counts
        ([(MORTEN, "ACCEPTED"), (LONE, "DECLINED")], ("DECLINED", False)),
        ([("lone.privat@mail.example", "DECLINED")], ("DECLINED", True)),  # another address is noted
        ([("lone.privat@mail.example", "DECLINED"), (STRANGER, "NEEDS-ACTION")], ("DECLINED", True)),
        ([(MORTEN, "DECLINED")], ("NEEDS-ACTION", False)),  # for somebody else who is invited
        ([(STRANGER, "DECLINED"), ("b@c.example", "ACCEPTED")], ("NEEDS-ACTION", False)),  # who is it?
        ([(LONE, "DECLINED"), (LONE, "ACCEPTED")], ("NEEDS-ACTION", False)),  # both at once is neither
        ([], ("NEEDS-ACTION", False)),
    ],
)
def test_the_answer_is_that_of_the_one_whose_token_it_is(agreed, lone, morten, people, expected):
    lone.sends_calendar("REPLY", people=people)
    assert said(lone) == expected
    assert said(morten) == ("NEEDS-ACTION", False)


R23 = [
    # method, what is changed, from whom
    ("REQUEST", {}, STRANGER),
    ("REQUEST", {"UID": "UID:phishing@et.andet.sted"}, STRANGER),
    ("REQUEST", {"ORGANIZER": f"ORGANIZER:mailto:{STRANGER}"}, LONE),
    ("REQUEST", {"SEQUENCE": "SEQUENCE:99"}, STRANGER),
    ("CANCEL", {}, STRANGER),
    ("CANCEL", {}, LONE),  # a guest cancels nothing
    ("CANCEL", {"ORGANIZER": f"ORGANIZER:mailto:{STRANGER}", "SEQUENCE": "SEQUENCE:99"}, STRANGER),
    ("ADD", {}, STRANGER),
    ("PUBLISH", {}, STRANGER),
    ("REFRESH", {}, LONE),
    ("DECLINECOUNTER", {}, STRANGER),
    ("REPLY", {"UID": "UID:noget-andet@et.andet.sted"}, LONE),
    ("REPLY", {"UID": "UID:noget-andet@et.andet.sted"}, STRANGER),
    ("COUNTER", {"UID": "UID:noget-andet@et.andet.sted"}, STRANGER),
]


@pytest.mark.parametrize(("method", "changed", "sender"), R23)
def test_nothing_is_accepted_that_we_did_not_invite_to(agreed, world, lone, method, changed, sender):
    before = len(world.mailbag.all)
    text = "Ja, det er godt" if sender == STRANGER else ""
    lone.sends_calendar(method, people=[(LONE, "ACCEPTED")], sender=sender, text=text, **changed)
    agreed.refresh_from_db()
    assert said(lone) == ("NEEDS-ACTION", False)
    assert (agreed.state, agreed.sequence, Meeting.objects.count()) == ("planned", 0, 1)
    assert len(world.mailbag.all) == before


def test_an_older_answer_never_wins(agreed, world, lone):
    lone.sends_calendar("REPLY", people=[(LONE, "DECLINED")])
    old = {"DTSTAMP": "DTSTAMP:20261101T080000Z"}
    lone.sends_calendar("REPLY", people=[(LONE, "ACCEPTED")], **old)
    assert said(lone)[0] == "DECLINED"
    Attendance.objects.filter(seat=lone.seat).update(invited_sequence=1)
    world.clock.passes(hours=1)
    lone.sends_calendar("REPLY", people=[(LONE, "ACCEPTED")])
    assert said(lone)[0] == "DECLINED", "an answer to a time that has been moved since"


def test_a_clock_years_ahead_does_not_win_for_ever(agreed, world, lone):
    lone.sends_calendar("REPLY", people=[(LONE, "DECLINED")], DTSTAMP="DTSTAMP:20990101T080000Z")
    world.clock.passes(hours=1)
    lone.sends_calendar("REPLY", people=[(LONE, "ACCEPTED")])
    assert said(lone)[0] == "ACCEPTED"


def test_a_mail_from_a_clock_years_off_counts_by_when_it_came(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=["2026-12-01 10:00", "2026-12-03 13:00"])
    lone.writes("1 passer", sent=at("2099-01-01 09:00"))
    world.clock.passes(hours=1)
    lone.writes("1 passer måske", sent=at("1970-01-02 09:00"))
    assert a_round.said(lone) == {1: "maybe"}, "the last that came"


def test_an_answer_after_the_meeting_is_dropped_and_counted(agreed, world, lone):
    from faelled.post.models import Sighting

    world.clock.goes_to("2026-12-09 12:00")
    before = len(world.mailbag.all)
    lone.sends_calendar("REPLY", people=[(LONE, "DECLINED")])
    assert said(lone)[0] == "NEEDS-ACTION" and len(world.mailbag.all) == before
    assert Sighting.objects.get(what="answer_after_the_meeting").count == 1


@pytest.mark.long
def test_a_hundred_replies_at_once_have_one_effect(agreed, world, bodil, morten):
    before = len(bodil.inbox)
    with world.at_once():
        for _ in range(100):
            morten.sends_calendar("REPLY", people=[(MORTEN, "DECLINED")])
    assert said(morten)[0] == "DECLINED"
    assert len(bodil.inbox) == before + 1, "the rule is broken once"
