"""Where somebody lives or can be met, without a whole address: a street alone, "nr. 12 på Solvej", "2. tv"."""

import re
from collections.abc import Iterator

from .address import LIVES, PERSON
from .finding import BESIDE_A_NAME, Context, Finding, Reason, Type
from .numbers import Cues, before, lowered
from .place import big_towns, is_small
from .street import OWN_WORDS, Kind, is_a_street_of_two, kind, named_before, signs_before

SUGGESTION = "[sted]"
WORD = re.compile(r"(?<![^\W_])[A-ZÆØÅ][^\W\d_]{2,30}(?![^\W_])(?![ ]?(?:nr\.?[ ]?)?\d)")
LOWER = re.compile(
    r"\b(?:bor|boede|bo|lejlighed|flytte[rt]?|flyttede|hjem(?:me)?|adresse|henter?|hentes|set|går|"
    r"bopæl)\b[^.!?\n\d]{0,24}"
    r"\b(?:på|i|ad|ved|til|af)\s(?:den\s)?(?P<street>(?:gl\.? |gammel |sdr\.? |søndre |nordre |nørre |"
    r"store |lille )?[^\W\d_]{2,24}"
    r"(?:vej|vejen|gade|gaden|stræde|strædet|vænge|vænget|allé|alle|boulevard|toften|vangen|parken|"
    r"bakken|torvet|stien|brinken|svinget))(?![^\W_]|\s?\d)"
)
LOWER_BEFORE = re.compile(
    r"\b(?:på|i|ad|ved)\s(?P<street>[^\W\d_]{2,24}(?:vej|vejen|gade|gaden|stræde|strædet|vænge|vænget|allé|alle|"
    r"toften|vangen|parken|bakken|torvet)),?\s(?:hvor|der hvor)\s[^\W\d_]{2,20}\s(?:bor|boede)(?![^\W_])"
)
# Where somebody is seen again and again: "hun venter altid i elmegade".
STREET = (
    r"\b(?:på|i|ad|ved|til|nede ad|op ad)\s(?P<street>(?:gl\.? |gammel |sdr\.? |søndre |nordre |nørre )?[^\W\d_]{2,24}"
    r"(?:vej|vejen|gade|gaden|stræde|strædet|vænge|vænget|allé|alle|boulevard|toften|vangen|stien|brinken|svinget|"
    r"torvet))(?![^\W_]|\s?\d)"
)
SEEN = re.compile(
    r"\b(?:hun|han|drengen|pigen|moren|faren|manden|konen|eksen|sønnen|datteren|de)\b[^.!?\n\d]{0,24}"
    r"\b(?:hænger|hang|venter|ventede|står|stod|sidder|sad|ses|sover|sov|gemmer|gemte|gemt|holder|cykler|bor|boede|"
    rf"opholder|færdes|løber|løb|parkerer)\b[^.!?\n\d]{{0,24}}?{STREET}"
)
PEOPLE = re.compile(PERSON.pattern.removeprefix("(?i)"))
ALIGHT = re.compile(
    r"(?i)(?:\b(?:i|på|ad|af|ved|fra|til|om|ind i|bor|mellem|og|hjørnet|omkring|bag|over|forbi|langs|"
    r"overfor|over for|rundt om|on|at|in|near)|/)\s\Z"
)
ON = re.compile(r"(?i)\b(?:på|ad)\s\Z")
# "Nr. 12 på Solvej"; "i nummer 4, Birkevej".
TURNED = re.compile(
    r"(?<![^\W_])(?:husnr\.?|nr\.?|nummer|no\.)\s?(?P<number>\d{1,3}\s?[a-f]?)(?:,|\s(?:på|i|ad|ved|"
    r"on|in))\s"
    r"(?P<street>(?:[^\W\d_]{1,20}\.?\s){0,2}?[^\W\d_]{4,30})(?![^\W_])"
)
# A floor with its door is somebody's; so is a number, a stairway, a room right after a word about living.
DOOR = re.compile(
    r"(?<![^\W_])(?:nr\.?\s?\d{1,3}\s?[a-z]?,?\s)?(?<![\d.,])(?:st|stuen|kld|kælderen|"
    r"\d{1,2})\s?\.\s?(?:sal\s?,?\s?)?"
    r"(?:tv|th|mf|t\.\s?v|t\.\s?h|til højre(?! for)|til venstre(?! for)|dør \d{1,2})\b\.?"
    r"|(?<![^\W_])(?:nr\.?\s?\d{1,3}\s?[a-z]?,?\s)?(?:\d{1,2}\.? sal|stuen),?\s(?:til )?(?:tv|th|mf|"
    r"højre(?! for)|venstre(?! for))\b\.?"
)
UNIT = re.compile(
    r"\b(?:bor|boede|bo|flytte[rt]?|flyttede|indlogeret|indkvarteret|ligger|opholder sig|lives?|"
    r"er hjemme)\b[^.!?\n\d]{0,24}?"
    r"(?P<unit>\b(?:nr\.?|nummer|hus|opgang|blok|lejlighed|lejl\.?|værelse|vær\.?|stuen|plads|hytte|"
    r"room|flat|apartment)\s"
    r"(?:nr\.?\s?)?(?:\d{1,3}\s?[a-z]?|[a-h])(?![^\W_])(?:,?\s\d{1,2}\.?\s(?:sal|tv|th|mf)\b)?)"
)
GARDEN = re.compile(
    r"(?<![^\W_])(?:haveforeningen|hf|h/f|kolonihaven|kolonihaveforeningen|"
    r"campingpladsen)\.?\s\w{3,30}"
    r"(?:,?\s(?:have|hus|nr|lod|plads)\.?(?:\s?nr\.?)?\s?\d{1,3})?"
)


# A room in a house where people live: whoever knows it knows the person.
ROOM = re.compile(
    r"(?<![^\W_])(?:kollegiet|\w{2,12}kollegiet|plejecent(?:er|ret)|plejehjemmet|ældrecent(?:er|ret)|bofællesskabet|"
    r"bostedet|botilbuddet|herberget|asylcent(?:er|ret)|opholdsstedet|forsorgshjemmet|hotel|vandrerhjemmet)"
    r"(?:\s\w{2,30}){0,2}?,?\s(?:værelse|vær\.?|bolig|lejlighed|lejl\.?|stue|afsnit|hus|nr\.?|nummer)\s(?:nr\.?\s?)?"
    r"\d{1,4}\s?[a-h]?(?![^\W_])"
)


def dwellings(text: str, context: Context) -> Iterator[Finding]:
    """Find in normalised *text* where somebody lives or can be met."""
    low = lowered(text)
    for match in TURNED.finditer(low):
        if _is_street(text[match.start("street") : match.end("street")]):
            yield _finding(*match.span(), 0.8)
    for match in (*DOOR.finditer(low), *GARDEN.finditer(low), *ROOM.finditer(low)):
        yield _finding(*match.span(), 0.6)
    for match in UNIT.finditer(low):
        yield _finding(*match.span("unit"), 0.6)
    for match in (*LOWER.finditer(low), *LOWER_BEFORE.finditer(low), *SEEN.finditer(low)):
        if kind(match["street"].rsplit(None, 1)[-1]):
            yield _finding(*match.span("street"), 0.6)
    yield from _without_number(text)


def _is_street(words: str) -> bool:
    last = words.rsplit(None, 1)[-1]
    found = kind(last.casefold())
    return found == "sure" or (found is not None and last[0].isupper())


def _without_number(text: str) -> Iterator[Finding]:
    """Find a street without a number; what the sentence does not make sure is found beside a name only."""
    lives, people = Cues(LIVES, text), Cues(PEOPLE, text)
    for match in WORD.finditer(text):
        found, start = _named(text, match)
        if found and ALIGHT.search(before(text, start, 12)):
            low = match.group().casefold()
            if not _may_be_a_town(text, start, low, found):
                yield _finding(start, match.end(), _certainty(text, start, match.end(), found, lives, people))


def _named(text: str, match: re.Match[str]) -> tuple[Kind | None, int]:
    """Return what the word is, and where the street's name begins: "Ved" of "Ved Skoven"."""
    low = match.group().casefold()
    found = kind(low)
    left = before(text, match.start(), 40)
    if low in OWN_WORDS:
        length = named_before(left)
        return ("sure", match.start() - length) if length else (None, match.start())
    if found != "sure" and left.endswith(" "):
        first = left[:-1].rpartition(" ")[2]
        if first[:1].isupper() and is_a_street_of_two(first, match.group()):
            return "sure", match.start() - len(first) - 1
    return found, match.start() - (signs_before(left, low) if found else 0)


def _certainty(text: str, start: int, end: int, found: Kind, lives: Cues, people: Cues) -> float:
    begins, ends = sentence(text, start, end)
    if lives.between(begins, start):
        return 0.6
    if people.between(begins, ends):
        return 0.55 if found != "maybe" else 0.5
    return BESIDE_A_NAME


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around [start, end) begins and ends, looking some hundred signs to either side."""
    left = text[max(0, start - 120) : start]
    right = text[end : end + 120]
    begins = max(left.rfind(sign) for sign in (". ", "! ", "? ", "\n"))
    stops = [place for sign in (". ", "! ", "? ", "\n") if (place := right.find(sign)) >= 0]
    return start - len(left) + begins + 1, end + min(stops, default=len(right))


def _may_be_a_town(text: str, start: int, low: str, found: Kind) -> bool:
    """Whether "i Assentoft" is a village: a name without its article, where one is in and not on it."""
    if found == "sure":
        return False
    indefinite = not low.endswith(("en", "et", "ne"))
    return low in big_towns() or is_small(low) or (indefinite and not ON.search(before(text, start, 6)))


def _finding(start: int, end: int, certainty: float) -> Finding:
    return Finding(start, end, Type.ADDRESS, certainty, Reason.CUE, SUGGESTION)


__all__ = ["dwellings", "sentence"]
