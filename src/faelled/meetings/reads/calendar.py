"""A partnership's habits, its holidays and its office hours."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from faelled.core.days import calendar
from faelled.meetings.models import Habits, Round, SchoolHoliday
from faelled.partnerships.models import Partnership
from faelled.work import clock


def habits(partnership: Partnership) -> Habits:
    """Return how *partnership* finds its meetings; the defaults, unsaved, where nobody has changed any."""
    return Habits.objects.filter(partnership=partnership).first() or Habits(partnership=partnership)


def zone(partnership: Partnership) -> ZoneInfo:
    """Return the one time zone of *partnership*."""
    return ZoneInfo(partnership.time_zone)


def today(partnership: Partnership) -> date:
    """Return the day it is where *partnership* is."""
    return clock.now().astimezone(zone(partnership)).date()


def school_holidays(partnership: Partnership) -> list[calendar.SchoolHoliday]:
    """Return the school holidays around now: the partnership's own rows, a rule of thumb for years it has none of."""
    rows = SchoolHoliday.objects.filter(partnership=partnership)
    own = [calendar.SchoolHoliday(row.name, row.first, row.last, guess=row.guessed) for row in rows]
    this_year = today(partnership).year
    known = {holiday.first.year for holiday in own}
    guessed = [year for year in (this_year - 1, this_year, this_year + 1) if year not in known]
    return own + [h for year in guessed for h in calendar.school_holiday_guess(year)]


def days_off(weekdays: str) -> Collection[int]:
    """Return ISO weekdays written as digits ("35") as a set counting from 0 for Monday."""
    return {int(digit) - 1 for digit in weekdays if digit.isdecimal()}


def office_moment(own: Habits, at: datetime | None = None) -> datetime:
    """Return when the system's own letters may go next, at *at* (now) or after."""
    return calendar.next_office_moment(
        at or clock.now(), opens=own.letters_from, closes=own.letters_until, zone=zone(own.partnership)
    )


def deadline(own: Habits, working_days: int, start: datetime) -> datetime:
    """Return the moment *working_days* after *start* by which answers are due; it stands still in quiet weeks."""
    return calendar.deadline_after(
        start,
        working_days,
        own.answer_by,
        quiet_weeks=range(own.quiet_first_week, own.quiet_last_week + 1),
        zone=zone(own.partnership),
    )


def deadline_from_now(round_: Round) -> datetime:
    """Return when answers would be due if the question went out now."""
    own = habits(round_.partnership)
    return deadline(own, own.answer_within, office_moment(own))
