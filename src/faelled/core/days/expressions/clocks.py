"""Times on the clock and durations: "kl. 13", "halv tre", "9-11", "before 3pm", "halvanden time"."""

from datetime import time, timedelta

from faelled.core.days.expressions.kinds import Clock, Hours, Length, Meaning, Month
from faelled.core.days.expressions.lexicon import EDGES, NUMBER_WORDS
from faelled.core.days.expressions.reach import Reach
from faelled.core.days.expressions.words import word_of_time

_OFFICE_OPENS = 7
_NOON = 12
_O_CLOCK = frozenset({"o'clock", "o'clocks"})
_AT = frozenset({"kl", "klokken", "at", "klokka", "klk"})
_DASHES = frozenset({"-", "–", "—", "til", "to"})
_AM, _PM = frozenset({"am", "a"}), frozenset({"pm", "p"})
_UNITS = dict.fromkeys(("minut", "minutter", "min", "minute", "minutes", "mins"), 1) | dict.fromkeys(
    ("time", "timer", "timen", "timers", "hour", "hours", "hrs", "hr", "t", "h"), 60
)
_UNITS |= dict.fromkeys(("kvarter", "kvarterer"), 15)
_DAY_UNITS = {"dage": 1, "days": 1, "uger": 7, "weeks": 7}
_CLOCK_EDGES = frozenset(k[-1] for k in EDGES if k[-1].isalpha()) - {"og", "m"} | {
    "allerede",
    "ca",
    "omkring",
    "around",
    "ved",
}
_PHASES = frozenset({"morgenen", "formiddagen", "eftermiddagen", "aftenen", "morning", "afternoon"})


def clock_at(at: Reach) -> tuple[int, Meaning] | None:
    """Read a time, or a window between two, at the place at hand."""
    lead = 0
    if at.key(0) in _AT:
        lead = 2 if at.key(1) == "." else 1
        if (
            at.key(0) == "at"
            and at.value(1) is None
            and at.key(1) not in NUMBER_WORDS
            and at.key(1) not in _SPOKEN
        ):
            return None
    said = lead > 0
    first = _one(at, lead, said)
    if first is None:
        return None
    used, begin, sure = first
    if at.key(used) in ("og", "and") and at.key(-1) in ("mellem", "between"):
        second = _one(at, used + 1 + (at.key(used + 1) in _AT), said=True)
        if second is not None and not _date_like(at, used + 1) and not _date_like(at, lead):
            return _hours(at, begin, second)
    if at.key(used) in _DASHES:
        gap = used + 1 + (at.key(used + 1) in _AT) + (at.keys(used + 1, 2) == ("kl", "."))
        second = _one(at, gap, said=True)
        if second is not None and _window(at, lead, used, sure, said):
            return _hours(at, begin, second)
    if not (said or sure):
        return None
    if at.key(used) == "-" and at.key(used + 1) in ("tiden", "tid", "ish"):
        return used + 2, Clock(_office(begin), about=True)
    return used, Clock(_office(begin))


def _window(at: Reach, lead: int, used: int, sure: bool, said: bool) -> bool:
    """Tell "9-11" from a list or a date: both must be hours, and a "til" needs a sure time on one side."""
    if at.key(used) in ("til", "to"):
        return sure or said or at.key(-1) in ("fra", "from", "mellem", "between", "kl", "ml")
    return True


def _hours(at: Reach, begin: time, second: tuple[int, time, bool]) -> tuple[int, Meaning] | None:
    used, finish, _ = second
    start = _office(begin)
    end = finish if finish > start else _office(finish)
    if end <= start and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return (used, Hours(start, end)) if start < end else None


def _office(clock: time) -> time:
    """Hours 1-6 without more mean the afternoon: nobody here meets at night."""
    return clock.replace(hour=clock.hour + 12) if 1 <= clock.hour < _OFFICE_OPENS else clock


_SPOKEN = frozenset({"halv", "half", "kvart", "quarter", "noon", "midday"})


def _one(at: Reach, n: int, said: bool) -> tuple[int, time, bool] | None:
    """Read one time from offset *n*: (offset after it, the time, whether it can be nothing else)."""
    if at.key(n) in _SPOKEN:
        return _spoken(at, n)
    hour = at.value(n)
    if hour is None:
        return _hour_word(at, n, said)
    if hour > 24:
        return _run_together(at, n, hour, said)
    if at.key(n + 1) in (".", ":", ",") and at.adjacent(n, n + 2) and _minute(at, n + 2) is not None:
        if not said and at.key(n + 1) == ".":
            month = at.value(n + 2) or 0
            if (month, hour) in at.likely or (at.key(-1) in ("d", "den", ".") and 1 <= month <= 12 and hour):
                return None
        minute = _minute(at, n + 2) or 0
        return _half_of_day(at, n + 3, hour % 24, minute, sure=True) if at.key(n + 1) != "," or said else None
    used, clock, sure = _half_of_day(at, n + 1, hour % 24, 0, sure=False)
    if at.keys(n + 1, 3) in (("o", "'", "clock"),):
        return n + 4, clock, True
    if at.key(n + 1) in _O_CLOCK:
        return n + 2, clock, True
    ish = at.keys(n + 1, 2) in (("-", "tiden"), ("-", "tid"), ("-", "ish"))
    phased = at.key(n + 1) in ("om", "in") and (at.key(n + 2) in _PHASES or at.key(n + 3) in _PHASES)
    window = at.key(used) in _DASHES and _follows_hour(at, used + 1, n)
    after_edge = at.key(n - 1) in _CLOCK_EDGES and not _date_like(at, n) and not _picks(at, n)
    return used, clock, sure or ish or phased or after_edge or (window and sure)


def _follows_hour(at: Reach, n: int, first: int) -> bool:
    value = at.value(n)
    return value is not None and value <= 24


_PICKS = {
    "til": ("ja", "nej", "tak", "siger", "fra", "afbud", "pas", "fast", "mig", "os", "pa"),
    "to": ("yes", "no", "say", "please", "happy"),
    "fra": ("bortset", "set"),
    "from": ("apart", "aside"),
    "end": ("andet", "andre", "anden", "hellere"),
    "than": ("other", "else", "rather"),
}


def _picks(at: Reach, n: int) -> bool:
    """Whether the small word before offset *n* picks from a list: "ja til 3", "andet end 2", "apart from 4"."""
    if at.key(n - 1) == "for":
        return at.key(n - 2) != "forud"  # "free for 3" has no hour, "forud for 3" may have
    return at.key(n - 2) in _PICKS.get(at.key(n - 1), ()) or (at.key(n + 1) == "'" and at.adjacent(n, n + 1))


def _date_like(at: Reach, n: int) -> bool:
    """Whether the number at *n* goes on as a date or a count: "fra 3. december", "efter 2 uger"."""
    return (
        (
            at.key(n + 1) in (".", "/", "st", "nd", "rd", "th")
            and at.key(n + 2) not in ("\n", "")
            and at.key(n + 2).isalnum()
            and not _begins_sentence(at, n + 2)
        )
        or at.key(n + 1) in _DAY_UNITS
        or at.key(n + 1) in _UNITS
    )


def _begins_sentence(at: Reach, n: int) -> bool:
    """Whether the word after the full stop begins a sentence: "ikke før 11. Eftermiddagene ...", not "11. December"."""
    token = at.token(n)
    spaced = token is not None and not at.adjacent(n - 1, n) and token.raw[0].isupper()
    return spaced and not isinstance(word_of_time(at.key(n)), Month)


def _minute(at: Reach, n: int) -> int | None:
    token = at.token(n)
    return (
        token.value
        if token and len(token.raw) == 2 and token.value is not None and token.value < 60
        else None
    )


def _half_of_day(at: Reach, n: int, hour: int, minute: int, *, sure: bool) -> tuple[int, time, bool]:
    if at.key(n) in ("am", "pm"):
        hour = hour % 12 + (12 if at.key(n) == "pm" else 0)
        return n + 1, time(hour, minute), True
    if at.key(n) in ("a", "p") and at.keys(n + 1, 2) == (".", "m") and at.adjacent(n, n + 2):
        hour = hour % 12 + (12 if at.key(n) == "p" else 0)
        return n + (4 if at.key(n + 3) == "." else 3), time(hour, minute), True
    return n, time(hour, minute), sure


def _run_together(at: Reach, n: int, value: int, said: bool) -> tuple[int, time, bool] | None:
    hour, minute = divmod(value, 100)
    return (n + 1, time(hour, minute), True) if said and 1 <= hour < 24 and minute < 60 else None


def _hour_word(at: Reach, n: int, said: bool) -> tuple[int, time, bool] | None:
    hour = NUMBER_WORDS.get(at.key(n))
    if hour is None or (hour > _NOON and not said):
        return None
    if at.key(n + 1) in _UNITS or at.key(n + 1) in _DAY_UNITS:
        return None
    clock = time(hour % 24)
    if at.key(n + 1) in _O_CLOCK:
        return n + 2, clock, True
    phased = at.key(n + 1) in ("om", "in") and (at.key(n + 2) in _PHASES or at.key(n + 3) in _PHASES)
    edged = at.key(n - 1) in _CLOCK_EDGES and (hour > 1 or at.key(n - 1) in ("after", "before", "until"))
    spoken_edge = edged and at.key(n + 1) not in ("forste", "sidste", "uger")
    tail = at.key(n + 1) in (
        "",
        ".",
        ",",
        "\n",
        "!",
        "om",
        "til",
        "og",
        "and",
        "on",
        "er",
        "pa",
        "?",
        ")",
        "in",
        "is",
        "works",
    )
    if said or phased or (spoken_edge and tail):
        return n + 1, clock, True
    return (
        (n + 1, clock, False) if at.key(n + 1) in ("til", "to") and at.key(n - 1) in ("fra", "from") else None
    )


def _hour_said(at: Reach, n: int) -> int | None:
    value = at.value(n)
    hour = value if value is not None else NUMBER_WORDS.get(at.key(n))
    return hour if hour is not None and 1 <= hour <= 24 else None


def _spoken(at: Reach, n: int) -> tuple[int, time, bool] | None:
    """Read "halv tre" (14.30), "kvart over ti", "half past two", "half two" (13.30 there, 14.30 here)."""
    word = at.key(n)
    if word in ("noon", "midday"):
        return n + 1, time(12), True
    if word in ("kvart", "quarter") and at.key(n + 1) in ("over", "past", "i", "to", "til"):
        hour = _hour_said(at, n + 2)
        if hour is None:
            return None
        late = at.key(n + 1) in ("over", "past")
        return n + 3, (time(hour % 24, 15) if late else time((hour - 1) % 24, 45)), True
    past = at.key(n + 1) == "past"
    hour = _hour_said(at, n + 2 if past else n + 1)
    if hour is None or at.key(n + 2) in ("timer", "time", "timers"):
        return None
    if past or word == "half":
        return n + (3 if past else 2), time(hour % 24, 30), True
    return n + 2, time((hour - 1) % 24, 30), True


def length_at(at: Reach) -> tuple[int, Meaning] | None:
    """Read a duration: "to timer", "halvanden time", "45 min", "en halv time", "half an hour"."""
    if at.key(0) in ("halvanden",) and at.key(1) in _UNITS:
        return 2, Length(timedelta(minutes=90))
    if at.keys(0, 3) in (("en", "halv", "time"), ("half", "an", "hour")):
        return 3, Length(timedelta(minutes=30))
    if at.keys(0, 2) == ("et", "kvarter"):
        return 2, Length(timedelta(minutes=15))
    if at.keys(0, 3) == ("et", "par", "timer"):
        return 3, Length(timedelta(hours=2))
    if at.key(0) == "halv" and at.key(1) == "time":
        return 2, Length(timedelta(minutes=30))
    whole = at.value(0) if at.value(0) is not None else NUMBER_WORDS.get(at.key(0))
    if whole is None or whole > 600:
        return None
    n, halves = 1, 0
    if at.key(1) in (",", ".") and at.key(2) == "5" and at.adjacent(0, 2):
        n, halves = 3, 30
    elif at.keys(1, 3) in (("og", "en", "halv"), ("and", "a", "half")):
        n, halves = 4, 30
    elif at.key(1) == "½":
        n, halves = 2, 30
    unit = _UNITS.get(at.key(n))
    if unit is not None and not (at.key(n) in ("t", "h") and not at.adjacent(0, n)):
        return n + 1, Length(timedelta(minutes=whole * unit + (halves if unit == 60 else 0)))
    days = _DAY_UNITS.get(at.key(1))
    return (2, Length(timedelta(days=whole * days))) if days else None
