"""Groups of digits as people write them, and the words around a place."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

WINDOW = 60
"""How many signs to either side are looked at for a word that speaks for or against."""


@dataclass(frozen=True, slots=True)
class Groups:
    """A run of digit groups: their text, the signs between them, and where each begins and ends."""

    digits: tuple[str, ...]
    between: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(map(len, self.digits))

    @property
    def joined(self) -> str:
        """All digits in one string."""
        return "".join(self.digits)

    @property
    def span(self) -> tuple[int, int]:
        """Where the first digit begins and the last one ends."""
        return self.places[0][0], self.places[-1][1]


GROUP = re.compile(r"\d+")
LONGEST_JOINT = 6
LONG_RUN, MOST_IN_LONG_RUN = 40, 5
"""In a table of figures only the usual groupings count; otherwise hostile text would make every stretch a candidate."""


class Cues:
    """Where in a text the words of a pattern stand, found once, so that asking about a place costs next to nothing."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        """pattern: in small letters, without flags: it is matched on the text in small letters, which is far faster."""
        self.starts = [match.start() for match in pattern.finditer(text.lower())]

    def between(self, start: int, end: int) -> bool:
        """Whether one of the words begins in [start, end)."""
        first = bisect_left(self.starts, start)
        return first < len(self.starts) and self.starts[first] < end


def runs(text: str, between: re.Pattern[str], least: int) -> list[Groups]:
    """Return the runs of digit groups in *text* with *least* digits or more, their separators matching *between*."""
    found: list[Groups] = []
    known: dict[str, bool] = {}
    group: list[re.Match[str]] = []
    size = 0
    for match in GROUP.finditer(text):
        if group:
            joint = text[group[-1].end() : match.start()][: LONGEST_JOINT + 1]
            if joint not in known:
                known[joint] = len(joint) <= LONGEST_JOINT and between.fullmatch(joint) is not None
            if not known[joint]:
                if size >= least:
                    found.append(_groups(text, group))
                group, size = [], 0
        group.append(match)
        size += match.end() - match.start()
    if size >= least:
        found.append(_groups(text, group))
    return found


def _groups(text: str, group: list[re.Match[str]]) -> Groups:
    joints = (text[a.end() : b.start()] for a, b in pairwise(group))
    return Groups(tuple(m.group() for m in group), tuple(joints), tuple(m.span() for m in group))


def windows(run: Groups, total: int) -> list[Groups]:
    """Return every stretch of whole groups of *run* that has *total* digits."""
    found: list[Groups] = []
    most = total if len(run.digits) <= LONG_RUN else MOST_IN_LONG_RUN
    first = size = 0
    for last, digits in enumerate(run.digits):
        size += len(digits)
        while size > total:
            size -= len(run.digits[first])
            first += 1
        if size == total and last - first < most:
            stop = last + 1
            found.append(Groups(run.digits[first:stop], run.between[first:last], run.places[first:stop]))
    return found


def before(text: str, place: int, window: int = WINDOW) -> str:
    """Return the words just before *place*, back to the beginning of the line at most."""
    return text[max(0, place - window) : place].rpartition("\n")[2]


def after(text: str, place: int, window: int = WINDOW) -> str:
    """Return the words just after *place*, up to the end of the line at most."""
    return text[place : place + window].partition("\n")[0]


__all__ = ["WINDOW", "Cues", "Groups", "after", "before", "runs", "windows"]
