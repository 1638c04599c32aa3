"""Which of the proposed times a time expression points at, and how well it covers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Feast,
    Holiday,
    Hours,
    Meaning,
    Month,
    Part,
    PartOfDay,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    Weekday,
    WeekdayRange,
    WeekParity,
    Weeks,
    Which,
)
from faelled.core.replies.feasts import feast_days
from faelled.core.replies.reading import Slot


class Fit(IntEnum):
    """How a time covers a slot: not at all, in part, all but a quarter of an hour, wholly."""

    OUT = 0
    PART = 1
    NEARLY = 2
    IN = 3


_NEARLY = timedelta(minutes=15)


@dataclass(slots=True)
class Scene:
    """What a phrase is read against: the proposals, the day of writing, and the days last spoken of."""

    slots: Sequence[Slot]
    sent: date
    last_days: tuple[date, ...] = ()

    def monday(self) -> date:
        """Return the Monday of the week of writing."""
        return self.sent - timedelta(days=self.sent.weekday())


def _day(slot: Slot) -> date:
    return slot.start.date()


def _week(day: date) -> int:
    return day.isocalendar().week


def fit(what: Meaning, slot: Slot, scene: Scene) -> Fit:
    """Return how *what* covers *slot*."""
    match what:
        case Edge(side, of):
            return _edge(side, of, slot, scene)
        case Clock():
            return _clock(what, slot, scene)
        case Hours(start, end):
            return _covered(slot, _on(slot, start), _on(slot, end))
        case Part():
            return Fit.IN if _part(what, slot, scene) else Fit.OUT
        case _:
            return Fit.IN if _on_day(what, slot, scene) else Fit.OUT


def _on(slot: Slot, clock: time) -> datetime:
    return slot.start.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


def _covered(slot: Slot, start: datetime | None, end: datetime | None) -> Fit:
    late = max(start - slot.start, timedelta()) if start else timedelta()
    early = max(slot.end - end, timedelta()) if end else timedelta()
    if not late and not early:
        return Fit.IN
    if late + early >= slot.end - slot.start:
        return Fit.OUT
    return Fit.NEARLY if late + early <= _NEARLY else Fit.PART


def _clock(what: Clock, slot: Slot, scene: Scene) -> Fit:
    at = _on(slot, what.at)
    if slot.start == at:
        return Fit.IN
    if any(_on(s, what.at) == s.start for s in scene.slots):
        return Fit.PART if slot.start < at < slot.end else Fit.OUT
    if what.about and abs(slot.start - at) <= timedelta(minutes=45):
        return Fit.IN
    return Fit.IN if slot.start < at < slot.end else Fit.OUT


def _edge(side: Side, of: Meaning, slot: Slot, scene: Scene) -> Fit:
    if isinstance(of, Clock | Part):
        start, end = (of.at, of.at) if isinstance(of, Clock) else _PART_HOURS[of.part]
        if side in (Side.FROM, Side.AFTER):
            return _covered(slot, _on(slot, start if side is Side.FROM else end), None)
        return _covered(slot, None, _on(slot, start if side is Side.BEFORE else end))
    bounds = day_bounds(of, scene)
    if bounds is None:
        return Fit.OUT
    first, last = bounds
    day = _day(slot)
    if of == Holiday(Feast.EASTER) and side is Side.BEFORE:
        first += _QUIET_DAYS  # the first three days of Easter week are still before Easter
    inside = {
        Side.FROM: day >= first,
        Side.AFTER: day > last,
        Side.BEFORE: day < first,
        Side.UNTIL: day < first if isinstance(of, Holiday) else day <= last,
    }[side]
    return Fit.IN if inside else Fit.OUT


_QUIET_DAYS = timedelta(days=3)
_PART_HOURS = {
    PartOfDay.EARLY: (time(7), time(9)),
    PartOfDay.MORNING: (time(8), time(12)),
    PartOfDay.NOON: (time(12), time(12, 30)),
    PartOfDay.AFTER_NOON: (time(12, 30), time(12, 30)),
    PartOfDay.AFTERNOON: (time(12), time(17)),
    PartOfDay.EVENING: (time(17), time(22)),
    PartOfDay.LATE: (time(15), time(22)),
}


def _part(what: Part, slot: Slot, scene: Scene) -> bool:
    start, end = slot.start.time(), slot.end.time()
    middle = (slot.start + (slot.end - slot.start) / 2).time()
    match what.part:
        case PartOfDay.EARLY:
            if any(s.start.time() < time(9) for s in scene.slots):
                return start < time(9)
            return start == min(s.start.time() for s in scene.slots) and start <= time(9)
        case PartOfDay.MORNING:
            inside = end <= time(12, 30) or middle < time(12)
            return inside and (what.third is not Third.END or start >= time(10))
        case PartOfDay.NOON:
            return time(12) <= middle <= time(13) and slot.end - slot.start <= timedelta(hours=2)
        case PartOfDay.AFTER_NOON:
            return start >= time(12, 30)
        case PartOfDay.AFTERNOON:
            begin = time(15) if what.third is Third.END else time(12)
            return begin <= start < (time(15) if what.third is Third.START else time(17))
        case PartOfDay.EVENING:
            return start >= time(17)
        case PartOfDay.LATE:
            hours = [s.start.hour * 60 + s.start.minute for s in scene.slots]
            return 2 * (start.hour * 60 + start.minute) > min(hours) + max(hours)


def _on_day(what: Meaning, slot: Slot, scene: Scene) -> bool:
    day = _day(slot)
    match what:
        case Weekday():
            return day in weekday_dates(what, scene)
        case WeekdayRange(first, last):
            return first <= day.weekday() <= last
        case Day(week=True):
            bounds = day_bounds(what, scene)
            return bounds is not None and bounds[0] <= day <= bounds[1]
        case Day(number, month, year):
            return day.day == number and month in (None, day.month) and year in (None, day.year)
        case DayRange(one, other):
            return _in_range(one, other, day)
        case Weeks(numbers):
            return _week(day) in numbers
        case WeekParity(even):
            return (_week(day) % 2 == 0) == even
        case Month(month, third):
            return month in (None, day.month) and _third_of_month(third, day, scene)
        case RelativeWeek(-1, third):
            return _third_of_week(third, day)
        case RelativeWeek() | RelativeDay() | Holiday():
            bounds = day_bounds(what, scene)
            return bounds is not None and bounds[0] <= day <= bounds[1]
        case _:
            return False


def weekday_dates(what: Weekday, scene: Scene) -> set[date]:
    """Return the proposed days a weekday means."""
    days = sorted({_day(s) for s in scene.slots if s.start.weekday() == what.day})
    ahead = (what.day - scene.sent.weekday() - 1) % 7 + 1
    coming = scene.sent + timedelta(days=ahead)
    if what.weeks is not None:
        monday = scene.monday() + timedelta(weeks=what.weeks)
        near = {d for d in days if monday <= d < monday + timedelta(days=7)}
        on = {coming + timedelta(weeks=what.weeks)} & set(days)
        return on if what.which is Which.COMING else near or on
    match what.which:
        case Which.COMING:
            return {coming} if coming in days else set(days)
        case Which.NEXT:
            monday = scene.monday() + timedelta(weeks=1)
            near = {d for d in days if monday <= d < monday + timedelta(days=7)}
            return near or (set(days) if len(days) == 1 else set(days[:1]))
        case Which.AFTER:
            later = [d for d in days if not scene.last_days or d > max(scene.last_days)]
            return set(later[:1])
        case Which.BEFORE:
            earlier = [d for d in days if not scene.last_days or d < min(scene.last_days)]
            return set(earlier[-1:])
        case _:
            return set(days)


def _in_range(one: Day, other: Day, day: date) -> bool:
    first_month, last_month = one.month or other.month, other.month or one.month
    if first_month is None or last_month is None:
        return one.day <= day.day <= other.day
    low, high, here = (first_month, one.day), (last_month, other.day), (day.month, day.day)
    return low <= here <= high if low <= high else here >= low or here <= high


def _third_of_month(third: Third | None, day: date, scene: Scene) -> bool:
    match third:
        case Third.START:
            return day.day <= 12
        case Third.MIDDLE:
            return 10 <= day.day <= 20
        case Third.END:
            return day.day >= 16 and (day.day >= 20 or all(_day(s).day < 20 for s in scene.slots))
        case _:
            return True


def _third_of_week(third: Third | None, day: date) -> bool:
    match third:
        case Third.START:
            return day.weekday() <= 1
        case Third.MIDDLE:
            return day.weekday() == 2
        case _:
            return day.weekday() >= 3


def day_bounds(what: Meaning, scene: Scene) -> tuple[date, date] | None:
    """Return the first and last day *what* stands for, None when it hits nothing here."""
    match what:
        case RelativeDay(days, beside):
            spoken = scene.last_days or (scene.sent,)
            day = (max(spoken) if days > 0 else min(spoken)) if beside else scene.sent
            return day + timedelta(days=days), day + timedelta(days=days)
        case RelativeWeek(offset, _):
            return _week_bounds(offset, scene)
        case Holiday(feast):
            return feast_days(feast, [_day(s) for s in scene.slots], scene.sent)
        case Day(number, month, year, week):
            bounds = _bounds_of_day(number, month, year, scene)
            return _week_around(bounds[0]) if week and bounds else bounds
        case DayRange(one, other):
            low, high = day_bounds(one, scene), day_bounds(other, scene)
            return (low[0], high[1]) if low and high else None
        case _:
            hits = sorted(_day(s) for s in scene.slots if _on_day(what, s, scene))
            if hits:
                return (hits[0], hits[0]) if isinstance(what, Weekday) else (hits[0], hits[-1])
            return _bounds_without_slot(what, scene)


def _week_bounds(offset: int | None, scene: Scene) -> tuple[date, date]:
    if offset is None:
        days = scene.last_days or (min(_day(s) for s in scene.slots),)
        last = max(days)
        monday = last - timedelta(days=last.weekday()) + timedelta(weeks=1)
    else:
        monday = scene.monday() + timedelta(weeks=max(offset, 0))
    return monday, monday + timedelta(days=6)


def _week_around(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _bounds_of_day(
    number: int, month: int | None, year: int | None, scene: Scene
) -> tuple[date, date] | None:
    """Return the day meant: on a proposal if one fits, else nearest to the proposals."""
    days = sorted(_day(s) for s in scene.slots)
    for day in days:
        if day.day == number and month in (None, day.month) and year in (None, day.year):
            return day, day
    guesses = []
    for base in (scene.sent.year, scene.sent.year + 1):
        for m in [month] if month else range(1, 13):
            try:
                guess = date(year or base, m, number)
            except ValueError:
                continue
            if guess >= scene.sent:
                guesses.append(guess)
    if not guesses:
        return None
    middle = days[len(days) // 2] if days else scene.sent
    best = min(
        guesses, key=lambda d: (max((days[0] - d).days, (d - days[-1]).days, 0), abs((d - middle).days))
    )
    return best, best


def _bounds_without_slot(what: Meaning, scene: Scene) -> tuple[date, date] | None:
    """Return the days of a week, weekday or month no proposal lies on, near the proposals."""
    first = min(_day(s) for s in scene.slots)
    day = scene.sent
    until = max(_day(s) for s in scene.slots) + timedelta(days=70)
    matching: list[date] = []
    while day <= until:
        hit = (
            (isinstance(what, Weeks) and _week(day) in what.numbers)
            or (isinstance(what, Month) and what.month == day.month)
            or (isinstance(what, Weekday) and what.day == day.weekday() and day >= first - timedelta(days=6))
        )
        if hit:
            matching.append(day)
            if isinstance(what, Weekday):
                break
        day += timedelta(days=1)
    return (matching[0], matching[-1]) if matching else None
