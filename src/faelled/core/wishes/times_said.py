"""The times of a start mail as they were written, with some turns of phrase that only start mails need.

Builds on days.expressions: what is added here are lengths ("en times tid"), seasons, reaches ("inden for de næste to
uger") and pairs joined by "mellem ... og".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta

from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Expression,
    Hours,
    Length,
    Number,
    Part,
    PartOfDay,
    Side,
    Third,
    scan_tokens,
)
from faelled.core.days.expressions.lexicon import NUMBER_WORDS
from faelled.core.days.expressions.tokens import Token, keys

HOUR_WORDS = frozenset({"time", "timer", "timers", "times", "hour", "hours", "hrs"})
MINUTE_WORDS = frozenset({"min", "minut", "minutter", "minutters", "minute", "minutes", "mins"})
DAY_WORDS = {
    "dage": 1,
    "dag": 1,
    "days": 1,
    "uger": 7,
    "uge": 7,
    "weeks": 7,
    "week": 7,
    "maneder": 30,
    "maned": 30,
}
SEASONS = {
    **dict.fromkeys(("forar", "foraret", "spring"), (3, 4, 5)),
    **dict.fromkeys(("sommer", "sommeren", "summer"), (6, 7, 8)),
    **dict.fromkeys(("efterar", "efteraret", "autumn"), (9, 10, 11)),
    **dict.fromkeys(("vinter", "vinteren", "winter"), (12, 1, 2)),
}
LENGTHS = {
    keys(phrase): timedelta(minutes=minutes)
    for minutes, phrases in {
        30: "en halv time|halv time|half an hour|a half hour|half hour",
        45: "tre kvarter|three quarters of an hour",
        60: "en times|en time|et times|an hour|one hour",
        90: "halvanden time|halvanden times|an hour and a half|one and a half hours|en og en halv time|"
        "en time og en halv|one hour and a half",
        120: "et par timer|et par timers|a couple of hours",
        150: "to en halv time|to og en halv time|two and a half hours|to en halv times",
        210: "tre en halv time|tre og en halv time|three and a half hours|en halv dag|half a day",
    }.items()
    for phrase in phrases.split("|")
}
WITHIN = frozenset(
    keys(phrase)
    for phrases in (
        "inden for de næste|inden for de kommende|indenfor de næste|indenfor de kommende|inden for|indenfor",
        "i løbet af de næste|i løbet af de kommende|de næste|de kommende",
        "within the next|within|in the next|over the next|the next|in the coming",
    )
    for phrase in phrases.split("|")
)
_LONGEST_LENGTH = max(len(k) for k in LENGTHS)
_LONGEST_WITHIN = max(len(k) for k in WITHIN)


@dataclass(frozen=True, slots=True)
class Within:
    """ "inden for de næste to uger": so long from the day of writing."""

    reach: timedelta


@dataclass(frozen=True, slots=True)
class Season:
    """ "til foråret": the months of a season, in order."""

    months: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Between:
    """ "mellem 9 og 12": hours the meeting lies within, not the hours it fills."""

    start: time
    end: time


Added = Within | Season | Between


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
        _said(e)
        for e in scan_tokens(tokens, english=english)
        if not taken.intersection(range(e.first, e.last))
    ]
    merged = sorted([*found, *own], key=lambda s: s.first)
    return [_narrowed(s, words) for s in _paired(merged, words)]


def _said(e: Expression) -> TimeSaid:
    return TimeSaid(e.start, e.end, e.first, e.last, e.what)


def _own(tokens: Sequence[Token], words: Sequence[str]) -> list[TimeSaid]:
    found, at = [], 0
    while at < len(words):
        hit = _within(tokens, words, at) or _length(tokens, words, at) or _season(words, at)
        if hit is None:
            at += 1
            continue
        length, what = hit
        found.append(TimeSaid(tokens[at].start, tokens[at + length - 1].end, at, at + length, what))
        at += length
    return found


def _count(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens):
        return None
    value = tokens[at].value
    return value if value is not None else NUMBER_WORDS.get(tokens[at].key)


def _within(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, Within] | None:
    for length in range(_LONGEST_WITHIN, 0, -1):
        if tuple(words[at : at + length]) in WITHIN:
            count = _count(tokens, at + length)
            unit = DAY_WORDS.get(words[at + length + 1]) if at + length + 1 < len(words) else None
            if count is not None and unit is not None and 1 <= count * unit <= 400:
                return length + 2, Within(timedelta(days=count * unit))
    return None


def _length(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, Length] | None:
    for length in range(_LONGEST_LENGTH, 1, -1):
        known = LENGTHS.get(tuple(words[at : at + length]))
        if known is not None:
            return length, Length(known)
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
        if out and _between(out[-1], here, words) and (both := _joined(out[-1].what, here.what)):
            out[-1] = replace(out[-1], end=here.end, last=here.last, what=both)
        elif isinstance(here.what, Hours) and _after_between(here, words):
            out.append(replace(here, what=Between(here.what.start, here.what.end)))
        else:
            out.append(here)
    return out


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
    late = before[:1] == ["sidst"] or before[-1:] == ["sen"]
    if late and isinstance(said.what, Part) and said.what.part is PartOfDay.AFTERNOON:
        return replace(said, what=Part(PartOfDay.AFTERNOON, Third.END))
    if isinstance(said.what, Clock):
        if any(w in ("senest", "inden", "done", "finished") for w in before):
            return replace(said, what=Edge(Side.UNTIL, said.what))
        if any(w in ("tidligst", "earliest") for w in before):
            return replace(said, what=Edge(Side.FROM, said.what))
    return said
