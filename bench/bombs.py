"""R21: what each mail bomb costs to open in a child of its own: processor time, and the largest child.

The mails are those of tests/post_opening/bombs.py. `./faelled bench bombs`
"""

import resource
import sys
import threading
import time
from pathlib import Path

Row = tuple[str, str, str]


def main(args: list[str]) -> list[Row]:
    """Measure, print a line for each bomb with the dearest last, and return the rows of the table."""
    from tests.post_opening.bombs import BOMBS

    with _Peak() as peak:
        costs = sorted(_cost(BOMBS[name](), name) for name in BOMBS)
    for cpu, name, outcome in costs:
        print(f"{cpu:6.2f} s  {outcome:<16} {name}", flush=True)
    clear = sum(outcome != "unreadable" for _, _, outcome in costs)
    return [
        ("R21 bombs with a clear outcome", f"{clear} of {len(costs)}", "all"),
        ("R21 the dearest, the start of its child included", f"{costs[-1][0]:.2f} CPU-s", "2 s"),
        ("R21 the largest child", f"{peak.kilobytes // 1024} MB", "300 MB"),
    ]


def _cost(raw: bytes, name: str) -> tuple[float, str, str]:
    from faelled.post.opening import CannotOpen, open_apart
    from faelled.work.limited import Child

    before = _used_by_children()
    with Child() as child:
        try:
            outcome = str(open_apart(raw, child=child).kind)
        except CannotOpen as trouble:
            outcome = trouble.code
    time.sleep(0.01)
    return _used_by_children() - before, name, outcome


class _Peak:
    """The most memory that a child ever held, as the kernel tells it while the child lives.

    The kernel's sum over ended children is of no use: it begins with what this process held when it forked.
    """

    def __init__(self) -> None:
        self.kilobytes = 0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Peak":
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(0.005):
            for children in Path("/proc/self/task").glob("*/children"):
                for child in children.read_text().split():
                    self.kilobytes = max(self.kilobytes, _high_water_mark(child))


def _high_water_mark(process: str) -> int:
    """Return it in kB; 0 for a process that has ended, or is still this program and not yet the child's."""
    try:
        ours = b"limited.child" in Path(f"/proc/{process}/cmdline").read_bytes()
        status = Path(f"/proc/{process}/status").read_text() if ours else ""
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for row in main(sys.argv[1:]):
        print(*row, sep="  ")
