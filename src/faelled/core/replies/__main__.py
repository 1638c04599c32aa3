"""python -m faelled.core.replies: read corpus lines on stdin, write what was read as JSON lines.

A line that is no corpus line is told on stderr with its number; the others are still read, and the exit code is 2.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TextIO

from faelled.core.replies.reader import read
from faelled.core.replies.reading import Reading
from faelled.core.replies.scoring import plain, slots_of

_BAD_LINES = 2


class BadLine(ValueError):
    """A line is no reply in the corpus format."""


def main(lines: Iterable[str], out: TextIO, trouble: TextIO) -> int:
    """Read every line and return the exit code."""
    bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _row(line)
        except BadLine as error:
            bad += 1
            print(f"line {number}: {error}", file=trouble)
            continue
        print(json.dumps(row, ensure_ascii=False), file=out)
    return _BAD_LINES if bad else 0


def _row(line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine("this is not JSON") from error
    if not isinstance(case, Mapping):
        raise BadLine("a reply is a JSON object with id, sent, slots and reply")
    missing = [key for key in ("id", "sent", "slots", "reply") if key not in case]
    if missing:
        raise BadLine(f"{', '.join(missing)} is missing")
    if not isinstance(case["reply"], str):
        raise BadLine("reply must be a string")
    try:
        slots, sent = slots_of(case["slots"]), datetime.fromisoformat(case["sent"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadLine(
            'sent and the slots\' start and end must be ISO times, n a number: {"n", "start", "end"}'
        ) from error
    if sent.tzinfo is None or any(s.start.tzinfo is None or s.end.tzinfo is None for s in slots):
        raise BadLine("every time must carry its offset, such as +01:00")
    lang = case.get("lang")
    return _written(case["id"], read(case["reply"], slots, sent, lang=lang if lang in ("da", "en") else None))


def _written(name: object, reading: Reading) -> dict[str, Any]:
    return {
        "id": name,
        "pred": plain(reading),
        "prefers": list(reading.prefers),
        "counter": [
            {"start": c.start.isoformat(), "end": c.end.isoformat() if c.end else None}
            for c in reading.counter
        ],
        "delegate": reading.delegate,
        "question": reading.question is not None,
        "not_availability": reading.not_availability,
    }


if __name__ == "__main__":
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.stdin, sys.stdout, sys.stderr))
