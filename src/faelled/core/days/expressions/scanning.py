"""One pass over the tokens: each rule looks a fixed number ahead, so the work grows with the length alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from faelled.core.days.expressions import lexicon
from faelled.core.days.expressions.clocks import clock_at, length_at
from faelled.core.days.expressions.dates import date_at
from faelled.core.days.expressions.edges import with_edges
from faelled.core.days.expressions.kinds import (
    Day,
    DayRange,
    Expression,
    Feast,
    Holiday,
    Meaning,
    Month,
    Number,
    Part,
    PartOfDay,
    RelativeDay,
    Third,
    Weekday,
    Weeks,
    Which,
)
from faelled.core.days.expressions.phrases import BY_FIRST
from faelled.core.days.expressions.reach import Reach
from faelled.core.days.expressions.tokens import Token, fold, tokenise, words_of
from faelled.core.days.expressions.words import word_of_time

Found = tuple[int, Meaning]
"""How many tokens, and what they mean."""
_BEFORE_WEEKDAY = {"naste": Which.NEXT, "next": Which.NEXT} | dict.fromkeys(
    ("pa", "this", "denne", "kommende", "forstkommende", "coming"), Which.COMING
)
_WEEK_WORDS = frozenset({"uge", "uger", "ugerne", "ugen", "week", "weeks", "wk", "w", "u"})
_LABELS = words_of(
    """
    nr nummer numrene numre no number numbers nos mulighed muligheder mulighederne option options forslag # slot slots
    tid punkt pkt valg proposal choice datoforslag tidspunkt alternativ mode item nummerne muligheden
    """
)


_WISHES = words_of("på holder lang lange god dejlig rigtig skøn hyggelig good great nice lovely happy")


def _phrase(at: Reach) -> Found | None:
    if at.key(-1) in _WISHES and at.key(0).startswith("weekend"):
        return None  # "god weekend" is said in parting
    for words, what in BY_FIRST.get(at.key(0), ()):
        if all(at.key(n) == word for n, word in enumerate(words)):
            return len(words), what
    return None


def _day_beside(at: Reach) -> Found | None:
    """Read "dagen efter", "the day before": told from the day spoken of last."""
    lead = 1 if at.key(0) == "the" else 0
    if at.key(lead) not in ("dagen", "day"):
        return None
    step = _STEPS.get(at.key(lead + 1))
    goes_on = at.starts_time(lead + 2) or (at.key(lead + 2).isalpha() and at.key(lead + 2) not in _SAID_OF)
    if step is None or goes_on or not (lead or at.key(0) == "dagen"):
        return None
    return lead + 2, RelativeDay(step, beside=True)


_STEPS = dict.fromkeys(("efter", "derpa", "after"), 1) | dict.fromkeys(
    ("foer", "inden", "forinden", "before"), -1
)
_SAID_OF = words_of(
    "er kan har passer går duer skal kommer ikke også i'm is works i we and og gerne ligeså heller jeg"
)


def _date(at: Reach) -> Found | None:
    """Read a date; "8-15.30" is a window of hours and no range of days."""
    found = date_at(at)
    if found is None or not isinstance(found[1], DayRange) or found[1].last.month is not None:
        return found
    minute, used = at.token(found[0]), found[0]
    glued = at.key(used - 1) == "." and at.adjacent(used - 1, used)
    return (
        None if glued and minute is not None and len(minute.raw) == 2 and minute.value is not None else found
    )


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
    return _weekday_beside(at, day) or (1, Weekday(day, which))


def _weekday_beside(at: Reach, day: int) -> Found | None:
    """Read "torsdagen efter", "mandagen lige inden", "the Friday before": told from the days spoken of last."""
    near = 2 if at.key(1) in ("lige", "umiddelbart", "just", "right") else 1
    which = _BESIDE.get(at.key(near))
    definite = at.key(0).endswith("en") or at.key(-1) == "the" or which is Which.AFTER
    if which is None or not definite or not at.key(0).endswith(("en", "day")):
        return None
    return None if at.key(near + 1) == "all" or at.starts_time(near + 1) else (near + 1, Weekday(day, which))


_BESIDE = dict.fromkeys(("efter", "after", "derpa"), Which.AFTER) | dict.fromkeys(
    ("inden", "forinden", "before"), Which.BEFORE
)


def _shy_weekday(at: Reach) -> int | None:
    """Read "man", "fri", "mon" as weekdays only in company: a date, a clock time, another weekday."""
    token = at.token(0)
    if token is not None and token.key in _TWO_LETTERS and _heads_line(at):
        return _TWO_LETTERS[token.key]
    day = lexicon.SHY_ABBREVIATIONS.get(token.raw.lower()) if token else None
    if day is None or token is None:
        return None
    near = (at.key(1), at.key(-1))
    if at.key(-1) in ("", "\n") and any(isinstance(word_of_time(at.key(n)), Weekday) for n in (3, 4)):
        return day  # "man ok, tir nej": the list goes on with a weekday
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
    ticked = token.raw[0].isupper() and at.key(1) in _TICKS
    return day if listed or dotted or beside or english or marked or ticked else None


_TICKS = frozenset("✓✔✅☑✗✘❌✖×÷👍👎")
# "on" and "to" are everyday words, so two of these must head their lines: "ma: ok", "ti: nej".
_TWO_LETTERS = {"ma": 0, "ti": 1, "on": 2, "to": 3, "fr": 4, "lo": 5, "so": 6}
_LINES_NEAR = 14


def _heads_line(at: Reach) -> bool:
    """Whether the word heads a line of a list in which another such word heads a line nearby."""
    return _heads(at, 0) and any(
        at.key(n) in _TWO_LETTERS and _heads(at, n) for n in range(-_LINES_NEAR, _LINES_NEAR + 1) if n
    )


def _heads(at: Reach, n: int) -> bool:
    after = at.key(n + 2) if at.key(n + 1) == "." else at.key(n + 1)
    return at.key(n - 1) in ("", "\n", ",", ";", "/") and after in (":", "=", "-", "–")


def _part_or_month(at: Reach) -> Found | None:
    what = word_of_time(at.key(0))
    if isinstance(what, Part) and what.part is PartOfDay.NOON and at.key(-1) in ("til", "out", "for"):
        return None  # "til frokost" is what somebody does then, not when
    if isinstance(what, Part):
        # "alt andet end eftermiddagen" has the Danish "end", not the end of the afternoon.
        narrowed = what.part is not PartOfDay.EARLY and at.key(-1) != "end"
        third = lexicon.THIRDS.get(at.key(-1)) if narrowed else None
        return 1, replace(what, third=third)
    if (at.key(-1), at.key(0)) == ("i", "may"):
        return None  # "I may have to drop Monday"
    if at.key(0) in lexicon.SHY_MONTHS and at.key(-1) in ("in", "late", "early", "mid", "i", "marts"):
        return 1, Month(lexicon.MONTHS[at.key(0)], _third_before(at))
    if at.key(0) == "march" and at.english:
        return 1, Month(3, _third_before(at))
    return (1, replace(what, third=_third_before(at))) if isinstance(what, Month) else None


def _third_before(at: Reach) -> Third | None:
    if at.key(-1) in ("af", "i", "of", "in") and at.key(-2) in ("halvdel", "half"):
        return Third.START if at.key(-3) in ("forste", "first") else Third.END
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
    if at.key(0) in ("ugen", "week") and at.key(1) in ("med", "of", "with", "omkring"):
        return _week_of_day(at)
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


def _week_of_day(at: Reach) -> Found | None:
    """Read "ugen med den 8.", "the week of the 8th"."""
    at.here += 2
    found = date_at(at)
    at.here -= 2
    if found is None or not isinstance(found[1], Day):
        return None
    return found[0] + 2, replace(found[1], week=True)


_UNITS_AFTER = frozenset(
    {"/", "timer", "time", "min", "kan", "kl", "januar", "februar", "december", "november"}
)


def _number(at: Reach) -> Found | None:
    if at.key(0) in _BY_NAME:
        return 1, Number(_BY_NAME[at.key(0)], labelled=True)
    value = at.value(0)
    if value is None:
        return None
    if _of_thousands(at):
        return None
    labelled = at.key(-1) in _LABELS or (at.key(-1) == "." and at.key(-2) in _LABELS)
    if at.key(1) == "'" or (at.key(1) in ("eren", "ern", "er", "erne", "ere") and at.adjacent(0, 1)):
        return (3 if at.key(1) == "'" else 2), Number(value, labelled=True)
    return 1, Number(value, labelled)


# "Femmeren!": a number as a thing has its gender and an ending.
_BY_NAME = {
    fold(f"{stem}{ending}"): n
    for n, stem in enumerate(("etter", "toer", "treer", "firer", "femmer", "sekser", "syver", "otter"), 1)
    for ending in ("en", "n")
} | {
    f"{stem}'{ending}": n
    for n, stem in enumerate(("et", "to", "tre", "fire", "fem", "seks", "syv", "otte"), 1)
    for ending in ("eren", "ern")
}


def _of_thousands(at: Reach) -> bool:
    """Whether the figure is a part of "4.000"."""
    for point in (1, -1):
        other, begin = at.token(point * 2), min(point * 2, 0)
        whole = at.key(point) == "." and other is not None and at.adjacent(begin, begin + 2)
        if whole and other is not None and other.value is not None:
            last = other if point > 0 else at.token(0)
            if last is not None and len(last.raw) == _THOUSANDS:
                return True
    return False


_THOUSANDS = 3


def _feast(at: Reach) -> Found | None:
    feast = lexicon.FEASTS.get(at.key(0)) or lexicon.FEASTS.get(_without_tail(at.key(0)))
    if feast is Feast.CHRISTMAS and at.key(0) == "jul" and at.value(-1) is not None:
        return None
    return (1, Holiday(feast)) if feast else None


def _without_tail(key: str) -> str:
    """Return the feast in "påskeugen", "juledagene", "pinseweekenden"."""
    tail = next((t for t in _FEAST_TAILS if key.endswith(t)), "")
    return key.removesuffix(tail) if tail else ""


_FEAST_TAILS = ("weekenden", "weekend", "ugerne", "ugen", "uge", "dagene", "helligdagene", "perioden")
_RULES: tuple[Callable[[Reach], Found | None], ...] = (
    _phrase, _day_beside, _date, clock_at, length_at, _week, _weekday, _feast, _part_or_month, _number,
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
            t.key if t.raw[0].islower() or not t.raw[0].isalpha() else ""
            for t in tokens[here.last : after.first]
            if t.key not in (".", "d", "den", "st", "nd", "rd", "th")
        ]
        listed = len(between) == 1 and between[0] in lexicon.JOINERS and 1 <= here.what.value <= 31
        if listed and after.what.month is not None:
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
