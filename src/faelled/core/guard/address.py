"""Postal addresses: a street with a number, a postal code with its place, a post box, a spot on the map."""

import re
from collections.abc import Iterator

from .finding import Context, Finding, Reason, Type
from .numbers import Cues, after, before
from .place import is_of, is_small, postal_codes
from .street import OWN_WORDS, Kind, is_a_street_of_two, kind, signs_before

SUGGESTION = "[adresse]"
BEFORE_NUMBER = re.compile(
    r"(?<![^\W_])([^\W\d_][^\W\d_'’-]{0,40}\.?),?[ ]{0,2}(?:\n(?=\d{1,3}[ ,.]))?"
    r"(?:på )?(?:(?:nr|no)\.?[ ]?|nummer[ ])?(?P<number>\d{1,3}(?!\d)|(?<=[ ])(?:to|tre|fire|fem|seks|"
    r"syv|otte|ni|ti|elleve|"
    r"tolv|tretten|fjorten|"
    r"femten|seksten|sytten|atten|nitten|\w{2,5}og\w{4,9})(?![^\W_]))"
)
LETTER = (
    r"(?:[A-Za-zÆØÅæøå](?![^\W_])|\s[A-HJ-ZÆØÅ](?![^\W_]|\.\s?[A-ZÆØÅ])|\s[a-hj-np-z](?=,|\s\d|\s(?:st|"
    r"tv|th|mf|kld|men|og|hvor|der|"
    r"hun|han|så|for|med|til|hos)\b|[.;)!?]|\Z))?"
)
FLOOR = (
    r"(?:,?\s(?:første|anden|tredje|fjerde|femte|nederste|øverste|ground|top|first|second|third) (?:sal|etage|floor))?"
    r"(?:,?\s?(?:(?:st|stuen|stueetagen|kld|kl|kælder|kælderen|parterre)\b\.?(?!\s?\d\d)|"
    r"\d{1,2}(?:st|nd|rd|th) floor\b|"
    r"\d{1,2}\s?\.?,?\s?(?:sal|etage|floor|tv|th|mf|t\.?\s?v|t\.?\s?h|til (?:højre|venstre))\b\.?))?"
)
DOOR = (
    r"(?:,?\s?(?:(?:tv|th|mf|t\.\s?v|t\.\s?h|til højre|til venstre|midt for|bagh|"
    r"(?:i )?(?:baghuset|kælderen|gården|baggården|sidehuset|forhuset|opgangen))\b\.?|"
    r"(?:dør|lejl|lejlighed|vær|værelse|opgang|blok|bolig|stue|indgang|apt|flat|room)\b\.?\s?(?:nr\.?\s?)?\w{1,4}\b)){0,3}"
)
ALSO = r"(?:\s?(?:og|/|eller|&)\s?\d{1,3}[a-z]?(?![\w.:]|\s(?:børn|unge|personer|timer|kl)))?"
NAKED_FLOOR = r"(?:\.\s?(?:th|tv|mf)\b|,\s?\d{1,2}\.(?=[\s,;)]|\Z)(?!\s[a-zæøå]{3}))?"
TAIL = re.compile(LETTER + ALSO + FLOOR + NAKED_FLOOR + DOOR)
# What of a place may stand behind an address: its postal code, or its name.
TOWN = re.compile(
    r",?[ \n]{1,2}(?:(?:DK[ -]?)?(?P<code>[1-9]\d{3}),?[ ](?=[^\W\d_])|(?:i )(?=[A-ZÆØÅ])|"
    r"(?<=[,\n] )(?=[A-ZÆØÅ]))(?P<name>[\w.]+(?:[ -][\w.]+){0,2})"
)
# A postal code right behind the number, and no town: "Birkevej 3 8900".
CODE_BEHIND = re.compile(r",?[ ](?:DK[ -]?)?(?P<code>[1-9]\d{3})(?![\w]|[.,]\d| ?(?:kr|km|meter|kvm|m2))")
# "Fanø Bad", "Lystrup By": the part of a small place.
PART = re.compile(r" (?:Bad|By|Havn|Strand|Stationsby|Kirkeby|Mark|Hede|[A-ZÆØÅ]{1,2})(?![^\W_])")
DOORED = re.compile(r"(?i)(?<![^\W_])(?:st|th|tv|mf|kld|sal|stuen|floor)(?![^\W_])")
CLOCK = re.compile(r"[:.]\d\d(?!\d)|\s?-\s?\d{1,2}(?:[:.]\d\d)?(?!\d)|\s?(?:til|to)\s\d")
DATE = re.compile(
    r"\.?\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\s?/\s?\d|[.]\s?\d|\.\s(?!sal|th|tv|mf)[a-zæøå]"
)
COUNTED = re.compile(
    r"(?i)\s?(?:personer|deltagere|minutter|min|timer|gange|børn|stk|mand|kr|dage|uger|pladser|år|km|"
    r"meter|m2|kvm|"
    r"måneder|familier|unge|voksne|frivillige|bøger|bind|procent|%|people|hours|minutes|children|pct|"
    r"kroner|euro|liter|kilo|kg|borde|stole|besøgende)(?![^\W_])"
)
LIVES = re.compile(
    r"\b(?:bor|boede|bo|bopæl|boende|flytte\w*|adresse\w*|lejlighed\w*|lejer|"
    r"lejet|fremlejer?|fremlejet|overnatter|hjemme hos|henter?\w*|"
    r"afhent\w*|opholder|"
    r"lives?|living|moved|address)\b"
)
PUBLIC = re.compile(
    r"(?i)(?<![^\W_])(?!krisecent)(?:filial\w*|\w*bibliotek\w*|familiehus\w*|\w*klub(?:ben)?|\w*skolen?s?|kommune\w*|"
    r"jobcent\w+|rådhus\w*|"
    r"caf[eé]\w*|væreste\w*|lægehus\w*|kirken?|\w*hallen|\w*center|\w*centret|kulturhus\w*|"
    r"borgerservice|netto|rema|føtex|"
    r"butik\w*|bager\w*|\w*museet|\w*børnehave\w*|vuggestue\w*|kontor\w*|\w*rådgivning\w*|\w*lokaler?n?e?|"
    r"vores (?:nye )?adresse|afdeling\w*|bogbus\w*|stoppested\w*|svømmehal\w*|besøgsadresse\w*|"
    r"mødested\w*|butikken|"
    r"vi (?:mødes|ses|holder til|åbner|bor)|holder til|åbent hus|"
    r"\w*spisning|koncert\w*|foredrag\w*|arrangement\w*|udstilling\w*|apotek\w*|foreningen|open|"
    r"library|school)"
    r"(?![^\W_])[^.!?\n\d]{0,30}\Z"
)
# A house that moves takes its address with it.
MOVED = re.compile(
    r"(?i)(?<![^\W_])(?!krisecent)(?:ambulatori\w*|\w*klinik\w*|lægehus\w*|tandlægen?|\w*bibliotek\w*|\w*kontor\w*|\w*klubben|\w*center|"
    r"\w*centret|\w*skolen|butik\w*|afdelingen|caf[eé]en|værested\w*|\w*rådgivning\w*|\w*forening\w*|apotek\w*) "
    r"(?:er |var |bliver |blev |skal )?flytte\w* (?:til|ind på|hen på) \Z"
)
PERSON = re.compile(
    r"(?i)\b(?:hun|han|hende|ham|mor|moren|far|faren|familien?|deres|hendes|hans|de bor|drengen|pigen|"
    r"barnet|børnene|"
    r"datteren|sønnen|kæresten|ekskæresten|eksen|manden|konen|søsteren|broren|bror|søster|veninden|de små|"
    r"mormor|farmor|morfar|farfar|she|he|her|his|mother|father)\b"
)
NEAR = re.compile(
    r"(?i)\b(?:bor|boede|bo|lives?|adresse\w*|opholder sig|flytte[rt]?|flyttede)\b[^.!?\d]{0,20}\Z"
)
PLACED = re.compile(r"(?i)(?:\b(?:i|på|ad|af|ved|fra|til|bor|boede|på hjørnet af|on|at|in|er|:)|[:,(])\s\Z")
NO_STREET = frozenset((
    "på", "i", "kl", "klokken", "uge", "uger", "nr", "nummer", "den", "d", "de", "og", "eller", "til", "fra",
    "hus", "bor", "bo", "ca", "er", "var", "ad", "af", "ved", "for", "med", "om", "alle", "have", "sag",
    "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "januar", "februar", "marts",
    "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december", "side",
    "kapitel", "forslag", "mulighed", "gruppe", "hold", "dag", "trin", "hun", "han", "lokale", "klasse", "afsnit",
    "bind", "bus", "linje", "sal", "opgang", "blok", "rum", "værelse", "lejlighed", "jeg", "vi", "du", "der", "over",
    "under", "cirka", "omkring", "mellem", "næsten", "højst", "mindst", "kun", "hos", "sammen", "på", "hele", "nu",
))  # fmt: skip
POSTAL = re.compile(
    r"(?<![\d.,/:-])(?:DK[ -]?)?(?P<code>[1-9]\d{3}),?[ \n]{1,2}(?P<name>[^\W\d_][\w.]*(?:[ -][\w.]+){0,2})"
)
CODE_ALONE = re.compile(
    r"(?i)\b(?:bor i|boede i|flytte[rt]? til|postnr\.?|"
    r"postnummer(?:et)?)\s(?:er\s)?([1-9]\d{3})(?![\d.,]?\d)"
)
BOX = re.compile(r"(?i)(?<![^\W_])(?:postbo(?:ks|x)|p\.?o\.? ?box)\s?(?:nr\.?\s?)?\d{1,5}(?!\d)")
# The number first, as in English: "lives at 14 Birkevej".
ENGLISH = re.compile(
    r"(?i:(?<![^\W_])(?:at|in|on|address:?|"
    r"flat \d{1,3},?)) (?P<address>\d{1,3}[a-z]? (?:[A-ZÆØÅ][^\W\d_]{1,20} )?[A-ZÆØÅ][^\W\d_]{2,24}"
    r"(?:vej|gade|vænget|stræde|allé|parken|bakken|(?<= )Street|(?<= )Road|(?<= )Avenue|(?<= )Lane))(?![^\W_])"
)
FROM = re.compile(r"\b(?:pendler|kommer|kom|rejser|cykler|kører|tager (?:bussen|toget))(?: \w+)? fra\s\Z")
SPOT = re.compile(
    r"(?<![\d.,])5[4-7][.,]\d{3,8}°?\s?[NØ]?[,;]?\s{1,2}(?:8|9|1[0-5])[.,]\d{3,8}(?!\d)"
    r"|(?<!/)///[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}"
)


def addresses(text: str, context: Context) -> Iterator[Finding]:
    """Find postal addresses in normalised *text*."""
    lives = Cues(LIVES, text)
    for match in BEFORE_NUMBER.finditer(text):
        found = _street(text, match, lives)
        if found:
            yield found
    for match in ENGLISH.finditer(text):
        yield _finding(*match.span("address"), 0.8, Reason.SHAPE)
    yield from _postal(text)
    for match in BOX.finditer(text):
        yield _finding(match.start(), _with_town(text, match.end()), 0.8, Reason.SHAPE)
    for match in SPOT.finditer(text):
        yield _finding(match.start(), match.end(), 0.8, Reason.SHAPE)


def _street(text: str, match: re.Match[str], lives: Cues) -> Finding | None:
    name, start = match[1].rstrip("."), match.start(1)
    low = name.casefold()
    left = before(text, start, 50)
    # "Skovv. 4" is a shortened "vej"; without its full stop it could be any word.
    shortened = match[1].endswith("v.") and len(low) > 4
    named = "sure" if shortened or low in OWN_WORDS else kind(low)
    if named != "sure" and _is_second_of_two(left, name):
        start, named = start - len(left.rsplit(None, 1)[-1]) - 1, "sure"
    if named is None or (named != "sure" and not (name[0].isupper() or lives.between(start - 50, start))):
        return _by_tail(text, match) or (_by_cue(text, match) if lives.between(start - 40, start) else None)
    about = name[0].isupper() or lives.between(start - 50, start)
    if match["number"].isalpha() and not (named == "sure" and about):
        return None
    if start == match.start(1):
        start -= signs_before(left, low)
    if low in OWN_WORDS and (start == match.start(1) or _is_beside_it(text[start : match.start(1)])):
        return None
    ahead = after(text, match.end(), 30)
    if _is_no_number(ahead, named == "sure", name):
        return None
    end = _end(text, match.end())
    return _finding(start, end, _certainty(text, start, end, match, named, lives), Reason.SHAPE)


def _is_second_of_two(left: str, name: str) -> bool:
    words = left.rsplit(None, 1)
    return (
        bool(words) and left.endswith(" ") and words[-1][:1].isupper() and is_a_street_of_two(words[-1], name)
    )


def _certainty(text: str, start: int, end: int, match: re.Match[str], named: Kind, lives: Cues) -> float:
    """Return how sure it is: a published house is only a question, and so is a listed word that nothing supports."""
    left = before(text, start, 60)
    about = lives.between(start - 50, start) or PERSON.search(left)
    if (PUBLIC.search(left) and not about) or MOVED.search(left):
        return 0.4
    if named == "sure":
        return 0.9
    tailed = end > match.end() or text[match.end() : match.end() + 1].isalpha()
    if about or tailed or PLACED.search(left) or not left.strip():
        return 0.7
    return 0.55 if text[start].isupper() else 0.4


def _is_beside_it(lead: str) -> bool:
    """Whether "ved kaj 4" only says what lies beside it, and names no street."""
    return lead.strip() in {"ved", "bag", "over", "under", "mellem"}


def _by_tail(text: str, match: re.Match[str]) -> Finding | None:
    """Return what no rule knows as a street, where a door or a postal code with its place stands behind the number."""
    name, place = match[1], match.end()
    if match["number"].isalpha() or name.casefold().rstrip(".") in NO_STREET or len(name) < 4:
        return None
    tail = TAIL.match(text, place)
    end = tail.end() if tail else place
    town = TOWN.match(text, end)
    coded = name[0].isupper() and town and town["code"] and _end_of_name(town, town["code"])
    if not coded and not (kind(name.casefold()) and DOORED.search(text[place:end])):
        return None
    start = match.start(1) - signs_before(before(text, match.start(1), 50), name.casefold())
    return _finding(start, _end(text, place), 0.8, Reason.SHAPE)


def _is_no_number(ahead: str, sure: bool, name: str) -> bool:
    if DATE.match(ahead) or COUNTED.match(ahead):
        return True
    return CLOCK.match(ahead) is not None and not _is_house_range(ahead, sure, name)


def _is_house_range(ahead: str, sure: bool, name: str) -> bool:
    """Whether "Storegade 10-12" counts houses: a sure street with a capital letter, and no minutes behind it."""
    return sure and name[0].isupper() and re.match(r"\s?-\s?\d{1,2}(?![:.]\d\d)", ahead) is not None


def _by_cue(text: str, match: re.Match[str]) -> Finding | None:
    """Return "ved søen 14" after "hun bor": a name no rule knows, where only the sentence tells."""
    name = match[1]
    left = before(text, match.start(1), 50)
    if name.casefold().rstrip(".") in NO_STREET or not NEAR.search(left) or match["number"].isalpha():
        return None
    ahead = after(text, match.end(), 30)
    at = re.search(r"(?i)\bved\s\Z", left)
    if (name[0].isupper() or at) and not (COUNTED.match(ahead) or CLOCK.match(ahead) or DATE.match(ahead)):
        start = match.start(1) - (len(at.group()) if at else 0)
        return _finding(start, _end(text, match.end()), 0.6, Reason.CUE)
    return None


def _end(text: str, place: int) -> int:
    """Return where the address ends that has its number before *place*: letter, floor, door, postal code, town."""
    tail = TAIL.match(text, place)
    end = tail.end() if tail else place
    return _with_town(text, end)


def _with_town(text: str, end: int) -> int:
    """Return where the postal code and the town end that stand behind an address which ends at *end*."""
    town = TOWN.match(text, end)
    found = _end_of_name(town, town["code"]) if town else 0
    if found:
        part = None if town and town["code"] else PART.match(text, found)
        return part.end() if part else found
    code = CODE_BEHIND.match(text, end)
    return code.end() if code and code["code"] in postal_codes() else end


def _end_of_name(match: re.Match[str], code: str | None) -> int:
    """Return where the longest beginning of the matched name ends that is the code's, or a small place; else 0."""
    words = re.split(r"(?<=[ -])|(?=[ -])", match["name"])
    for length in range(len(words), 0, -1):
        name = "".join(words[:length]).rstrip(". -")
        if is_of(code, name) if code else is_small(name.casefold()):
            return match.start("name") + len(name)
    return 0


def _postal(text: str) -> Iterator[Finding]:
    for match in POSTAL.finditer(text):
        end = _end_of_name(match, match["code"])
        if end:
            said = _sentence_before(text, match.start())
            about = LIVES.search(said) or PERSON.search(said) or FROM.search(said)
            yield _finding(match.start(), end, 0.7 if about else 0.45, Reason.LIST)
    for match in CODE_ALONE.finditer(text):
        yield _finding(match.start(1), match.end(1), 0.6, Reason.CUE)


def _sentence_before(text: str, place: int) -> str:
    return re.split(r"[.!?]\s", before(text, place, 80))[-1].lower()


def _finding(start: int, end: int, certainty: float, reason: Reason) -> Finding:
    return Finding(start, end, Type.ADDRESS, certainty, reason, SUGGESTION)


__all__ = ["LIVES", "PERSON", "addresses"]
