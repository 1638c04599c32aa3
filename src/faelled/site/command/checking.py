"""`faelled check`: everything that can be said about the code without running a test. It goes through all of it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from faelled.site.command import ROOT, translations


@dataclass(frozen=True)
class Step:
    """One thing that is checked: *run* returns what is wrong, empty when nothing is."""

    name: str
    run: Callable[[], str]


def run() -> int:
    """Check everything, say what is wrong, and return 1 if anything is."""
    wrong = 0
    for step in STEPS:
        found = step.run()
        wrong += bool(found)
        print(f"{step.name}: {'WRONG' if found else 'ok'}", flush=True)
        if found:
            print(found.rstrip(), flush=True)
    print(f"check: {len(STEPS) - wrong} ok, {wrong} wrong")
    return int(wrong > 0)


def _tool(*words: str) -> Callable[[], str]:
    def ask() -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(words, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
        return (
            ""
            if done.returncode == 0
            else (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"
        )

    return ask


def _module(*words: str) -> Sequence[str]:
    return (sys.executable, "-m", *words)


STEPS = (
    Step("format", _tool(*_module("ruff", "format", "--check", "--output-format", "concise", "."))),
    Step("lint", _tool(*_module("ruff", "check", "--output-format", "concise", "."))),
    Step(
        "import contracts",
        _tool(sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"),
    ),
    Step("types", _tool(*_module("mypy"))),
    Step("translations", translations.what_is_wrong),
    Step(
        "migrations",
        _tool(
            *_module("django", "makemigrations", "--check", "--dry-run", "--settings=faelled.site.settings")
        ),
    ),
)
