"""A rule -> its times within a window, looking at no day that lies before it where that can be helped.

Not by dateutil, which walks from the first occurrence, and where a rule never comes true to the year 9999: one broken
entry would then cost more than all the good ones. Everything here is on the clock of the entry's own zone.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta

from faelled.core.busy.rules import Frequency, Rule
from faelled.core.busy.values import BrokenEntry, Reason

_MOST_OF_A_SERIES = 40_000
_MOST_OF_ALL = 150_000  # a year of a thousand entries that repeat takes 134,000
_LAST_DAY = date.max.toordinal()


@dataclass
class Effort:
    """How many days and times may still be looked at, for one series and for the whole file."""

    all: int = _MOST_OF_ALL
    series: int = _MOST_OF_A_SERIES

    def begin(self) -> None:
        """Begin another series."""
        self.series = _MOST_OF_A_SERIES

    def spend(self, steps: int) -> None:
        """Take so many steps. Raises BrokenEntry when they are used up."""
        self.series -= steps
        self.all -= steps
        if self.series < 0 or self.all < 0:
            raise BrokenEntry(Reason.TOO_MANY)


def times(
    rule: Rule, start: datetime, after: datetime, before: datetime, effort: Effort
) -> Iterator[datetime]:
    """Yield the times of *rule* in [after, before], in order, none before *start*; all without a zone.

    rule.until must be a time on the same clock. Raises BrokenEntry when there is too much to look at.
    """
    rule = _with_defaults(rule, start)
    until = rule.until if isinstance(rule.until, datetime) else before
    last = min(before, until)
    left = rule.count
    combine = datetime.combine
    clock = [time(h, m, s) for h in rule.hours for m in rule.minutes for s in rule.seconds]
    for days in _periods(rule, start, after if left is None else start, last):
        effort.spend(1 + len(days) * len(clock))
        found = [combine(day, at) for day in days for at in clock]
        for when in _chosen(found, rule.positions) if rule.positions else found:
            if when < start:
                continue
            if when > last or left == 0:
                return
            if left is not None:
                left -= 1
            if when >= after:
                yield when


def _with_defaults(rule: Rule, start: datetime) -> Rule:
    """Return *rule* with what it leaves to its start filled in."""
    rule = replace(
        rule,
        hours=rule.hours or (start.hour,),
        minutes=rule.minutes or (start.minute,),
        seconds=rule.seconds or (start.second,),
    )
    if rule.weekdays or rule.month_days or rule.year_days or rule.week_numbers:
        return rule
    match rule.frequency:
        case Frequency.YEARLY:
            return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
        case Frequency.MONTHLY:
            return replace(rule, month_days=(start.day,))
        case Frequency.WEEKLY:
            return replace(rule, weekdays=((0, start.weekday()),))
        case Frequency.DAILY:
            return rule


def _chosen(found: Sequence[datetime], positions: Sequence[int]) -> list[datetime]:
    places = {p - 1 if p > 0 else len(found) + p for p in positions if p}
    return [found[p] for p in sorted(places) if 0 <= p < len(found)]


def _periods(rule: Rule, start: datetime, after: datetime, last: datetime) -> Iterator[list[date]]:
    """Yield the days of each period in turn, from the one with *after* or before it to the one with *last*."""
    match rule.frequency:
        case Frequency.YEARLY:
            yield from _years(rule, start, after, last)
        case Frequency.MONTHLY:
            yield from _months(rule, start, after, last)
        case _:
            yield from _weeks_or_days(rule, start, after, last)


def _years(rule: Rule, start: datetime, after: datetime, last: datetime) -> Iterator[list[date]]:
    first = start.year + _whole_intervals(after.year - start.year, rule.interval)
    of_the_year = any(n for n, _ in rule.weekdays) and not rule.months
    for year in range(first, last.year + 1, rule.interval):
        days = [
            d for m in rule.months or range(1, 13) for d in _month(rule, year, m, weekdays=not of_the_year)
        ]
        yield [d for d in days if _is_weekday_of_year(rule, d)] if of_the_year else days


def _months(rule: Rule, start: datetime, after: datetime, last: datetime) -> Iterator[list[date]]:
    first = start.year * 12 + start.month - 1
    first += _whole_intervals(after.year * 12 + after.month - 1 - first, rule.interval)
    for number in range(first, last.year * 12 + last.month, rule.interval):
        year, month = divmod(number, 12)
        wanted = not rule.months or month + 1 in rule.months
        yield _month(rule, year, month + 1, weekdays=True) if wanted else []


def _weeks_or_days(rule: Rule, start: datetime, after: datetime, last: datetime) -> Iterator[list[date]]:
    step, begin, offsets = rule.interval, start.date().toordinal(), [0]
    weekdays = {weekday for _, weekday in rule.weekdays} or set(range(7))
    if rule.frequency == Frequency.WEEKLY:
        step, begin = 7 * step, begin - (start.weekday() - rule.week_start) % 7
        offsets = sorted((weekday - rule.week_start) % 7 for weekday in weekdays)
    begin += _whole_intervals(after.date().toordinal() - begin, step)
    for number in range(begin, last.date().toordinal() + 1, step):
        # Day 1 of the calendar is a Monday.
        days = [number + n for n in offsets if (number + n - 1) % 7 in weekdays]
        found = [date.fromordinal(n) for n in days if 1 <= n <= _LAST_DAY]
        yield [day for day in found if _fits(rule, day)] if _looks_at_dates(rule) else found


def _looks_at_dates(rule: Rule) -> bool:
    return bool(rule.months or rule.month_days or rule.year_days or rule.week_numbers)


def _whole_intervals(distance: int, interval: int) -> int:
    return max(distance, 0) // interval * interval


def _month(rule: Rule, year: int, month: int, *, weekdays: bool) -> list[date]:
    """Return the days of a month that fit; weekdays: counted within the month, else not looked at."""
    if not MINYEAR <= year <= MAXYEAR:
        return []
    begins_on, length = calendar.monthrange(year, month)
    days: list[int] = list(range(1, length + 1))
    if rule.month_days:
        wanted = {d if d > 0 else length + 1 + d for d in rule.month_days if d}
        days = sorted(d for d in wanted if 0 < d <= length)
    if rule.weekdays and weekdays:
        named = {d for n, weekday in rule.weekdays for d in _weekdays(n, weekday, begins_on, length)}
        days = [d for d in days if d in named]
    found = [date(year, month, d) for d in days]
    if rule.year_days or rule.week_numbers:
        found = [d for d in found if _is_day_of_year(rule, d) and _is_in_week(rule, d)]
    return found


def _weekdays(nth: int, weekday: int, begins_on: int, length: int) -> Sequence[int]:
    every = range(1 + (weekday - begins_on) % 7, length + 1, 7)
    if not nth:
        return every
    place = nth - 1 if nth > 0 else len(every) + nth
    return every[place : place + 1] if 0 <= place < len(every) else ()


def _fits(rule: Rule, day: date) -> bool:
    """Whether a day of a week, or a day by itself, fits beside its weekday."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = calendar.monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    return _is_day_of_year(rule, day) and _is_in_week(rule, day)


def _is_weekday_of_year(rule: Rule, day: date) -> bool:
    number, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
    places = {0, (number - 1) // 7 + 1, -((length - number) // 7 + 1)}
    return any(n in places and day.weekday() == weekday for n, weekday in rule.weekdays)


def _is_day_of_year(rule: Rule, day: date) -> bool:
    if not rule.year_days:
        return True
    number, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
    return number in rule.year_days or number - length - 1 in rule.year_days


def _is_in_week(rule: Rule, day: date) -> bool:
    if not rule.week_numbers:
        return True
    number, year = _week(day, rule.week_start)
    if number in rule.week_numbers:
        return True
    weeks, _ = _week(date(year, 12, 28), rule.week_start)
    return number - weeks - 1 in rule.week_numbers


def _week(day: date, week_start: int) -> tuple[int, int]:
    """Return the number of the week *day* is in, and the year it belongs to: the one with most of its days."""
    try:
        middle = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    except OverflowError:
        middle = day
    return (middle.timetuple().tm_yday - 1) // 7 + 1, middle.year
