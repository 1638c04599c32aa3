"""Bank accounts: IBAN, a registration number with an account number, and payment cards."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from .finding import Context, Finding, Reason, Type
from .numbers import Groups, after, before, lowered, runs, windows

SUGGESTION = "[kontonummer]"
# Lengths from the IBAN registry (ISO 13616) for the countries a Danish payment is likely to meet.
LENGTHS = {
    "AT": 20, "BA": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24,
    "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26,
    "IT": 27,
    "LB": 28, "LT": 20, "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22,
    "SE": 24, "SI": 19, "SK": 24, "TR": 26, "UA": 29, "XK": 20,
}  # fmt: skip
IBAN_START = re.compile(r"(?<![^\W_])([A-Za-z]{2})[ ]?\d\d(?=[ .-]?[A-Za-z\d])")
BETWEEN = re.compile(r"[ .\n/-]| ?[-/.] ?|, ?")
BANK = (
    r"(?:danske bank|nordea|jyske bank|sydbank|nykredit|spar nord|arbejdernes(?: landsbank)?|"
    r"sparekassen(?: \w{3,20})?|"
    r"lån og spar|lunar|merkur|andelskassen)"
)
CALLED = r"(?:(?:bank)?kto|(?:bank|løn|børne|spare|nem|budget)?konto|acc(?:oun)?t)"
REG = re.compile(
    r"(?i)(?<!\w)(?:reg(?:istrerings?n\w*|nr|n)?|"
    r"sort code)\b\.?(?:\s?-?\s?(?:n(?:umme)?r?|no|number)\b\.?)?(?:\s?er)?[\s:.=]{0,3}(\d{4})(?!\d)"
    rf"[\s,;/.:-]{{0,3}}(?:(?:og|så|i {BANK}|med|{BANK})[\s,]{{1,2}}){{0,2}}{CALLED}?"
    r"(?:numme?r(?:et)?|nr|en|n)?\.?(?:\s?nr\.?)?(?:\s?er)?[\s:.=-]{0,3}"
    r"(\d(?:[ .-]?\d){4,9})(?!\d)"
)
TURNED = re.compile(
    rf"(?i)(?<![^\W_]){CALLED}(?:numme?r(?:et)?|nr|n)?\b\.?(?:\s?nr\.?)?(?:\s?er)?[\s:.=-]{{0,3}}"
    r"(\d(?:[ .-]?\d){4,9})\s?[,;(/]?\s?(?:og )?(?:med )?(?:reg\w{0,16}|i afd|afd|afdeling)\.?"
    r"(?:\s?-?\s?nr\.?)?(?:\s?er)?[\s:.=]{0,3}(\d{4})(?!\d)"
)
# An account's own number alone; short ones are also what a budget calls an account.
OWN_NUMBER = re.compile(
    rf"(?i)(?<![^\W_])(?P<word>{CALLED})(?P<tail>numme?r(?:et)?|nr|n|en)?\b\.?(?:\s?nr\.?)?[\s:.=-]{{0,3}}"
    r"(?:(?:er|hedder|på|med|is|i \w{3,20})\s){0,2}(?P<number>\d(?:[ .-]?\d){5,13})(?!\d)"
)
SIX = re.compile(r"\d(?:[ .-]?\d){5}")
CARD = re.compile(
    r"(?i)\b(?:dankort\w*|visa\w*|mastercard|kortnummer\w*|kortnr|betalingskort\w*|kreditkort\w*|"
    r"card)\b[^\d\n]{0,20}"
    r"(\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4})(?!\d)"
)
CUE = re.compile(
    r"(?i)(?:konto(?:nummer\w*|nr|en)?|\bkto|\breg|\biban|overfør\w*|udbetal\w*|indbetal\w*|betaling\w*|"
    r"\bbetal\w*|"
    r"sættes ind|sendes til|sæt\w* \w* ?ind|penge\w*|bank\w{0,20}|løn|lommepenge|husleje\w*|depositum|beløbet|"
    r"nordea|lunar|sparekassen|account|sort code|transfer)\b"
)
AGAINST = re.compile(
    r"(?i)\b(?:isbn|issn|ean|gln|faust|faktura|ordre|bevilling|budget|artskonto|projektkonto|pakke|"
    r"track|stregkode|"
    r"ø90|psp|omkostningssted|tlf|telefon|mobil|cpr|personnummer)\w*[\W\d]*$"
)
MONEY = re.compile(
    r"(?i)\b(?:sætter|sæt|sættes|overfør\w*|udbetal\w*|indbetal\w*|betal\w*|hendes|hans|min|deres|løn\w*|"
    r"lommepenge|penge\w*)\b"
)
# "... det er minnas nemkonto": what it is, said behind it.
BEHIND = re.compile(
    r"(?i)[ ,;:.-]{1,3}(?:[\w'’-]{1,15}[ ,]){0,4}?(?:nem|løn|bank|børne)konto\w{0,8}(?![^\W_])"
)
PAIRS = re.compile(r"\d\d(?: \d\d)+")
BUDGET = re.compile(r"(?i)(?:projekt|arts|drifts|hoved|finans|moms|status|udgifts|budget)\Z")


def accounts(text: str, context: Context) -> Iterator[Finding]:
    """Find bank accounts in normalised *text*."""
    yield from _ibans(text)
    if SIX.search(text):
        yield from _called(text)
    for run in runs(text, BETWEEN, 9):
        yield from _in_run(text, run)


def _called(text: str) -> Iterator[Finding]:
    """Find what a word calls an account or a card."""
    low = lowered(text)
    if "reg" in low or "sort" in low or "afd" in low:
        for pattern in (REG, TURNED):
            for match in pattern.finditer(text):
                yield _finding(match.start(), match.end(2), 0.95, Reason.CUE)
    if "kort" in low or "card" in low or "visa" in low:
        for match in CARD.finditer(text):
            yield _finding(match.start(1), match.end(1), 0.8, Reason.CUE)
    for match in OWN_NUMBER.finditer(text):
        yield from _own_number(text, match)


def _own_number(text: str, match: re.Match[str]) -> Iterator[Finding]:
    if BUDGET.search(before(text, match.start(), 12)) or match["word"].casefold() == "budgetkonto":
        return
    digits = sum(sign.isdigit() for sign in match["number"])
    # "konto 53 10 01 20" is how a budget writes it; "kontonummer 53100120" is somebody's.
    given = MONEY.search(before(text, match.start())) and not PAIRS.fullmatch(match["number"])
    plain = digits >= 9 or match["tail"] or match["word"].casefold() not in {"konto", "kto"} or given
    yield _finding(*match.span("number"), 0.9 if plain and digits >= 6 else 0.4, Reason.CUE)


def _ibans(text: str) -> Iterator[Finding]:
    for match in IBAN_START.finditer(text):
        length = LENGTHS.get(match[1].upper())
        number = _stretch(length - 4).match(text, match.end()) if length else None
        if number:
            passes = _remainder(text[match.start() : number.end()]) == 1
            if passes or match[1].isupper():
                yield _finding(
                    match.start(),
                    number.end(),
                    0.98 if passes else 0.6,
                    Reason.CHECK_DIGITS if passes else Reason.SHAPE,
                )


@cache
def _stretch(length: int) -> re.Pattern[str]:
    """Return a pattern of *length* letters and digits with at most one sign between two of them."""
    return re.compile(rf"(?:[ .-]?[A-Za-z0-9]){{{length}}}(?![^\W_])")


@lru_cache(maxsize=1024)
def _remainder(number: str) -> int:
    """Return what ISO 7064 MOD 97-10 leaves of an IBAN; 1 when its check digits are right."""
    signs = "".join(sign for sign in number.upper() if sign.isalnum())
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97


def _in_run(text: str, run: Groups) -> Iterator[Finding]:
    left = before(text, run.span[0], 40)
    if AGAINST.search(left):
        return
    cued = CUE.search(left) or BEHIND.match(after(text, run.span[1]))
    total = sum(run.sizes)
    if cued and 9 <= total <= 14 and max(run.sizes) >= 3 and not _is_dated(run):
        yield _finding(*run.span, 0.9, Reason.CUE)
        return
    for number in windows(run, 14):
        if number.sizes == (14,):
            if cued:
                yield _finding(*number.span, 0.9, Reason.CUE)
        elif number.sizes[0] == 4 and min(number.sizes) >= 3 and number.digits[0][:2] not in {"19", "20"}:
            yield _finding(*number.span, 0.7, Reason.SHAPE)
    for number in windows(run, 16):
        if number.sizes in {(16,), (4, 4, 4, 4)} and _passes_luhn(number.joined):
            yield _finding(*number.span, 0.8, Reason.CHECK_DIGITS)


def _is_dated(run: Groups) -> bool:
    return any(len(d) == 4 and d[:2] in {"19", "20"} for d in run.digits[1:]) and min(run.sizes) <= 2


def _passes_luhn(digits: str) -> bool:
    """Whether payment card check digits are right (ISO/IEC 7812-1); all noughts are nobody's card."""
    doubled = sum(int(d) for d in digits[-1::-2]) + sum(sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return doubled % 10 == 0 and len(set(digits)) > 2


def _finding(start: int, end: int, certainty: float, reason: Reason) -> Finding:
    return Finding(start, end, Type.ACCOUNT, certainty, reason, SUGGESTION)


__all__ = ["accounts"]
