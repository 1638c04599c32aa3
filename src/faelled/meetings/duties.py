"""What the worker does for meetings: carry decisions out, let time pass, follow people, forget."""

from django.db.models import Q

from faelled.meetings import actions
from faelled.meetings.models import Answer, ConnectedCalendar, Meeting, Round
from faelled.work import clock, rows


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
    rounds = list(Round.objects.filter(delete_after__lte=now).values_list("pk", flat=True))
    for pk in rounds:
        actions.forget_round(pk)
    answers = Answer.objects.filter(delete_after__lte=now)
    meetings = Meeting.objects.filter(delete_after__lte=now)
    return len(rounds) + sum(old.delete()[0] for old in (answers, meetings))
