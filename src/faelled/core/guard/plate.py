"""Number plates: two letters and five digits; trailers and lower case only beside a word about vehicles."""

import re
from collections.abc import Iterator

from .finding import Context, Finding, Reason, Type
from .numbers import WINDOW, Cues, before

SUGGESTION = "[nummerplade]"
PLATE = re.compile(
    r"(?<![^\W_])(?<!\w[-.])([A-Za-zÆØÅæøå]{2})[ .-]{0,2}(\d{2}[ .-]?\d{3}|\d{3}[ .-]?\d{2}|\d{2}[ .-]\d[ .-]\d{2}|"
    r"\d{2}[ .-]?\d{2})(?![\w-]|[ .,:/]\d)"
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
    r"køretøj|trailer(?:en|ne|s)?|anhænger(?:en|ne|s)?|campingvogn\w{0,3}|camper(?:en)?|"
    r"vogn(?:en|ene|s)?|traktor(?:en)?|minibus(?:sen)?|påhængsvogn\w{0,3}|moped(?:en)?|"
    r"motorcykel|motorcyklen|"
    r"knallert(?:en)?|scooter(?:en)?|taxa(?:en)?|taxi|stationcar|indregistreret|chauffør(?:en)?|"
    r"varevogn(?:en)?)(?![^\W_])|parkeringsp|p-plads|nummerplade|"
    r"\b(?:toyota|kia|audi|vw|volkswagen|opel|ford|fiat|peugeot|citro[eë]n|renault|skoda|seat|bmw|"
    r"mercedes|mazda|honda|"
    r"hyundai|nissan|suzuki|volvo|tesla|polo|golf|passat|car|van|plate|parked|driver|drives?|truck|lorry|"
    r"caravan|motorbike|moped|scooter|trailer|pickup|minibus|vehicle|registration)\b"
)
# "Traileren med er 7719": a plate that would be a word, but for what stands right before it.
CALLED = re.compile(
    r"(?i)(?:trailer\w{0,3}|anhænger\w{0,3}|knallert\w{0,3}|scooter\w{0,3}|campingvogn\w{0,3}|\bpladen?|nummerplade\w{0,2})"
    r" (?:med|har|hedder|er|nr\.?|nummer) \Z"
)
# Machines have models that are written so too.
MACHINE = re.compile(
    r"(?<![^\W_])(?:model(?:len)?|type(?:n)?|varen?|reservedel\w*|\w{0,12}maskine[nr]?|\w{0,8}printer(?:en)?|projektor\w{0,3}|"
    r"støvsuger\w{0,3}|hjertestarter\w{0,3}|toner(?:en)?|skærm(?:en)?|router(?:en)?|symaskine\w?|pumpe[nr]?|pære[nr]?|"
    r"filter|filtret|batteri\w{0,3}|apparat\w{0,3}|reol(?:en)?|lampe[nr]?|scanner(?:en)?|kopimaskine[nr]?)(?![^\W_])"
)
# Two capital letters before a number that is no plate: kinds of numbers, hours, money.
NO_PLATE = frozenset(("kl", "nr", "kr", "id", "eu", "no", "sn", "ca", "pr", "md"))


def plates(text: str, context: Context) -> Iterator[Finding]:
    """Find number plates in normalised *text*."""
    vehicles, machines = Cues(VEHICLE, text), Cues(MACHINE, text)
    for match in PLATE.finditer(text):
        digits = sum(sign.isdigit() for sign in match[2])
        near = vehicles.between(match.start() - WINDOW, match.end() + WINDOW)
        called = digits == 4 and CALLED.search(before(text, match.start(), 25))
        small = digits == 5 or called or match[1].casefold() not in WORDS
        if near and (match[1].isupper() or small):
            yield _finding(match.span(), 0.95, Reason.CUE)
        elif (
            match[1].isupper()
            and digits == 5
            and match[1].casefold() not in NO_PLATE
            and not APART.search(match[2])
        ):
            machine = machines.between(match.start() - WINDOW, match.end() + WINDOW)
            yield _finding(match.span(), 0.4 if machine else 0.7, Reason.SHAPE)


def _finding(span: tuple[int, int], certainty: float, reason: Reason) -> Finding:
    return Finding(*span, Type.PLATE, certainty, reason, SUGGESTION)


__all__ = ["plates"]
