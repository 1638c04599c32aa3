"""`faelled test`: every test on SQLite, then the same on PostgreSQL; what cannot be had is said, with the reason."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from faelled.site.command import ROOT
from faelled.site.command.postgres import NoServer, temporary_server

SOME_FAILED, NOTHING_CHOSEN = 1, 5
"""What pytest leaves with when it came to its end, or no test was chosen, as when none of them meets PostgreSQL."""


@dataclass(frozen=True)
class Outcome:
    """What one run of all tests came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    code: int = 0
    cases: tuple[Element, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.code or other.code,
            self.cases + other.cases,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(words: Sequence[str]) -> int:
    """Run the tests that *words* (pytest's own) choose, on both databases; returns the exit code."""
    total = on_both(words)
    if total.code == NOTHING_CHOSEN and total.cases:
        return int(total.failed > 0)
    return total.code or int(total.failed > 0)


def on_both(words: Sequence[str]) -> Outcome:
    """Run the tests that *words* choose on SQLite and then on PostgreSQL, and say how it went."""
    print("== on SQLite", flush=True)
    total = _pytest(words, database=None)
    print(f"== on SQLite: {total}", flush=True)
    try:
        with _server() as address:
            print("== on PostgreSQL", flush=True)
            there = _pytest([*words, *_files_worth_it(words, total)], database=address)
            print(f"== on PostgreSQL: {there}", flush=True)
            total += there
    except NoServer as reason:
        required = os.environ.get("FAELLED_REQUIRE_POSTGRES") == "1"
        print(f"== on PostgreSQL: {'FAILED' if required else 'left out'}: {reason}", flush=True)
        total += Outcome(failed=1, code=1) if required else Outcome()
    print(f"{total}", flush=True)
    return total


def _server() -> AbstractContextManager[str]:
    given = os.environ.get("DATABASE_URL_POSTGRES")
    return nullcontext(given) if given else temporary_server()


def _files_worth_it(words: Sequence[str], first: Outcome) -> list[str]:
    """Return the files with tests that met a database in the first run: to read the others again costs many seconds.

    [] stands for all of them: where the caller chose, or where the first run did not come to its end.
    """
    if _report_wanted(words)[1] or first.code not in (0, SOME_FAILED):
        return []
    met = {
        case.get("classname", "")
        for case in first.cases
        for told in case.iter("property")
        if told.get("name") == "database" and told.get("value")
    }
    return sorted({file for name in met if (file := _file_of(name))})


def _file_of(name: str) -> str:
    """Return the file of a class of tests, named as pytest's report does: tests.post.test_work.TestTheLoop."""
    parts = name.split(".")
    while parts and not (ROOT / "/".join(parts)).with_suffix(".py").is_file():
        parts.pop()
    return "/".join(parts) + ".py" if parts else ""


def _pytest(words: Sequence[str], *, database: str | None) -> Outcome:
    kept, words = _report_wanted(words)
    with tempfile.TemporaryDirectory(prefix="faelled-test-") as folder:
        report = Path(folder, "report.xml")
        (Path(folder, "var") / "static").mkdir(parents=True)
        env = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_URL")}
        env["FAELLED_VAR"] = str(Path(folder, "var"))
        # Two runs with workers and children compile the same code a dozen times over where nothing may be kept of it.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        if database:
            env["DATABASE_URL"] = database
        workers = (
            []
            if any(word.startswith(("-n", "--numprocesses")) for word in words)
            else ["-n", "2", "--dist", "worksteal"]
        )
        command = [sys.executable, "-m", "pytest", "-rs", *workers, f"--junit-xml={report}", *words]
        code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        if kept and report.exists():
            shutil.copy(report, kept.with_stem(f"{kept.stem}-postgresql") if database else kept)
        return _read(report, code)


def _report_wanted(words: Sequence[str]) -> tuple[Path | None, list[str]]:
    """Return where the caller wants pytest's report, and the other words: the report is read here first."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--junit-xml", "--junitxml", dest="kept", type=Path)
    known, others = parser.parse_known_args(list(words))
    return known.kept, others


def _read(report: Path, code: int) -> Outcome:
    """Read pytest's own report; without one the run itself failed."""
    if not report.exists():
        return Outcome(failed=1, code=code or 1)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  pytest wrote it just now

    def count(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed, skipped = count("failures") + count("errors"), count("skipped")
    cases = tuple(case for suite in suites for case in suite.iter("testcase"))
    return Outcome(count("tests") - failed - skipped, failed, skipped, code, cases)
