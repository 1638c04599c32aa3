"""P8: how fast answers in words are read, beside dateparser's search on the same answers in the same run.

dateparser finds times and no yes or no, so it does the smaller part of the work: `./faelled bench replies`
"""

import json
import signal
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import _house

Row = tuple[str, str, str]
CORPUS = Path(__file__).resolve().parent.parent / "tests" / "mails" / "replies" / "strangers.jsonl"
HUNDRED_KB = 100_000
LONG = [
    "torsdag ",
    "mandag den 3. ",
    "1, 2 ",
    "3, ",
    "ikke ",
    "kl. 9-10 og ",
    "resten kan jeg ikke. ",
    "\u200b",
    "(",
    "x",
]
PATIENCE = 20  # seconds of processor for one text
Work = Callable[[dict[str, Any]], object]


class _TooLong(Exception):
    """A text took more than the patience."""


def main(args: list[str]) -> list[Row]:
    """Measure both readers in this process, one after the other on each reply."""
    cases = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    readers: list[tuple[str, Work]] = [("faelled", _ours()), ("dateparser", _theirs())]
    for case in cases[:10]:
        for _, work in readers:
            work(case)  # lists are read and patterns compiled at the first
    took: dict[str, list[float]] = {name: [] for name, _ in readers}
    for case in cases:
        for name, work in readers:
            took[name].append(_cost(work, case))
    rows = [("load average, pace of the machine", f"{_house.load()}, {_house.pace()}", "")]
    for name, work in readers:
        rows += _rows(name, took[name], work, cases[0])
    return rows


def _rows(name: str, took: list[float], work: Work, case: dict[str, Any]) -> list[Row]:
    goals = ("<= 2 ms", "<= 200 ms") if name == "faelled" else ("", "")
    longest, unit = 0.0, ""
    for unit_ in LONG if name == "faelled" else LONG[1:2]:
        text = (unit_ * HUNDRED_KB)[:HUNDRED_KB]
        longest, unit = max((longest, unit), (_cost_of_long(work, case | {"reply": text}), unit_))
    long = f"more than {PATIENCE:.0f} s" if longest >= PATIENCE else f"{longest * 1000:.0f} CPU-ms"
    middle, late = statistics.median(took) * 1000, statistics.quantiles(took, n=20)[18] * 1000
    return [
        (f"{name}: {len(took)} replies, a core", f"{len(took) / sum(took):.0f} replies/s", ""),
        (f"{name}: one reply, the middle one, the 95th of 100", f"{middle:.2f}, {late:.2f} CPU-ms", goals[0]),
        (f"{name}: one reply, the dearest", f"{max(took) * 1000:.1f} CPU-ms", ""),
        (f"{name}: 100 KB, the dearest ({unit!r} again and again)", long, goals[1]),
    ]


def _ours() -> Work:
    from faelled.core.replies.scoring import predict

    return lambda case: predict(case["reply"], case["slots"], case["sent"])


def _theirs() -> Work:
    from dateparser.search import search_dates

    def work(case: dict[str, Any]) -> object:
        sent = datetime.fromisoformat(case["sent"]).replace(tzinfo=None)
        settings = {"RELATIVE_BASE": sent, "PREFER_DATES_FROM": "future"}
        return search_dates(case["reply"], languages=["da", "en"], settings=settings)

    return work


def _cost(work: Work, case: dict[str, Any]) -> float:
    began = time.process_time()
    work(case)
    return time.process_time() - began


def _cost_of_long(work: Work, case: dict[str, Any]) -> float:
    """Return the processor seconds of one text, at most the patience; while it is watched the clock is coarse."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        return _cost(work, case)
    except _TooLong:
        return float(PATIENCE)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_long(*_: object) -> None:
    raise _TooLong


if __name__ == "__main__":
    for row in main(sys.argv[1:]):
        print(*row, sep="  ")
