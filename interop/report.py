"""What was driven, with what result: one table. What could not be driven is never called passed."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

log = logging.getLogger("interop")


class Result(StrEnum):
    """How it went."""

    PASSED = "passed"
    FAILED = "FAILED"
    NOT_DRIVEN = "not driven"


class NotDriven(Exception):
    """It could not be tried on this machine; the text says why."""


@dataclass
class Row:
    """One thing that a program was driven to do. evidence: files beside the report, or what was seen, in words."""

    program: str
    version: str
    what: str
    result: Result = Result.NOT_DRIVEN
    why: str = ""
    evidence: list[str] = field(default_factory=list)
    seconds: float = 0

    def shows(self, *seen: str) -> None:
        """Add to the evidence."""
        self.evidence += seen


@dataclass
class Report:
    """The rows, in the order in which they were driven, in *folder*."""

    folder: Path
    versions: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    look: Callable[[Path], object] | None = None  # takes a picture of the screen, when something has failed

    @contextmanager
    def driving(self, program: str, what: str) -> Iterator[Row]:
        """Drive something and note how it went; whatever goes wrong inside is noted and not raised."""
        row = Row(program, self.versions.get(program, ""), what)
        self.rows.append(row)
        began = time.monotonic()
        try:
            yield row
            row.result = Result.PASSED
        except NotDriven as trouble:
            row.why = str(trouble)
        except Exception as trouble:
            row.result, row.why = Result.FAILED, f"{type(trouble).__name__}: {str(trouble)[:400]}"
            log.debug("%s", what, exc_info=True)
            if self.look:
                self.look(self.folder / f"failed-{len(self.rows)}.png")
        row.seconds = time.monotonic() - began
        print(f"{row.result:>10}  {program}: {what}{f' ({row.why})' if row.why else ''}", flush=True)

    def needs(self, *programs: str) -> None:
        """Say that what is being driven needs these. Raises NotDriven when one is missing or did not start."""
        for program in programs:
            if not self.versions.get(program):
                raise NotDriven(f"{program} is not on this machine")
            of_it = (row for row in self.rows if row.program == program)
            begun = next((row for row in of_it if row.what.startswith("start")), None)
            if begun is not None and begun is not self.rows[-1] and begun.result is not Result.PASSED:
                raise NotDriven(f"{program} did not start")

    @property
    def good(self) -> bool:
        """Whether everything that was driven passed, and anything was driven at all."""
        results = {row.result for row in self.rows}
        return Result.PASSED in results and Result.FAILED not in results

    def markdown(self, heading: str) -> str:
        """Return the report as a page."""
        lines = [
            f"# {heading}", "",
            f"{self._count(Result.PASSED)} passed, {self._count(Result.FAILED)} failed,"
            f" {self._count(Result.NOT_DRIVEN)} not driven.", "",
            "| program | version | what was driven | result | evidence |",
            "| --- | --- | --- | --- | --- |",
        ]  # fmt: skip
        lines += [self._line(row) for row in self.rows]
        for picture in self._pictures():
            lines += ["", f"## {picture}", "", f"![{picture}]({picture})"]
        return "\n".join(lines) + "\n"

    def _count(self, result: Result) -> int:
        return sum(row.result is result for row in self.rows)

    def _line(self, row: Row) -> str:
        said = "; ".join(f"[{e}]({e})" if (self.folder / e).is_file() else e for e in row.evidence)
        cells = (
            row.program, row.version, row.what, str(row.result) + (f": {row.why}" if row.why else ""), said
        )  # fmt: skip
        return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"

    def _pictures(self) -> list[str]:
        return [e for row in self.rows for e in row.evidence if e.endswith(".png")]
