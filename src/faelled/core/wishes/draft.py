"""A set of bounds in the making: what is said is put in piece by piece, and read off as one value."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from faelled.core.days import Week, week_of
from faelled.core.wishes.wish import Bounds, DayHours, Hours, Month

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=6)
MOST_DAYS = 62


@dataclass
class Draft:
    """What has been said so far.

    ranges: stretches of days, both included; None is open. others: first days of one more way.
    """

    weeks: list[Week] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    parts: list[Hours] = field(default_factory=list)
    opens: time | None = None
    closes: time | None = None
    by_day: list[DayHours] = field(default_factory=list)
    starts: list[time] = field(default_factory=list)
    ranges: list[tuple[date | None, date | None]] = field(default_factory=list)
    others: list[date] = field(default_factory=list)

    def names_days(self) -> bool:
        """Whether anything says which days of the calendar are meant."""
        return bool(self.weeks or self.months or self.dates or self.ranges or self.others)

    def bounds(self) -> Bounds:
        """Return what has been said, each kind once and in order."""
        earliest, latest, days = self._limits()
        # "i december, uge 49 eller 50": the weeks say more than the month they lie in, and so do dates.
        weeks = sorted({w for w in self.weeks if not any(week_of(d) == w for d in self.dates)})
        dated = {Month(d.year, d.month) for d in self.dates}
        months = sorted({m for m in self.months if m not in dated and not any(_touches(w, m) for w in weeks)})
        return Bounds(
            weeks=tuple(weeks),
            months=tuple(months),
            dates=tuple(sorted({*self.dates, *days})),
            weekdays=tuple(sorted(set(self.weekdays))),
            hours=self._hours(),
            by_day=tuple(dict.fromkeys(self.by_day)),
            starts=tuple(sorted(set(self.starts))),
            earliest=earliest,
            latest=latest,
        )

    def _limits(self) -> tuple[date | None, date | None, list[date]]:
        """Return the earliest and latest day; beside other days a closed range is one more choice of days."""
        closed = [(a, b) for a, b in self.ranges if a and b]
        open_ = [r for r in self.ranges if r not in closed and not self._contradicts(r)]
        named = bool(self.weeks or self.months or self.dates)
        # "i uge 51 eller lige efter nytår": days beside the week, not a limit to it.
        closed += [(a, a + A_WEEK) for a in self.others if named]
        open_ += [(a, None) for a in self.others if not named]
        days: list[date] = []
        if len(closed) > 1 or (closed and (self.weeks or self.months or self.dates)):
            days = [d for a, b in closed for d in _days(a, b)]
            closed = []
        firsts = [a for a, _ in (*closed, *open_) if a]
        lasts = [b for _, b in (*closed, *open_) if b]
        return max(firsts, default=None), min(lasts, default=None), days

    def _contradicts(self, limits: tuple[date | None, date | None]) -> bool:
        """Whether a first day lies after all weeks and dates that are named, so that it was said of something else."""
        first, last = limits
        named = [*self.dates, *(date.fromisocalendar(w.year, w.number, 7) for w in self.weeks)]
        return first is not None and last is None and bool(named) and max(named) < first

    def _hours(self) -> tuple[Hours, ...]:
        parts = list(dict.fromkeys(self.parts))
        if self.opens is None and self.closes is None:
            return tuple(parts)
        opens, closes = self.opens or time(0), self.closes
        narrowed = [
            Hours(
                max(p.opens, opens),
                min((c for c in (p.closes, closes) if c is not None), default=None),
                p.starts_before,
            )
            for p in parts or [Hours()]
        ]
        return tuple(h for h in narrowed if h.closes is None or h.opens < h.closes)


def _days(first: date, last: date) -> list[date]:
    return [first + n * A_DAY for n in range(min((last - first).days + 1, MOST_DAYS))]


def _touches(week: Week, month: Month) -> bool:
    monday = date.fromisocalendar(week.year, week.number, 1)
    return any(Month(d.year, d.month) == month for d in (monday, monday + 6 * A_DAY))
