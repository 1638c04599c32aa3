"""R22: every pattern of the guard and of the grammar of times, and texts on which patterns are known to run away."""

import importlib
import pkgutil
import re
import time

from faelled.core import days, guard, wishes

SIZES = [size * 1024 for size in (1, 2, 4, 8, 16, 32, 64)]
UNITS = [
    "a", "9", "æ", " ", "\n", "-", "(", "()", "> ", "1.", "9 9 ", "a@", "a.", "Aa ", "aA1. -", "12345678 ",
    "kl. ", "torsdag den 3. ", "Hej ", "Vej 3, 3000 ",
]  # fmt: skip


def attack(unit, size):
    """Return *size* signs of *unit* and one that ends no match."""
    return (unit * (size // len(unit) + 1))[: size - 1] + "\x07"


def patterns():
    """Return the compiled patterns by the name they have, those inside tuples and tables too."""
    found = {}
    for package in (guard, days, wishes):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    for pattern in _inside(value):
                        found.setdefault(pattern, f"{module.name.removeprefix('faelled.core.')}.{name}")
    return {name: pattern for pattern, name in found.items()}


def _inside(value, depth=3):
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in [*value, *value.values()]:
            yield from _inside(one, depth - 1)
    elif depth and isinstance(value, (tuple, list, frozenset)):
        for one in value:
            yield from _inside(one, depth - 1)
    elif depth and not isinstance(value, type) and hasattr(value, "__dataclass_fields__"):
        yield from _inside([getattr(value, field) for field in value.__dataclass_fields__], depth)


def cost(work, text, times):
    """Return the least processor seconds of a few tries: what the work costs, without what went on beside it."""
    took = []
    for _ in range(times):
        began = time.process_time()
        work(text)
        took.append(time.process_time() - began)
    return min(took)


def all_of(pattern):
    """Return the work of finding everything that *pattern* finds."""
    return lambda text: [None for _ in pattern.finditer(text)]
