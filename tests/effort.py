"""How long the fuzzing tests try: a share of it in every run, all of it in `./faelled faults`."""

import os

LONG = os.environ.get("FAELLED_LONG") == "1"
WHOLE = (
    os.environ.get("FAELLED_WHOLE") == "1"
)  # of crashes: the numbers of the goals, which take a quarter of an hour


def examples(count: int) -> int:
    """Return how many examples to try where *count* is the whole effort."""
    return count if LONG else max(60, count // 8)
