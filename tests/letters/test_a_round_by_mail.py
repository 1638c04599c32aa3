"""The main story: a question by mail, answers in people's own words, a decision, and the invitation."""

from datetime import timedelta

import pytest

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("kl. 10 passer", {2: "yes"}), ("Kl. 9 er fint, kl. 10 kan jeg ikke", {1: "yes", 2: "no"})],
)
def test_a_clock_in_an_answer_is_the_clock_the_letter_wrote(a_round, bodil, lone, text, said):
    a_round.asks(bodil, lone, about=["2026-12-01 09:00", "2026-12-01 10:00"])
    for p in a_round.proposals:
        p.ends = p.starts + timedelta(hours=1)
        p.save()
    lone.writes(text)
    assert a_round.said(lone) == said


def test_the_coordinator_settles_the_meeting_by_replying_yes(a_round, world, bodil, aisha, lone, morten):
    a_round.asks(bodil, aisha, lone, morten, about=DECEMBER, words="Vi skal have talt om bogbussen.")
    assert lone.latest.subject == "Mødetider i december: passer de?"
    assert "1. tirsdag 1. december kl. 10-12" in lone.latest.text

    lone.writes("1 og 3 passer fint, men torsdage kan jeg ikke.\n\nMvh Lone")
    morten.writes("Onsdag den 9. er bedst. Tirsdag går også. Mvh Morten")
    aisha.writes("Tirsdag og onsdag er gode")
    assert a_round.said(lone) == {1: "yes", 2: "no", 3: "yes"}
    bodil.writes("kun den 9.")

    assert a_round.state == "proposed"
    assert "onsdag 9. december kl. 9-11" in bodil.latest.text
    bodil.writes("Ja")
    assert a_round.state == "decided"
    assert a_round.meeting is None, "there are five minutes in which it can be undone"

    world.clock.passes(minutes=6)
    world.settles_down()
    assert a_round.settled_for == "onsdag 9. december kl. 9-11"
    for actor in (bodil, aisha, lone, morten):
        assert actor.latest.subject == "Vi ses onsdag 9. december kl. 9-11"
        assert "METHOD:REQUEST" in actor.latest.calendar


def test_nothing_is_carried_out_when_the_coordinator_writes_wait(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("alle dage er fine")
    bodil.writes("alle tre passer")
    question = bodil.latest
    bodil.writes("ja")
    bodil.writes("vent", answering=question)
    world.clock.passes(minutes=30)
    world.settles_down()
    assert a_round.meeting is None
    assert a_round.state == "proposed"


def test_an_acceptance_and_a_decline_in_the_calendar_are_read(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    for actor in (lone, morten, bodil):
        actor.writes("2 passer")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    lone.presses_in_calendar("ACCEPTED")
    world.clock.passes(minutes=1)
    morten.presses_in_calendar("DECLINED", organizer=False)
    meeting = a_round.meeting
    said = {a.seat_id: a.partstat for a in meeting.attendances.all()}
    assert said[lone.seat.pk] == "ACCEPTED"
    assert said[morten.seat.pk] == "DECLINED"
    assert "Ungebasen" in bodil.latest.text, "the rule was one from each place, and the coordinator is told"
