"""From what each clause says to one answer a slot: what is special wins over what is general, windows bind all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from faelled.core.replies.reading import SlotAnswer, Span, Verdict


class Rank(IntEnum):
    """How particularly a slot was spoken of."""

    GENERAL = 1
    BEYOND = 2
    REST = 3
    SAID = 4
    HOURS = 5


@dataclass(slots=True)
class Statement:
    """One verdict on some slots."""

    verdict: Verdict
    slots: frozenset[int]
    rank: Rank
    spans: tuple[Span, ...]
    weak: bool = False
    unsure: bool = False
    precise: bool = False
    correction: bool = False
    accepts_part: bool = False


@dataclass(slots=True)
class Ledger:
    """The statements of a reply in order."""

    numbers: tuple[int, ...]
    said: list[Statement] = field(default_factory=list)
    partly: dict[int, tuple[Span, ...]] = field(default_factory=dict)

    def add(self, statement: Statement) -> None:
        """Enter a statement unless it is about nothing."""
        if statement.slots:
            self.said.append(statement)

    def spoken_of(self) -> frozenset[int]:
        """Return the slots somebody said something particular about."""
        return frozenset(n for s in self.said if s.rank in (Rank.SAID, Rank.HOURS) for n in s.slots)

    def answers(self) -> Mapping[int, SlotAnswer]:
        """Return the answer on each slot."""
        return {number: self._answer(number) for number in self.numbers}

    def _answer(self, number: int) -> SlotAnswer:
        about = [s for s in self.said if number in s.slots]
        if not about:
            return SlotAnswer(Verdict.UNKNOWN)
        best = about[0]
        torn = False
        for one in about[1:]:
            best, clash = _stronger(best, one)
            torn = torn or clash
        verdict = best.verdict
        accepted = any(s.verdict is Verdict.YES and s.rank in (Rank.GENERAL, Rank.SAID) for s in about)
        if number in self.partly and verdict is Verdict.NO and accepted and best.rank is Rank.HOURS:
            verdict = Verdict.MAYBE
        spans = tuple(sorted(set(best.spans), key=lambda s: (s.start, s.end)))
        return SlotAnswer(verdict, spans, unsure=verdict is not Verdict.UNKNOWN and (torn or best.unsure))


def _stronger(one: Statement, other: Statement) -> tuple[Statement, bool]:
    """Return the statement that counts of two on the same slot (*other* came later), and whether they clash."""
    clash = {one.verdict, other.verdict} == {Verdict.YES, Verdict.NO}
    if other.correction:
        return other, False
    if Rank.HOURS in (one.rank, other.rank) and one.rank != other.rank:
        hours, plain = (one, other) if one.rank is Rank.HOURS else (other, one)
        if hours.verdict is Verdict.NO:
            return (plain, clash) if plain.precise and plain.rank is Rank.SAID else (hours, False)
        if hours.verdict is Verdict.MAYBE and plain.verdict is Verdict.YES:
            return hours, False
        return (plain, False) if plain.rank is Rank.SAID or plain.verdict is Verdict.NO else (hours, False)
    if one.rank != other.rank:
        return (one if one.rank > other.rank else other), False
    if clash and one.rank is Rank.SAID and other.slots < one.slots:
        return other, other.weak
    if one.weak != other.weak and clash:
        return (other if one.weak else one), True
    if one.rank is Rank.SAID and clash and one.precise and not other.precise:
        return one, True
    if {one.verdict, other.verdict} == {Verdict.YES, Verdict.MAYBE}:
        return (one if one.verdict is Verdict.MAYBE else other), False
    if other.verdict is Verdict.UNKNOWN and one.verdict is not Verdict.UNKNOWN:
        return one, False
    return other, clash


def without(numbers: Collection[int], some: Collection[int]) -> frozenset[int]:
    """Return *numbers* without *some*."""
    return frozenset(numbers) - frozenset(some)
