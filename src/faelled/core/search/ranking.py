"""Which texts answer a query best: more of its words, rarer words, words of the title."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .words import bare, stems

_TITLE = 3.0
_SAME, _BARE, _LAST_PART, _FIRST_PART, _BEGINS = 1.0, 0.8, 0.6, 0.5, 0.4
_SHORTEST_PART = 3
_SHORTEST_BEGINNING = 4
_MOST_WORDS = 12
_VOWELS = frozenset("aeiouyæøå")


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found. words: as words_for_search made them."""

    key: int
    words: str


def rank(query: str, documents: Sequence[Document]) -> list[int]:
    """Return the keys of the documents that answer *query*, best first; of two alike, the one that stood first."""
    asked = list(dict.fromkeys(stems(query)))[:_MOST_WORDS]
    if not asked:
        return []
    parts = [
        [frozenset(part.split()) for part in document.words.partition("|")[::2]] for document in documents
    ]
    likeness = {word: _likenesses(word, _vocabulary(parts)) for word in asked}
    found: dict[str, list[float]] = {
        word: [max(_TITLE * _best(title, near), _best(body, near)) for title, body in parts]
        for word, near in likeness.items()
    }
    rarity = {word: _rarity(sum(map(bool, hits)), len(documents)) for word, hits in found.items()}
    scored = []
    for at, document in enumerate(documents):
        hits = [word for word in asked if found[word][at]]
        if hits:
            scored.append((-len(hits), -sum(found[w][at] * rarity[w] for w in hits), at, document.key))
    return [key for *_, key in sorted(scored)]


def _vocabulary(parts: Iterable[Sequence[frozenset[str]]]) -> Counter[str]:
    return Counter(word for part in parts for words in part for word in words)


def _rarity(holding: int, of: int) -> float:
    return math.log(1 + of / (holding or 1))


def _likenesses(asked: str, vocabulary: Iterable[str]) -> dict[str, float]:
    """Return how well each word that occurs at all answers the one asked for; the others are left out."""
    return {word: value for word in vocabulary if (value := likeness(asked, word))}


def _best(words: frozenset[str], near: dict[str, float]) -> float:
    return max((near[word] for word in words & near.keys()), default=0.0)


def likeness(asked: str, word: str) -> float:
    """Return how well *word* answers *asked*, both stems: the same, a part of the same compound, or its beginning."""
    if asked == word:
        return _SAME
    if bare(asked) == bare(word):
        return _BARE
    short, long = sorted((bare(asked), bare(word)), key=len)
    if len(short) < _SHORTEST_PART:
        return 0.0
    # What says what a compound is stands last in Danish: a "bogbus" is a bus.
    if long.endswith(short) and _is_part(long[: -len(short)]):
        return _LAST_PART
    if long.startswith(short):
        if _is_part(long[len(short) :]):
            return _FIRST_PART
        if len(short) >= _SHORTEST_BEGINNING:
            return _BEGINS
    return 0.0


def _is_part(rest: str) -> bool:
    return len(rest) >= _SHORTEST_PART and bool(_VOWELS & set(rest))
