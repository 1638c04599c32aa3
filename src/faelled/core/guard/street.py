"""What is a street's name: by its ending, by the list of Danish streets, by the words before it."""

import re
from functools import cache, lru_cache
from typing import Literal

from .words import lines, listing

# Nearly only streets end so; with a number behind it, the word need not have a capital letter.
STRONG = (
    "vej", "vejen", "gade", "gaden", "allé", "alle", "alleen", "alléen", "stræde", "strædet", "vænge",
    "vænget", "boulevard", "boulevarden", "gyde", "gyden", "toften",
    "stien", "vangen", "brinken", "svinget", "esplanade", "esplanaden", "torv", "torvet", "plads", "pladsen",
    "kvarteret", "street", "road", "avenue",
)  # fmt: skip
# So end many other words too, so these count with a capital letter or beside a word about living somewhere.
WEAK = (
    "haven", "have", "parken", "park", "bakken", "bakke", "dalen", "dal", "engen", "eng", "marken", "mark",
    "lunden", "lund", "skoven", "krogen", "krog", "højen", "høj", "gården", "gård", "kajen", "kaj", "mosen",
    "agre", "ageren", "volden", "vold", "odden", "kæret", "løkken", "løkke", "bjerg", "åsen", "bro", "broen",
    "sti", "hegnet", "ager", "grunden", "høje", "banke", "banken", "minde", "husene", "kolonien", "ringen",
    "leddet", "diget", "strand", "stranden", "hus", "dammen", "bækken", "holmen", "vænger", "lyngen", "kilden",
    "toft", "vang", "brink",
)  # fmt: skip
OWN_WORDS = frozenset((
    "vej", "gade", "allé", "alle", "stræde", "vænge", "boulevard", "torv", "plads", "have", "park", "bakke",
    "mark", "vang", "v", "kaj", "sti", "toft", "street", "road", "avenue",
))  # fmt: skip
PREFIX = re.compile(
    r"(?i)(?<![^\W_])(?:(?:gl|gml|sdr|ndr|nr|st|skt|sct|vestre|østre|nordre|søndre|gammel|ny|nye|store|"
    r"lille|øster|vester|nørre|sønder|nord|syd|øst|vest|indre|ydre|sankt|ved|bag|over|under|"
    r"mellem)\.?\s){1,2}\Z"
)
NAMED = re.compile(r"(?<![^\W_])(?:[A-ZÆØÅ][\w.'’-]{0,30}\s(?:(?:de|von|af|den)\s)?){1,3}\Z")
GENITIVE = re.compile(r"(?<![^\W_])\w{3,30}s\s\Z")
INITIALS = re.compile(
    r"(?<![^\W_])(?:(?:[A-ZÆØÅ]\.\s?|(?:Chr|Dr|Th|Joh|Fr|Kong|Dronning|Prins|Carl|"
    r"C)\.?\s)){1,3}\Z"
)

Kind = Literal["sure", "listed", "maybe"]


@lru_cache(maxsize=4096)
def kind(word: str) -> Kind | None:
    """Return how sure it is that the folded *word* alone names a street: by ending, by list, by a weaker ending."""
    if word in _not_streets():
        return None
    if _ends(word, STRONG):
        return "sure"
    if len(word) >= 4 and word in listing("streets"):
        return "listed"
    return "maybe" if _ends(word, WEAK) else None


@lru_cache(maxsize=4096)
def is_a_street_of_two(first: str, second: str) -> bool:
    """Whether two words are a street of the list together, such as "Ved Skoven"."""
    return f"{first} {second}".casefold() in listing("streets")


def signs_before(left: str, low: str) -> int:
    """Return how many signs of *left* belong to the street's name that *low* ends: "Marsk Stigs " before "vej"."""
    found = PREFIX.search(left) or INITIALS.search(left)
    if low in OWN_WORDS:
        found = NAMED.search(left) or found or GENITIVE.search(left)
    return len(found.group()) if found else 0


LEADS = re.compile(r"(?i)(?:i|på|ad|ved|fra|til|om|af|over|on|at|in|near|bag|langs|forbi)\s")


def named_before(left: str) -> int:
    """Return how many signs of *left* name the street whose own word follows: "Niels Ebbesens " before "Gade"."""
    found = NAMED.search(left)
    if not found:
        return 0
    lead = LEADS.match(found.group())
    words = found.group()[lead.end() :] if lead else found.group()
    return len(words) if re.search(r"(?:\w{2}s|\w'|[.])\s\Z", words) and words[0].isupper() else 0


def _ends(word: str, endings: tuple[str, ...]) -> bool:
    if not word.endswith(endings):
        return False
    return max(len(word) - len(ending) for ending in endings if word.endswith(ending)) >= (
        1 if word[0] in "åøæ" else 2
    )


@cache
def _not_streets() -> frozenset[str]:
    return frozenset(lines("not_streets"))


__all__ = ["OWN_WORDS", "is_a_street_of_two", "kind", "named_before", "signs_before"]
