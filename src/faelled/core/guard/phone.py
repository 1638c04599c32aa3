"""Phone numbers: eight Danish digits, or a number abroad written with + or 00."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from .finding import Context, Finding, Reason, Type
from .numbers import Groups, after, before, is_called_a_thing, is_of_a_thing, runs, windows
from .words import lines

SUGGESTION = "[telefonnummer]"
BETWEEN = re.compile(r"[ .\n/-]|[ .]? ?[-/] ?| {2}|\) ?|[ ]?[,;|] ?|\.? ?\n")
# What keeps two numbers apart, the strongest first; what stands inside a number is weaker than what ends it.
APART = (re.compile(r"\n"), re.compile(r"[,;|]"), re.compile(r"/"), re.compile(r" -|- | {2}"))
ABROAD = re.compile(
    r"(?<![\w+])(?<!\d[.,: ])(?:\+|\(\+|00)\s?(?=[1-9])\d{1,3}(?:[ ./()-]{0,2}\d){6,12}(?!\d)"
)
EIGHT = re.compile(r"\d(?:[^\d\w]{0,4}\d){7}")
# Called by its name, also a number that no Danish grouping fits.
CALLED = re.compile(
    r"(?i)\b(?:tlf|telefon(?:nummer|nr)?|tel|mobil(?:nummer|nr)?|mobilepay|whatsapp|viber|signal|phone|cell)\b"
    r"[ .:=]{0,3}(?:er |nr\.? |is |på )?(?P<number>\d(?:[ .-]{0,2}\d){7,12})(?!\d)"
)
CUE = re.compile(
    r"(?i)\b(?:tlf|telefon\w*|tel|\w*mobil\w*|mob|ring|ringer?|ringes|ringe|ringede|kald|kalde|kaldes|"
    r"opkald\w*|sms\w*|"
    r"fanges|træffes|fang|nås|skriv(?:er)?|besked\w*|kontakt\w*|lokalnummer|"
    r"whatsapp|viber|signal|phone|cell|call|text|direkte|linje|vagttelefon|døgntelefon|reach|nummeret?|"
    r"hendes|hans)\b"
)
MOST_JUDGED = 50
CLOCK = re.compile(
    r"(?i)\b(?:kl|klokken|uger?|weeks?|den|dagene|d|forslag|datoe?rn?e?|sider?|numrene|sæson\w*|"
    r"åben\w*)\b\W*[\d\W]*$"
)
ACCOUNT = re.compile(
    r"(?i)(?:konto|kto|iban|\breg)(?:en|nummer\w*|nr)?[\s.:]*(?:(?:er|hedder|på)\s)?[\W\d]*$"
)
MONEY = re.compile(r"(?i)^[,.]?-?\s?(?:kr|dkk|euro|eur|€|usd)\b|^ ?%")
COUNTED = re.compile(
    r"(?i)^[ ,.]{0,2}(?:\w+ ){0,2}?(?:deltagere|besøgende|besøg|udlån|børn|personer|lån|bøger|stk|titler|gange|"
    r"fordelt|i alt|tilmeldte|hits|visninger|timer|brugere|eksemplarer|point|billetter|kuponer|lodder|kwh|"
    r"kubikmeter|tickets|copies|units|de (?:fire|tre|fem|to)\b|på de\b|"
    r"i (?:basen|systemet|kataloget|budgettet)|participants|visitors|loans)"
)
COUNTING = re.compile(
    r"(?i)\b(?:aflæs\w*|målerstand\w*|måler(?:en|ne)?|tælleren?|forbrug\w*|optælling\w*|besøgstal\w*|udlånstal\w*|udlån|tallene|tal|stregkode\w*|talte|resultat\w*|"
    r"score\w*|"
    r"pladsnummer|katalog\w*|besøgende|lottotal\w*|koordinat\w*|mål|målene|opstilling\w*|dk5)\b[^.!?\d]{0,30}$"
)


def phones(text: str, context: Context) -> Iterator[Finding]:
    """Find phone numbers in normalised *text*."""
    own = {re.sub(r"\D", "", number)[-8:] for number in context.own_phones}
    for match in ABROAD.finditer(text):
        if not is_of_a_thing(before(text, match.start(), 40)):
            yield _finding(match.span(), 0.95, own, re.sub(r"\D", "", match.group()))
    if not EIGHT.search(text):
        return
    for match in CALLED.finditer(text):
        if not MONEY.match(after(text, match.end(), 12)):
            yield _finding(match.span("number"), 0.9, own, re.sub(r"\D", "", match["number"]))
    for run in runs(text, BETWEEN, 8):
        certainty = 0.0
        spaced = not "".join(run.between).strip()
        for place, number in enumerate(_candidates(run)):
            # A table of numbers is judged by its beginning: whoever fills a page with digits shall not make it dear.
            lead = run.span[0] if spaced else number.span[0]
            certainty = _certainty(text, number, lead) if place < MOST_JUDGED else certainty
            if certainty:
                yield _finding(number.span, certainty, own, number.joined)


def _finding(span: tuple[int, int], certainty: float, own: set[str], digits: str) -> Finding:
    return Finding(
        *span, Type.PHONE, certainty, Reason.OWN if digits[-8:] in own else Reason.SHAPE, SUGGESTION
    )


def _candidates(run: Groups) -> Iterator[Groups]:
    """Return the stretches of *run* that may be one number each.

    More than eight digits in a row are several numbers: a list of them is cut where its separators are strongest.
    """
    if _is_one(run):
        yield run
        return
    for sign in APART:
        parts = _parted(run, sign)
        if len(parts) > 1:
            for part in parts:
                yield from _candidates(part)
            return
    yield from (number for number in windows(run, 8) if number.sizes in {(8,), (2, 2, 2, 2), (4, 4)})


def _is_one(run: Groups) -> bool:
    total = sum(run.sizes)
    return len(run.sizes) <= 8 and (total == 8 or (total == 10 and run.joined.startswith("45")))


def _parted(run: Groups, sign: re.Pattern[str]) -> list[Groups]:
    cuts = [0, *(place + 1 for place, joint in enumerate(run.between) if sign.search(joint)), len(run.digits)]
    return [
        Groups(run.digits[a:b], run.between[a : b - 1], run.places[a:b]) for a, b in pairwise(cuts) if b > a
    ]


# Numbers that stand on posters: whoever answers there is on duty and no private person.
PUBLISHED = re.compile(
    r"(?i)(?<![^\W_])(?:hovednummer\w*|hovedtelefon\w*|omstilling\w*|hotline\w*|\w*lin[ji]en|[bh]\w+telefonen|"
    r"borgerservice|vagtcentral\w*|\w*lægevagt\w*|skadestue\w*|politiet|døgnvagt\w*|reception\w*|kommunen\w*|"
    r"bibliotekets?|\w*rådgivning\w*|åbningstid\w*|krisecentrets?|jobcent\w+|familiehusets?|helpline|headspace|"
    r"mødrehjælpen|red barnet|børns vilkår|foreningens?|kontorets?|bookingen|it-support|support\w*|servicedesk|"
    r"vagtnummer\w*)(?![^\W_])[^.!?\n\d]{0,30}\Z"
)
PRIVATE = re.compile(
    r"(?i)\b(?:hun|han|hendes|hans|min|mit|privat\w*|mor|far|mobil\w*|direkte|moren|faren|deres)\b"
)


def _certainty(text: str, number: Groups, lead: int) -> float:
    """Return how sure it is that the digits are a phone number; 0 when they are not.

    lead: where the digits begin that stand before the number with nothing but blanks between.
    """
    start, end = number.span
    left, right = before(text, start, 40), after(text, end, 40)
    thing = is_of_a_thing(before(text, lead, 40)) or is_called_a_thing(after(text, end, 60))
    if MONEY.match(right) or thing or ACCOUNT.search(left) or _goes_on(text, start, end):
        return 0.0
    if PUBLISHED.search(left) and not PRIVATE.search(left):
        return 0.4
    told = CUE.search(left)
    if told and not CLOCK.search(left[told.end() :]):
        return 0.95 if number.joined[0] != "0" and not _is_calendar(number) else 0.4
    if number.joined[0] in "01" or _is_calendar(number) or _is_time(left, number):
        return 0.0
    if COUNTING.search(left) or COUNTED.match(right) or _are_postal_codes(number):
        return 0.3
    return 0.85 if len({joint.strip() for joint in number.between}) <= 1 else 0.0


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the digits are the beginning or the end of a longer number, such as an account's or a price."""
    return re.match(r"[,.]\d", text[end : end + 2]) is not None or (
        re.match(r"\d[,.]", text[max(0, start - 2) : start]) is not None
    )


def _is_time(left: str, number: Groups) -> bool:
    return CLOCK.search(left) is not None and (len(number.digits) > 1 or int(number.joined[:2]) <= 31)


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
            return all(v // 100 <= 24 and v % 100 < 60 for v in values) or all(
                1900 <= v < 2100 for v in values
            )
        case (2, 2, 2, 2) if number.between[0] == number.between[2] == "." and number.between[1] != ".":
            return all(
                v // 100 <= 24 and v % 100 < 60 for v in (int(number.joined[:4]), int(number.joined[4:]))
            )
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


def _are_postal_codes(number: Groups) -> bool:
    return number.sizes == (4, 4) and all(code in _postal_codes() for code in number.digits)


@cache
def _postal_codes() -> frozenset[str]:
    return frozenset(line.partition(" ")[0] for line in lines("postal_codes"))


__all__ = ["phones"]
