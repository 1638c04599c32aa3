"""What may be a name: tokens of a line, and how sure it is."""

from dataclasses import dataclass
from functools import cache

from faelled.core.guard.finding import Reason
from faelled.core.guard.words import lines


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens [first, last] of a line that may be a name. `public`: how likely it is one out of a book."""

    first: int
    last: int
    certainty: float
    public: float = 0.0
    reason: Reason = Reason.SHAPE


@cache
def not_names() -> frozenset[str]:
    """Return the words that stand where a name could and are none."""
    return frozenset(lines("not_names"))


__all__ = ["Candidate", "not_names"]
