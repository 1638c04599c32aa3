"""Groups of digits as people write them, and the words around a place."""

import re
from dataclasses import dataclass

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


def runs(text: str, between: re.Pattern[str]) -> list[Groups]:
    """Return the runs of digit groups in *text* whose separators match *between* whole."""
    found: list[Groups] = []
    digits: list[str] = []
    joints: list[str] = []
    places: list[tuple[int, int]] = []
    for match in GROUP.finditer(text):
        if places:
            joint = text[places[-1][1] : match.start()]
            # Separators are short; asking about a long stretch would make hostile text costly.
            if len(joint) <= 6 and between.fullmatch(joint):
                joints.append(joint)
            else:
                found.append(Groups(tuple(digits), tuple(joints), tuple(places)))
                digits, joints, places = [], [], []
        digits.append(match.group())
        places.append(match.span())
    if places:
        found.append(Groups(tuple(digits), tuple(joints), tuple(places)))
    return found


def windows(run: Groups, total: int) -> list[Groups]:
    """Return every stretch of whole groups of *run* that has *total* digits."""
    found: list[Groups] = []
    first = size = 0
    for last, digits in enumerate(run.digits):
        size += len(digits)
        while size > total:
            size -= len(run.digits[first])
            first += 1
        if size == total and first <= last:
            stop = last + 1
            found.append(Groups(run.digits[first:stop], run.between[first:last], run.places[first:stop]))
    return found


def before(text: str, place: int, window: int = WINDOW) -> str:
    """Return the words just before *place*, back to the beginning of the line at most."""
    return text[max(0, place - window) : place].rpartition("\n")[2]


def after(text: str, place: int, window: int = WINDOW) -> str:
    """Return the words just after *place*, up to the end of the line at most."""
    return text[place : place + window].partition("\n")[0]


__all__ = ["WINDOW", "Groups", "after", "before", "runs", "windows"]
