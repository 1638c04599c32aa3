"""Times, days and counts in words, Danish first: the one place that decides how a time is written.

A time always carries weekday, date and clock, and the year when it is not this year's: mails are read late.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from faelled.core.days import HOME, Week, local, week_of

WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni"),
        *("juli", "august", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
COUNTS = {
    "da": ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    ),
}


def _known(lang: str) -> str:
    """Return the language we write in for *lang*: English for "en" and "en-gb", otherwise Danish."""
    return "en" if lang.lower().startswith("en") else "da"


def time_in_words(
    start: datetime, end: datetime | None = None, *, lang: str = "da", today: date, zone: ZoneInfo = HOME
) -> str:
    """Return "torsdag 3. december kl. 13-15" or "Thursday 3 December 13:00-15:00".

    start, end: aware, written on the clock of *zone*; an end on another day carries its own day.
    today: decides whether the year must be said. Raises NaiveTime if a time has no zone.
    """
    if end is None:
        return moment_in_words(start, lang=lang, today=today, zone=zone)
    first, last = local(start, zone), local(end, zone)
    if last.date() != first.date() and last.time() != time(0):
        joined = " to " if _known(lang) == "en" else " til "
        return joined.join(moment_in_words(t, lang=lang, today=today, zone=zone) for t in (first, last))
    day = day_in_words(first.date(), lang=lang, today=today)
    until = "24:00" if last.date() != first.date() else f"{last:%H:%M}"
    if _known(lang) == "en":
        return f"{day} {first:%H:%M}-{until}"
    closes = "24" if last.date() != first.date() else clock_in_words(last.time(), lang="da")
    return f"{day} kl. {clock_in_words(first.time(), lang='da')}-{closes}"


def moment_in_words(moment: datetime, *, lang: str = "da", today: date, zone: ZoneInfo = HOME) -> str:
    """Return "fredag 27. november kl. 16" or "Friday 27 November at 16:00"; *moment* is aware."""
    here = local(moment, zone)
    day = day_in_words(here.date(), lang=lang, today=today)
    at = "at" if _known(lang) == "en" else "kl."
    return f"{day} {at} {clock_in_words(here.time(), lang=lang)}"


def day_in_words(day: date, *, lang: str = "da", today: date) -> str:
    """Return "torsdag 3. december", with the year when it is another than today's."""
    lang = _known(lang)
    weekday, month = WEEKDAYS[lang][day.weekday()], MONTHS[lang][day.month - 1]
    year = f" {day.year}" if day.year != today.year else ""
    number = f"{day.day}" if lang == "en" else f"{day.day}."
    return f"{weekday} {number} {month}{year}"


def clock_in_words(at: time, *, lang: str = "da") -> str:
    """Return "13" or "9.30" in Danish, "13:00" in English, without any "kl." before it."""
    if _known(lang) == "en":
        return f"{at:%H:%M}"
    return f"{at.hour}.{at.minute:02}" if at.minute else f"{at.hour}"


def weekday_in_words(weekday: int, *, lang: str = "da") -> str:
    """Return "mandag" for 0 to "søndag" for 6."""
    return WEEKDAYS[_known(lang)][weekday]


def month_in_words(day: date, *, lang: str = "da", today: date | None = None) -> str:
    """Return "december"; where *today* is given and lies in another year, "januar 2027"."""
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return MONTHS[_known(lang)][day.month - 1] + year


def count_in_words(count: int, lang: str = "da", *, neuter: bool = False) -> str:
    """Return "to", "otte"; from 13, and below 0, the digits. neuter: "ét sted" beside "én gang"."""
    if not 0 <= count <= 12:
        return str(count)
    if count == 1 and neuter and _known(lang) == "da":
        return "ét"
    return COUNTS[_known(lang)][count]


def list_in_words(parts: Sequence[str], lang: str = "da", *, choice: bool = False) -> str:
    """Return "a, b og c" ("a, b eller c" for a choice); "" for no parts."""
    if len(parts) < 2:
        return "".join(parts)
    words = {("da", False): "og", ("da", True): "eller", ("en", False): "and", ("en", True): "or"}
    return f"{', '.join(parts[:-1])} {words[_known(lang), choice]} {parts[-1]}"


def span_subject(starts: Iterable[datetime | date], lang: str = "da", *, zone: ZoneInfo = HOME) -> str:
    """Return when the times lie, short enough for a subject: "i december", "i uge 49 og 50".

    One month is named; a week, or two in a row, that cross into another month are named by number, since that
    says more than two months do; otherwise the months, and from four on only the first and the last.
    Returns "" for no times. The year is left out: the letter says it.
    """
    days = sorted({local(s, zone).date() if isinstance(s, datetime) else s for s in starts})
    if not days:
        return ""
    months = list(dict.fromkeys((d.year, d.month) for d in days))
    weeks = list(dict.fromkeys(week_of(d) for d in days))
    if len(months) > 1 and len(weeks) <= 2 and days[-1] - days[0] < timedelta(weeks=2):
        return _weeks_subject(weeks, lang)
    named = [MONTHS[_known(lang)][month - 1] for _, month in months]
    english = _known(lang) == "en"
    if len(named) > 3:
        joined = "to" if english else "til"
        return f"{'from' if english else 'fra'} {named[0]} {joined} {named[-1]}"
    return f"{'in' if english else 'i'} {list_in_words(named, lang)}"


def _weeks_subject(weeks: Collection[Week], lang: str) -> str:
    numbers = list_in_words([str(w.number) for w in weeks], lang)
    if _known(lang) == "en":
        return f"in {'week' if len(weeks) == 1 else 'weeks'} {numbers}"
    return f"i uge {numbers}"
