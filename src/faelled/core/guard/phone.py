"""Phone numbers: eight Danish digits, or a number abroad written with + or 00."""

import re
from collections.abc import Iterator
from itertools import pairwise

from .finding import Context, Finding, Reason, Type
from .numbers import Groups, after, before, runs, windows

SUGGESTION = "[telefonnummer]"
BETWEEN = re.compile(r"[ .\n/-]|[ .]? ?[-/] ?| {2}|\) ?")
ABROAD = re.compile(
    r"(?<![\w+])(?<!\d[.,: ])(?:\+|\(\+|00)\s?(?=[1-9])\d{1,3}(?:[ ./()-]{0,2}\d){6,12}(?!\d)"
)
CUE = re.compile(
    r"(?i)\b(?:tlf|telefon\w*|tel|mobil\w*|mob|ring|ringer?|ringes|ringe|kald|kalde|kaldes|sms\w*|"
    r"fanges|træffes|fang|"
    r"whatsapp|signal|phone|cell|call|text|direkte|linje|vagttelefon|døgntelefon|reach)\b"
)
AGAINST = re.compile(
    r"(?i)\b(?:isbn|issn|ean|faust|vare|cvr|bevilling|konto|budget|faktura|ordre|journal|p-n|"
    r"sags?n)\w*[\W\d]*$"
)
CLOCK = re.compile(r"(?i)\b(?:kl|klokken|uger?|weeks?|den|dagene|d|forslag|datoe?rn?e?)\b\W*[\d\W]*$")
MONEY = re.compile(r"(?i)^[,.]?-?\s?(?:kr|dkk|euro|eur|€|usd)\b")


def phones(text: str, context: Context) -> Iterator[Finding]:
    """Find phone numbers in normalised *text*."""
    own = {re.sub(r"\D", "", number)[-8:] for number in context.own_phones}
    for match in ABROAD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if not AGAINST.search(before(text, match.start(), 30)):
            yield _finding(match.span(), 0.95, own, digits)
    for run in runs(text, BETWEEN, 8):
        for number in _candidates(run):
            certainty = _certainty(text, number)
            if certainty:
                yield _finding(number.span, certainty, own, number.joined)


def _finding(span: tuple[int, int], certainty: float, own: set[str], digits: str) -> Finding:
    return Finding(
        *span, Type.PHONE, certainty, Reason.OWN if digits[-8:] in own else Reason.SHAPE, SUGGESTION
    )


def _candidates(run: Groups) -> Iterator[Groups]:
    if sum(run.sizes) == 8 or (sum(run.sizes) == 10 and run.joined.startswith("45")):
        yield run
    else:
        # More than eight digits in a row may be several phone numbers: only the usual groups count.
        yield from (
            number
            for number in windows(run, 8)
            if number.sizes in {(8,), (2, 2, 2, 2)} and len(run.digits) <= 12
        )


def _certainty(text: str, number: Groups) -> float:
    """Return how sure it is that the digits are a phone number; 0 when they are not."""
    start, end = number.span
    left, right = before(text, start, 40), after(text, end, 12)
    if AGAINST.search(left) or MONEY.match(right) or right[:1] == "%":
        return 0.0
    if CUE.search(left) and not CLOCK.search(left):
        return 0.95
    if number.joined[0] in "01" or _is_calendar(number) or CLOCK.search(left):
        return 0.0
    return 0.85 if len({joint.strip() for joint in number.between}) <= 1 else 0.0


def _is_calendar(number: Groups) -> bool:
    """Whether the digits are a date, a list of days or weeks, years, or a span of clock times."""
    values = [int(d) for d in number.digits]
    match number.sizes:
        case (a, b, 4) if max(a, b) <= 2:
            return values[0] <= 31 and values[1] <= 12 and 1900 <= values[2] < 2100
        case (4, a, b) if max(a, b) <= 2:
            return 1900 <= values[0] < 2100 and values[1] <= 12 and values[2] <= 31
        case (8,):
            return _is_date_in_one(number.joined)
        case (4, 4):
            return all(v // 100 <= 24 and v % 100 < 60 for v in values)
        case _:
            rising = all(a < b for a, b in pairwise(values))
            return len(values) >= 4 and rising and max(values) <= 53


def _is_date_in_one(digits: str) -> bool:
    # Only the years a plan can be about: a number such as 20121031 is far more often somebody's phone.
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if 2020 <= year <= 2039 and 1 <= month <= 12 and 1 <= day <= 31:
        return True
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    return 1 <= day <= 31 and 1 <= month <= 12 and 2020 <= year <= 2039


__all__ = ["phones"]
