"""How a time is chosen, carried out and kept: by the coordinator or by itself, fairly, and under one UID for life."""

import re

import pytest

from faelled.meetings import actions
from faelled.meetings.models import Attendance, Meeting
from tests.cast import at, habits

pytestmark = pytest.mark.once
DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


def calendar(mail):
    text = mail.calendar.replace("\r\n ", "")
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in text.splitlines()}


def test_it_decides_by_itself_two_hours_after_the_coordinator_was_told(a_round, world, bodil, lone):
    habits(world, decides_itself=True)
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("2 passer")
    bodil.writes("2 passer")
    assert a_round.state == "proposed"
    world.clock.passes(hours=1, minutes=55)
    world.settles_down()
    assert a_round.state == "proposed"
    world.clock.passes(minutes=10)
    world.settles_down()
    assert a_round.state == "decided"
    world.clock.passes(minutes=6)
    world.settles_down()
    assert a_round.settled_for == "torsdag 3. december kl. 13-15"


def test_a_decision_that_is_held_does_not_decide_itself_again(a_round, world, bodil, lone):
    habits(world, decides_itself=True)
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("2 passer")
    bodil.writes("2 passer")
    actions.approve(a_round.pk, a_round.row.chosen_id, bodil.seat)
    assert actions.hold_back(a_round.pk, bodil.seat)
    world.clock.passes(hours=5)
    world.settles_down()
    assert a_round.state == "proposed"


def test_a_no_and_then_a_number_chooses_another_time(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("alle passer")
    bodil.writes("alle passer")
    bodil.writes("nej")
    assert a_round.state == "proposed"
    assert "3. onsdag 9. december" in bodil.latest.text
    bodil.writes("3")
    world.clock.passes(minutes=6)
    world.settles_down()
    assert a_round.settled_for == "onsdag 9. december kl. 9-11"


def test_a_tie_goes_to_those_who_could_not_come_last_time_and_the_letter_says_so(
    a_round, world, bodil, lone, morten
):
    habits(world, rule="at_least", at_least=2)
    a_round.asks(bodil, lone, morten, about=["2026-12-01 10:00"])
    for actor, text in ((lone, "1 passer"), (bodil, "1 passer"), (morten, "nej, 1 passer ikke")):
        actor.writes(text)
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    again = type(a_round)(world)
    again.asks(bodil, lone, morten, about=["2026-12-08 10:00", "2026-12-10 10:00"])
    for actor, text in (
        (bodil, "1 og 2 passer"),
        (lone, "1 passer, 2 passer ikke"),
        (morten, "2 passer, 1 passer ikke"),
    ):
        actor.writes(text)
    assert again.state == "proposed"
    assert again.row.chosen.number == 2
    assert "Morten" in bodil.latest.text and "sidst" in bodil.latest.text


def test_time_is_up_and_the_coordinator_gets_a_proposal(a_round, world, bodil, lone, morten):
    habits(world, rule="at_least", at_least=2)
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    lone.writes("3 passer")
    bodil.writes("3 passer")
    world.waits("2026-11-23 15:00")
    assert a_round.state == "asking"
    world.waits("2026-11-23 16:05")
    assert a_round.state == "proposed"
    assert "onsdag 9. december kl. 9-11" in bodil.latest.text


def test_letters_of_the_systems_own_wait_for_office_hours_and_answers_do_not(a_round, world, bodil, lone):
    world.clock.goes_to("2026-11-20 18:30")  # Friday evening
    a_round.asks(bodil, lone, about=DECEMBER)
    assert lone.inbox == []
    world.waits("2026-11-21 12:00")
    assert lone.inbox == []
    world.waits("2026-11-23 07:01")
    assert len(lone.inbox) == 1
    world.clock.goes_to("2026-11-23 22:00")
    lone.writes("stop")
    assert len(lone.inbox) == 2, "an answer to a mail goes at once, whatever the hour"


def test_participants_do_not_see_each_others_addresses(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    a_round.settles(lone, morten, bodil)
    for actor, other in ((lone, morten), (morten, lone)):
        for mail in actor.inbox:
            assert other.mailboxes[0].encode() not in mail.raw
            assert other.mailboxes[0] not in mail.text + mail.html + mail.calendar


def test_the_invitation_carries_the_hosts_practical_note(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    house = a_round.row.host.organisation
    house.practical_note = "Parkering i gården, brug døren til højre."
    house.save()
    a_round.settles(lone, bodil)
    assert "brug døren til højre" in lone.latest.text
    assert "brug døren til højre" in lone.latest.calendar.replace("\r\n ", "")


def test_a_moved_meeting_keeps_its_uid_and_counts_its_sequence_up(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    meeting = a_round.settles(lone, bodil)
    first = calendar(lone.latest)
    lone.presses_in_calendar("ACCEPTED")
    world.clock.passes(hours=1)
    actions.change(meeting.pk, by=bodil.seat, times=(at("2026-12-10 09:00"), at("2026-12-10 11:00")))
    world.settles_down()
    update = calendar(lone.latest)
    assert update["UID"] == first["UID"]
    assert (first["SEQUENCE"], update["SEQUENCE"]) == ("0", "1")
    assert update["DTSTAMP"] > first["DTSTAMP"]
    assert "torsdag 10. december kl. 9-11" in lone.latest.subject
    assert update["ORGANIZER"] == first["ORGANIZER"], "the address of an event and a person is for life"

    actions.cancel(meeting.pk, bodil.seat)
    world.settles_down()
    gone = calendar(lone.latest)
    assert (gone["METHOD"], gone["UID"], gone["SEQUENCE"]) == ("CANCEL", first["UID"], "2")


def test_an_answer_to_the_time_before_the_move_does_not_count(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    meeting = a_round.settles(lone, bodil)
    old = lone.latest
    actions.change(meeting.pk, by=bodil.seat, times=(at("2026-12-10 09:00"), at("2026-12-10 11:00")))
    world.settles_down()
    world.clock.passes(minutes=5)
    lone.presses_in_calendar("DECLINED", sequence=0)
    assert Attendance.objects.get(meeting=meeting, seat=lone.seat).partstat == "NEEDS-ACTION"
    assert old.calendar


def test_a_newer_answer_wins_and_an_older_one_never_does(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    meeting = a_round.settles(lone, bodil)
    world.clock.passes(hours=2)
    lone.presses_in_calendar("ACCEPTED")
    world.clock.now = at("2026-11-16 09:30")  # a calendar whose clock is behind
    lone.presses_in_calendar("DECLINED")
    assert Attendance.objects.get(meeting=meeting, seat=lone.seat).partstat == "ACCEPTED"


def test_the_rule_broken_is_told_once_and_a_yes_finds_new_times_for_the_same_meeting(
    a_round, world, bodil, lone, morten
):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    meeting = a_round.settles(lone, morten, bodil)
    uid = meeting.uid
    before = len(bodil.inbox)
    morten.presses_in_calendar("DECLINED")
    lone.presses_in_calendar("DECLINED")
    assert len(bodil.inbox) == before + 1
    bodil.writes("ja")
    assert "1." in bodil.latest.text, "the next times, as they would go out"
    bodil.writes("ja")
    for actor in (lone, morten, bodil):
        actor.writes("alle passer fint")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    moved = Meeting.objects.get()
    assert moved.uid == uid
    assert moved.sequence == 1
    assert re.search(r"^SEQUENCE:1", lone.latest.calendar.replace("\r\n ", ""), re.MULTILINE)


def test_nobody_is_reminded_whose_answer_changes_nothing(a_round, world, bodil, lone, mette):
    """Familiehuset has said yes to everything through Lone; Mette's word decides nothing more under the rule."""
    habits(world, rule="these")
    row = habits(world)
    row.needed.set([bodil.seat, lone.seat])
    a_round.asks(bodil, lone, mette, about=["2026-12-01 10:00"])
    lone.writes("1 passer")
    bodil.writes("1 passer")
    world.waits("2026-11-20 10:00")
    assert len(mette.inbox) == 1


def test_the_house_whose_turn_is_coming_is_not_next_again(a_round, world, bodil, aisha, lone, morten):
    from faelled.meetings.actions import hosting
    from faelled.meetings.models import Turn

    houses = [a.seat.membership for a in (bodil, aisha, morten)]
    for number, house in enumerate(houses):
        turn = Turn.objects.create(
            partnership=world.partnership, membership=house, state="held", on=f"2026-0{number + 6}-01"
        )
        turn.visitors.set([h for h in [*houses, lone.seat.membership] if h != house])
    a_round.asks(bodil, aisha, lone, morten, about=DECEMBER)
    assert a_round.row.host_id == lone.seat.membership_id
    assert hosting.choose(world.partnership).host != str(lone.seat.membership_id)


def test_a_draft_nobody_said_yes_to_is_forgotten_and_gives_its_turn_back(world, bodil):
    from faelled.meetings.models import Round, Turn

    bodil.writes_to_the_partnership("Kan vi mødes to timer i uge 49 eller 50, helst formiddag?")
    assert Turn.objects.count() == 1
    world.waits("2026-11-24 09:00")
    assert not Round.objects.exists()
    assert not Turn.objects.exists()


def test_what_is_over_is_forgotten_after_a_year(a_round, world, bodil, lone):
    from faelled.meetings.models import Answer, Round

    a_round.asks(bodil, lone, about=DECEMBER)
    a_round.settles(lone, bodil)
    world.waits("2027-12-20 09:00")
    assert not Answer.objects.exists()
    assert not Round.objects.exists()
    assert not Meeting.objects.exists()
