"""One pass over the tokens: each rule looks a fixed number of tokens ahead, so the work grows with the length alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, time

from faelled.core.days.expressions import lexicon
from faelled.core.days.expressions.clocks import clock_at, length_at
from faelled.core.days.expressions.dates import date_at
from faelled.core.days.expressions.edges import with_edges
from faelled.core.days.expressions.kinds import (
    Clock,
    Day,
    Edge,
    Expression,
    Feast,
    Holiday,
    Meaning,
    Month,
    Number,
    Part,
    PartOfDay,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    Weekday,
    WeekParity,
    Weeks,
    Which,
)
from faelled.core.days.expressions.reach import Reach
from faelled.core.days.expressions.tokens import Token, keys, tokenise
from faelled.core.days.expressions.words import word_of_time

Found = tuple[int, Meaning]
"""How many tokens, and what they mean."""
_PHRASES: dict[tuple[str, ...], Meaning] = {
    keys(words): what
    for rows, what in {
        "næste uge|den kommende uge|kommende uge|next week|the coming week|ugen der kommer|nxt week": RelativeWeek(
            1
        ),
        "denne uge|i denne uge|this week|resten af denne uge": RelativeWeek(0),
        "ugen efter|ugen derpå|ugen derefter|ugen derpaa|uge efter|the week after|week after|the following week|"
        "following week|den følgende uge|efterfølgende uge|den efterfølgende uge|the week after that": RelativeWeek(
            None
        ),
        "ugen efter næste|the week after next|week after next|om to uger|in two weeks": RelativeWeek(2),
        "lige uger|lige uge|even weeks|even - numbered weeks|even week|de lige uger": WeekParity(even=True),
        "ulige uger|ulige uge|odd weeks|odd - numbered weeks|odd week|de ulige uger": WeekParity(even=False),
        "i dag|idag|today": RelativeDay(0),
        "i morgen|imorgen|tomorrow": RelativeDay(1),
        "i overmorgen|iovermorgen|overmorgen|the day after tomorrow|day after tomorrow": RelativeDay(2),
        "om 14 dage|om fjorten dage|in a fortnight|in 14 days|in two weeks' time": RelativeDay(14),
        "om en uge|om 8 dage|om otte dage|in a week": RelativeDay(7),
        "i morgen om to uger|i morgen om 14 dage": RelativeDay(15),
        "i morgen om en uge|i morgen om 8 dage": RelativeDay(8),
        "i dag om to uger|i dag om 14 dage": RelativeDay(14),
        "efter frokost|after lunch|efter frokosttid|efter middag|efter middagstid": Part(
            PartOfDay.AFTER_NOON
        ),
        "over middag": Part(PartOfDay.AFTER_NOON),
        "tidlig morgen|tidligt om morgenen|early morning|early mornings|early in the morning": Part(
            PartOfDay.EARLY, Third.START
        ),
        "tidlig eftermiddag|tidligt om eftermiddagen|early afternoon|early afternoons": Part(
            PartOfDay.AFTERNOON, Third.START
        ),
        "sen eftermiddag|sent om eftermiddagen|late afternoon|late afternoons|sene eftermiddage": Part(
            PartOfDay.AFTERNOON, Third.END
        ),
        "sen formiddag|sent om formiddagen|late morning|late mornings": Part(PartOfDay.MORNING, Third.END),
        "om morgenen|in the early morning|første ting om morgenen|first thing in the morning|first thing": Part(
            PartOfDay.EARLY
        ),
        "before noon|before lunch|før frokost|inden frokost|før middag": Part(PartOfDay.MORNING),
        "at noon|noon": Clock(time(12)),
        "slutningen af måneden|sidst på måneden|the end of the month|end of the month|slut måned": Month(
            None, Third.END
        ),
        "starten af måneden|først på måneden|the start of the month|the beginning of the month": Month(
            None, Third.START
        ),
        "midten af måneden|the middle of the month": Month(None, Third.MIDDLE),
        "slutningen af ugen|sidst på ugen|the end of the week|end of the week|late in the week": RelativeWeek(
            -1, Third.END
        ),
        "starten af ugen|først på ugen|begyndelsen af ugen|the start of the week|early in the week": RelativeWeek(
            -1, Third.START
        ),
        "midt på ugen|midten af ugen|the middle of the week|midweek|mid - week": RelativeWeek(
            -1, Third.MIDDLE
        ),
        "inden ferien|før ferien|før ferierne": Edge(Side.BEFORE, Holiday(Feast.ANY)),
        "efter ferien|efter ferierne": Edge(Side.AFTER, Holiday(Feast.ANY)),
    }.items()
    for words in rows.split("|")
} | {k: Holiday(v) for k, v in lexicon.FEAST_PHRASES.items()}
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
for _words, _what in sorted(_PHRASES.items(), key=lambda row: -len(row[0])):
    _BY_FIRST.setdefault(_words[0], []).append((_words, _what))
_BEFORE_WEEKDAY = {
    "naste": Which.NEXT,
    "next": Which.NEXT,
    "pa": Which.COMING,
    "this": Which.COMING,
} | dict.fromkeys(("denne", "kommende", "forstkommende", "coming"), Which.COMING)
_WEEK_WORDS = frozenset({"uge", "uger", "ugerne", "ugen", "week", "weeks", "wk", "w", "u"})
_LABELS = frozenset(
    {
        "nr",
        "nummer",
        "numrene",
        "numre",
        "no",
        "number",
        "numbers",
        "nos",
        "mulighed",
        "muligheder",
        "mulighederne",
    }
    | {
        "option",
        "options",
        "forslag",
        "#",
        "slot",
        "slots",
        "tid",
        "punkt",
        "pkt",
        "valg",
        "proposal",
        "choice",
    }
    | {"datoforslag", "tidspunkt", "alternativ", "mode", "item", "nummerne", "muligheden", "nummero"}
)


def _phrase(at: Reach) -> Found | None:
    for words, what in _BY_FIRST.get(at.key(0), ()):
        if all(at.key(n) == word for n, word in enumerate(words)):
            return len(words), what
    return None


def _weekday(at: Reach) -> Found | None:
    """Read a weekday with what stands around it: "næste fredag", "torsdagen efter", "mandag om 14 dage"."""
    found = word_of_time(at.key(0))
    day = found.day if isinstance(found, Weekday) else _shy_weekday(at)
    if day is None:
        return None
    plural = at.key(0).endswith(("e", "ene", "days"))
    which = Which.EVERY if plural else _BEFORE_WEEKDAY.get(at.key(-1), Which.EVERY)
    if at.key(-1) == "pa" and at.key(0).endswith("en"):
        which = Which.EVERY
    if at.keys(1, 3) in (("om", "14", "dage"), ("om", "to", "uger"), ("om", "fjorten", "dage")):
        return 4, Weekday(day, Which.EVERY, weeks=2)
    if at.keys(1, 3) in (("om", "8", "dage"), ("om", "en", "uge"), ("om", "otte", "dage")):
        return 4, Weekday(day, Which.EVERY, weeks=1)
    if at.key(1) == "week" and at.token(1) is not None and at.key(2) not in _LABELS:
        return 2, Weekday(day, Which.COMING, weeks=1)
    if (
        at.key(0).endswith(("en", "day"))
        and at.key(1) in ("efter", "after", "derpa")
        and not at.starts_time(2)
    ):
        return 2, Weekday(day, Which.AFTER)
    return 1, Weekday(day, which)


def _shy_weekday(at: Reach) -> int | None:
    """Read "man", "fri", "mon" as weekdays only in company: a date, a clock time, a slash, another weekday."""
    token = at.token(0)
    day = lexicon.SHY_ABBREVIATIONS.get(token.raw.lower()) if token else None
    if day is None or token is None:
        return None
    near = (at.key(1), at.key(-1))
    listed = any(k in ("/", "&", "+") for k in near) or at.value(1) is not None or at.key(1) in ("d", "kl")
    dotted = at.key(1) == "." and (at.value(2) is not None or at.key(2) in ("d", "kl"))
    beside = any(at.weekdayish(n) for n in (2, -2)) and any(
        k in ("og", "and", ",", "-", "or", "eller", "/", "&", "+") for k in near
    )
    english = at.english and token.raw[0].isupper() and token.raw.lower() in ("mon", "fri", "sat", "sun")
    marked = (
        token.raw[0].isupper()
        and at.key(1) in (":", "-", "=")
        and at.key(-1) in ("", "\n", "/", ",", ";", ".")
    )
    if token.raw.lower() == "fri" and not at.english:
        return day if beside else None
    return day if listed or dotted or beside or english or marked else None


def _part_or_month(at: Reach) -> Found | None:
    what = word_of_time(at.key(0))
    if isinstance(what, Part):
        third = lexicon.THIRDS.get(at.key(-1)) if what.part is not PartOfDay.EARLY else None
        return 1, replace(what, third=third)
    if at.key(0) in lexicon.SHY_MONTHS and at.key(-1) in ("in", "late", "early", "mid", "i", "marts"):
        return 1, Month(lexicon.MONTHS[at.key(0)], _third_before(at))
    if at.key(0) == "march" and at.english:
        return 1, Month(3, _third_before(at))
    return (1, replace(what, third=_third_before(at))) if isinstance(what, Month) else None


def _third_before(at: Reach) -> Third | None:
    for back in (-1, -2, -3):
        third = lexicon.THIRDS.get(at.key(back))
        if third is not None:
            return third
        if at.key(back) not in ("i", "af", "in", "of", "the", "-"):
            return None
    return None


def _week(at: Reach) -> Found | None:
    """Read "uge 49", "ugerne 49 og 50", "uge 49-51", "w49"."""
    if at.key(0) not in _WEEK_WORDS:
        return None
    n = 1 + (at.key(1) == "." or at.key(1) in ("nr", "no")) + (at.keys(1, 2) == ("nr", "."))
    first = at.value(n)
    if first is None or not 1 <= first <= 53 or (at.key(0) in ("w", "u") and not at.adjacent(0, 1)):
        return None
    numbers = [first]
    n += 1
    while at.key(n) in (*lexicon.JOINERS, "-", "–") and len(numbers) < 6:
        skip = 2 if at.key(n + 1) in ("uge", "week") else 1
        following = at.value(n + skip)
        if following is None or not 1 <= following <= 53 or at.key(n + skip + 1) in _UNITS_AFTER:
            break
        if at.key(n) in ("-", "–") and following > numbers[-1]:
            numbers.extend(range(numbers[-1] + 1, following))
        numbers.append(following)
        n += skip + 1
    return n, Weeks(tuple(numbers))


_UNITS_AFTER = frozenset(
    {"/", "timer", "time", "min", "kan", "kl", "januar", "februar", "december", "november"}
)


def _number(at: Reach) -> Found | None:
    value = at.value(0)
    if value is None:
        return None
    labelled = at.key(-1) in _LABELS or (at.key(-1) == "." and at.key(-2) in _LABELS)
    if at.key(1) == "'" or (at.key(1) in ("eren", "ern", "er", "erne", "ere") and at.adjacent(0, 1)):
        return (3 if at.key(1) == "'" else 2), Number(value, labelled=True)
    return 1, Number(value, labelled)


def _feast(at: Reach) -> Found | None:
    feast = lexicon.FEASTS.get(at.key(0))
    if feast is Feast.CHRISTMAS and at.key(0) == "jul" and at.value(-1) is not None:
        return None
    return (1, Holiday(feast)) if feast else None


_RULES: tuple[Callable[[Reach], Found | None], ...] = (
    _phrase, date_at, clock_at, length_at, _week, _weekday, _feast, _part_or_month, _number,
)  # fmt: skip


def scan_tokens(
    tokens: Sequence[Token], *, likely: Collection[date] = (), english: bool = False
) -> list[Expression]:
    """Return the time expressions among *tokens*, in order and without overlap (see scan)."""
    found: list[Expression] = []
    at = Reach(tokens, found, frozenset((d.month, d.day) for d in likely), english)
    while at.here < len(tokens):
        hit = (
            next((hit for rule in _RULES if (hit := rule(at)) is not None), None)
            if at.worth_a_look()
            else None
        )
        if hit is None:
            at.here += 1
            continue
        length, what = hit
        first, last = at.here, at.here + length
        found.append(Expression(tokens[first].start, tokens[last - 1].end, what, first, last))
        at.here = last
    return with_edges(_joined_days(found, tokens), tokens)


def _joined_days(found: list[Expression], tokens: Sequence[Token]) -> list[Expression]:
    """Give the numbers of a list their month or mark: "1 og 3 dec", "den 8. og 10."."""
    out = list(found)
    for n in range(len(out) - 2, -1, -1):
        here, after = out[n], out[n + 1]
        if not (isinstance(here.what, Number) and isinstance(after.what, Day) and not here.what.labelled):
            continue
        between = [
            t.key
            for t in tokens[here.last : after.first]
            if t.key not in (".", "d", "den", "st", "nd", "rd", "th")
        ]
        if len(between) == 1 and between[0] in lexicon.JOINERS and 1 <= here.what.value <= 31:
            if after.what.month is not None:
                out[n] = replace(here, what=Day(here.what.value, after.what.month, after.what.year))
    for n in range(1, len(out)):
        before, here = out[n - 1], out[n]
        if not (isinstance(here.what, Number) and isinstance(before.what, Day) and before.what.month is None):
            continue
        between = [t.key for t in tokens[before.last : here.first] if t.key != "."]
        dotted = here.last < len(tokens) and tokens[here.last].key in (".", "st", "nd", "rd", "th")
        if len(between) == 1 and between[0] in lexicon.JOINERS and 1 <= here.what.value <= 31 and dotted:
            out[n] = replace(here, what=Day(here.what.value))
    return out


def scan(text: str, *, likely: Collection[date] = (), english: bool = False) -> list[Expression]:
    """Return the time expressions of *text*, in order and without overlap.

    likely: days the writer probably speaks of; they settle "12.11" (12 November, or eleven past twelve).
    english: the text is English: "fri" may be Friday, "half two" is 13.30.
    """
    return scan_tokens(tokenise(text), likely=likely, english=english)


__all__ = ["scan", "scan_tokens"]
