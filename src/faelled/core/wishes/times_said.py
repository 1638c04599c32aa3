"""The times of a start mail as they were written, with some turns of phrase that only start mails need.

Builds on days.expressions: what is added here are lengths ("en times tid"), seasons, reaches ("inden for de næste to
uger") and pairs joined by "mellem ... og".
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta

from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Expression,
    Holiday,
    Hours,
    Length,
    Month,
    Number,
    Part,
    PartOfDay,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    Weekday,
    scan_tokens,
)
from faelled.core.days.expressions.lexicon import NUMBER_WORDS
from faelled.core.days.expressions.tokens import Token
from faelled.core.wishes.turns import (
    DAY_WORDS,
    HOUR_WORDS,
    LENGTHS,
    LONGEST_LENGTH,
    LONGEST_PHRASE,
    LONGEST_WITHIN,
    MINUTE_WORDS,
    NTH,
    PHRASES,
    SEASONS,
    WITHIN,
    Between,
    NthWeekday,
    Season,
    Turn,
    Within,
)

FARTHEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """One time as written: text[start:end], tokens [first, last)."""

    start: int
    end: int
    first: int
    last: int
    what: object


def times_said(tokens: Sequence[Token], *, english: bool) -> list[TimeSaid]:
    """Return the times in order, without overlap. what: a Meaning of days.expressions, or one of Added."""
    words = [t.key for t in tokens]
    own = _own(tokens, words)
    taken = {n for s in own for n in range(s.first, s.last)}
    found = [
        _said(e, tokens)
        for e in scan_tokens(tokens, english=english)
        if not taken.intersection(range(e.first, e.last)) and not _beside(e)
    ]
    merged = sorted([*found, *own], key=lambda s: s.first)
    return [_narrowed(s, words) for s in _paired(merged, words)]


def _beside(e: Expression) -> bool:
    """Whether it is "dagen før" the one spoken of: only an answer to proposals counts back."""
    return isinstance(e.what, RelativeDay) and e.what.beside


def _said(e: Expression, tokens: Sequence[Token]) -> TimeSaid:
    if isinstance(e.what, Day) and e.what.week:  # its words before the day are read in context
        first = e.first + 2
        return TimeSaid(tokens[first].start, e.end, first, e.last, replace(e.what, week=False))
    return TimeSaid(e.start, e.end, e.first, e.last, e.what)


def _own(tokens: Sequence[Token], words: Sequence[str]) -> list[TimeSaid]:
    found, at = [], 0
    while at < len(words):
        hit = (
            _phrase(words, at)
            or _ahead(tokens, words, at)
            or _from_to(tokens, at)
            or _within(tokens, words, at)
            or _length(tokens, words, at)
            or _season(words, at)
        )
        if hit is None:
            at += 1
            continue
        length, what = hit
        found.append(TimeSaid(tokens[at].start, tokens[at + length - 1].end, at, at + length, what))
        at += length
    return found


def _listed(
    table: Container[tuple[str, ...]], longest: int, words: Sequence[str], at: int
) -> tuple[str, ...]:
    """Return the longest phrase of *table* that begins at *at*, empty if none does."""
    for length in range(min(longest, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        if phrase in table:
            return phrase
    return ()


def _phrase(words: Sequence[str], at: int) -> tuple[int, Turn] | None:
    phrase = _listed(PHRASES, LONGEST_PHRASE, words, at)
    # "the day after tomorrow" is another day, and no table of ours.
    if not phrase or words[at + len(phrase) : at + len(phrase) + 1] == ["tomorrow"]:
        return None
    return len(phrase), PHRASES[phrase]


def _count(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    value = tokens[at].value
    return value if value is not None else NUMBER_WORDS.get(tokens[at].key)


def _within(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, Within] | None:
    length = len(_listed(WITHIN, LONGEST_WITHIN, words, at))
    count = _count(tokens, at + length) if length else None
    unit = DAY_WORDS.get(words[at + length + 1]) if at + length + 1 < len(words) else None
    if count is None or unit is None or not 1 <= count * unit <= FARTHEST_DAYS:
        return None
    return length + 2, Within(timedelta(days=count * unit))


def _from_to(tokens: Sequence[Token], at: int) -> tuple[int, Hours] | None:
    """Read "fra 9 til 11.30" as hours also where a date stands before it; minutes on one side make it sure."""
    if tokens[at].key not in ("fra", "from"):
        return None
    first = _clock(tokens, at + 1)
    if first is None or first[0] >= len(tokens) or tokens[first[0]].key not in ("til", "to", "-", "–"):
        return None
    second = _clock(tokens, first[0] + 1)
    if second is None or not first[1] < second[1] or first[1].minute == second[1].minute == 0:
        return None
    return second[0] - at, Hours(first[1], second[1])


def _clock(tokens: Sequence[Token], at: int) -> tuple[int, time] | None:
    """Read "9" or "11.30": (place after it, time)."""
    hour = tokens[at].value if at < len(tokens) else None
    if hour is None or not 6 < hour < 24:
        return None
    if at + 2 < len(tokens) and tokens[at + 1].key in (".", ":") and tokens[at].end == tokens[at + 1].start:
        minute = tokens[at + 2].value
        if minute is not None and len(tokens[at + 2].raw) == 2 and minute < 60:
            return at + 3, time(hour, minute)
    return at + 1, time(hour)


def _ahead(
    tokens: Sequence[Token], words: Sequence[str], at: int
) -> tuple[int, RelativeDay | RelativeWeek] | None:
    """Read "om tre uger", "in ten days", counted from the day of writing."""
    if words[at] not in ("om", "in") or at + 2 >= len(words):
        return None
    count, unit = _count(tokens, at + 1), DAY_WORDS.get(words[at + 2])
    if count is None or unit is None or not 1 <= count * unit <= FARTHEST_DAYS:
        return None
    days = count * unit
    return 3, (RelativeDay(days) if unit == 1 else RelativeWeek(days // 7))


def _length(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, Length] | None:
    phrase = _listed(LENGTHS, LONGEST_LENGTH, words, at)
    if phrase:
        return len(phrase), Length(LENGTHS[phrase])
    count, n = _count(tokens, at), at + 1
    if count is None or not 1 <= count <= 600:
        return None
    half = timedelta(0)
    if words[n : n + 1] == ["½"]:
        half, n = timedelta(minutes=30), n + 1
    elif (
        words[n : n + 1] in ([","], ["."])
        and words[n + 1 : n + 2] == ["5"]
        and tokens[at].end == tokens[n].start
    ):
        half, n = timedelta(minutes=30), n + 2
    if words[n : n + 1] == ["-"]:
        n += 1
    unit = words[n] if n < len(words) else ""
    if unit in HOUR_WORDS and count <= 12:
        return n + 1 - at, Length(timedelta(hours=count) + half)
    if unit in MINUTE_WORDS:
        return n + 1 - at, Length(timedelta(minutes=count))
    return None


def _season(words: Sequence[str], at: int) -> tuple[int, Season] | None:
    months = SEASONS.get(words[at])
    before = words[at - 1] if at else ""
    return (1, Season(months)) if months and before in ("i", "til", "in", "the", "this", "til") else None


def _paired(times: Sequence[TimeSaid], words: Sequence[str]) -> list[TimeSaid]:
    """Join what "mellem ... og" holds together."""
    out: list[TimeSaid] = []
    for here in times:
        nth = _nth_weekday(out[-1], here, words) if out else None
        if nth is not None:
            out[-1] = replace(out[-1], end=here.end, last=here.last, what=nth)
        elif out and _between(out[-1], here, words) and (both := _joined(out[-1].what, here.what)):
            out[-1] = replace(out[-1], end=here.end, last=here.last, what=both)
        elif isinstance(here.what, Hours) and _after_between(here, words):
            out.append(replace(here, what=Between(here.what.start, here.what.end)))
        else:
            out.append(here)
    return out


def _nth_weekday(left: TimeSaid, right: TimeSaid, words: Sequence[str]) -> NthWeekday | None:
    nth = NTH.get(words[left.first - 1]) if left.first else None
    if nth is None or list(words[left.last : right.first]) not in (["i"], ["in"], ["of"]):
        return None
    match left.what, right.what:
        case Weekday(day), Month(int() as month, None):
            return NthWeekday(nth, day, month)
        case _:
            return None


def _after_between(time_: TimeSaid, words: Sequence[str]) -> bool:
    return any(w in ("mellem", "between") for w in words[max(0, time_.first - 2) : time_.first])


def _between(left: TimeSaid, right: TimeSaid, words: Sequence[str]) -> bool:
    linked = [w for w in words[left.last : right.first] if w not in (".", "kl", "d", "den", "the")]
    return linked in (["og"], ["and"]) and _after_between(left, words)


def _joined(left: object, right: object) -> DayRange | Between | None:
    match left, right:
        case Day() as first, Day() as last:
            return DayRange(Day(first.day, first.month or last.month, first.year or last.year), last)
        case Number(value=first), Day() as last if 1 <= first <= 31:
            return DayRange(Day(first, last.month, last.year), last)
        case Clock(at=start), Clock(at=end):
            return Between(start, end) if start < end else None
        case Clock(at=start), Number(value=hour) if start.hour < hour <= 23:
            return Between(start, time(hour))
        case Number(value=hour), Number(value=until) | Clock(at=time(hour=until)) if 6 < hour < until <= 23:
            return Between(time(hour), time(until))
        case _:
            return None


def _narrowed(said: TimeSaid, words: Sequence[str]) -> TimeSaid:
    """Read "sidst på eftermiddagen", and "senest færdig kl. 14" as an edge."""
    before = words[max(0, said.first - 2) : said.first]
    early = before[:1] == ["forst"] or before[-1:] == ["tidlig"]
    late = before[:1] == ["sidst"] or before[-1:] == ["sen"]
    if late and isinstance(said.what, Part) and said.what.part is PartOfDay.AFTERNOON:
        return replace(said, what=Part(PartOfDay.AFTERNOON, Third.END))
    first_of_it = words[said.first : said.first + 2] == ["forst", "pa"]
    if first_of_it and isinstance(said.what, Edge) and isinstance(said.what.of, Part):
        return replace(said, what=replace(said.what.of, third=Third.START))
    if early and isinstance(said.what, Part) and said.what.part is PartOfDay.AFTERNOON:
        return replace(said, what=Part(PartOfDay.AFTERNOON, Third.START))
    if isinstance(said.what, Holiday) and words[max(0, said.first - 3) : said.first] in _TURNS_INTO:
        return replace(said, what=Edge(Side.BEFORE, said.what))
    if isinstance(said.what, Month) and said.what.month and (days := _first_weeks(words, said.first)):
        return replace(said, what=DayRange(Day(1, said.what.month), Day(days, said.what.month)))
    if isinstance(said.what, Month) and said.what.month and (half := _half(words, said.first)):
        return replace(said, what=_half_of_month(said.what.month, half))
    if isinstance(said.what, Clock):
        if any(w in ("senest", "inden", "done", "finished") for w in before):
            return replace(said, what=Edge(Side.UNTIL, said.what))
        if any(w in ("tidligst", "earliest") for w in before):
            return replace(said, what=Edge(Side.FROM, said.what))
    return said


_TURNS_INTO = [
    ["inden", "det", "bliver"],
    ["foer", "det", "bliver"],
    ["inden", "det", "er"],
    ["before", "it", "is"],
]


def _first_weeks(words: Sequence[str], first: int) -> int:
    """Return the last day of "de første to uger af december", 0 if that is not said."""
    before = words[max(0, first - 6) : first]
    if not {"forste", "first"} & set(before) or not {"uger", "uge", "weeks", "week"} & set(before):
        return 0
    return 7 * next((NUMBER_WORDS[w] for w in before if 1 < NUMBER_WORDS.get(w, 0) < 4), 1)


def _half(words: Sequence[str], first: int) -> int | None:
    """Return which half of a month is meant: "i første halvdel af december"."""
    before = words[max(0, first - 4) : first]
    if not any(w in ("halvdel", "half") for w in before):
        return None
    return 2 if any(w in ("anden", "sidste", "second", "latter") for w in before) else 1


def _half_of_month(month: int, half: int) -> DayRange:
    last = 30 if month in (4, 6, 9, 11) else 28 if month == 2 else 31
    return (
        DayRange(Day(1, month), Day(15, month)) if half == 1 else DayRange(Day(16, month), Day(last, month))
    )
