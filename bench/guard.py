"""R22, and what the guard costs: time and memory for text as people write it, and the scorer's totals.

The goals are GUARD.md's: 15 ms per 1,000 signs on one core, 80 MB. The totals need the shared passages and their
scorer, and are left out where these are absent: `./faelled bench guard [FILE.jsonl]`
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench import _house

Row = tuple[str, str, str]
SHARED = Path(__file__).resolve().parents[2] / "shared"
PASSAGES = SHARED / "data" / "guard" / "experiences-dev.jsonl"
SCORER = SHARED / "tools" / "score_guard.py"
HOSTILE = ["9 9 ", "12 34 ", "Vej 3, 3000 ", "f. 1 ", "a@", "på 8 ", "\u200b", "\U0001f600", "x"]
TWICE = 2**16
OURS = "Torsdag kom der tolv til læsning. Vi talte om bøger og om, hvad der skal ske efter jul. "


def main(args: list[str]) -> list[Row]:
    """Measure the guard in this process; its memory is what this process takes beyond bare Python."""
    before = _memory()
    from faelled.core.guard import find

    passages = Path(args[0]) if args else PASSAGES
    texts = (
        [json.loads(line)["text"] for line in passages.read_text("utf-8").splitlines()]
        if passages.exists()
        else []
    )
    texts = texts or [OURS * 3]
    find(" ".join(texts[:20]))  # lists are read and patterns compiled at the first
    signs = sum(map(len, texts))
    began = time.process_time()
    for text in texts:
        find(text)
    each = (time.process_time() - began) / signs * 1e6
    rows = [
        ("load average, pace of the machine", f"{_house.load()}, {_house.pace()}", ""),
        (f"{len(texts)} passages, per 1,000 signs on a core", f"{each:.1f} CPU-ms", "<= 15 ms"),
        ("memory beyond bare Python", f"{_memory() - before:.0f} MB", "<= 80 MB"),
    ]
    took, unit = max((_cost(find, (unit * TWICE)[:TWICE]), unit) for unit in HOSTILE)
    rows.append((f"64k, the dearest ({unit!r} again and again)", f"{took * 1000:.0f} CPU-ms", ""))
    return rows + _totals(passages)


def _cost(find: object, text: str) -> float:
    began = time.process_time()
    find(text)  # type: ignore[operator]
    return time.process_time() - began


def _memory() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _totals(passages: Path) -> list[Row]:
    if not (SCORER.exists() and passages.exists()):
        return []
    guard = [sys.executable, "-m", "faelled.core.guard"]
    found = subprocess.run(guard, input=passages.read_bytes(), capture_output=True, check=True).stdout
    command = [sys.executable, str(SCORER), "--gold", str(passages), "--pred", "/dev/stdin"]
    told = subprocess.run(command, input=found, capture_output=True, check=True).stdout.decode()
    last = [line for line in told.splitlines() if line.startswith(("core", "document", "clean"))]
    return [("the scorer", " ".join(line.split()), "") for line in last]


if __name__ == "__main__":
    for row in main(sys.argv[1:]):
        print(*row, sep="  ")
