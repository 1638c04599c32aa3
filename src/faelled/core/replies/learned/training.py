"""Learn the weights from examples: multinomial logistic regression with steps that grow smaller, in plain Python.

The same examples in the same order give the same bytes: the order of learning is shuffled by a fixed rule, without
a random generator.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faelled.core.replies.learned.weights import LABELS, SIZE, places_of, shares, shrink_of

ROUNDS, RATE, DECAY = 6, 0.5, 1e-3
_START = 1e-3
_SMALL = 0.003
_STRIDE = 7919  # a prime: walking the examples in this stride mixes what was written together


@dataclass(frozen=True, slots=True)
class Example:
    """The places of a stretch's signs, the number of its label, and how much it counts."""

    places: tuple[int, ...]
    label: int
    weight: float = 1.0


def example(signs: Sequence[str], label: str, weight: float = 1.0) -> Example:
    """Return an example for training."""
    return Example(tuple(places_of(signs)), LABELS.index(label), weight)


def trained(examples: Iterable[Example], *, rounds: int = ROUNDS) -> list[array]:  # type: ignore[type-arg]
    """Return one row of weights a label."""
    todo = list(examples)
    rows = [array("d", bytes(8 * SIZE)) for _ in LABELS]
    seen = [array("d", [_START]) * SIZE for _ in LABELS]
    for turn in range(rounds):
        for n in range(len(todo)):
            _learn(todo[(n * _STRIDE + turn * 31) % len(todo)], rows, seen)
    return rows


def _learn(one: Example, rows: Sequence[array], seen: Sequence[array]) -> None:  # type: ignore[type-arg]
    """Take one step with one example (AdaGrad: a place that was seen often moves less)."""
    places, root = one.places, math.sqrt
    shrink = shrink_of(places)
    chances = shares([sum(map(row.__getitem__, places)) * shrink for row in rows])
    for k, (row, often) in enumerate(zip(rows, seen, strict=True)):
        slope = (chances[k] - (k == one.label)) * one.weight
        if -_SMALL < slope < _SMALL:
            continue
        slope *= shrink
        square = slope * slope
        for p in places:
            now = often[p] + square
            often[p] = now
            row[p] -= RATE * (slope + DECAY * row[p]) / root(now)


__all__ = ["Example", "example", "trained"]
