"""R21: what each mail bomb costs to open in a child of its own: processor time, and the largest child.

The mails are those of tests/post_opening/bombs.py. `./faelled bench bombs`
"""

import resource
import sys
import time

Row = tuple[str, str, str]


def main(args: list[str]) -> list[Row]:
    """Measure, print a line for each bomb with the dearest last, and return the rows of the table."""
    from tests.post_opening.bombs import BOMBS

    costs = sorted(_cost(BOMBS[name](), name) for name in BOMBS)
    for cpu, name, outcome in costs:
        print(f"{cpu:6.2f} s  {outcome:<16} {name}", flush=True)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    clear = sum(outcome != "unreadable" for _, _, outcome in costs)
    return [
        ("R21 bombs with a clear outcome", f"{clear} of {len(costs)}", "all"),
        ("R21 the dearest, the start of its child included", f"{costs[-1][0]:.2f} CPU-s", "2 s"),
        ("R21 the largest child", f"{largest} MB", "300 MB"),
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


def _used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for row in main(sys.argv[1:]):
        print(*row, sep="  ")
