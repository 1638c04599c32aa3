"""Names of persons: a small model, what the words around say, what looks public, and what the space knows."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from faelled.core.guard.finding import SURE, Context, Finding, Reason, Type

from .candidate import Candidate, not_names
from .candidates import AT_USER, SHORT_FORMS, candidates
from .consistency import again, parts_of
from .english import english
from .known import known
from .public import is_house, listed_figures, looks_public
from .signs import part_of_speech, shape_of
from .space import Space, space_of
from .tokens import Line, lines_of

SUGGESTION = "[navn]"
AS_PUBLIC, AS_AGAIN = 0.3, 0.6
MODEL_SAYS = 0.3
"""So much surer the model must be that a name is public than that it is somebody's, where no list says so."""
CERTAIN, UNLISTED, BEYOND_DOUBT = 0.65, 0.7, 0.95
"""So sure the model must be of what is no common name and an ordinary word besides; of what is in no list at all; of a
word that stands where names do."""
PLACED = 0.8
"""So sure the model must be of a town's name that is hardly a first name."""
SEASONS = frozenset(("april", "maj", "juni", "august", "vinter", "sommer", "may", "june"))
"""Times of the year that people are called after, in small letters too."""
SUITS = frozenset(("passer", "duer", "går", "fungerer", "lyder", "virker", "suits", "works"))
"""What a month does and nobody called after it, where people find a time."""
LONG, DEFINITE = 9, ("en", "et", "erne", "ene")
"""So end long words for things that begin a sentence and are in no dictionary: "Parkeringspladsen"."""
LONGEST_TITLE = 6
"""So many words a name out of a book has at most: a row of names is a list of people."""


def names(text: str, context: Context) -> Iterator[Finding]:
    """Find names in normalised *text*. The partnership's own people are found too, with Reason.OWN."""
    space = space_of(context.own_names, context.own_houses)
    seen = [(line, judged(line)) for line in lines_of(text)]
    sure = _sure(seen).union(*(sure_names(other) for other in context.thread))
    for line, found in seen:
        taken = {place for one in found if one.certainty >= SURE for place in range(one.first, one.last + 1)}
        repeated = [
            Candidate(p, p, AS_AGAIN, reason=Reason.CUE) for p in again(line.tokens, sure, taken, line.level)
        ]
        yield from _told(line, [*found, *repeated], space, sure)
    for match in AT_USER.finditer(text):
        yield Finding(*match.span(), Type.PERSON, CERTAIN, Reason.CUE, SUGGESTION)


@lru_cache(maxsize=256)
def sure_names(text: str) -> frozenset[str]:
    """Return the words of the sure names of *text*, another text of the same thread."""
    return frozenset(_sure((line, judged(line)) for line in lines_of(text)))


def _sure(seen: Iterable[tuple[Line, list[Candidate]]]) -> set[str]:
    return {
        part
        for line, found in seen
        for one in found
        if one.certainty >= SURE
        for part in parts_of(line.tokens, one.first, one.last)
    }


def judged(line: Line) -> list[Candidate]:
    """Return the candidates of *line*; what looks public is lowered, and what is no name after all left out."""
    public = listed_figures(line.tokens)
    found = (_judged(line, one, public) for one in candidates(line))
    return [one for one in found if one]


def _judged(line: Line, one: Candidate, public: list[tuple[int, int]]) -> Candidate | None:
    if one.first == one.last and not _may_stand(line, one):
        return None
    if one.last - one.first >= LONGEST_TITLE:
        # No name out of a book has so many words: this is a list of people.
        return replace(one, certainty=max(one.certainty, one.public))
    only = line.tokens[one.first].text if one.first == one.last else ""
    if (
        any(first <= one.first and one.last <= last for first, last in public)
        or one.public > one.certainty + MODEL_SAYS
        or looks_public(line.tokens, one.first, one.last)
        or (only and is_house(only))
    ):
        certainty = min(AS_PUBLIC, max(one.certainty, one.public))
        return replace(one, certainty=certainty, reason=Reason.PUBLIC)
    return one


def _may_stand(line: Line, one: Candidate) -> bool:
    """Whether a name of one word is more than a slip of the model: ordinary words must be names in the lists too."""
    token = line.tokens[one.first]
    low = token.text.lower()
    seen = known(low)
    small = line.level or token.text[0].islower()
    if token.text in SHORT_FORMS or (small and not line.level and low in english()[1]):
        return False
    if not not_names().isdisjoint({low, seen.bare}):
        if shape_of(token.text) in {"AA", "AAA", "aA"}:
            return False
        if low in SEASONS and _after(line, one) in SUITS:
            return False
        doubtless = small or line.starts[one.first]
        return one.certainty >= (BEYOND_DOUBT if doubtless else CERTAIN) and (not small or low in SEASONS)
    if one.reason is Reason.CUE:
        return True
    if line.starts[one.first] and seen.is_word and part_of_speech(_after(line, one)) == "p":
        return one.certainty >= BEYOND_DOUBT
    if line.starts[one.first] and not seen.step and len(low) > LONG and low.endswith(DEFINITE):
        return one.certainty >= BEYOND_DOUBT
    if seen.place and seen.step < 2:
        return one.certainty >= PLACED
    if seen.surname or seen.step:
        return not seen.is_word or one.certainty >= (CERTAIN if small or seen.step < 2 else SURE)
    if small:
        return not seen.ordinary and one.certainty >= UNLISTED
    return not seen.is_word or one.certainty >= CERTAIN


def _after(line: Line, one: Candidate) -> str:
    """Return the word behind a candidate, in small letters."""
    return line.tokens[one.last + 1].text.lower() if one.last + 1 < len(line.tokens) else ""


def _told(line: Line, found: Iterable[Candidate], space: Space, sure: Collection[str]) -> Iterator[Finding]:
    houses = space.houses_in(line.tokens)
    for one in found:
        start, last = line.tokens[one.first].start, line.tokens[one.last]
        low = last.text.lower()
        bare = low[:-1] if low[-1] == "s" and low[:-1] in sure else known(low).bare
        end = last.end - (len(low) - len(bare)) if last.text[0].isalpha() else last.end
        own = space.is_own(line.tokens, one.first, one.last) or houses.issuperset(
            range(one.first, one.last + 1)
        )
        reason = Reason.OWN if own else one.reason
        yield Finding(start, end, Type.PERSON, min(1.0, one.certainty), reason, SUGGESTION)


__all__ = ["names"]
