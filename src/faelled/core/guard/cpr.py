"""Civil registration numbers (CPR): ten digits, however they are grouped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from .finding import Context, Finding, Reason, Type
from .numbers import Cues, Groups, after, before, is_called_a_thing, is_of_a_thing, runs, windows

SUGGESTION = "[cpr-nummer fjernet]"
BETWEEN = re.compile(r"[ \n\t./_\\-]{1,4}|\s?[,;:()|*+]\s?\(?|\s?[–]\s?")
CUE = re.compile(
    r"cpr|personnum|person-num|person nr|civil reg|sundhedskort|sygesikring|social security|\bp\.?nr\b"
)
FOUR = re.compile(r"\d(?:(?:\W|_){0,4}\d){3}")
LAST_FOUR = re.compile(
    r"(?i)\b(?:(?:sidste|last) (?:fire|4|four)|(?:fire|4) sidste|løben(?:umme)?r(?:et)?|kontrolcifre(?:ne)?|"
    r"(?:cpr|nummeret) (?:ender|slutter))(?: (?:cifre|tal|cpr-?cifre|digits|på|med))?(?: (?:er|i cpr|"
    r"are|var|hedder|med|så)){0,2}"
    r"[ :=,.-]{0,3}(?P<number>\d[ ]?\d[ ]?\d[ ]?\d)(?!\d)"
)
# "18. juli 1972-....": a date with its month in words, and the four digits behind it.
MONTH_IN_WORDS = re.compile(
    r"(?i)(?<!\d)(?P<number>\d{1,2}\.? ?(?:januar|februar|marts|april|maj|juni|juli|august|september|"
    r"oktober|november|december)"
    r" ?(?:19|20)?\d\d ?- ?\d{4})(?!\d)"
)
# Six digits and, a few words or signs on, four: "140215, og det slutter på ....".
APART = re.compile(
    r"(?i)(?<![\d/.-])(?P<number>[0-3]\d ?[01]\d ?\d\d(?:(?=[^\d\n.!?]{0,32}(?:resten|sidste|slutter|ender|"
    r"tallet|bagefter|slash|skråstreg|og så|derefter|anden del|anden halvdel|"
    r"plus|bare|derpå|streg|endelserne))[^\d\n.!?]{1,40}| (?:4|fire) tal |"
    r"[ ]?[='#>~’<«»\"\]\[]{1,4}[ ]?[-<\[]?[ ]?|[ ]?-[ ]-[ ]?)(?!19|20)\d{4})(?!\d|,\d| ?(?:kr|km|m2|stk))"
)
# 14/2-15-....: a date as it is written elsewhere too, and four digits that are no clock.
WITH_SLASHES = re.compile(
    r"(?<![\d/.-])(?P<number>[0-3]?\d ?[/.] ?[01]?\d ?[-/. ] ?(?:19|20)?\d\d(?: ?- ?\d{4}| (?:2[5-9]|"
    r"[3-9]\d)\d\d))(?![\d,.]\d|\d| ?kr)"
)
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def cprs(text: str, context: Context) -> Iterator[Finding]:
    """Find CPR numbers in normalised *text*.

    Source: CPR-kontoret. Digits 1-6 are the birth date, digit 7 tells the century, and a replacement number
    (erstatningspersonnummer) has 60 added to its day.
    """
    if not FOUR.search(text):
        return
    for pattern in (LAST_FOUR, MONTH_IN_WORDS, APART, WITH_SLASHES):
        for match in pattern.finditer(text):
            yield Finding(*match.span("number"), Type.CPR, 0.8, Reason.CUE, SUGGESTION)
    found = runs(text, BETWEEN, 9)
    if not found:
        return
    cues = Cues(CUE, text)
    for run in found:
        yield from _without_its_nought(run)
        for number in _with_full_year(run, cues):
            yield _finding(number, 0.8, Reason.SHAPE)
        if not _is_trade_number(run):
            yield from _in_run(text, run, cues)


def _in_run(text: str, run: Groups, cues: Cues) -> Iterator[Finding]:
    """Find the numbers of one run; where candidates overlap, the first is judged and covers them all."""
    whole = _mistyped(run, cues)
    if whole:
        yield whole
        return
    stretch: Finding | None = None
    end = 0
    for number in windows(run, 10):
        start, stop = number.span
        cued = cues.between(start - 40, stop + 25)
        if not cued and (not _may_be_one(number) or _is_appointment(number) or _is_list(number)):
            continue
        if stretch and start < end:
            end = stop
            continue
        if stretch:
            yield replace(stretch, end=end)
        other = is_of_a_thing(before(text, start, 40)) or is_called_a_thing(after(text, stop, 60))
        stretch, end = _judged(number, cued, other), stop
    if stretch:
        yield replace(stretch, end=end)


def _mistyped(run: Groups, cues: Cues) -> Finding | None:
    """Return nine or eleven digits that a word right before calls a CPR number: one too few, or one too many."""
    start, end = run.span
    if sum(run.sizes) in {9, 11} and len(run.sizes) <= 4 and cues.between(start - 20, start):
        return Finding(start, end, Type.CPR, 0.6, Reason.CUE, SUGGESTION)
    return None


def _is_trade_number(run: Groups) -> bool:
    """Whether the run as a whole is an ISBN (978, 979) or a Danish EAN (57), which may hold ten digits that fit."""
    return sum(run.sizes) == 13 and run.joined.startswith(("978", "979", "57"))


def _judged(number: Groups, cued: bool, other: bool) -> Finding:
    if not cued and other:
        return _finding(number, 0.4, Reason.OTHER_NUMBER)
    if cued or _is_written_as_one(number):
        return _finding(number, 0.99 if _is_date(number.joined) else 0.7, Reason.CUE)
    # Since 2007 valid CPR numbers exist that fail modulus 11, so passing it may raise
    # our certainty, but failing it must never clear a number. Source: CPR-kontoret.
    passes = (
        _is_date(number.joined)
        and sum(w * int(d) for w, d in zip(WEIGHTS, number.joined, strict=True)) % 11 == 0
    )
    return _finding(number, 0.98 if passes else 0.85, Reason.CHECK_DIGITS if passes else Reason.SHAPE)


def _finding(number: Groups, certainty: float, reason: Reason) -> Finding:
    return Finding(*number.span, Type.CPR, certainty, reason, SUGGESTION)


def _is_written_as_one(number: Groups) -> bool:
    """Whether nobody writes anything else so: 18-07-72-...., with one sign all through."""
    return number.sizes == (2, 2, 2, 4) and _is_date(number.joined) and len(set(number.between)) == 1


def _may_be_one(number: Groups) -> bool:
    """Whether the date exists; in the usual grouping also one that a slip of the pen made (30 February)."""
    if _is_date(number.joined):
        return True
    day, month = int(number.joined[:2]), int(number.joined[2:4])
    usual = number.sizes in {(10,), (2, 2, 2, 4)} or (
        number.sizes == (6, 4) and number.between[0].strip() in {"-", ""}
    )
    return usual and (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12


@lru_cache(maxsize=1024)
def _is_date(digits: str) -> bool:
    day, month, year, seventh = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6])
    if day > 60:
        day -= 60
    return _exists(_century(year, seventh) + year, month, day)


def _century(year: int, seventh: int) -> int:
    match seventh:
        case 0 | 1 | 2 | 3:
            return 1900
        case 4 | 9:
            return 2000 if year <= 36 else 1900
        case _:
            return 2000 if year <= 57 else 1800


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in {"19", "20"}


def _is_appointment(number: Groups) -> bool:
    """Whether dates and clock times stand side by side: 12.10.2026 13; 9-11 10-12 14; 12/10 13/10 14."""
    match number.sizes:
        case (a, b, 4, c) if max(a, b, c) <= 2 and _is_year(number.digits[2]):
            return int(number.digits[3]) <= 24
        case (4, a, b, c) if max(a, b, c) <= 2 and _is_year(number.digits[0]):
            return int(number.digits[3]) <= 24
        case (2, 2, 2, 2, 2) if not number.between[2].strip() and number.between[3] in {".", ":"}:
            # 03-12-26 09.00: a date and, behind a blank, a clock time.
            return int(number.digits[3]) <= 24 and int(number.digits[4]) < 60
        case sizes if len(sizes) >= 5 and max(sizes) <= 2:
            # A birth date has the same sign on both sides of its month; times and dates in a row do not.
            return number.between[0].strip() != number.between[1].strip()
        case _:
            return False


def _is_list(number: Groups) -> bool:
    """Whether the digits are a rising list: uge 10 11 12 13 14; 1, 2, 3 and so on."""
    if len(number.digits) < 5:
        return False
    if any("," in joint for joint in number.between):
        return True
    values = [int(d) for d in number.digits]
    return all(a < b for a, b in pairwise(values))


def _with_full_year(run: Groups, cues: Cues) -> Iterator[Groups]:
    """Twelve digits, the date with a four-digit year, as in 18-07-1972-...."""
    for number in windows(run, 12):
        digits = number.joined
        if not (_is_year(digits[4:8]) and _exists(int(digits[4:8]), int(digits[2:4]), int(digits[:2]))):
            continue
        cued = cues.between(number.span[0] - 40, number.span[1] + 25)
        apart = number.sizes[-1] == 4 and (
            number.between[-1].strip() == "-" or cued or not _is_clock(digits[8:])
        )
        if apart or number.sizes[-1] == 12:
            yield number


def _is_clock(digits: str) -> bool:
    return int(digits[:2]) <= 24 and int(digits[2:]) < 60


def _without_its_nought(run: Groups) -> Iterator[Finding]:
    """Find "90254-....": a spreadsheet has taken the first nought of the day away."""
    for number in windows(run, 9):
        if number.sizes == (5, 4) and number.between[0].strip() == "-" and _is_date("0" + number.joined):
            yield _finding(number, 0.7, Reason.SHAPE)


__all__ = ["cprs"]
