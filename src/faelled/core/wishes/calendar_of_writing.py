"""Which days are meant, seen from the day of writing: "i næste uge", "den 8.", "inden jul", "sidst i januar"."""

from calendar import monthrange
from datetime import date, time, timedelta

from faelled.core.days import Week, week_of
from faelled.core.days.calendar import days_of_week, next_week_numbered, public_holidays, school_holiday_guess
from faelled.core.days.expressions import Day, Feast, Part, PartOfDay, Third
from faelled.core.wishes import wish
from faelled.core.wishes.wish import Hours, Month

A_DAY = timedelta(days=1)
Range = tuple[date, date]

EARLY_AFTERNOON = Hours(opens=time(12), starts_before=time(14))
LATE_AFTERNOON = Hours(opens=time(15), starts_before=time(17))
LATE_MORNING = Hours(opens=time(10), closes=time(12, 30))
PARTS = {
    PartOfDay.EARLY: wish.EARLY,
    PartOfDay.MORNING: wish.MORNING,
    PartOfDay.NOON: wish.LUNCH,
    PartOfDay.AFTER_NOON: wish.AFTER_LUNCH,
    PartOfDay.AFTERNOON: wish.AFTERNOON,
    PartOfDay.EVENING: wish.EVENING,
    PartOfDay.LATE: LATE_AFTERNOON,
}
# People say "først på ugen" of Monday and Tuesday; the middle is what is left of it.
THIRDS_OF_WEEK = {Third.START: (0, 1), Third.MIDDLE: (1, 2, 3), Third.END: (3, 4)}


def part_hours(part: Part) -> Hours:
    """Return the hours of a part of the day, narrowed where its beginning or end is meant."""
    match part.part, part.third:
        case PartOfDay.AFTERNOON, Third.START:
            return EARLY_AFTERNOON
        case PartOfDay.AFTERNOON, Third.END:
            return LATE_AFTERNOON
        case PartOfDay.MORNING, Third.START:
            return wish.EARLY
        case PartOfDay.MORNING, Third.END:
            return LATE_MORNING
        case _:
            return PARTS[part.part]


def nth_weekday(nth: int, weekday: int, month: Month) -> date:
    """Return the first (1) to fourth, or the last (-1), such weekday of a month."""
    first = date(month.year, month.month, 1)
    days = [
        d
        for n in range(monthrange(*first.timetuple()[:2])[1])
        if (d := first + n * A_DAY).weekday() == weekday
    ]
    return days[nth - 1] if nth > 0 else days[nth]


def week_ahead(number: int, today: date) -> Week | None:
    """Return the week of that number that lies nearest ahead."""
    return next_week_numbered(number, today)


def weeks_on(today: date, count: int) -> Week:
    """Return the week *count* weeks after the one of *today*."""
    return week_of(today + timedelta(weeks=count))


def month_ahead(month: int, today: date) -> Month:
    """Return the month that is this month or lies nearest ahead."""
    return Month(today.year + (month < today.month), month)


def part_of_month(month: Month, third: Third) -> Range:
    """Return the days people mean by the beginning (to the 10th), middle (to the 20th) or end of a month."""
    first, last = {Third.START: (1, 10), Third.MIDDLE: (11, 20), Third.END: (21, 31)}[third]
    length = monthrange(month.year, month.month)[1]
    return date(month.year, month.month, first), date(month.year, month.month, min(last, length))


def day_ahead(day: Day, today: date, month: Month | None = None) -> date | None:
    """Return the day that is meant; month: the one spoken of, for "den 8.". None if there is no such day.

    Without a year it is the nearest ahead; a day that is over this week (a slip, or a thread) stays in the past.
    """
    if day.month is not None:
        if day.year is not None:
            return _date(day.year, day.month, day.day)
        this = _date(today.year, day.month, day.day)
        if this is None or (today - this).days > 90:
            return _date(today.year + 1, day.month, day.day) or _date(today.year + 2, day.month, day.day)
        return this
    if month is not None:
        return _date(month.year, month.month, day.day)
    for n in range(3):
        year, index = divmod(today.year * 12 + today.month - 1 + n, 12)
        found = _date(year, index + 1, day.day)
        if found is not None and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_ahead(weekday: int, today: date) -> date:
    """Return the first such weekday after *today*."""
    return today + A_DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def weekday_of(week: Week, weekday: int) -> date:
    """Return the day of a week."""
    return days_of_week(*week)[weekday]


def feast_ahead(feast: Feast, today: date) -> Range | None:
    """Return the days of the feast or holiday that is not over yet; None for "ferien", which may be any."""
    for year in (today.year - 1, today.year, today.year + 1):
        days = _feast(feast, year)
        if days is None:
            return None
        if days[1] >= today:
            return days
    return None


def _feast(feast: Feast, year: int) -> Range | None:
    named = {name: day for day, name in public_holidays(year).items()}
    match feast:
        case Feast.CHRISTMAS:
            return date(year, 12, 24), date(year, 12, 26)
        case Feast.LITTLE_CHRISTMAS_EVE:
            return date(year, 12, 23), date(year, 12, 23)
        case Feast.BETWEEN:
            return date(year, 12, 27), date(year, 12, 31)
        case Feast.NEW_YEAR:
            return date(year, 12, 31), date(year + 1, 1, 1)
        case Feast.EASTER:
            return named["Skærtorsdag"], named["Anden påskedag"]
        case Feast.ASCENSION:
            return named["Kristi himmelfartsdag"], named["Kristi himmelfartsdag"]
        case Feast.WHITSUN:
            monday = named["Anden pinsedag"]
            return monday - A_DAY, monday
        case Feast.CONSTITUTION:
            return date(year, 6, 5), date(year, 6, 5)
        case Feast.AUTUMN | Feast.WINTER:
            week = days_of_week(year, 42 if feast is Feast.AUTUMN else 7)
            return week[0], week[4]
        case Feast.SUMMER:
            summer = next(h for h in school_holiday_guess(year) if h.name == "Sommerferie")
            return summer.first, summer.last
        case Feast.ANY:
            return None
