"""Names of persons: common first names by rank and capital letter, and whatever a cue says is a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from .finding import Context, Finding, Reason, Type
from .words import lines

SUGGESTION = "[navn]"
COMMON = 1000
"""So many of the first names are common enough to be known without a capital letter."""
MOST_WORDS = 5
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
JOINT = re.compile(r"\.? |\.")
PARTICLES = frozenset((
    "de", "von", "bint", "da", "el", "af", "du", "bin", "di", "ibn", "le", "den", "der", "van", "al", "la",
))  # fmt: skip
CUES = frozenset((
    "hej", "hejsa", "kære", "hedder", "kaldes", "kaldet", "fru", "frk", "hr", "familien", "hi", "hello",
    "dear", "mr", "mrs", "ms", "named", "called",
))  # fmt: skip
# A name may stand on the line below these; what stands below a greeting is the letter itself.
CLOSINGS = frozenset(("mvh", "kh", "vh", "dbh", "hilsen", "hilsner", "regards", "wishes", "cheers"))
# Much else may follow these, so behind them only a listed name is one.
WEAK_CUES = frozenset(
    ("sagsbehandler", "kollega", "kollegaen", "veninden", "venligst", "er", "spørg", "kontakt", "is")
)
CUES_OF_TWO = frozenset(
    (("hilsen", "fra"), ("hilsner", "fra"), ("kalder", "ham"), ("kalder", "hende"), ("name", "is"))
)
AFTER_CUE = re.compile(r"[.,!:]? ")
AFTER_CLOSING = re.compile(r"[.,!:]?\s{1,2}")
PUBLIC_BEFORE = re.compile(r"(?i)(?:forfatter\w*|bogen|serien|digte af|romanen|figuren|filmen)\s\Z")
PUBLIC_AFTER = re.compile(
    r"(?:\s|-)?(?:Fonden|Fond|Skole|Skolen|Kirke|Vej|Gade|Plads|Allé|Café|Museum|museet|fonden|skolen)\b"
)
HOUSES = (
    "biblioteket", "centret", "centeret", "huset", "basen", "gruppen", "afdelingen", "teamet", "skolen",
    "kommune", "kommunen", "forvaltningen", "sekretariatet", "ingen", "ning", "haven", "klubben",
    "foreningen", "rådgivningen", "styrelsen",
)  # fmt: skip
SENTENCE = re.compile(r"(?:^|[.!?:;\n\"»”(•*-]\s{0,3})\Z")


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists names are judged by; `ranks` begins at 0 with the commonest name."""

    ranks: dict[str, int]
    ordinary: frozenset[str]
    not_names: frozenset[str]


@cache
def lists() -> Lists:
    """Return the lists, read once."""
    ranks = {name: rank for rank, name in enumerate(lines("first_names"))}
    return Lists(ranks, frozenset(lines("ordinary_names")), frozenset(lines("not_names")))


def names(text: str, context: Context) -> Iterator[Finding]:
    """Find names in normalised *text*. The partnership's own people are found too, with Reason.OWN."""
    own = {_folded(part) for name in context.own_names for part in WORD.findall(name)}
    tokens = list(WORD.finditer(text))
    place = 0
    while place < len(tokens):
        certainty, reason = _first(text, tokens, place, own)
        if not certainty:
            place += 1
            continue
        last = _last(text, tokens, place)
        if last > place and reason is Reason.LIST:
            certainty = max(certainty, 0.85)
        end = _without_genitive(tokens[last])
        if own and all(_is_own(token.group(), own) for token in tokens[place : last + 1]):
            reason = Reason.OWN
        elif PUBLIC_AFTER.match(text, tokens[last].end()) or PUBLIC_BEFORE.search(_left(text, tokens[place])):
            certainty = 0.3
        yield Finding(tokens[place].start(), end, Type.PERSON, certainty, reason, SUGGESTION)
        place = last + 1


def _left(text: str, token: re.Match[str]) -> str:
    return text[max(0, token.start() - 24) : token.start()]


def _first(text: str, tokens: list[re.Match[str]], place: int, own: set[str]) -> tuple[float, Reason]:
    """Return how sure it is that the token begins a name, and why; 0 when it does not."""
    token = tokens[place]
    word = token.group()
    low = _base(word.casefold())
    known = lists()
    if word.casefold() in known.not_names:
        return 0.0, Reason.SHAPE
    rank = known.ranks.get(low)
    if rank is None and low not in own and word[0].islower():
        return 0.0, Reason.SHAPE
    cued = None if low in known.not_names or low.endswith(HOUSES) else _cue(text, tokens, place)
    if cued and rank is not None:
        return 0.9, Reason.CUE
    if cued == "sure" and word[0].isupper() and len(word) > 1:
        return 0.6, Reason.CUE
    if low in own and word[0].isupper():
        return 0.9, Reason.LIST
    if rank is None or low in known.not_names:
        return 0.0, Reason.SHAPE
    return _listed(text, tokens, place, rank, low in known.ordinary), Reason.LIST


def _cue(text: str, tokens: list[re.Match[str]], place: int) -> Literal["sure", "weak"] | None:
    """Return how sure the words right before the token are that a name follows; None when they say nothing."""
    start = tokens[place].start()
    # "/Mette" signs a letter; "ja / nej" and "og/eller" do not.
    if text[max(0, start - 1) : start] in {"/", "~"} and not text[max(0, start - 2) : start - 1].strip():
        return "sure"
    if not place:
        return None
    last = tokens[place - 1].group().casefold()
    joint = text[tokens[place - 1].end() : start][:4]
    if last in CLOSINGS and AFTER_CLOSING.fullmatch(joint):
        return "sure"
    if not AFTER_CUE.fullmatch(joint):
        return None
    if last in CUES or (place > 1 and (tokens[place - 2].group().casefold(), last) in CUES_OF_TWO):
        return "sure"
    return "weak" if last in WEAK_CUES else None


def _listed(text: str, tokens: list[re.Match[str]], place: int, rank: int, ordinary: bool) -> float:
    token = tokens[place]
    upper = token.group()[0].isupper()
    starts = bool(SENTENCE.search(_left(text, token)))
    followed = _last(text, tokens, place) > place
    match (upper, ordinary):
        case (False, True):
            return 0.0
        case (False, False):
            return 0.3 if rank < COMMON and len(token.group()) > 4 else 0.0
        case (True, True):
            # "Hans Bruun" is a name, "Hans" or "Maj" where a sentence begins may be any word.
            return 0.8 if followed else 0.0 if starts else 0.4
        case _:
            return 0.8 if not starts or followed else 0.6 if rank < COMMON else 0.4


def _last(text: str, tokens: list[re.Match[str]], place: int) -> int:
    """Return the index of the last token that belongs to the name beginning at *place*."""
    last = place
    for ahead in range(place + 1, min(place + MOST_WORDS, len(tokens))):
        joint = text[tokens[ahead - 1].end() : tokens[ahead].start()]
        word = tokens[ahead].group()
        initial = len(tokens[ahead - 1].group()) == 1 or ahead == place + 1
        if joint != " " and not (joint == ". " and len(tokens[ahead - 1].group()) == 1 and initial):
            break
        if word in PARTICLES:
            continue
        if not _is_surname(word) or not tokens[place].group()[0].isupper():
            break
        last = ahead
    return last


def _is_surname(word: str) -> bool:
    low = re.sub(r"['’]s\Z", "", word.casefold())
    known = lists()
    return word[0].isupper() and low not in known.not_names and not low.endswith(HOUSES) and low != "jeg"


@lru_cache(maxsize=4096)
def _base(low: str) -> str:
    """Return *low* without a genitive's s where only that makes it a listed name."""
    ranks = lists().ranks
    bare = re.sub(r"['’]s?\Z|s\Z", "", low)
    return bare if low not in ranks and bare in ranks else low


def _without_genitive(token: re.Match[str]) -> int:
    low = token.group().casefold()
    return token.end() - (len(low) - len(_base(low)))


def _is_own(word: str, own: set[str]) -> bool:
    low = _folded(word)
    return low in own or len(low) == 1 or low in PARTICLES or re.sub(r"['’]?s\Z", "", low) in own


def _folded(word: str) -> str:
    return word.casefold()


__all__ = ["names"]
