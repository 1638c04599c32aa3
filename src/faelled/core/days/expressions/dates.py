"""Days of the month: "d. 3.", "3/12", "den 3. december", "3.-5. dec", "the 12th", "December 3"."""

from datetime import date

from faelled.core.days.expressions.kinds import Day, DayRange, Meaning
from faelled.core.days.expressions.lexicon import MONTHS, ORDINAL_WORDS
from faelled.core.days.expressions.reach import Reach

_MARKS = frozenset({"d", "den", "the", "datoen", "dagene", "datoerne"})
_SUFFIXES = frozenset({"st", "nd", "rd", "th", "te", "nde", "de"})
_DASHES = frozenset({"-", "–", "—", "til", "to", "through"})
_CENTURY = 2000
_YEARS = range(24, 40)


def date_at(at: Reach) -> tuple[int, Meaning] | None:
    """Read a day, or a range of days, at the place at hand."""
    if at.key(0) in MONTHS:
        return _month_first(at)
    lead = _lead(at)
    if at.value(lead) is None:
        return _in_words(at, lead)
    return _numeric(at, lead) or _named(at, lead)


def _lead(at: Reach) -> int:
    """Return how many tokens "d.", "den", "the" take."""
    if at.key(0) in _MARKS:
        return 2 if at.key(1) == "." else 1
    return 0


def _year(at: Reach, n: int) -> tuple[int, int | None]:
    """Read a year at offset *n*, two digits or four: (tokens used, year)."""
    token = at.token(n)
    if token is None or token.value is None:
        return 0, None
    if len(token.raw) == 4 and _CENTURY <= token.value < _CENTURY + 100:
        return 1, token.value
    return 0, None


def _valid(day: int, month: int) -> bool:
    try:
        date(_CENTURY, month, day)
    except ValueError:
        return False
    return True


def _numeric(at: Reach, lead: int) -> tuple[int, Meaning] | None:
    """Read "3/12", "31-03", "08.01.2027" and a range of two such."""
    first = _numeric_day(at, lead, marked=lead > 0)
    if first is None:
        return None
    n, day = first
    if at.key(n) in _DASHES:
        second = _numeric_day(at, n + 1, marked=True)
        if second is not None:
            return second[0], DayRange(day, second[1])
    return n, day


def _numeric_day(at: Reach, n: int, *, marked: bool) -> tuple[int, Day] | None:
    day, sign, month = at.value(n), at.key(n + 1), at.value(n + 2)
    gap = 0
    if sign == "." and at.key(n + 2) == "/":
        sign, month, gap = "/", at.value(n + 3), 1
    if day is None or month is None or sign not in ("/", ".", "-") or not _valid_pair(day, month):
        return None
    token = at.token(n + 2 + gap)
    spaced = not at.adjacent(n, n + 2 + gap)
    n += 3 + gap
    year: int | None = None
    if at.key(n) in (sign, ".", "-", "/") and at.adjacent(n - 1, n + 1):
        used, year = _year(at, n + 1)
        short = at.token(n + 1)
        if used:
            n += 2
        elif short and len(short.raw) == 2 and short.value in _YEARS:
            year = _CENTURY + (short.value or 0)
            n += 2
    if sign == "/":
        return n, Day(day, month, year)
    if spaced or at.key(-1) in ("kl", "klokken") or at.keys(-2, 2) == ("kl", "."):
        return None
    hinted = (month, day) in at.likely or year is not None or marked
    if sign == "-":
        padded = token is not None and token.raw.startswith("0")
        first = at.token(n - 3)
        padded = padded or (first is not None and first.raw.startswith("0") and (month, day) in at.likely)
        return (n, Day(day, month, year)) if padded or year is not None else None
    return (n, Day(day, month, year)) if hinted else None


def _valid_pair(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31 and _valid(day, month)


def _dot_or_suffix(at: Reach, n: int) -> int:
    """Return how many tokens the ordinal sign after a number takes: "3.", "3rd"."""
    if at.key(n) in _SUFFIXES and at.adjacent(n - 1, n):
        return 1
    return 1 if at.key(n) == "." and at.adjacent(n - 1, n) else 0


def _named(at: Reach, lead: int) -> tuple[int, Meaning] | None:
    """Read "3. december", "3-5. dec", "den 3.", "the 12th", "3rd of December"."""
    first = at.value(lead)
    if first is None or not 1 <= first <= 31:
        return None
    dot = _dot_or_suffix(at, lead + 1)
    n = lead + 1 + dot
    used, month, year = _month_after(at, n)
    if month is not None and at.key(n + used) in _DASHES:
        other = at.value(n + used + 1)
        gap = n + used + 2 + _dot_or_suffix(at, n + used + 2)
        more, month_too, year_too = _month_after(at, gap)
        if other is not None and month_too is not None:
            return gap + more, DayRange(Day(first, month, year), Day(other, month_too, year_too))
    if month is not None:
        return n + used, Day(first, month, year)
    ranged = _range(at, lead, first, n)
    if ranged is not None:
        return ranged
    english = at.key(lead + 1) in _SUFFIXES and dot
    if at.key(0) in _MARKS or english:
        clear = at.key(0) not in ("the",) or english
        if clear and at.key(n) not in ("timer", "time", "kolleger", "personer", "uger"):
            keep = dot if english or (at.key(lead + 1) == "." and _goes_on(at, n)) else 0
            return lead + 1 + keep, Day(first)
    return None


def _goes_on(at: Reach, n: int) -> bool:
    """Whether the full stop before offset *n* belongs to the number: the sentence runs on."""
    token = at.token(n)
    return token is not None and not token.raw[0].isupper() and token.raw != "\n"


def _range(at: Reach, lead: int, first: int, n: int) -> tuple[int, Meaning] | None:
    """Read the rest of "3.-5. dec", "den 3. til 5.", "den 3.-5."; bare "9-11" is left to the clock."""
    if at.key(n) not in _DASHES:
        return None
    skip = 1 + (at.key(n + 1) in _MARKS) + (at.keys(n + 1, 2) == ("d", "."))
    other = at.value(n + skip)
    if other is None or not 1 <= other <= 31 or other <= first:
        return None
    dot = _dot_or_suffix(at, n + skip + 1)
    m = n + skip + 1 + dot
    used, month, year = _month_after(at, m)
    if month is None and not lead and not dot:
        return None
    if month is None and at.key(m - dot) == "." and not _goes_on(at, m):
        m -= dot
    return m + used, DayRange(Day(first, month, year), Day(other, month, year))


def _month_after(at: Reach, n: int) -> tuple[int, int | None, int | None]:
    """Read a month (and a year) at offset *n*: (tokens used, month, year)."""
    skip = 1 if at.key(n) == "of" else 0
    month = MONTHS.get(at.key(n + skip))
    if month is None:
        return 0, None, None
    used = skip + 1
    if at.key(n + used) == "." and (at.key(n + skip) in ("jan", "feb", "mar", "apr", "jun", "jul", "aug")
                                    or len(at.key(n + skip)) <= 4):  # fmt: skip
        used += 1
    years, year = _year(at, n + used)
    return used + years, month, year


def _month_first(at: Reach) -> tuple[int, Meaning] | None:
    """Read "December 3", "Nov 5th"."""
    n = 2 if at.key(1) == "the" else 1
    day = at.value(n)
    token = at.token(n)
    if day is None or not 1 <= day <= 31 or token is None or at.key(n + 1) in (":", "/", "."):
        plain_stop = at.key(n + 1) == "." and at.value(n + 2) is None
        if day is None or not 1 <= day <= 31 or not plain_stop:
            return None
    suffix = 1 if at.key(n + 1) in _SUFFIXES and at.adjacent(n, n + 1) else 0
    return n + 1 + suffix, Day(day, MONTHS[at.key(0)])


def _in_words(at: Reach, lead: int) -> tuple[int, Meaning] | None:
    """Read "tolvte november"; "den første" alone may be a place in the list: left to the reader."""
    value = ORDINAL_WORDS.get(at.key(lead))
    if value is None:
        return None
    used, month, year = _month_after(at, lead + 1)
    if month is not None:
        return lead + 1 + used, Day(value, month, year)
    if at.key(lead + 1) in ("og", "and") and ORDINAL_WORDS.get(at.key(lead + 2)) is not None:
        used, month, year = _month_after(at, lead + 3)
        if month is not None:
            return lead + 1, Day(value, month, year)
    return None
