"""What a round holds, fetched in a fixed number of queries, and the facts the core decides from."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Subquery

from faelled.core import rounds as deciding
from faelled.core.days.words import time_in_words
from faelled.core.replies.reading import Slot, Verdict
from faelled.core.rounds.reasons import Missing, NoTimeFor
from faelled.meetings.models import (
    Answer,
    Ask,
    Attendance,
    CounterProposal,
    Habits,
    Meeting,
    Participant,
    Proposal,
    Round,
)
from faelled.meetings.reads.calendar import habits, zone
from faelled.partnerships.models import Seat
from faelled.work import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Present:
    """A round as it stands: live proposals and participants in order, answers by (seat id, proposal id)."""

    round: Round
    habits: Habits
    proposals: list[Proposal]
    participants: list[Participant]
    answers: dict[tuple[int, int], Answer]
    needed: frozenset[int]  # seat ids that the rule names

    def verdict(self, seat_id: int, proposal_id: int) -> Verdict:
        """Return what counts: an answer that is unsure counts as unknown until it is confirmed."""
        answer = self.answers.get((seat_id, proposal_id))
        return Verdict(answer.verdict) if answer and not answer.unsure else Verdict.UNKNOWN

    def silent(self) -> list[Participant]:
        """Return those who have not said anything about any of the live times."""
        live = {p.pk for p in self.proposals}
        spoke = {seat for (seat, proposal) in self.answers if proposal in live}
        return [p for p in self.participants if p.seat_id not in spoke]


def live_proposals(round_: Round) -> list[Proposal]:
    """Return the proposals that still stand, by number."""
    return list(round_.proposals.filter(withdrawn_at__isnull=True).order_by("number"))


def participants(round_: Round) -> list[Participant]:
    """Return whom the round asks, houses in their order."""
    rows = round_.participants.filter(removed_at__isnull=True).exclude(seat__state=Seat.State.LEFT)
    return list(
        rows.select_related("seat__person", "seat__membership__organisation").order_by(
            "seat__membership__position", "seat_id"
        )
    )


def present(round_: Round) -> Present:
    """Return the round as it stands, in five queries whatever its size."""
    own = habits(round_.partnership)
    needed: frozenset[int] = frozenset()
    if own.pk and own.rule == Habits.Rule.THESE:
        needed = frozenset(own.needed.values_list("pk", flat=True))
    answers = Answer.objects.filter(proposal__round=round_, proposal__withdrawn_at__isnull=True)
    return Present(
        round=round_,
        habits=own,
        proposals=live_proposals(round_),
        participants=participants(round_),
        answers={(a.seat_id, a.proposal_id): a for a in answers},
        needed=needed,
    )


def rule(now: Present) -> deciding.Rule:
    """Return the partnership's rule in the core's words."""
    match now.habits.rule:
        case Habits.Rule.THESE:
            return deciding.ThesePersons(frozenset(str(seat) for seat in now.needed))
        case Habits.Rule.AT_LEAST:
            return deciding.AtLeast(now.habits.at_least)
        case _:
            return deciding.OnePerOrganisation()


def seats(now: Present) -> list[deciding.Seat]:
    """Return the participants as the core knows them: keys are seat and membership ids as text."""
    return [
        deciding.Seat(
            person=str(p.seat_id),
            organisation=str(p.seat.membership_id),
            name=p.seat.person.first_name,
            coordinator=p.seat.role == Seat.Role.COORDINATOR,
        )
        for p in now.participants
    ]


def slots_of(proposals: list[Proposal]) -> list[Slot]:
    """Return the proposals as the reader and the core know them."""
    return [Slot(p.number, p.starts, p.ends) for p in proposals]


def facts(now: Present) -> deciding.Facts:
    """Return everything the core needs to decide the round's next step."""
    absent, came = who_came_last_time(now.round)
    reminded = now.round.asks.filter(reminded_at__isnull=False).values_list("seat_id", flat=True)
    return deciding.Facts(
        slots=tuple(slots_of(now.proposals)),
        seats=tuple(seats(now)),
        answers={
            (str(p.seat_id), proposal.number): now.verdict(p.seat_id, proposal.pk)
            for p in now.participants
            for proposal in now.proposals
        },
        rule=rule(now),
        now=clock.now(),
        answers_by=now.round.answers_by or clock.now(),
        waiting_on=frozenset(str(p.seat_id) for p in now.silent()),
        last_time_absent=frozenset(map(str, absent)),
        last_time_present=frozenset(map(str, came)),
        remind_from=now.round.remind_at,
        reminded=frozenset(map(str, reminded)),
    )


def reason_in_words(now: Present, reason: deciding.Reason, lang: str) -> str:
    """Return a reason of the core as a letter or a page says it.

    Its keys are houses or persons by what it is about: a seat and a membership may have the same number.
    """
    houses = isinstance(reason, Missing) or (
        isinstance(reason, NoTimeFor) and now.habits.rule == Habits.Rule.ONE_EACH
    )
    if houses:
        names = {str(p.seat.membership_id): p.seat.membership.organisation.name for p in now.participants}
    else:
        names = {str(p.seat_id): p.seat.person.first_name for p in now.participants}
    return deciding.in_words(reason, lang, names)


def settled_before(round_: Round) -> Meeting | None:
    """Return the meeting that was agreed last before this round, if any."""
    return _settled_before(round_).first()


def _settled_before(round_: Round) -> "QuerySet[Meeting]":
    before = Meeting.objects.filter(partnership=round_.partnership_id, proposal__isnull=False)
    if round_.reopens_id:
        before = before.exclude(pk=round_.reopens_id)
    return before.exclude(proposal__round=round_).order_by("-starts")


def who_came_last_time(round_: Round) -> tuple[set[int], set[int]]:
    """Return the seats that could not come to the meeting agreed last, and those that could; one query."""
    last = Subquery(_settled_before(round_).values("pk")[:1])
    rows = list(Attendance.objects.filter(meeting=last, withdrawn_at__isnull=True))
    came = {a.seat_id for a in rows if a.comes}
    return {a.seat_id for a in rows} - came, came


def unanswered(round_: Round) -> int:
    """Return how many participants have not answered at all, in one query."""
    rows = round_.participants.filter(removed_at__isnull=True).exclude(seat__state=Seat.State.LEFT)
    spoke = Answer.objects.filter(proposal__round=round_, proposal__withdrawn_at__isnull=True).values(
        "seat_id"
    )
    return rows.exclude(seat_id__in=spoke).count()


def asks_of(round_: Round, kind: Ask.Kind, seat: Seat | None = None) -> list[Ask]:
    """Return the open questions of a kind, newest first."""
    found = round_.asks.filter(kind=kind, closed_at__isnull=True)
    if seat is not None:
        found = found.filter(seat=seat)
    return list(found.select_related("seat__person").order_by("-pk"))


def open_counters(round_: Round) -> list[CounterProposal]:
    """Return the times people wrote beside those a round asks about, while they can still be adopted."""
    rows = round_.counters.filter(
        state=CounterProposal.State.OPEN, attendance__isnull=True, starts__gt=clock.now()
    )
    return list(rows.select_related("seat__person"))


def counters_to(meeting: Meeting) -> list[CounterProposal]:
    """Return the times people proposed instead of an agreed meeting, while they can still be adopted."""
    rows = CounterProposal.objects.filter(
        attendance__meeting=meeting, state=CounterProposal.State.OPEN, starts__gt=clock.now()
    )
    return list(rows.select_related("seat__person"))


def in_words(proposal: Proposal, lang: str, *, at: datetime | None = None) -> str:
    """Return the time of *proposal* as a letter or a page writes it."""
    place = zone(proposal.round.partnership)
    today = (at or clock.now()).astimezone(place).date()
    return time_in_words(proposal.starts, proposal.ends, lang=lang, today=today, zone=place)
