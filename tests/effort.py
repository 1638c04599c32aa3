"""How long the fuzzing tests try: a share of it in every run, all of it in `./faelled faults`."""

import os

LONG = os.environ.get("FAELLED_LONG") == "1"
WHOLE = (
    os.environ.get("FAELLED_WHOLE") == "1"
)  # of crashes: the numbers of the goals, which take a quarter of an hour


def examples(count: int) -> int:
    """Return how many examples to try where *count* is the whole effort."""
    return count if LONG else max(40, count // 24)


def share(cases, *, of):
    """Return every case in the long run, else one in *of*; a prime takes its turn through every kind."""
    cases = list(cases)
    return cases if LONG else cases[::of]


def in_turn(names, languages):
    """Return (name, language): all pairs in the long run, else each name in one language, turn by turn."""
    pairs = [(name, lang) for name in names for lang in languages]
    return pairs if LONG else [(name, languages[n % len(languages)]) for n, name in enumerate(names)]
