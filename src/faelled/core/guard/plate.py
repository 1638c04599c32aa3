"""Number plates: two letters and five digits; trailers and lower case only beside a word about vehicles."""

import re
from collections.abc import Iterator

from .finding import Context, Finding, Reason, Type
from .numbers import WINDOW, Cues

SUGGESTION = "[nummerplade]"
PLATE = re.compile(
    r"(?<![^\W_])(?<!\w[-.])([A-Za-zÆØÅæøå]{2})[ .-]{0,2}(\d{2}[ .-]?\d{3}|\d{3}[ .-]?\d{2}|\d{2}[ .-]\d[ .-]\d{2}|"
    r"\d{4})(?![\w-]|[ .,:/]\d)"
)
APART = re.compile(r"\D\d\D")
# Words of two letters that stand before a number; a trailer's plate in small letters is none of them.
WORDS = frozenset((
    "på", "af", "at", "de", "en", "er", "et", "ad", "nu", "så", "op", "om", "os", "og", "vi", "se", "to", "ni", "ti",
    "du",
    "is", "in", "on", "kl", "nr", "kr", "ca", "pr", "md", "år", "ud", "ét", "én", "jo", "må", "bo", "gå", "få", "no",
))  # fmt: skip
VEHICLE = re.compile(
    r"(?:(?<!mo)bil(?:en|er|erne|s)?|nummerplade|plade[nr]?|parkering|parkeret|parkerede|kørte|kører|"
    r"køretøj|trailer(?:en|ne|s)?|motorcykel|motorcyklen|"
    r"knallert(?:en)?|scooter(?:en)?|taxa(?:en)?|taxi|stationcar|indregistreret|chauffør(?:en)?|"
    r"varevogn(?:en)?)(?![^\W_])|parkeringsp|p-plads|nummerplade|"
    r"\b(?:toyota|kia|audi|vw|volkswagen|opel|ford|fiat|peugeot|citro[eë]n|renault|skoda|seat|bmw|"
    r"mercedes|mazda|honda|"
    r"hyundai|nissan|suzuki|volvo|tesla|polo|golf|passat|car|van|plate|parked|driver|drives?)\b"
)
# Two capital letters before a number that is no plate: kinds of numbers, hours, money.
NO_PLATE = frozenset(("kl", "nr", "kr", "id", "eu", "no", "sn", "ca", "pr", "md"))


def plates(text: str, context: Context) -> Iterator[Finding]:
    """Find number plates in normalised *text*."""
    vehicles = Cues(VEHICLE, text)
    for match in PLATE.finditer(text):
        digits = sum(sign.isdigit() for sign in match[2])
        near = vehicles.between(match.start() - WINDOW, match.end() + WINDOW)
        small = digits == 5 or match[1].casefold() not in WORDS
        if near and (match[1].isupper() or small):
            yield _finding(match.span(), 0.95, Reason.CUE)
        elif (
            match[1].isupper()
            and digits == 5
            and match[1].casefold() not in NO_PLATE
            and not APART.search(match[2])
        ):
            yield _finding(match.span(), 0.7, Reason.SHAPE)


def _finding(span: tuple[int, int], certainty: float, reason: Reason) -> Finding:
    return Finding(*span, Type.PLATE, certainty, reason, SUGGESTION)


__all__ = ["plates"]
