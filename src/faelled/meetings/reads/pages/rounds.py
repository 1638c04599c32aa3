"""A round as its page shows it: the same twelve queries for three people and for thirty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from faelled.core import rounds as deciding
from faelled.core.days.words import (
    count_in_words,
    day_in_words,
    list_in_words,
    moment_in_words,
    span_subject,
    time_in_words,
)
from faelled.core.rounds import reasons as why
from faelled.core.rounds.deciding import Settled
from faelled.core.rounds.ranking import best, standings
from faelled.meetings.models import Answer, Ask, CounterProposal, Habits, Participant, Proposal, Round
from faelled.meetings.reads.calendar import today, zone
from faelled.meetings.reads.pages.counters import CounterShown, counters_shown
from faelled.meetings.reads.pages.words import breakable
from faelled.meetings.reads.rounds import Present, facts, live_proposals, open_counters, reason_in_words
from faelled.partnerships.models import Membership, Seat

_ROUND = (
    "partnership__habits",
    "starter__person",
    "starter__membership__organisation",
    "host__organisation",
    "chosen",
)


@dataclass(frozen=True)
class House:
    """A house and those of it who are asked."""

    membership: Membership
    people: tuple[Participant, ...]


@dataclass(frozen=True)
class Cell:
    """What one person says to one time. edge: the first of a house."""

    verdict: str
    name: str
    edge: bool


@dataclass(frozen=True)
class HouseCell:
    """How many of a house can at one time."""

    house: House
    yes: int


@dataclass(frozen=True)
class Row:
    """One time and the answers to it."""

    proposal: Proposal
    words: str
    yes: int
    note: str
    best: bool
    cells: tuple[Cell, ...]
    houses: tuple[HouseCell, ...]


@dataclass(frozen=True)
class Why:
    """One reason. against: it speaks against the time."""

    sentence: str
    against: bool


@dataclass(frozen=True)
class Read:
    """How one person's answer was read. said: verdict and the numbers of the times."""

    participant: Participant
    quotes: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    when: str
    given_by: str
    unsure: str
    asked_again: bool
    from_mail: bool
    other_address: bool


class RoundShown:
    """Everything a round's page may need, of one round at one moment; who may see what of it is the view's matter."""

    def __init__(self, round_: Round, present: Present, asked_again: frozenset[int], lang: str) -> None:
        self.round = round_
        self.present = present
        self.lang = lang
        self._asked_again = asked_again
        self.zone: ZoneInfo = zone(round_.partnership)
        self.today: date = today(round_.partnership)

    @cached_property
    def facts(self) -> deciding.Facts:
        """What the core decides from."""
        return facts(self.present)

    @cached_property
    def houses(self) -> tuple[House, ...]:
        """The houses that are asked, in the order their colours keep."""
        found: dict[int, list[Participant]] = {}
        for p in self.present.participants:
            found.setdefault(p.seat.membership_id, []).append(p)
        return tuple(House(people[0].seat.membership, tuple(people)) for people in found.values())

    @cached_property
    def best(self) -> Proposal | None:
        """The time that is decided on, or that is best as things stand."""
        round_ = self.round
        if round_.chosen_id:
            return round_.chosen
        number = best(standings(self.facts))
        return next((p for p in self.present.proposals if p.number == number), None)

    @cached_property
    def asked(self) -> frozenset[int]:
        """The seats that are asked."""
        return frozenset(p.seat_id for p in self.present.participants)

    @cached_property
    def silent(self) -> tuple[Participant, ...]:
        """Those who have not said anything about any of the times."""
        return tuple(self.present.silent())

    @property
    def answered(self) -> int:
        """How many have answered."""
        return len(self.present.participants) - len(self.silent)

    def words(self, proposal: Proposal) -> str:
        """Return a time as the page writes it."""
        return time_in_words(proposal.starts, proposal.ends, lang=self.lang, today=self.today, zone=self.zone)

    def day(self, proposal: Proposal) -> str:
        """Return the day of a time alone, short enough for a button."""
        return day_in_words(proposal.starts.astimezone(self.zone).date(), lang=self.lang, today=self.today)

    def moment(self, moment: datetime | None) -> str:
        """Return a moment as the page writes it; "" for none."""
        return moment_in_words(moment, lang=self.lang, today=self.today, zone=self.zone) if moment else ""

    @cached_property
    def counters(self) -> tuple[CounterShown, ...]:
        """The times people wrote beside those they were asked about; looked up only where there are any."""
        found = open_counters(self.round) if getattr(self.round, "wished", False) else []
        return counters_shown(found, self.round.partnership, self.lang)

    @property
    def starters_words(self) -> str:
        """What the starter wrote."""
        return breakable(self.round.words)

    @cached_property
    def span(self) -> str:
        """When the times lie: "i december"."""
        return span_subject([p.starts for p in self.present.proposals], self.lang, zone=self.zone)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """One row a time, in the order of the letter."""
        totals = {t.number: t for t in deciding.totals(self.facts)}
        chosen = self.best.pk if self.best else None
        return tuple(
            Row(
                proposal=p,
                words=self.words(p),
                yes=totals[p.number].yes,
                note=self._note(totals[p.number].missing),
                best=p.pk == chosen,
                cells=self._cells(p),
                houses=tuple(HouseCell(h, self._yes(h, p)) for h in self.houses),
            )
            for p in self.present.proposals
        )

    def _cells(self, proposal: Proposal) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                self.present.verdict(p.seat_id, proposal.pk).value, p.seat.person.first_name, edge=number == 0
            )
            for house in self.houses
            for number, p in enumerate(house.people)
        )

    def _yes(self, house: House, proposal: Proposal) -> int:
        return sum(self.present.verdict(p.seat_id, proposal.pk) == "yes" for p in house.people)

    def _note(self, missing: Sequence[str]) -> str:
        """Return in few words which houses a time leaves out: the column is narrow, also on paper."""
        names = {str(h.membership.pk): h.membership.organisation.name for h in self.houses}
        if missing:
            return _("ingen fra %(houses)s") % {
                "houses": list_in_words([names[m] for m in missing], self.lang)
            }
        return _("alle steder er med") if len(names) > 1 else ""

    def _sentence(self, reason: deciding.Reason) -> str:
        return reason_in_words(self.present, reason, self.lang)

    def why(self, proposal: Proposal | None, *, names: bool) -> list[Why]:
        """Return what speaks for and against *proposal*. names: whether persons may be named."""
        if proposal is None:
            return []
        of_houses = (why.CanCome, why.AllOrganisations, why.Missing)
        against = (why.CannotCome, why.Missing, why.NoWordFrom, why.MayCome)
        return [
            Why(self._sentence(reason), isinstance(reason, against))
            for reason in deciding.reasons_for(self.facts, proposal.number)
            if names or isinstance(reason, of_houses)
        ]

    @cached_property
    def why_none(self) -> list[str]:
        """Why none of the times will do."""
        step = deciding.next_step(self.facts)
        if isinstance(step, deciding.ProposeAnew):
            return [
                self._sentence(r) for r in step.reasons if not isinstance(r, why.WaitingFor | why.NoTimesLeft)
            ]
        return []

    @property
    def can_settle(self) -> bool:
        """Whether the core would settle now."""
        return isinstance(deciding.next_step(self.facts), Settled)

    def reads(self, seats: frozenset[int] | None = None) -> list[Read]:
        """Return how the answers were read, the unsure ones first; only those of *seats*, where given."""
        found = [
            self._read(p)
            for p in self.present.participants
            if (seats is None or p.seat_id in seats) and self._answers(p)
        ]
        return sorted(found, key=lambda r: (not r.unsure, not r.from_mail))

    def _answers(self, participant: Participant) -> list[tuple[Proposal, Answer]]:
        given = self.present.answers
        return [
            (p, given[participant.seat_id, p.pk])
            for p in self.present.proposals
            if (participant.seat_id, p.pk) in given
        ]

    def _read(self, participant: Participant) -> Read:
        answers = self._answers(participant)
        latest = max((a for _, a in answers), key=lambda a: a.written_at)
        unsure = [str(p.number) for p, a in answers if a.unsure]
        said = {
            verdict: ", ".join(str(p.number) for p, a in answers if a.verdict == verdict)
            for verdict in ("yes", "maybe", "no")
        }
        return Read(
            participant=participant,
            quotes=tuple(dict.fromkeys(breakable(a.because) for _, a in answers if a.because)),
            said=tuple((verdict, numbers) for verdict, numbers in said.items() if numbers),
            sources=tuple(
                str(Answer.Source(name).label) for name in dict.fromkeys(a.source for _, a in answers)
            ),
            when=self.moment(latest.written_at),
            given_by=latest.given_by,
            unsure=", ".join(unsure),
            asked_again=participant.seat_id in self._asked_again,
            from_mail=any(a.source == Answer.Source.MAIL for _, a in answers),
            other_address=any(a.other_address for _, a in answers),
        )

    def count(self, number: int) -> str:
        """Return a number as a sentence writes it."""
        return count_in_words(number, self.lang)


def round_shown(pk: int, lang: str) -> RoundShown:
    """Return the round *pk* as its page shows it; it exists."""
    wished = CounterProposal.objects.filter(round=OuterRef("pk"), state=CounterProposal.State.OPEN)
    round_ = Round.objects.select_related(*_ROUND).annotate(wished=Exists(wished)).get(pk=pk)
    own = getattr(round_.partnership, "habits", None) or Habits(partnership=round_.partnership)
    needed: frozenset[int] = frozenset()
    if own.pk and own.rule == Habits.Rule.THESE:
        needed = frozenset(own.needed.values_list("pk", flat=True))
    again = Ask.objects.filter(
        round=round_,
        seat=OuterRef("seat"),
        kind=Ask.Kind.CONFIRM,
        closed_at__isnull=True,
        answered_at__isnull=True,
    )
    participants = list(
        round_.participants.filter(removed_at__isnull=True)
        .exclude(seat__state=Seat.State.LEFT)
        .select_related("seat__person", "seat__membership__organisation")
        .annotate(asked_again=Exists(again))
        .order_by("seat__membership__position", "seat_id")
    )
    answers = Answer.objects.filter(proposal__round=round_, proposal__withdrawn_at__isnull=True)
    present = Present(
        round=round_,
        habits=own,
        proposals=live_proposals(round_),
        participants=list(participants),
        answers={(a.seat_id, a.proposal_id): a for a in answers},
        needed=needed,
    )
    return RoundShown(round_, present, frozenset(p.seat_id for p in participants if p.asked_again), lang)


def following(round_: Round) -> Round | None:
    """Return the draft that was made because no time of *round_* worked."""
    return Round.objects.filter(follows=round_).exclude(state=Round.State.CANCELLED).order_by("-pk").first()
