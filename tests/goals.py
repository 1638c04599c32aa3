"""Goals by number (R6, P8): which test shows which, and the rows that `./faelled faults` prints.

`@pytest.mark.goal("R6")` gives a test its number, and that alone makes a row: so many of so many cases pass. The
fixture `row` reports figures instead. A test with a database of its own names it: `goal("R1", database="SQLite")`.
"""

import json
import os

import pytest
from django.db import connection

WANTED = frozenset(os.environ.get("FAELLED_GOALS", "").split())


def numbers(item):
    """Return the goals that the marks of a test name."""
    return [number for mark in item.iter_markers("goal") for number in mark.args]


def wanted(item):
    """Tell whether a run takes this test: every test, or those that show one of the goals that were asked for."""
    return not WANTED or bool(WANTED.intersection(numbers(item)))


def note(item, *, on_database):
    """Write the goals and the database of a test into pytest's own report, where the command finds them."""
    named = [mark.kwargs["database"] for mark in item.iter_markers("goal") if "database" in mark.kwargs]
    database = named[0] if named else connection.display_name if on_database else ""
    item.user_properties += [("goal", number) for number in numbers(item)] + [("database", database)]


@pytest.fixture
def row(request):
    """Report a figure: `row("lost of 10,000", 0, met=lost == 0)`.

    goal: when the test shows more than one; database: when the test chose it itself.
    """

    def report(what, figure, *, met, goal="", database=None):
        [first, *others] = numbers(request.node)
        assert goal or not others, "which of its goals is it?"
        told = {"goal": goal or first, "what": what, "figure": str(figure), "met": bool(met)}
        told |= {} if database is None else {"database": database}
        request.node.user_properties.append(("row", json.dumps(told)))

    return report
