"""What the worker does for meetings: carry decisions out, let time pass, follow people, forget."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from faelled.meetings import actions
from faelled.meetings.actions import calendars
from faelled.meetings.models import Answer, ConnectedCalendar, Meeting, Round
from faelled.partnerships.duties import closed_long_ago
from faelled.work import clock, rows
from faelled.work.retention import Rule

if TYPE_CHECKING:
    from django.db.models import QuerySet


def carry_decisions(worker: str) -> int:
    """Carry out the decisions whose minutes for undoing are over."""
    due = Round.objects.filter(state=Round.State.DECIDED, carry_at__lte=clock.now())
    return sum(actions.carry_out(pk) for pk in due.values_list("pk", flat=True))


def look_at_answers(worker: str) -> int:
    """Take the next step of the rounds somebody has answered since we looked last."""
    running = [Round.State.ASKING, Round.State.PROPOSED, Round.State.EXHAUSTED]
    answered = Round.objects.filter(state__in=running, participants__fresh=True).distinct()
    keys = list(answered.values_list("pk", flat=True))
    for pk in keys:
        actions.look_at_answers(pk)
    return len(keys)


def let_time_pass(worker: str) -> int:
    """Remind the silent, close what is due, decide by itself where that is switched on, answer what lay too long."""
    now = clock.now()
    due = Round.objects.filter(
        Q(state=Round.State.ASKING) & (Q(remind_at__lte=now) | Q(answers_by__lte=now))
        | Q(state=Round.State.PROPOSED, held=False, partnership__habits__decides_itself=True)
    )
    passed = sum(actions.time_passes(pk) for pk in list(due.values_list("pk", flat=True)))
    return passed + actions.let_lapse()


def follow_people(worker: str) -> int:
    """See who has left or has a new address."""
    return actions.follow_people()


def note_turns_held(worker: str) -> int:
    """Write down whose turn it was and which houses came, once a meeting is over."""
    return actions.note_turns_held()


def refresh_calendars(worker: str) -> int:
    """Fetch one calendar that is due: a slow one may hold the worker for ten seconds, so others take turns with it."""
    due = ConnectedCalendar.objects.filter(kind=ConnectedCalendar.Kind.FEED)
    fetched = 0
    for row in rows.one_by_one(due, worker, at_most=1):
        actions.refresh_calendar(row)
        fetched += 1
    return fetched


def look_after_calendars(worker: str) -> int:
    """Tell about calendar files that have grown old, and forget calendars nobody uses."""
    return actions.look_after_calendars()


def forget(worker: str) -> int:
    """Delete what has been kept long enough: drafts nobody said yes to, old rounds, answers and meetings."""
    now = clock.now()
    rounds = list(_rounds_over(now).values_list("pk", flat=True))
    for pk in rounds:
        actions.forget_round(pk)
    return len(rounds) + sum(over(now).delete()[0] for over in (_answers_over, _meetings_over))


def _rounds_over(now: datetime) -> "QuerySet[Round]":
    return Round.objects.filter(Q(delete_after__lte=now) | Q(partnership__in=closed_long_ago(now)))


def _answers_over(now: datetime) -> "QuerySet[Answer]":
    return Answer.objects.filter(delete_after__lte=now)


def _meetings_over(now: datetime) -> "QuerySet[Meeting]":
    return Meeting.objects.filter(Q(delete_after__lte=now) | Q(partnership__in=closed_long_ago(now)))


_WITH_THE_ROUND = "as long as the round"
_WITH_THE_MEETING = "as long as the meeting"
_WITH_THE_PARTNERSHIP = "as long as the partnership"
RETENTION = (
    Rule("meetings.Round", "a draft 7 days; else 12 months after it is over", _rounds_over),
    Rule("meetings.Proposal", _WITH_THE_ROUND),
    Rule("meetings.Participant", _WITH_THE_ROUND),
    Rule("meetings.Ask", _WITH_THE_ROUND),
    Rule("meetings.CounterProposal", _WITH_THE_ROUND),
    Rule("meetings.Answer", "12 months; what is left are turns and meetings", _answers_over),
    Rule("meetings.Meeting", "12 months after it was held", _meetings_over),
    Rule("meetings.Attendance", _WITH_THE_MEETING),
    Rule("meetings.AgendaItem", _WITH_THE_MEETING),
    Rule("meetings.Turn", f"{_WITH_THE_PARTNERSHIP}: houses and days, no person"),
    Rule("meetings.Turn_visitors", "as long as the turn: houses, no person"),
    Rule("meetings.Habits", _WITH_THE_PARTNERSHIP),
    Rule("meetings.Habits_needed", _WITH_THE_PARTNERSHIP),
    Rule("meetings.SchoolHoliday", _WITH_THE_PARTNERSHIP),
    Rule("meetings.Feed", "until its person closes it or has left everywhere", calendars.feeds_over),
    Rule(
        "meetings.ConnectedCalendar",
        "until its person disconnects it or has left everywhere; 90 days after it was last read (a file 30)",
        calendars.calendars_over,
    ),
    Rule("meetings.BusyBlock", "a day after it has passed", calendars.blocks_over),
)
