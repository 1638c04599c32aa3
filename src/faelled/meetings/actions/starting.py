"""Starting a round: a draft that only its starter sees, the question to everybody, and a list that is edited later."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from faelled.core import proposals as suggesting
from faelled.core import rounds as deciding
from faelled.core.proposals import Half, Proposed, Taught
from faelled.core.wishes import Wish
from faelled.meetings import reads
from faelled.meetings.actions import asking, hosting, letters
from faelled.meetings.actions.errors import NobodyToAsk, NoProposals, RoundIsClosed, TimeIsPast
from faelled.meetings.actions.keeping import KEPT_FOR, kept
from faelled.meetings.models import Ask, Habits, Meeting, Participant, Proposal, Round
from faelled.meetings.reads import busy
from faelled.meetings.reads.busy import Calendars
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Partnership, Seat
from faelled.post import outgoing, sealing
from faelled.work import clock

AHEAD = timedelta(days=120)
AT_MOST = 10  # proposals in a round: more is a timetable, not a question


@dataclass(frozen=True)
class NewTime:
    """A time to propose, aware, and the sentences that say why."""

    start: datetime
    end: datetime
    reasons: tuple[str, ...] = ()


def suggest(
    partnership: Partnership, wish: Wish, seats: Sequence[Seat], *, taught: Taught | None = None
) -> Proposed:
    """Return the times the core would propose for *wish* among *seats*, as far as known outside their busy hours."""
    own = reads.habits(partnership)
    known = calendars_of(seats)
    return suggesting.propose(
        wish,
        now=clock.now(),
        working=suggesting.WorkingHours(
            frozenset(reads.days_off(own.weekdays)), own.day_begins, own.day_ends
        ),
        days_off_by_person={str(s.pk): reads.days_off(s.person.days_off) for s in seats if s.person.days_off},
        school_holidays=reads.school_holidays(partnership),
        busy={str(s.pk): known.busy[s.person_id] for s in seats if s.person_id in known.busy},
        needed=_needed(own),
        taught=taught or Taught(),
        earliest_working_days=own.earliest,
        latest_working_days=own.latest,
        duration=own.lasts,
        zone=reads.zone(partnership),
    )


def calendars_of(seats: Sequence[Seat]) -> Calendars:
    """Return when the people in *seats* are busy, as far ahead as calendars are read."""
    now = clock.now()
    return busy.calendars({s.person_id for s in seats}, now, now + AHEAD)


def _needed(own: Habits) -> set[str]:
    """Return the seats the rule names: without them there is no meeting."""
    if own.rule != Habits.Rule.THESE or own.pk is None:
        return set()
    return {str(pk) for pk in own.needed.values_list("pk", flat=True)}


def as_times(proposed: Proposed, seats: Sequence[Seat], partnership: Partnership, lang: str) -> list[NewTime]:
    """Return the suggestions with their reasons in words."""
    names = {str(s.pk): s.person.first_name for s in seats}
    today = reads.today(partnership)
    return [
        NewTime(t.start, t.end, tuple(suggesting.in_words(r, lang, names, today=today) for r in t.reasons))
        for t in proposed
    ]


@transaction.atomic
def draft(
    partnership: Partnership,
    starter: Seat,
    *,
    words: str,
    times: Sequence[NewTime],
    seats: Sequence[Seat],
    lasts: timedelta | None = None,
    follows: Round | None = None,
    reopens: Meeting | None = None,
) -> Round:
    """Store a round that nobody but *starter* sees yet, with its host fixed.

    Raises NoProposals, TimeIsPast, NobodyToAsk: then nothing is stored.
    """
    checked = _checked(times)
    if not seats:
        raise NobodyToAsk
    round_ = Round.objects.create(
        partnership=partnership,
        starter=starter,
        words=kept(words, partnership, at_most=1000),
        lasts=lasts or (checked[0].end - checked[0].start),
        follows=follows,
        reopens=reopens,
        delete_after=clock.now() + timedelta(days=7),
    )
    _add_proposals(round_, checked, first_number=1)
    Participant.objects.bulk_create(
        Participant(round=round_, seat=seat, by_hand=partners.recipient(seat.person) is None)
        for seat in seats
    )
    if reopens is not None and reopens.host is not None:
        Round.objects.filter(pk=round_.pk).update(host=reopens.host)
        round_.host = reopens.host
    else:
        hosting.appoint(round_)
    return round_


def _checked(times: Sequence[NewTime]) -> list[NewTime]:
    unique = {(t.start, t.end): t for t in times}
    kept = sorted(unique.values(), key=lambda t: (t.start, t.end))
    if not kept:
        raise NoProposals
    if any(t.start <= clock.now() for t in kept):
        raise TimeIsPast
    return kept[:AT_MOST]


def _add_proposals(round_: Round, times: Sequence[NewTime], *, first_number: int) -> list[Proposal]:
    rows = [
        Proposal(round=round_, number=n, starts=t.start, ends=t.end, reasons=list(t.reasons))
        for n, t in enumerate(times, start=first_number)
    ]
    return Proposal.objects.bulk_create(rows)


def remember_thread(round_: Round, ids: Sequence[str]) -> None:
    """Note, as a hash, which thread of mails a round grew from. ids: the first of the thread first."""
    if ids:
        Round.objects.filter(pk=round_.pk).update(thread=sealing.keyed_hash(ids[0], "thread"))


@transaction.atomic
def show_to_starter(
    round_: Round,
    *,
    reasons: Sequence[str] = (),
    others_named: Sequence[str] = (),
    kind: Ask.Kind = Ask.Kind.DRAFT,
) -> Ask:
    """Mail the starter the question as it would go out, and ask for a yes."""
    proposals = reads.live_proposals(round_)
    ask = asking.new_ask(round_, round_.starter, kind, proposals)
    letters.as_it_would_go_out(
        ask, proposals, reads.participants(round_), reasons=reasons, others_named=others_named
    )
    return ask


@transaction.atomic
def send_out(round_id: int) -> Round:
    """Ask everybody in a draft; a round that has gone out already is left as it is (a yes may come twice)."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state != Round.State.DRAFT:
        return round_
    proposals = reads.live_proposals(round_)
    if not proposals:
        raise NoProposals
    if any(p.starts <= clock.now() for p in proposals):
        raise TimeIsPast
    own = reads.habits(round_.partnership)
    leaves = reads.office_moment(own)
    round_.state = Round.State.ASKING
    round_.asked_at = leaves
    round_.answers_by = min(
        reads.deadline(own, own.answer_within, leaves), proposals[0].starts - timedelta(hours=2)
    )
    round_.remind_at = min(reads.deadline(own, own.remind_after, leaves), round_.answers_by)
    round_.delete_after = None
    round_.save()
    asking.close_asks(round_, Ask.Kind.DRAFT, Ask.Kind.OTHER_TIMES)
    for participant in reads.participants(round_):
        asking.ask_participant(round_, participant, proposals)
    people.record(round_.starter.person, "round_asked", partnership_id=round_.partnership_id, about=round_)
    return round_


@transaction.atomic
def edit_times(round_id: int, keep: Sequence[int], new: Sequence[NewTime]) -> Round:
    """Keep the proposals with these ids, withdraw the others, add *new* under new numbers; ask again what changed.

    Answers to times that stay are kept. Raises RoundIsClosed, NoProposals, TimeIsPast.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state not in {
        Round.State.DRAFT,
        Round.State.ASKING,
        Round.State.PROPOSED,
        Round.State.EXHAUSTED,
    }:
        raise RoundIsClosed
    before = reads.live_proposals(round_)
    staying = [p for p in before if p.pk in set(keep)]
    fresh = _checked(new) if new else []
    fresh = [t for t in fresh if (t.start, t.end) not in {(p.starts, p.ends) for p in staying}]
    if not staying and not fresh:
        raise NoProposals
    room = max(0, AT_MOST - len(staying))
    round_.proposals.exclude(pk__in=[p.pk for p in staying]).filter(withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now()
    )
    numbers = [rows.values_list("number", flat=True) for rows in (round_.proposals, round_.counters)]
    highest = max((number for used in numbers for number in used), default=0)
    added = _add_proposals(round_, fresh[:room], first_number=highest + 1)
    if round_.state != Round.State.DRAFT and (added or len(staying) < len(before)):
        ask_again(round_, added)
    return round_


def ask_again(round_: Round, added: Sequence[Proposal]) -> None:
    """Put the changed list to everybody; questions on the way that show the old list are not sent."""
    if not added:
        return  # what was withdrawn is simply no longer counted
    round_.state = Round.State.ASKING
    own = reads.habits(round_.partnership)
    round_.answers_by = reads.deadline(own, own.answer_within, reads.office_moment(own))
    round_.remind_at = reads.deadline(own, own.remind_after, reads.office_moment(own))
    round_.reminded_at = None
    round_.save()
    asking.close_asks(round_, Ask.Kind.DECIDE, Ask.Kind.CONFIRM)
    live = reads.live_proposals(round_)
    for participant in reads.participants(round_):
        for ask in reads.asks_of(round_, Ask.Kind.TIMES, participant.seat):
            outgoing.withdraw(letters.about_ask(ask))
            Ask.objects.filter(pk=ask.pk).update(closed_at=clock.now())
        asking.ask_participant(round_, participant, live, changed=added)


@transaction.atomic
def call_off(round_id: int, by: Seat) -> Round:
    """Stop a round: nobody is asked any more, and those who were asked are told."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state in {Round.State.SETTLED, Round.State.CANCELLED}:
        raise RoundIsClosed
    were_asked = round_.state != Round.State.DRAFT
    round_.state = Round.State.CANCELLED
    round_.closed_at = clock.now()
    round_.delete_after = clock.now() + KEPT_FOR
    round_.carry_at = None
    round_.save()
    asking.close_asks(round_)
    hosting.release(round_)
    if were_asked:
        for participant in reads.participants(round_):
            if participant.seat_id != by.pk:
                letters.say(participant.seat, round_, "called_off", {})
    people.record(by.person, "round_called_off", partnership_id=round_.partnership_id, about=round_)
    return round_


@transaction.atomic
def forget_round(round_id: int) -> None:
    """Delete a draft nobody said yes to, or a round that has been kept long enough; a turn it held is given back."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    asking.close_asks(round_)
    hosting.release(round_)
    Round.objects.filter(pk=round_id).update(chosen=None)  # its own proposals go with it
    round_.delete()


def taught_by(round_: Round) -> Taught:
    """Return what the answers of *round_*, and of the rounds it followed, taught about days and hours."""
    lessons: list[Taught] = []
    step: Round | None = round_
    while step is not None and len(lessons) < 5:  # what people could half a year ago teaches nothing
        lessons.append(deciding.taught_by(reads.facts(reads.present(step))))
        step = step.follows
    weekdays: Counter[int] = Counter()
    halves: Counter[Half] = Counter()
    for lesson in lessons:
        weekdays.update(lesson.weekdays)
        halves.update(lesson.halves)
    refused = tuple(stretch for lesson in lessons for stretch in lesson.refused)
    return Taught(refused, dict(weekdays), dict(halves))
