"""Postal addresses: a street with a number, a postal code with its place, a post box."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from .finding import Context, Finding, Reason, Type
from .numbers import Cues, after, before
from .words import lines

SUGGESTION = "[adresse]"
# Nearly only streets end so; with a number behind it, the word need not have a capital letter.
STRONG = (
    "vej", "vejen", "gade", "gaden", "allé", "alle", "alleen", "alléen", "stræde", "strædet", "vænge",
    "vænget", "boulevard", "boulevarden", "gyde", "gyden", "toft", "toften", "stien", "vang", "vangen",
    "brink", "brinken", "svinget", "esplanade", "esplanaden", "torv", "torvet", "plads", "pladsen",
    "kvarteret", "street", "road", "avenue",
)  # fmt: skip
# So end many other words too, so these count with a capital letter or beside a word about living somewhere.
WEAK = (
    "haven", "have", "parken", "park", "bakken", "bakke", "dalen", "dal", "engen", "eng", "marken", "mark",
    "lunden", "lund", "skoven", "krogen", "krog", "højen", "høj", "gården", "gård", "kajen", "kaj", "mosen",
    "agre", "ageren", "volden", "vold", "odden", "kæret", "løkken", "løkke", "bjerg", "åsen", "bro", "broen",
    "sti", "hegnet", "ager", "grunden", "høje", "banke", "banken", "minde", "husene", "kolonien", "ringen",
    "leddet", "diget", "strand", "stranden", "hus", "dammen", "bækken",
)  # fmt: skip
OWN_WORDS = frozenset((
    "vej", "gade", "allé", "alle", "stræde", "vænge", "boulevard", "torv", "plads", "have", "park", "bakke",
    "mark", "vang", "v", "kaj", "sti", "toft", "street", "road",
))  # fmt: skip
BEFORE_NUMBER = re.compile(
    r"(?<![^\W_])([^\W\d_][^\W\d_'’-]{0,40}\.?),?[ ]{0,2}(?:\n(?=\d{1,3}[ ,.]))?"
    r"(?:(?:nr|no)\.?[ ]?|nummer[ ])?(\d{1,3})(?!\d)"
)
LETTER = r"(?:[A-Za-zÆØÅæøå](?![^\W_])|\s[A-HJ-ZÆØÅ](?![^\W_]))?"
FLOOR = r"(?:,?\s?(?:(?:st|stuen|kld|kælderen)\b\.?(?!\s?\d\d)|\d{1,2}\s?\.?\s?(?:sal|etage|floor|tv|th|mf)\b\.?))?"
DOOR = r"(?:,?\s?(?:(?:tv|th|mf)\b\.?|(?:dør|lejl|lejlighed|vær|værelse|opgang|apt)\b\.?\s?\w{1,4}\b)){0,2}"
TAIL = re.compile(LETTER + FLOOR + DOOR)
CLOCK = re.compile(r"[:.]\d\d(?!\d)|\s?-\s?\d{1,2}(?:[:.]\d\d)?(?!\d)|\s?(?:til|to)\s\d")
DATE = re.compile(
    r"\.?\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\s?/\s?\d|[.]\s?\d|\.\s(?!sal)[a-zæøå]"
)
COUNTED = re.compile(
    r"(?i)\s?(?:personer|deltagere|minutter|min|timer|gange|børn|stk|mand|kr|dage|uger|pladser|år|"
    r"people|hours)\b"
)
PREFIX = re.compile(
    r"(?i)(?<![^\W_])(?:(?:gl|gml|sdr|ndr|nr|st|skt|sct|vestre|østre|nordre|søndre|gammel|ny|nye|store|"
    r"lille|øster|vester|"
    r"nørre|sønder|indre|ydre)\.?\s){1,2}\Z"
)
NAMED = re.compile(r"(?<![^\W_])(?:[A-ZÆØÅ][\w.'’-]{0,30}\s(?:(?:de|von|af|den)\s)?){1,3}\Z")
GENITIVE = re.compile(r"(?<![^\W_])\w{3,30}s\s\Z")
LIVES = re.compile(
    r"\b(?:bor|boede|bo|bopæl|boende|flytte\w*|adresse\w*|lejlighed\w*|lejer|hjemme hos|henter?\w*|afhent\w*|opholder|"
    r"lives?|living|moved|address)\b"
)
PERSON = re.compile(
    r"(?i)\b(?:hun|han|hende|ham|mor|moren|far|faren|familien?|deres|hendes|hans|de bor|she|he|her|his|"
    r"mother)\b"
)
PLACED = re.compile(r"(?i)\b(?:i|på|ad|af|ved|fra|til|bor|on|at|in)\s\Z")
NEAR = re.compile(r"(?i)\b(?:bor|boede|bo|lives?|adresse\w*|opholder sig)\b[^.!?\d]{0,20}\Z")
BARE = re.compile(r"(?<![^\W_])[A-ZÆØÅ][^\W\d_]{2,30}(?![^\W_])")
NO_STREET = frozenset((
    "på", "i", "kl", "klokken", "uge", "uger", "nr", "nummer", "den", "d", "de", "og", "eller", "til", "fra",
    "hus", "bor", "bo", "ca", "er", "var", "ad", "af", "ved", "for", "med", "om", "alle", "have", "sag",
    "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "januar", "februar", "marts",
    "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december", "side",
    "kapitel", "forslag", "mulighed", "gruppe", "hold", "dag", "trin",
))  # fmt: skip
POSTAL = re.compile(r"(?<![\d.,/:-])(?:DK[ -]?)?([1-9]\d{3}),?[ \n]{1,2}([^\W\d_][\w.]*(?:[ -][\w.]+){0,2})")
BOX = re.compile(r"(?i)(?<![^\W_])(?:postbo(?:ks|x)|p\.?o\.? ?box)\s?(?:nr\.?\s?)?\d{1,5}(?!\d)")


def addresses(text: str, context: Context) -> Iterator[Finding]:
    """Find postal addresses in normalised *text*."""
    lives = Cues(LIVES, text)
    for match in BEFORE_NUMBER.finditer(text):
        found = _street(text, match, lives)
        if found:
            yield found
    yield from _postal(text)
    yield from _without_number(text)
    for match in BOX.finditer(text):
        yield _finding(match.start(), match.end(), 0.8, Reason.SHAPE)


def _street(text: str, match: re.Match[str], lives: Cues) -> Finding | None:
    name, start = match[1].rstrip("."), match.start(1)
    low = name.casefold()
    # "Skovv. 4" is a shortened "vej"; without its full stop it could be any word.
    shortened = match[1].endswith("v.") and len(low) > 4
    known = low in OWN_WORDS or shortened or _ends_like_a_street(low, STRONG)
    weak = (
        not known
        and _ends_like_a_street(low, WEAK)
        and (name[0].isupper() or lives.between(start - 50, start))
    )
    if not known and not weak:
        return _by_cue(text, match) if lives.between(start - 40, start) else None
    left = before(text, start, 50)
    if low in OWN_WORDS:
        start -= _own_words(left)
        if start == match.start(1):
            return None
    else:
        prefix = PREFIX.search(left)
        start -= len(prefix.group()) if prefix else 0
    ahead = after(text, match.end(), 30)
    if (
        DATE.match(ahead)
        or COUNTED.match(ahead)
        or (CLOCK.match(ahead) and not _is_house_range(ahead, known, name))
    ):
        return None
    return _finding(start, _end(text, match.end()), 0.9 if known else 0.7, Reason.SHAPE)


def _is_house_range(ahead: str, known: bool, name: str) -> bool:
    """Whether "Storegade 10-12" counts houses: a sure street with a capital letter, and no minutes behind it."""
    return known and name[0].isupper() and re.match(r"\s?-\s?\d{1,2}(?![:.]\d\d)", ahead) is not None


def _own_words(left: str) -> int:
    """Return how many signs before "Vej" or "Gade" belong to the street's name."""
    found = NAMED.search(left) or PREFIX.search(left) or GENITIVE.search(left)
    return len(found.group()) if found else 0


@lru_cache(maxsize=4096)
def _ends_like_a_street(word: str, endings: tuple[str, ...]) -> bool:
    if not word.endswith(endings):
        return False
    stem = max(len(word) - len(ending) for ending in endings if word.endswith(ending))
    return stem >= 2 and word not in _not_streets()


@cache
def _not_streets() -> frozenset[str]:
    return frozenset(lines("not_streets"))


def _by_cue(text: str, match: re.Match[str]) -> Finding | None:
    """Return "ved søen 14" after "hun bor": a name no rule knows, where only the sentence tells."""
    name = match[1]
    left = before(text, match.start(1), 50)
    if name.casefold().rstrip(".") in NO_STREET or not NEAR.search(left):
        return None
    ahead = after(text, match.end(), 30)
    at = re.search(r"(?i)\bved\s\Z", left)
    if (name[0].isupper() or at) and not (COUNTED.match(ahead) or CLOCK.match(ahead) or DATE.match(ahead)):
        start = match.start(1) - (len(at.group()) if at else 0)
        return _finding(start, _end(text, match.end()), 0.6, Reason.CUE)
    return None


def _end(text: str, place: int) -> int:
    tail = TAIL.match(text, place)
    return tail.end() if tail else place


def _postal(text: str) -> Iterator[Finding]:
    for match in POSTAL.finditer(text):
        places = _places().get(match[1], frozenset())
        words = re.split(r"(?<=[ -])|(?=[ -])", match[2])
        for length in range(len(words), 0, -1):
            name = "".join(words[:length]).rstrip(".")
            if name.casefold() in places:
                yield _finding(match.start(), match.start(2) + len(name), 0.7, Reason.LIST)
                break


@cache
def _places() -> dict[str, frozenset[str]]:
    """Return the places of each postal code, folded, also without the district: "randers" of "Randers C"."""
    places: dict[str, set[str]] = {}
    for line in lines("postal_codes"):
        code, _, name = line.partition(" ")
        low = name.casefold()
        places.setdefault(code, set()).update({low, re.sub(r"\s(?:[a-zæøå]{1,2})$", "", low)})
    return {code: frozenset(names) for code, names in places.items()}


def _without_number(text: str) -> Iterator[Finding]:
    """Find a street without a number where somebody lives or can be met; a street alone tells nothing."""
    for match in BARE.finditer(text):
        low = match.group().casefold()
        if not _ends_like_a_street(low, STRONG):
            continue
        left = before(text, match.start(), 50)
        sentence = re.split(r"[.!?]\s", left)[-1]
        if PLACED.search(left) and (LIVES.search(sentence) or PERSON.search(sentence)):
            yield _finding(match.start(), match.end(), 0.55, Reason.CUE)


def _finding(start: int, end: int, certainty: float, reason: Reason) -> Finding:
    return Finding(start, end, Type.ADDRESS, certainty, reason, SUGGESTION)


__all__ = ["addresses"]
