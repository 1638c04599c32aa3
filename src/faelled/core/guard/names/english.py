"""Names in English lines, of which the model knows next to nothing: the lists decide, and what stands behind."""

from collections.abc import Iterator
from functools import cache

from faelled.core.guard.finding import Reason
from faelled.core.guard.words import lines

from .candidate import Candidate, not_names
from .known import known
from .tokens import Line

LISTED, TOLD = 0.6, 0.6
ENGLISH_SURE = 0.7
"""So sure the model must be in an English line of a name that is in no list."""
DOES = frozenset((
    "will", "was", "is", "has", "had", "said", "says", "called", "asked", "can", "came", "comes", "needs", "wants",
    "lives", "left", "brought", "helps", "told", "knows", "speaks", "wrote", "would", "could", "likes", "works",
))  # fmt: skip


def is_english(line: Line) -> bool:
    """Whether *line* is English, of which the model knows next to nothing."""
    telling, words = english()
    lows = [low for low in line.lows() if low[0].isalpha()]
    return 3 * sum(low in telling for low in lows) > len(lows) or words.issuperset(lows)


def is_english_name(line: Line, one: Candidate) -> bool:
    """Whether the candidate in an English line holds a listed name or is nearly sure, and is no word of English.

    A common name that is a word too ("Mark", "Hope") has its capital in the middle of a sentence.
    """
    tokens = line.tokens[one.first : one.last + 1]
    lows = [token.text.lower() for token in tokens]
    _, words = english()
    if words.intersection(lows):
        inside = not line.starts[one.first] and not line.level and tokens[0].text[0].isupper()
        return inside and known(lows[0]).step > 2 and lows[0] not in not_names()
    listed = any(known(low).rank is not None or known(low).surname for low in lows)
    return listed or (one.certainty >= ENGLISH_SURE and tokens[0].text[0].isupper() and not line.level)


@cache
def english() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that tell English from Danish, and those and all other common English ones."""
    telling, *others = (frozenset(line.split()) for line in lines("english"))
    return telling, telling.union(*others)


def in_english(line: Line) -> Iterator[Candidate]:
    """Yield words with a capital that are listed first names and no English word, or do what a person does."""
    if line.level:
        return
    _, words = english()
    for place, token in enumerate(line.tokens):
        low = token.text.lower()
        if not (token.text[0].isupper() and token.text[1:].islower()) or low in words or low in not_names():
            continue
        seen = known(low)
        after = line.tokens[place + 1].text if place + 1 < len(line.tokens) else ""
        if seen.step and not seen.place:
            yield Candidate(place, place, LISTED, reason=Reason.LIST)
        elif not seen.ordinary and not seen.place and line.starts[place] and after in DOES:
            yield Candidate(place, place, TOLD, reason=Reason.CUE)


__all__ = ["english", "in_english", "is_english", "is_english_name"]
