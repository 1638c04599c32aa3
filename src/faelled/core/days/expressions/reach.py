"""A place in the tokens from which the rules look around."""

from collections.abc import Sequence
from itertools import pairwise

from faelled.core.days.expressions import lexicon
from faelled.core.days.expressions.kinds import Expression, Weekday
from faelled.core.days.expressions.tokens import Token
from faelled.core.days.expressions.words import word_of_time


class Reach:
    """The tokens seen from one of them: offset 0 is the token at hand, -1 the one before."""

    def __init__(
        self,
        tokens: Sequence[Token],
        found: list[Expression],
        likely: frozenset[tuple[int, int]],
        english: bool,
    ) -> None:
        self.tokens = tokens
        self._keys = [token.key for token in tokens]  # asked for some seventy times a word
        self.found = found
        self.likely = likely
        self.english = english
        self.here = 0

    def token(self, offset: int) -> Token | None:
        """Return the token at *offset*, None outside the text."""
        at = self.here + offset
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def key(self, offset: int) -> str:
        """Return the key at *offset*, "" outside the text."""
        at = self.here + offset
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def keys(self, offset: int, count: int) -> tuple[str, ...]:
        """Return *count* keys from *offset* on."""
        at = self.here + offset
        if 0 <= at <= len(self._keys) - count:
            return tuple(self._keys[at : at + count])
        return tuple([self.key(n) for n in range(offset, offset + count)])

    def value(self, offset: int) -> int | None:
        """Return the whole number at *offset*, or None."""
        token = self.token(offset)
        return token.value if token else None

    def adjacent(self, one: int, other: int) -> bool:
        """Whether the tokens from offset *one* to offset *other* touch each other."""
        span = self.tokens[max(self.here + one, 0) : self.here + other + 1]
        return len(span) == other - one + 1 and all(a.end == b.start for a, b in pairwise(span))

    def weekdayish(self, offset: int) -> bool:
        """Whether the word at *offset* is a weekday, or short for one."""
        key = self.key(offset)
        return key in lexicon.SHY_ABBREVIATIONS or isinstance(word_of_time(key), Weekday)

    def starts_time(self, offset: int) -> bool:
        """Whether a time is likely to begin at *offset*."""
        key = self.key(offset)
        return self.value(offset) is not None or key in (
            "kl",
            "klokken",
            "d",
            "den",
            "frokost",
            "the",
            "lunch",
        )

    def worth_a_look(self) -> bool:
        """Whether anything can begin here; signs other than # never do."""
        key = self.key(0)
        return bool(key) and (key[0].isalnum() or key == "#")
