"""`faelled bench`: run what lies in bench/ and print the figures in one table.

A file of bench/ names the goals it measures in its first line (`P7: ...`) and has `main(args: list[str])`, which
returns rows of three texts (what was measured, the figure, the goal), or an exit code or nothing when it printed its
figures itself. A row of one goal among several begins with its number. Each file runs in a fresh process.
"""

import importlib.util
import multiprocessing
import re
import sys
import time
from collections.abc import Sequence
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from faelled.site.command import ROOT

Row = tuple[str, str, str]
NUMBERS = re.compile(r"((?:[PR]\d+(?:, | and )?)+)[: ]+")


def run(names: Sequence[str]) -> int:
    """Run the named files of bench/, those that measure a named goal, or all; returns 1 when one of them fails."""
    known = {path: {path.stem, *_goals(path)} for path in sorted((ROOT / "bench").glob("[!_]*.py"))}
    files = [path for path, called in known.items() if not names or called.intersection(names)]
    unknown = set(names).difference(*known.values())
    if unknown or not files:
        print(
            f"faelled bench: no file of bench/ is called or measures {', '.join(sorted(unknown)) or 'anything'}."
        )
        return 2
    rows: list[tuple[str, ...]] = []
    failed = []
    for path in files:
        print(f"== {path.stem}", flush=True)
        began = time.monotonic()
        found = _measure(path)
        if found is None:
            failed.append(path.stem)
        rows += [_numbered(row, path) for row in found or []]
        print(f"== {path.stem}: {time.monotonic() - began:.0f} s", flush=True)
    _print_table(rows)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return int(bool(failed))


def _goals(path: Path) -> list[str]:
    first = NUMBERS.match(path.read_text(encoding="utf-8").lstrip('"'))
    return re.findall(r"[PR]\d+", first[1]) if first else []


def _numbered(row: Row, path: Path) -> tuple[str, ...]:
    """Return the row with its goals in front: those it begins with, or else those of its file."""
    own = NUMBERS.match(row[0])
    what = row[0][own.end() :] if own else row[0]
    return (own[1].strip() if own else ", ".join(_goals(path)), what, *row[1:])


def _measure(path: Path) -> list[Row] | None:
    spawn = multiprocessing.get_context("spawn")
    answers: SimpleQueue[list[Row]] = spawn.SimpleQueue()
    child = spawn.Process(target=_measure_here, args=(path, answers))
    child.start()
    child.join()
    return answers.get() if child.exitcode == 0 and not answers.empty() else None


def _measure_here(path: Path, answers: "SimpleQueue[list[Row]]") -> None:
    sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.main([])
    if isinstance(found, int) and found:
        raise SystemExit(found)
    rows = found if isinstance(found, list | tuple) else []
    answers.put([(str(what), str(figure), str(goal)) for what, figure, goal in rows])


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = [("number", "measured", "figure", "goal"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
