"""What the word lists know of a word: is it a first name, how common, a surname, a place, an ordinary word?"""

from dataclasses import dataclass
from functools import cache, lru_cache

from faelled.core.guard.words import lines

STEPS = (150, 1000, 4000, 12000)
"""Ranks at which a first name becomes less common."""
ENDINGS = (
    "ernes", "erne", "enes", "ende", "edes", "ene", "ede", "ens", "ets", "ers", "ere", "est", "en", "et",
    "er", "es", "te", "de", "ne", "e", "s", "r", "t", "n",
)  # fmt: skip
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists names are judged by; `ranks` begins at 0 with the commonest first name."""

    ranks: dict[str, int]
    surnames: frozenset[str]
    foreign: frozenset[str]
    places: frozenset[str]
    dictionary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the lists say of one word. `rank`: None for no first name; `ordinary`: see the function of that name."""

    bare: str
    rank: int | None
    surname: bool
    place: bool
    ordinary: int

    @property
    def is_word(self) -> bool:
        """Whether it is an ordinary word; one made of two may be so by chance."""
        return self.ordinary in {1, 2}

    @property
    def step(self) -> int:
        """How common a first name it is: 0 none, 1 hardly, 5 very."""
        if self.rank is None:
            return 0
        return len(STEPS) + 1 - sum(self.rank >= step for step in STEPS)


@cache
def lists() -> Lists:
    """Return the lists, read once."""
    ranks = {name: rank for rank, name in enumerate(lines("first_names"))}
    first, last = set[str](), set[str]()
    for line in lines("foreign_names"):
        before, _, after = line.partition("|")
        first.update(before.split())
        last.update(after.split())
    for name in sorted(first):  # a set has another order in each process, and the model learns from this one
        ranks[name] = min(ranks.get(name, STEPS[2]), STEPS[2])
    return Lists(
        ranks,
        frozenset(lines("last_names")) | last,
        frozenset(first | last),
        frozenset(lines("places")),
        frozenset(lines("dictionary")),
    )


@lru_cache(maxsize=8_192)
def known(low: str) -> Known:
    """Return what the lists say of *low*, a word in small letters; also in the genitive and joined by a hyphen."""
    have = lists()
    bare = low
    if low not in have.ranks and low not in have.surnames:
        cut = low[:-2] if low.endswith(("'s", "’s")) else low[:-1] if low.endswith("s") else low
        if cut in have.ranks or cut in have.surnames or cut != low[:-1]:
            bare = cut
    rank = have.ranks.get(bare)
    surname = bare in have.surnames
    if rank is None and "-" in bare:
        parts = bare.split("-")
        rank = max((have.ranks[p] for p in parts if p in have.ranks), default=None)
        surname = surname or parts[-1] in have.surnames
    return Known(bare, rank, surname, bare in have.places or low in have.places, ordinary(low))


@lru_cache(maxsize=8_192)
def ordinary(low: str) -> int:
    """Return how *low* is an ordinary word: 1 listed, 2 a listed one with an ending, 3 made of two; else 0."""
    words = lists().dictionary
    if low in words:
        return 1
    if len(low) > 40 or not low.isalpha():
        return 0
    if _bent(low, words):
        return 2
    for cut in range(SHORTEST, len(low) - SHORTEST):
        head, tail = low[:cut], low[cut:]
        if (tail in words or _bent(tail, words)) and (
            head in words or (head[-1] in "se" and head[:-1] in words)
        ):
            return 3
    return 0


def _bent(low: str, words: frozenset[str]) -> bool:
    for ending in ENDINGS:
        if low.endswith(ending):
            stem = low[: -len(ending)]
            if len(stem) >= SHORTEST and (
                stem in words
                or (ending != "s" and stem + "e" in words)
                or (stem[-1] == stem[-2] and stem[:-1] in words)
            ):
                return True
    return False


__all__ = ["Known", "Lists", "known", "lists", "ordinary"]
