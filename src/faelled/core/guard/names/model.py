"""The model of names: a linear chain over the words of a line, learned by `./faelled guard train`."""

from functools import cache
from importlib.resources import files

import pycrfsuite

from .signs import signs
from .tokens import Line

FILE = "names.bin"
BEGIN, INSIDE, PUBLIC, NOTHING = "B", "I", "P", "O"
"""The first and a further word of a person's name; a name out of a book; any other word."""
POSSIBLE = 0.1
"""From this chance on the model's word is worth a question."""
NO_CHANCE = (0.0, 0.0, 0.0)


@cache
def tagger() -> "pycrfsuite.Tagger":
    """Return the model, read once."""
    tagger = pycrfsuite.Tagger()
    # The model is read where these bytes lie: they must live as long as it does.
    tagger.open_inmemory(_stored())
    return tagger


@cache
def _stored() -> bytes:
    return (files(__package__) / FILE).read_bytes()


def chances(line: Line) -> list[tuple[float, float, float]]:
    """Return for each token how likely it begins a name, goes on with one, or is one out of a book."""
    if not any(token.text[0].isalpha() for token in line.tokens):
        return [NO_CHANCE] * len(line.tokens)
    model = tagger()
    model.set(pycrfsuite.ItemSequence(list(signs(line))))
    return [_chances(model, place) for place in range(len(line.tokens))]


def _chances(model: "pycrfsuite.Tagger", place: int) -> tuple[float, float, float]:
    """Return the three chances of a token; where they are next to nothing together, none is asked for by itself."""
    if 1.0 - model.marginal(NOTHING, place) < POSSIBLE:
        return NO_CHANCE
    return model.marginal(BEGIN, place), model.marginal(INSIDE, place), model.marginal(PUBLIC, place)


__all__ = ["BEGIN", "FILE", "INSIDE", "NOTHING", "POSSIBLE", "PUBLIC", "chances", "tagger"]
