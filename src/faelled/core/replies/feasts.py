"""The days of the holidays people speak of by name, nearest to the proposed days."""

from collections.abc import Sequence
from datetime import date, timedelta

from faelled.core.days.expressions import Feast

_SCHOOL_WEEKS = {Feast.AUTUMN: (42, 42), Feast.WINTER: (7, 7), Feast.SUMMER: (27, 32)}
_ANY = (Feast.AUTUMN, Feast.CHRISTMAS, Feast.WINTER, Feast.EASTER, Feast.SUMMER)


def easter(year: int) -> date:
    """Return Easter Sunday. Source: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def _in_year(feast: Feast, year: int) -> tuple[date, date]:
    sunday = easter(year)
    match feast:
        case Feast.AUTUMN | Feast.WINTER | Feast.SUMMER:
            first, last = _SCHOOL_WEEKS[feast]
            return date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, 7)
        case Feast.EASTER:
            return sunday - timedelta(days=6), sunday + timedelta(days=1)
        case Feast.ASCENSION:
            return sunday + timedelta(days=39), sunday + timedelta(days=40)
        case Feast.WHITSUN:
            return sunday + timedelta(days=48), sunday + timedelta(days=50)
        case Feast.CONSTITUTION:
            return date(year, 6, 5), date(year, 6, 5)
        case Feast.LITTLE_CHRISTMAS_EVE:
            return date(year, 12, 23), date(year, 12, 23)
        case Feast.BETWEEN:
            return date(year, 12, 27), date(year, 12, 31)
        case Feast.NEW_YEAR:
            return date(year, 1, 1), date(year, 1, 1)
        case _:
            return date(year, 12, 24), date(year, 12, 26)


def feast_days(feast: Feast, near: Sequence[date], sent: date) -> tuple[date, date] | None:
    """Return the first and last day of the holiday nearest to the days *near*."""
    if not near:
        return None
    first, last = min(near), max(near)
    kinds = _ANY if feast is Feast.ANY else (feast,)
    spans = [_in_year(kind, year) for kind in kinds for year in range(sent.year - 1, sent.year + 3)]

    def distance(span: tuple[date, date]) -> tuple[int, int]:
        apart = max((span[0] - last).days, (first - span[1]).days, 0)
        return apart, abs((span[0] - first).days)

    return min((s for s in spans if s[1] >= sent), key=distance, default=None)
