"""What a reply says besides its yes and no, against the `extra` of the corpora: precision and recall of each kind."""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from faelled.core.replies import Reading, read
from faelled.core.replies.scoring import slots_of
from faelled.site.command.reading import CORPUS

KINDS = ("prefers", "counter", "delegate", "question", "not_availability")
Case = Mapping[str, Any]
Things = frozenset[Hashable]


@dataclass
class Tally:
    """How many things of one kind were written, found, and found rightly; and the replies where they differ."""

    written: int = 0
    found: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.written + other.written, self.found + other.found, self.right + other.right)

    def add(self, wanted: Things, got: Things, name: str) -> None:
        """Count one reply."""
        self.written += len(wanted)
        self.found += len(got)
        self.right += len(wanted & got)
        if wanted != got:
            self.wrong.append(name)

    @property
    def precision(self) -> str:
        """The share of what was found that is right."""
        return _share(self.right, self.found)

    @property
    def recall(self) -> str:
        """The share of what was written that was found."""
        return _share(self.right, self.written)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "-"


def wanted(case: Case) -> dict[str, Things]:
    """Return what the writer of the corpus says there is, by kind."""
    extra = case.get("extra", {})
    return {
        "prefers": frozenset(extra.get("prefers", ())),
        "counter": frozenset(
            (_on_the_wall(c["start"]), _on_the_wall(c["end"])) for c in extra.get("counter", ())
        ),
        "delegate": frozenset({extra["delegate"]} if extra.get("delegate") else ()),
        "question": frozenset({True} if extra.get("question") else ()),
        "not_availability": frozenset({True} if extra.get("not_availability") else ()),
    }


def found(reading: Reading) -> dict[str, Things]:
    """Return what the reader found, in the same shape."""
    return {
        "prefers": frozenset(reading.prefers),
        "counter": frozenset(
            (c.start.replace(tzinfo=None), c.end.replace(tzinfo=None) if c.end else None)
            for c in reading.counter
        ),
        "delegate": frozenset({reading.delegate} if reading.delegate else ()),
        "question": frozenset({True} if reading.question else ()),
        "not_availability": frozenset({True} if reading.not_availability else ()),
    }


def _on_the_wall(time: str | None) -> datetime | None:
    # A corpus writes offsets and not the zone, so what lies across a change of clocks is compared as it is said.
    return datetime.fromisoformat(time).replace(tzinfo=None) if time else None


def score(cases: Iterable[Case]) -> dict[str, Tally]:
    """Return the tally of each kind over *cases*."""
    tallies = {kind: Tally() for kind in KINDS}
    for case in cases:
        reading = read(case["reply"], slots_of(case["slots"]), datetime.fromisoformat(case["sent"]))
        right, got = wanted(case), found(reading)
        for kind, tally in tallies.items():
            tally.add(right[kind], got[kind], f"{case['id']}: {_told(right[kind])} -> {_told(got[kind])}")
    return tallies


def _told(things: Things) -> str:
    return ", ".join(sorted(map(_one, things))) or "nothing"


def _one(thing: Hashable) -> str:
    if isinstance(thing, tuple):
        return " - ".join(f"{at:%Y-%m-%d %H.%M}" if at else "?" for at in thing)
    return str(thing)


def extras(files: Sequence[Path]) -> int:
    """Print the tallies of each of *files* (our own corpora where none is named), what differs, and the sum."""
    sums = {kind: Tally() for kind in KINDS}
    for path in files or sorted(CORPUS.glob("*.jsonl")):
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        tallies = score(cases)
        _print(f"{path.name}, {len(cases)} replies", tallies)
        sums = {kind: sums[kind] + tally for kind, tally in tallies.items()}
    _print("all of them", sums)
    return 0


def _print(heading: str, tallies: Mapping[str, Tally]) -> None:
    print(heading)
    for kind, tally in tallies.items():
        print(f"  {kind:<17} precision {tally.precision:<18} recall {tally.recall}")
        for line in tally.wrong:
            print(f"    {line}")
