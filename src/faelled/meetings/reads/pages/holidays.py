"""The school holidays that a page shows for editing."""

from datetime import timedelta

from faelled.core.days.calendar import SchoolHoliday, school_holiday_guess
from faelled.meetings.reads.calendar import school_holidays, today
from faelled.partnerships.models import Partnership

AHEAD = timedelta(days=550)  # longer than anybody plans, so that a school year is always whole


def holidays_ahead(partnership: Partnership) -> list[SchoolHoliday]:
    """Return the holidays that are not over: the partnership's own, and the rule of thumb where its own end."""
    day = today(partnership)
    own = [h for h in school_holidays(partnership) if h.last >= day]
    latest = max((h.first for h in own), default=day)
    guessed = [h for year in (day.year, day.year + 1, day.year + 2) for h in school_holiday_guess(year)]
    own += [h for h in guessed if h.first > latest and h.last >= day]
    return [h for h in own if h.first <= day + AHEAD]
