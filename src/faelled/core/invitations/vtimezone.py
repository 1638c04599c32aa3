"""The VTIMEZONE of an IANA zone, as rules that hold for the years around a meeting."""

import calendar
import functools
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_YEARS_OBSERVED = 8  # enough to tell "the last Sunday" from "the fourth"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """One night the clocks are set; wall is the local time by the offset before it, without a zone."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def kind(self) -> tuple[timedelta, timedelta, str]:
        """What all changes under one rule share."""
        return (self.before, self.after, self.name)


@functools.lru_cache(maxsize=64)
def vtimezone(key: str, first: int, last: int) -> tuple[str, ...]:
    """Return the content lines of the zone *key* for every moment in the years *first* to *last*.

    As yearly rules where the zone has them, which is what every calendar program reads; otherwise with each
    change by itself. Raises what zoneinfo raises for a zone it does not have.
    """
    zone = zoneinfo.ZoneInfo(key)
    years = range(first - 1, max(last, first + _YEARS_OBSERVED) + 1)
    changes = [change for year in years for change in _changes(zone, year)]
    near = [change for change in changes if change.wall.year <= last + 1]
    body = _rules(changes, years) or _one_by_one(zone, first, near)
    return ("BEGIN:VTIMEZONE", f"TZID:{key}", *body, "END:VTIMEZONE")


def _changes(zone: zoneinfo.ZoneInfo, year: int) -> Iterator[_Change]:
    day = datetime(year, 1, 1, tzinfo=UTC)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, following):
            yield _change(zone, day, following)
        day = following


def _change(zone: zoneinfo.ZoneInfo, low: datetime, high: datetime) -> _Change:
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (low, middle)
    before, after = _offset(zone, low), _offset(zone, high)
    wall = (high + before).replace(tzinfo=None)
    return _Change(wall, before, after, high.astimezone(zone).tzname() or "")


def _offset(zone: zoneinfo.ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _rules(changes: Sequence[_Change], years: range) -> list[str]:
    """Return the yearly rules all *changes* follow, none when they do not."""
    lines: list[str] = []
    for kind in dict.fromkeys(c.kind for c in changes):
        same = [c for c in changes if c.kind == kind]
        rule = _yearly(same)
        if [c.wall.year for c in same] != list(years) or rule is None:
            return []
        lines += _observance(same[0], rule)
    return lines


def _yearly(same: Sequence[_Change]) -> str | None:
    walls = [c.wall for c in same]
    if len({(w.month, w.weekday(), w.time()) for w in walls}) != 1:
        return None
    month, weekday = walls[0].month, _WEEKDAYS[walls[0].weekday()]
    if all(w.day + 7 > calendar.monthrange(w.year, w.month)[1] for w in walls):
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1{weekday}"
    nth = {(w.day - 1) // 7 + 1 for w in walls}
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={nth.pop()}{weekday}" if len(nth) == 1 else None


def _one_by_one(zone: zoneinfo.ZoneInfo, first: int, changes: Sequence[_Change]) -> list[str]:
    new_year = datetime(first - 1, 1, 1, tzinfo=UTC)
    offset = _offset(zone, new_year)
    at_first = _Change(
        (new_year + offset).replace(tzinfo=None), offset, offset, new_year.astimezone(zone).tzname() or ""
    )
    return [line for change in (at_first, *changes) for line in _observance(change)]


def _observance(change: _Change, rule: str | None = None) -> list[str]:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{change.wall:%Y%m%dT%H%M%S}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZOFFSETFROM:{_written(change.before)}",
        f"TZOFFSETTO:{_written(change.after)}",
        *([f"TZNAME:{change.name}"] if change.name else []),
        f"END:{kind}",
    ]


def _written(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"
    return f"{text}{rest:02}" if rest else text
