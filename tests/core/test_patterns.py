"""R22: no pattern of the guard or of the grammar of times runs away, and neither does what is built of them."""

import re

import pytest

from faelled.core import guard
from faelled.core.days.expressions import scan_tokens, tokenise
from tests.core.patterns import SIZES, UNITS, all_of, attack, cost, patterns

MOST_FOR_TWICE_THE_TEXT, MOST_AT_64K = 2.3, 0.1
MEASURABLE = 0.004  # seconds of 64k: below it, the clock's own steps are most of a ratio


def growth(took):
    """Return how often the cost grows when the text is twice as long, on the average of the three last doublings."""
    return (took[-1] / took[-4]) ** (1 / 3) if took[-1] >= MEASURABLE else 1.0


def measured(work, unit, times):
    """Return what each size costs; what seems to grow too fast is tried again, since other work makes it seem so."""
    took = [cost(work, attack(unit, size), times) for size in SIZES]
    for _ in range(3):
        if growth(took) > MOST_FOR_TWICE_THE_TEXT:
            again = [cost(work, attack(unit, size), times) for size in SIZES]
            took = [min(pair) for pair in zip(took, again, strict=True)]
    return took


def worst(work, times=3):
    """Return the largest growth for twice the text, and the dearest 64k, each with the text."""
    found = {unit: measured(work, unit, times) for unit in UNITS}
    return max((growth(took), unit) for unit, took in found.items()), max(
        (took[-1], unit) for unit, took in found.items()
    )


def test_growth_is_told_for_twice_the_text():
    assert growth([1, 2, 4, 8, 16, 32, 64]) == pytest.approx(2)
    assert growth([1, 4, 16, 64, 256, 1024, 4096]) == pytest.approx(4)


def test_the_patterns_are_found_also_inside_tables():
    found = patterns()
    assert len(found) >= 50
    assert {"guard.email.LOCAL", "days.expressions.tokens._TOKEN"} <= found.keys()
    assert all(isinstance(pattern, re.Pattern) for pattern in found.values())


def test_the_texts_are_as_long_as_they_say():
    assert {len(attack(unit, size)) for unit in UNITS for size in SIZES} == set(SIZES)
    assert len(UNITS) == 20


@pytest.mark.fault
@pytest.mark.goal("R22")
def test_r22_a_pattern_costs_twice_as_much_for_twice_the_text(row):
    found = {name: worst(all_of(pattern)) for name, pattern in patterns().items()}
    (most, unit), name = max((ratio, name) for name, (ratio, _) in found.items())
    met = most <= MOST_FOR_TWICE_THE_TEXT
    row(
        f"{len(found)} patterns, 20 texts: most for twice the text",
        f"{most:.2f}, {name} on {unit!r}",
        met=met,
    )
    slow = sorted((seconds, name) for name, (_, (seconds, _)) in found.items() if seconds > MOST_AT_64K)
    told = ", ".join(f"{name} {seconds * 1000:.0f} ms" for seconds, name in reversed(slow))
    row("patterns that take more than 100 ms of 64k", f"{len(slow)}{': ' * bool(slow)}{told}", met=not slow)
    assert most < 3, "it grows faster than the text"


@pytest.mark.fault
@pytest.mark.goal("R22")
@pytest.mark.parametrize("what", ["the guard", "the grammar of times"])
def test_r22_what_is_built_of_them_grows_with_the_text_too(row, what):
    work = guard.find if what == "the guard" else lambda text: scan_tokens(tokenise(text))
    (most, unit), (seconds, dear) = worst(work, times=1)
    met = most <= MOST_FOR_TWICE_THE_TEXT
    row(f"{what}: most for twice the text", f"{most:.2f} on {unit!r}", met=met)
    print(f"\n{what}: 64k takes {seconds * 1000:.0f} ms on {dear!r}")
    assert most < 3, "it grows faster than the text"
