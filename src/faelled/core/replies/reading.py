"""What the reader says it has understood: the values every other part of the house works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What the organiser may conclude about one proposed time. Only YES fills a seat."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Slot:
    """One proposed time as the letter showed it: its number, and an aware, half-open [start, end)."""

    number: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of the text that was read: text[start:end]."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """The verdict on one slot and the words it rests on (empty when nothing was said about the slot).

    unsure: the words pull both ways, or the grammar had to leave some of them out; such an answer is sent
    back for a yes or no before it counts.
    """

    verdict: Verdict
    because: tuple[Span, ...] = ()
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """A time the person proposed that is not on the list; end is None when none was said."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A free-text answer, read. `answers` has one entry per slot number that was asked about."""

    answers: Mapping[int, SlotAnswer]
    prefers: tuple[int, ...] = ()
    counter: tuple[Counter, ...] = ()
    delegate: str | None = None
    question: Span | None = None
    not_availability: bool = False

    def verdict(self, number: int) -> Verdict:
        """Return what was understood about slot *number*."""
        return self.answers[number].verdict

    @property
    def unsure(self) -> tuple[int, ...]:
        """The slots whose reading must be confirmed before it counts."""
        return tuple(n for n, a in self.answers.items() if a.unsure)

    @property
    def says_nothing(self) -> bool:
        """Whether not one slot got an answer."""
        return all(a.verdict is Verdict.UNKNOWN for a in self.answers.values())


NOTHING: Reading = Reading(answers={})
"""The reading of an empty text."""

__all__ = ["NOTHING", "Counter", "Reading", "Slot", "SlotAnswer", "Span", "Verdict"]
