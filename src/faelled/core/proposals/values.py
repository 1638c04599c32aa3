"""What suggesting works with: working hours, what earlier answers taught, and the times it comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import overload

from faelled.core.days import Stretch
from faelled.core.proposals.reasons import Reason


class Half(StrEnum):
    """Which half of the day a time begins in; noon belongs to the second."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    @classmethod
    def of(cls, start: datetime) -> "Half":
        """Return the half for a time on the local clock."""
        return cls.MORNING if start.hour < 12 else cls.AFTERNOON


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a partnership meets; weekdays count from 0 for Monday."""

    weekdays: frozenset[int] = frozenset(range(5))
    opens: time = time(8, 30)
    closes: time = time(15, 30)


ORDINARY_HOURS = WorkingHours()


@dataclass(frozen=True, slots=True)
class Taught:
    """What earlier answers taught.

    refused: times that were asked about in vain, never proposed again.
    weekdays, halves: answers that could minus answers that could not, for such a day and half of the day.
    """

    refused: tuple[Stretch, ...] = ()
    weekdays: Mapping[int, int] = field(default_factory=dict)
    halves: Mapping[Half, int] = field(default_factory=dict)

    def leaning(self, start: datetime) -> int:
        """Return how far the answers lean towards (or, below 0, away from) a time on the local clock."""
        return self.weekdays.get(start.weekday(), 0) + self.halves.get(Half.of(start), 0)


NOTHING_TAUGHT = Taught()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One time worth asking about, on the clock of the partnership's zone, and why."""

    start: datetime
    end: datetime
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Proposed(Sequence[Suggestion]):
    """The suggestions in order of time. Where there is none, `reasons` says why."""

    times: tuple[Suggestion, ...]
    reasons: tuple[Reason, ...] = ()

    def __len__(self) -> int:
        return len(self.times)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.times)

    @overload
    def __getitem__(self, index: int) -> Suggestion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Suggestion, ...]: ...
    def __getitem__(self, index: int | slice) -> Suggestion | tuple[Suggestion, ...]:
        return self.times[index]
