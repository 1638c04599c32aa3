"""From a text to the words it is found by: lower case, letters in one spelling, without their endings."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
# Who lacks the keys writes aa, ae, oe; both spellings become the one of a single letter.
_SPELLED_OUT = (("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ä", "æ"), ("ö", "ø"))
_BARE = str.maketrans("æøå", "aoa")
_SAY_NOTHING = frozenset((
    "og", "i", "at", "det", "er", "en", "et", "den", "de", "til", "på", "af", "for", "med", "som", "der", "har",
    "jeg", "vi", "du", "han", "hun", "ikke", "om", "var", "kan", "men", "os", "så", "fra", "the", "a", "an", "and",
    "of", "to", "is", "it", "that", "on", "with", "as", "was", "we", "you",
))  # fmt: skip
LONGEST = 40
_stemmer = snowballstemmer.stemmer("danish")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return *word* without its ending, in one spelling: "Bøgerne" and "boegerne" are both "bøg"."""
    low = unicodedata.normalize("NFC", word.casefold())
    for spelled, letter in _SPELLED_OUT:
        low = low.replace(spelled, letter)
    return str(_stemmer.stemWord(low[:LONGEST]))


def bare(word: str) -> str:
    """Return a stem as it is written without any Danish letter: "bøg" is "bog", too."""
    return word.translate(_BARE)


def stems(text: str) -> list[str]:
    """Return the stems of *text*, in order; words that say nothing are left out where others stand."""
    found = _WORD.findall(text)
    telling = [word for word in found if word.casefold() not in _SAY_NOTHING]
    return [stem(word) for word in telling or found]


def words_for_search(title: str, body: str) -> str:
    """Return what is kept beside a text to find it by: the stems of its title, and after a bar those of its body."""
    return " ".join(stems(title)) + "|" + " ".join(stems(body))
