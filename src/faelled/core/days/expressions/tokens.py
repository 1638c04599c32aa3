"""A text cut into words, numbers and signs, each with its place and a key that forgives spelling.

The key is lower case without æ, ø, å and accents, and "aa", "ae", "oe" become one letter, so that "måske",
"maaske" and "maske" meet. One word is kept apart: "før" (before) must not meet "for".
"""

import re
from functools import lru_cache
from typing import NamedTuple

# Each alternative begins with another kind of character, so the scan never goes back: linear time.
# Half of a sign (a lone surrogate, from JSON or a broken charset) says nothing and cannot be encoded.
_TOKEN = re.compile(r"\n|\d+|[^\W\d_]+(?:['’´`][^\W\d_]+)*|[^\s\ud800-\udfff]")
_FOLD = str.maketrans(
    {
        "æ": "a",
        "ø": "o",
        "å": "a",
        "ä": "a",
        "ö": "o",
        "é": "e",
        "è": "e",
        "ü": "u",
        "’": "'",
        "´": "'",
        "`": "'",
    }
)
_APART = {"før": "foer", "foer": "foer", "førend": "foer", "inde": "inde"}
_LONG_NUMBER = 6


class Token(NamedTuple):
    """One word, number or sign: text[start:end]; value is set for whole numbers of at most six digits."""

    raw: str
    key: str
    start: int
    end: int
    value: int | None


def fold(word: str) -> str:
    """Return the key of a word."""
    return _folded(word) if len(word) <= _LONGEST_KEPT else _fold(word)


def _fold(word: str) -> str:
    low = word.lower()
    if low in _APART:
        return _APART[low]
    return low.translate(_FOLD).replace("aa", "a").replace("ae", "a").replace("oe", "o")


_LONGEST_KEPT = 30
_folded = lru_cache(maxsize=10_000)(_fold)


def tokenise(text: str) -> list[Token]:
    """Return the tokens of *text* in order; a line break is a token of its own."""
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        value = int(raw) if raw.isdecimal() and len(raw) <= _LONG_NUMBER else None
        out.append(Token(raw, fold(raw), match.start(), match.end(), value))
    return out


def keys(phrase: str) -> tuple[str, ...]:
    """Return the keys of the words in *phrase*, for looking it up."""
    return tuple(fold(m.group()) for m in _TOKEN.finditer(phrase))


def words_of(text: str) -> frozenset[str]:
    """Return the keys of the words in *text*: a readable way to write a set of words."""
    return frozenset(fold(word) for word in text.split())


def listed(text: str) -> tuple[str, ...]:
    """Return the phrases in *text*, parted by "|": a readable way to write many of them."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())
