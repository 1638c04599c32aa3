"""`faelled faults`: the long run of the tests, and at its end one table of the goals they show, by number."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from faelled.site.command import testing

MET, MISSED, LEFT_OUT = "met", "missed", "left out"


@dataclass(frozen=True)
class Row:
    """One goal on one database: what was looked at, what came out, and whether that is the goal."""

    goal: str
    what: str
    figure: str
    verdict: str
    database: str


def run(goals: Sequence[str]) -> int:
    """Run the long tests, or those that show *goals*; returns 1 when a test failed or a goal is missed or not shown."""
    wrong = [word for word in goals if not re.fullmatch(r"[PR][1-9]\d?", word)]
    if wrong:
        print(f"faelled faults: {', '.join(wrong)}: a goal has a letter and a number, such as R6 or P8.")
        return 2
    os.environ["FAELLED_LONG"] = "1"
    os.environ["FAELLED_GOALS"] = " ".join(goals)
    total = testing.on_both(["-m", "goal" if goals else "fault or hypothesis or browser or goal"])
    found = rows(total.cases)
    shown = {row.goal for row in found}
    found += [Row(goal, "no test shows it", "", MISSED, "") for goal in goals if goal not in shown]
    print(table(found))
    went_wrong = total.failed > 0 or total.code not in (0, testing.NOTHING_CHOSEN)
    return int(went_wrong or any(row.verdict == MISSED for row in found))


def rows(cases: Iterable[Element]) -> list[Row]:
    """Return the rows of the tests in pytest's report, in the order of the goals.

    A test that reports no figures is counted: so many cases of so many pass. One that fails is missed, whatever its
    figures say.
    """
    found: list[Row] = []
    counted: dict[tuple[str, str, str], list[str]] = {}
    for case in cases:
        told = [(one.get("name"), one.get("value", "")) for one in case.iter("property")]
        database = next((value for name, value in told if name == "database"), "")
        figures = [json.loads(value) for name, value in told if name == "row"]
        found += [_reported(figure, database) for figure in figures]
        outcome = _outcome(case)
        shown = {figure["goal"] for figure in figures} if outcome == MET else set()
        for goal in [value for name, value in told if name == "goal" and value not in shown]:
            counted.setdefault((goal, _story(case), database), []).append(outcome)
    found += [_counted(*key, outcomes) for key, outcomes in counted.items()]
    return sorted(found, key=lambda row: (row.goal[0], int(row.goal[1:]), row.what, row.database))


def _reported(told: dict[str, str], database: str) -> Row:
    verdict = MET if told["met"] else MISSED
    return Row(told["goal"], told["what"], told["figure"], verdict, told.get("database", database))


def _counted(goal: str, what: str, database: str, outcomes: Sequence[str]) -> Row:
    passed = outcomes.count(MET)
    verdict = MISSED if MISSED in outcomes else MET if passed else LEFT_OUT
    left_out = f", {outcomes.count(LEFT_OUT)} left out" if LEFT_OUT in outcomes else ""
    return Row(goal, what, f"{passed} of {len(outcomes)} cases pass{left_out}", verdict, database)


def _outcome(case: Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return MISSED
    return LEFT_OUT if case.find("skipped") is not None else MET


def _story(case: Element) -> str:
    return case.get("name", "").partition("[")[0].removeprefix("test_").replace("_", " ")


def table(found: Sequence[Row]) -> str:
    """Return the rows as aligned text with a line of headings."""
    lines = [("goal", "what", "figure", "", "database")]
    lines += [(row.goal, row.what, row.figure, row.verdict, row.database) for row in found]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
