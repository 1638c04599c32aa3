"""After the meeting the rota knows who hosted, and who has seen that house."""

from faelled.core import rota
from faelled.meetings.actions import hosting
from faelled.meetings.actions.holding import note_turns_held
from faelled.meetings.models import Turn


def agreed(a_round, *actors):
    a_round.asks(*actors, about=["2026-12-09 09:00"])
    meeting = a_round.settles(*actors, text="ja")
    return Turn.objects.get(meeting=meeting)


def test_a_turn_is_held_when_the_meeting_is_over_and_visited_by_who_came(
    a_round, world, bodil, lone, morten, aisha
):
    turn = agreed(a_round, bodil, lone, morten, aisha)
    morten.presses_in_calendar("DECLINED")
    world.clock.goes_to("2026-12-09 10:59")
    assert note_turns_held() == 0, "it is not over yet"
    world.clock.goes_to("2026-12-09 11:00")
    assert note_turns_held() == 1
    turn.refresh_from_db()
    came = {a.seat.membership for a in (bodil, lone, aisha)} - {turn.membership}
    assert (turn.state, set(turn.visitors.all())) == (Turn.State.HELD, came)
    assert note_turns_held() == 0, "once"


def test_the_next_host_is_chosen_by_who_has_not_been_seen(a_round, world, bodil, lone, morten, aisha):
    first = agreed(a_round, bodil, lone, morten, aisha)
    world.clock.goes_to("2026-12-10 09:00")
    note_turns_held()
    choice = hosting.choose(world.partnership)
    assert isinstance(choice, rota.Choice) and choice.host != str(first.membership_id)


def test_a_cancelled_meeting_was_never_held(a_round, world, bodil, lone):
    agreed(a_round, bodil, lone)
    meeting = a_round.meeting
    type(meeting).objects.filter(pk=meeting.pk).update(state="cancelled")
    world.clock.goes_to("2026-12-10 09:00")
    assert note_turns_held() == 0
