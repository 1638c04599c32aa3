"""The offset a file's own VTIMEZONE gives for a local time, for zones that have no name we know.

Only yearly rules and listed dates are followed, which is what calendar programs write. A zone with other
rules is not understood, rather than expanded, since a rule per second would run for hours.
"""

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from faelled.core.invitations.components import Component

_MOST_BLOCKS = 60
_MOST_DATES = 300  # a zone with all its history has fewer of both
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_LOCAL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})")
_BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class NotUnderstood(ValueError):
    """The zone's rules are broken, or not of the kinds that are followed here."""


@dataclass(frozen=True, slots=True)
class _Observance:
    """A STANDARD or DAYLIGHT block: the offset changes from *before* to *after* at each onset.

    Onsets are local times by the offset before them.
    """

    start: datetime
    before: timedelta
    after: timedelta
    listed: tuple[datetime, ...]
    rule: "_Yearly | None"

    def onsets(self, years: range) -> Iterator[datetime]:
        yield self.start
        yield from self.listed
        if self.rule is not None:
            yield from (at for year in years if (at := self.rule.onset(year, self.start)) is not None)


@dataclass(frozen=True, slots=True)
class _Yearly:
    month: int
    nth: int | None
    weekday: int | None
    month_days: tuple[int, ...]
    until: date

    def onset(self, year: int, start: datetime) -> datetime | None:
        """Return when the rule sets in in *year*, None outside the years it holds."""
        if year < start.year or date(year, self.month, 1) > self.until:
            return None
        for day in self._days(year):
            if self.weekday is None or date(year, self.month, day).weekday() == self.weekday:
                found = datetime.combine(date(year, self.month, day), start.time())
                return found if found >= start and found.date() <= self.until else None
        return None

    def _days(self, year: int) -> tuple[int, ...]:
        length = calendar.monthrange(year, self.month)[1]
        if self.nth is None:
            return tuple(d for d in self.month_days if d <= length)
        if self.nth > 0:
            return tuple(range(7 * self.nth - 6, min(7 * self.nth, length) + 1))
        return tuple(range(length + 7 * self.nth + 1, length + 7 * self.nth + 8))


class OwnZone:
    """A VTIMEZONE, read. Raises NotUnderstood when it cannot be."""

    def __init__(self, block: Component, children: list[Component]) -> None:
        if block.too_long or len(children) > _MOST_BLOCKS or any(c.too_long for c in children):
            raise NotUnderstood
        self._observances = [_observance(c) for c in children]
        if not self._observances or sum(len(o.listed) for o in self._observances) > _MOST_DATES:
            raise NotUnderstood

    def at(self, local: datetime) -> tzinfo:
        """Return the offset in force at *local*, a time without a zone.

        Before any rule it is the offset before the first.
        """
        onsets, offsets = self.year(local.year)
        return timezone(offsets[bisect_right(onsets, local)])

    def year(self, year: int) -> tuple[tuple[datetime, ...], tuple[timedelta, ...]]:
        """Return when the offset changes, up to the end of *year*, and the offsets before, between and after."""
        years = range(max(year - 1, 1), year + 1)
        passed = [(on, o.after) for o in self._observances for on in o.onsets(years)]
        # Of two at the same moment the first in the file holds.
        passed.reverse()
        passed.sort(key=lambda pair: pair[0])
        before = min(self._observances, key=lambda o: o.start).before
        return tuple(on for on, _ in passed), (before, *(after for _, after in passed))


def _observance(block: Component) -> _Observance:
    start = _local(block.value("DTSTART"))
    rules = [p.value.upper() for p in block.all("RRULE")]
    if len(rules) > 1:
        raise NotUnderstood
    return _Observance(
        start=start,
        before=_offset(block.value("TZOFFSETFROM")),
        after=_offset(block.value("TZOFFSETTO")),
        listed=tuple(_local(v) for p in block.all("RDATE") for v in p.value.split(",")[: _MOST_DATES + 1]),
        rule=_yearly(rules[0], start) if rules else None,
    )


def _yearly(text: str, start: datetime) -> _Yearly:
    parts = dict(part.partition("=")[::2] for part in text.strip().rstrip(";").split(";"))
    by_day = parts.get("BYDAY", "").strip()
    day = _BYDAY.fullmatch(by_day)
    if parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1" or (by_day and not day):
        raise NotUnderstood
    if "COUNT" in parts or not {"BYWEEKNO", "BYYEARDAY", "BYSETPOS"}.isdisjoint(parts):
        raise NotUnderstood
    until = parts.get("UNTIL")
    month_days = parts.get("BYMONTHDAY")
    try:
        return _Yearly(
            month=date(2000, int(parts.get("BYMONTH", start.month)), 1).month,
            nth=int(day[1]) if day and day[1] else None,
            weekday=_WEEKDAYS.index(day[2]) if day else None,
            month_days=_month_days(month_days)
            if month_days
            else tuple(range(1, 32))
            if day
            else (start.day,),
            until=datetime.strptime(until[:8], "%Y%m%d").date() if until else date.max,  # noqa: DTZ007 a date only
        )
    except ValueError as trouble:
        raise NotUnderstood from trouble


def _month_days(text: str) -> tuple[int, ...]:
    days = tuple(sorted(int(d) for d in text.split(",")[:32]))
    if not days or days[0] < 1:
        raise NotUnderstood
    return days


def _local(text: str) -> datetime:
    found = _LOCAL.match(text.strip())
    if found is None:
        raise NotUnderstood
    year, month, day, hour, minute, second = (int(n) for n in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 a zone's own rules are local
    except ValueError as trouble:
        raise NotUnderstood from trouble


def _offset(text: str) -> timedelta:
    found = _OFFSET.fullmatch(text.strip())
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise NotUnderstood
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size
