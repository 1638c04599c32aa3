"""Days as people here speak of them: words for times, holidays, working days, and time expressions in a text.

Import what is needed from the parts: `words` writes, `calendar` counts, `expressions` reads.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Copenhagen")
"""The zone of a partnership that has chosen no other."""


class NaiveTime(ValueError):
    """A time came without a zone, so nobody can say when it is."""


class NoSuchWeek(ValueError):
    """The year has no week of that number: most years have 52 ISO weeks, some have 53."""


class Week(NamedTuple):
    """An ISO week. Its year may differ from the year of its days around New Year."""

    year: int
    number: int


def week_of(day: date) -> Week:
    """Return the ISO week *day* lies in; 1 January 2027 lies in week 53 of 2026."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def local(moment: datetime, zone: ZoneInfo = HOME) -> datetime:
    """Return *moment* on the clock of *zone*. Raises NaiveTime if it has no zone of its own."""
    if moment.tzinfo is None:
        raise NaiveTime("A time without a zone cannot be placed on a clock; give it one where it is made.")
    return moment.astimezone(zone)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, aware and half-open: [start, end)."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Stretch") -> bool:
        """Whether the two share a moment; touching is not overlapping."""
        # Two times of one zone are compared by the wall clock, which lies in the hour when summer time ends.
        return self.start.astimezone(UTC) < other.end.astimezone(UTC) and (
            other.start.astimezone(UTC) < self.end.astimezone(UTC)
        )
