"""Other times that people propose: kept until the coordinator adopts one, says no, or lets it lie."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from faelled.core.invitations import Unusable, Wanted
from faelled.core.replies.reading import Verdict
from faelled.meetings import reads
from faelled.meetings.actions import answering, asking, deciding, inviting, letters, starting, wishing
from faelled.meetings.actions.errors import RoundIsClosed, TimeIsPast
from faelled.meetings.actions.keeping import KEPT_FOR
from faelled.meetings.models import Answer, Ask, Attendance, CounterProposal, Meeting, Proposal, Round
from faelled.partnerships import actions as people
from faelled.partnerships.models import Seat
from faelled.work import clock

State = CounterProposal.State
BEFORE_THE_MEETING = timedelta(hours=2)  # a no that comes later helps nobody


@transaction.atomic
def propose_instead(
    attendance_id: int, time: Wanted, *, written_at: datetime, other_address: bool = False
) -> CounterProposal | None:
    """Somebody invited proposes another time: the coordinators are asked, once, whether everybody should be.

    A later one replaces an earlier one of the same person, whatever order they arrive in. None when nothing changed.
    """
    attendance = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance_id)
    attendance = reads.attendance(attendance.pk) or attendance
    meeting = attendance.meeting
    round_ = meeting.proposal.round if meeting.proposal else None
    if round_ is None or meeting.state != Meeting.State.PLANNED or meeting.starts <= clock.now():
        return None
    earlier = CounterProposal.objects.filter(attendance=attendance)
    if earlier.filter(written_at__gt=written_at).exists():
        return None
    if earlier.filter(starts=time.start, ends=time.end).exists():
        return None  # the same again, or one that was answered
    _overtake(earlier)
    counter = wishing.keep(
        round_, attendance.seat, time, written_at, attendance=attendance, other_address=other_address
    )
    if counter is None:
        return None
    own = reads.habits(meeting.partnership)
    counter.answer_by = min(
        reads.deadline(own, own.remind_after, clock.now()), meeting.starts - BEFORE_THE_MEETING
    )
    counter.save(update_fields=["answer_by"])
    for seat in deciding.deciders(round_):
        ask = asking.new_ask(round_, seat, Ask.Kind.COUNTER, [], decision=str(counter.pk))
        Ask.objects.filter(pk=ask.pk).update(meeting=meeting)
        ask.meeting = meeting
        letters.other_time(ask, counter)
    return counter


@transaction.atomic
def adopt(counter_id: int, by: Seat) -> Round:
    """Ask everybody about a time that one of them proposed. A yes that comes twice asks once.

    Raises RoundIsClosed, TimeIsPast.
    """
    counter = _locked(counter_id)
    if counter.state == State.ADOPTED:
        return counter.round
    if counter.state != State.OPEN:
        raise RoundIsClosed
    if counter.starts <= clock.now():
        raise TimeIsPast
    proposal = _look_for_another(counter, by) if counter.attendance_id else _among_the_others(counter)
    _end(counter, State.ADOPTED)
    Answer.objects.create(
        proposal=proposal,
        seat=counter.seat,
        verdict=Verdict.YES,
        source=Answer.Source.CALENDAR if counter.attendance_id else Answer.Source.MAIL,
        other_address=counter.other_address,
        written_at=counter.written_at,
        delete_after=clock.now() + KEPT_FOR,
    )
    people.record(
        by.person, "counter_adopted", partnership_id=counter.round.partnership_id, about=counter.round
    )
    return proposal.round


def _locked(counter_id: int) -> CounterProposal:
    wanted = ("round__partnership", "round__starter__person", "seat__person")
    rows = CounterProposal.objects.select_for_update(of=("self",)).select_related(*wanted)
    return rows.get(pk=counter_id)


def _among_the_others(counter: CounterProposal) -> Proposal:
    """Put the time among those the round asks about, under the number it was shown with."""
    round_ = (
        Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=counter.round_id)
    )
    if round_.state not in answering.OPEN:
        raise RoundIsClosed
    for draft in Round.objects.filter(follows=round_, state=Round.State.DRAFT):
        starting.call_off(draft.pk, round_.starter)  # the times that were to be asked about instead
    added = Proposal.objects.create(
        round=round_, number=counter.number, starts=counter.starts, ends=counter.ends
    )
    starting.ask_again(round_, [added])
    return added


def _look_for_another(counter: CounterProposal, by: Seat) -> Proposal:
    """Ask about the time instead of the agreed one, which stands until the new one suits."""
    attendance = counter.attendance
    if attendance is None or attendance.meeting.state != Meeting.State.PLANNED:
        raise RoundIsClosed
    old, meeting = counter.round, attendance.meeting
    seats = [p.seat for p in reads.participants(old)]
    round_ = starting.draft(
        old.partnership,
        by,
        words=old.words,
        times=[starting.NewTime(counter.starts, counter.ends)],
        seats=seats,
        lasts=counter.ends - counter.starts,
        follows=old,
        reopens=meeting,
    )
    starting.send_out(round_.pk)
    return reads.live_proposals(round_)[0]


@transaction.atomic
def decline(counter_id: int, by: Seat | None) -> bool:
    """Say no to a proposed time, or (by nobody) let it lie too long; whoever proposed it instead of a meeting is told.

    Returns whether it was still open.
    """
    counter = _locked(counter_id)
    if counter.state != State.OPEN:
        return False
    _end(counter, State.DECLINED if by else State.LAPSED)
    if counter.attendance_id:
        inviting.decline_counter(counter.attendance_id, "no" if by else "lapsed")
    people.record(
        by.person if by else None,
        "counter_declined",
        partnership_id=counter.round.partnership_id,
        about=counter.round,
    )
    return True


def refuse(attendance_id: int, why: Unusable) -> None:
    """Tell whoever proposed a time that nobody can be asked about, in words and in their calendar, why not."""
    with transaction.atomic():
        inviting.decline_counter(attendance_id, why.value)


def let_lapse() -> int:
    """Say no for the coordinator to what has lain too long; return how many there were."""
    due = CounterProposal.objects.filter(state=State.OPEN, answer_by__lte=clock.now())
    return sum(decline(pk, None) for pk in list(due.values_list("pk", flat=True)))


def _overtake(rows: QuerySet[CounterProposal]) -> None:
    keys = list(rows.filter(state=State.OPEN).values_list("pk", flat=True))
    Ask.objects.filter(
        kind=Ask.Kind.COUNTER, decision__in=[str(pk) for pk in keys], closed_at__isnull=True
    ).update(closed_at=clock.now())
    CounterProposal.objects.filter(pk__in=keys).update(state=State.OVERTAKEN)


def _end(counter: CounterProposal, state: CounterProposal.State) -> None:
    CounterProposal.objects.filter(pk=counter.pk).update(state=state)
    Ask.objects.filter(kind=Ask.Kind.COUNTER, decision=str(counter.pk), answered_at__isnull=True).update(
        answered_at=clock.now()
    )
