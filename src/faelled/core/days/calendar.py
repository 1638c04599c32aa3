"""Which days are worked: public holidays, school holidays as a rule of thumb, deadlines in working days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holidays import country_holidays

from faelled.core.days import HOME, NoSuchWeek, Week, local, week_of

# No law makes these days off, but agreements do, and municipal offices are closed.
CUSTOMARY = {(6, 5): "Grundlovsdag", (12, 24): "Juleaftensdag", (12, 31): "Nytårsaftensdag"}

QUIET_WEEKS = range(28, 31)
"""The weeks in July when whole houses are away: no deadline runs out because of them."""

A_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A school holiday, both days included. guess: a rule of thumb ("skøn"), not the council's plan."""

    name: str
    first: date
    last: date
    guess: bool = True


@lru_cache(maxsize=64)
def public_holidays(year: int) -> Mapping[date, str]:
    """Return the Danish public holidays of *year* and the customary days off, each with its Danish name."""
    found = dict(country_holidays("DK", years=year, language="da").items())
    for (month, day), name in CUSTOMARY.items():
        on = date(year, month, day)
        # Whit Sunday can be 5 June: then the day has both names.
        found[on] = f"{found[on]}, {name}" if on in found else name
    return MappingProxyType(dict(sorted(found.items())))


def is_working_day(day: date, off: Collection[date] = ()) -> bool:
    """Whether offices work on *day*: Monday to Friday, no holiday, and not one of the days *off*."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and day not in off


def add_working_days(start: date, count: int, off: Collection[date] = ()) -> date:
    """Return the *count*-th working day after *start*; *start* itself where count is 0, worked or not."""
    return _nth_working_day(start, count, off=off, still=())


def _nth_working_day(start: date, count: int, *, off: Collection[date], still: Collection[int]) -> date:
    day = start
    while count > 0:
        day += A_DAY
        if is_working_day(day, off) and week_of(day).number not in still:
            count -= 1
    return day


def deadline_after(
    start: datetime,
    working_days: int,
    at: time,
    quiet_weeks: Collection[int] = QUIET_WEEKS,
    off: Collection[date] = (),
    zone: ZoneInfo = HOME,
) -> datetime:
    """Return the moment on the clock of *zone*, at *at* on the last of so many working days after *start*.

    The day of *start* does not count, nor do days in quiet weeks (ISO numbers): a deadline stands still while
    they last. Raises NaiveTime if *start* has no zone.
    """
    day = _nth_working_day(local(start, zone).date(), working_days, off=off, still=quiet_weeks)
    return on_the_clock(day, at, zone)


def next_office_moment(
    now: datetime,
    opens: time = time(7),
    closes: time = time(17),
    off: Collection[date] = (),
    zone: ZoneInfo = HOME,
) -> datetime:
    """Return *now* where offices are open (opens <= now < closes, working days), else when they open next."""
    here = local(now, zone)
    if is_working_day(here.date(), off):
        if here.time() < opens:
            return on_the_clock(here.date(), opens, zone)
        if here.time() < closes:
            return here
    return on_the_clock(add_working_days(here.date(), 1, off), opens, zone)


def on_the_clock(day: date, at: time, zone: ZoneInfo = HOME) -> datetime:
    """Return the aware moment; a clock time that summer time skips becomes the same moment an hour later."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC).astimezone(zone)


def exists_on_the_clock(day: date, at: time, zone: ZoneInfo = HOME) -> bool:
    """Whether clocks in *zone* show *at* on *day*: they skip an hour when summer time begins."""
    return on_the_clock(day, at, zone).replace(tzinfo=None) == datetime.combine(day, at)


def days_of_week(year: int, week: int) -> tuple[date, ...]:
    """Return Monday to Sunday of an ISO week. Raises NoSuchWeek: only some years have a week 53."""
    try:
        monday = date.fromisocalendar(year, week, 1)
        return tuple(monday + n * A_DAY for n in range(7))
    except (ValueError, OverflowError) as trouble:
        raise NoSuchWeek(f"There is no week {week} in {year}.") from trouble


def next_week_numbered(number: int, today: date) -> Week | None:
    """Return the week *number* that is this week or lies ahead, within two years; None if there is none.

    "uge 2" in November is next year's, and "uge 53" may be years away: then nothing close enough is meant.
    """
    this = week_of(today)
    for year in (this.year, this.year + 1, this.year + 2):
        candidate = Week(year, number)
        if candidate >= this and _exists(candidate):
            return candidate
    return None


def _exists(week: Week) -> bool:
    try:
        return bool(days_of_week(*week))
    except NoSuchWeek:
        return False


def school_holiday_guess(year: int) -> list[SchoolHoliday]:
    """Return the school holidays that begin in *year*, by rule of thumb: each council sets its own.

    The Christmas holiday reaches into January: ask for the year before as well when January matters.
    """
    easter_monday = next(d for d, name in public_holidays(year).items() if name == "Anden påskedag")
    summer = _last_weekday_by(date(year, 6, 30), SATURDAY)
    christmas = _last_weekday_by(date(year, 12, 23), SATURDAY)
    return [
        _week_off("Vinterferie", year, 7),
        SchoolHoliday("Påskeferie", easter_monday - 9 * A_DAY, easter_monday),
        SchoolHoliday("Sommerferie", summer, summer + timedelta(weeks=6, days=1)),
        _week_off("Efterårsferie", year, 42),
        SchoolHoliday("Juleferie", christmas, _last_weekday_by(date(year + 1, 1, 7), SUNDAY)),
    ]


def _week_off(name: str, year: int, week: int) -> SchoolHoliday:
    """A holiday of one week begins on the Saturday before it."""
    days = days_of_week(year, week)
    return SchoolHoliday(name, days[0] - 2 * A_DAY, days[-1])


def _last_weekday_by(day: date, weekday: int) -> date:
    return day - A_DAY * ((day.weekday() - weekday) % 7)
