"""What the space itself knows: its people's names and those of its houses and services. They are shown in grey."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .known import known
from .tokens import TOKEN, Token

PARTICLES = frozenset((
    "de", "von", "bint", "da", "el", "af", "du", "bin", "di", "ibn", "le", "den", "der", "van", "al", "la",
))  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Space:
    """The names a text may hold: `people` by each word of theirs, `houses` by the first word of each."""

    people: dict[str, list[frozenset[str]]]
    houses: dict[str, list[tuple[str, ...]]]

    def is_own(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether tokens [first, last] name one of the people: by words of one and the same name alone."""
        parts = [part for token in tokens[first : last + 1] for part in LETTERS.findall(token.text.lower())]
        words = {known(part).bare for part in parts if len(part) > 1 and part not in PARTICLES}
        whole = {part for part in parts if len(part) > 1 and part not in PARTICLES}
        wanted = next(iter(words), "")
        mine = [*self.people.get(wanted, ()), *(name for word in whole for name in self.people.get(word, ()))]
        return bool(words) and any(words <= name or whole <= name for name in mine)

    def houses_in(self, tokens: Sequence[Token]) -> set[int]:
        """Return which of *tokens* belong to the name of a house or a service."""
        if not self.houses:
            return set()
        lows = [token.text.lower() for token in tokens]
        inside: set[int] = set()
        for place, low in enumerate(lows):
            for name in self.houses.get(low, self.houses.get(low.removesuffix("s"), ())):
                here = lows[place : place + len(name)]
                if (
                    len(here) == len(name)
                    and here[:-1] == list(name[:-1])
                    and here[-1].removesuffix("s") == name[-1].removesuffix("s")
                ):
                    inside.update(range(place, place + len(name)))
        return inside


def space_of(people: Collection[str], houses: Collection[str]) -> Space:
    """Return the space with these names in it; a list is read once for as long as it stays the same."""
    return _space(frozenset(people), frozenset(houses))


@lru_cache(maxsize=64)
def _space(people: frozenset[str], houses: frozenset[str]) -> Space:
    by_word: dict[str, list[frozenset[str]]] = {}
    for name in sorted(people):
        words = frozenset(LETTERS.findall(name.lower()))
        for word in sorted(words - PARTICLES):
            by_word.setdefault(word, []).append(words)
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(houses):
        parts = tuple(match.group().lower() for match in TOKEN.finditer(name))
        if parts:
            by_first.setdefault(parts[0], []).append(parts)
    return Space(by_word, by_first)


__all__ = ["Space", "space_of"]
