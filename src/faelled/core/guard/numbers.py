"""Groups of digits as people write them, and the words around a place."""

import re
from bisect import bisect_left
from collections.abc import Iterator
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
# Digits with nothing between them that no way of writing a number puts there; each detector is stricter.
STRETCH = re.compile(r"\d(?:[ \n\t./_\\,;:()|*+-]{0,6}\d)*")
LONGEST_JOINT = 6
LONG_RUN, MOST_IN_LONG_RUN, TELLING = 40, 5, 4
"""In a table of figures only the usual groupings count; otherwise hostile text would make every stretch a candidate.
What stands further than a few groups from one of four digits or more is not looked at there: no number is so long."""


class Cues:
    """Where in a text the words of a pattern stand, found once, so that asking about a place costs next to nothing."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        """pattern: in small letters, without flags: it is matched on the text in small letters, which is far faster."""
        self.starts = [match.start() for match in pattern.finditer(lowered(text))]

    def between(self, start: int, end: int) -> bool:
        """Whether one of the words begins in [start, end)."""
        first = bisect_left(self.starts, start)
        return first < len(self.starts) and self.starts[first] < end


def lowered(text: str) -> str:
    """Return *text* in small letters, sign by sign: none becomes two, so that places stay."""
    low = text.lower()
    return (
        low
        if len(low) == len(text)
        else "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    )


def runs(text: str, between: re.Pattern[str], least: int) -> list[Groups]:
    """Return the runs of digit groups in *text* with *least* digits or more, their separators matching *between*."""
    found: list[Groups] = []
    known: dict[str, bool] = {}
    for stretch in STRETCH.finditer(text):
        if stretch.end() - stretch.start() >= least:
            for groups in _pieces(list(GROUP.finditer(text, stretch.start(), stretch.end()))):
                found += _joined(text, groups, between, least, known)
    return found


def _pieces(groups: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Return *groups*; of a long table only what stands beside a group of four digits or more."""
    if len(groups) <= LONG_RUN:
        yield groups
        return
    last = -1
    piece: list[re.Match[str]] = []
    for place, group in enumerate(groups):
        if group.end() - group.start() < TELLING:
            continue
        first = max(last + 1, place - MOST_IN_LONG_RUN)
        if first > last + 1 and piece:
            yield piece
            piece = []
        last = max(last, min(len(groups) - 1, place + MOST_IN_LONG_RUN))
        piece += groups[first : last + 1]
    if piece:
        yield piece


def _joined(
    text: str, groups: list[re.Match[str]], between: re.Pattern[str], least: int, known: dict[str, bool]
) -> Iterator[Groups]:
    """Return what of *groups* holds together; *known* remembers which separators do, since they repeat."""
    run: list[re.Match[str]] = []
    size = 0
    for match in groups:
        if run:
            joint = text[run[-1].end() : match.start()]
            if joint not in known:
                known[joint] = len(joint) <= LONGEST_JOINT and between.fullmatch(joint) is not None
            if not known[joint]:
                if size >= least:
                    yield _groups(text, run)
                run, size = [], 0
        run.append(match)
        size += match.end() - match.start()
    if size >= least:
        yield _groups(text, run)


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


# Numbers of things look like those of people; their word stands before them, with little between.
THING = (
    r"(?:faktura|ordre|sag|esag|journal|kode|adgangskode|isbn|issn|ean|gln|faust|cvr|bevilling|"
    r"bestilling|tilbud|id|"
    r"aftale|projekt|licens|abonnement|materiale|vare|serie|kunde|kvittering|bilag|garanti|garantibevis|"
    r"police|pakke|"
    r"forsendelse|track|reference|ref|møde-id|p-|se-|produktionsenhed|produktion|rekvisition|ticket|"
    r"billet|model|"
    r"følgeseddel|fragtbrev|gavekort|budgetlinje|budgetpost|"
    r"toner|tonerpatron|patron|pære|filter|stel|måler|kontrakt|lager|stregkode|inventar|udstyr|apparat|"
    r"dokument|reservation|booking|budget|"
    r"artskonto|"
    r"projektkonto|psp|eposnr|post|katalog|base|hylde|løbe|medlem|invoice|order|case|receipt|serial|"
    r"tracking|product|meeting id|"
    r"license)"
)
OF_A_THING = re.compile(
    rf"(?<![^\W_]){THING}s?(?:"
    r"-?(?:nummer|numre|nr|no|id|kode)\w{0,3}\b\.?[^.!?;\d]{0,24}"
    r"|(?:e?[nrt]|erne?)?s?\b[ .:=#-]{0,3}(?:(?:er|nr|nummer|no|number|på|hedder|lyder|med|har|"
    r"står)\b[ .:=#-]{0,3}){0,3})\Z"
)


# "... er et løbenummer": what it is, said behind it.
CALLED_A_THING = re.compile(
    rf"\s(?:er|var|is) (?:nu |kun |også )?(?:et |vores |jeres |deres |den |det |an? |our |the )?"
    rf"(?:\w{{3,12}} )?(?:\w{{2,15}}-?)?{THING}s?-?(?:nummer|nummeret|nr|number|id|kode)(?![^\W_])"
)


def is_called_a_thing(right: str) -> bool:
    """Whether *right*, the words behind a number, say that it is an invoice's, a case's, an article's."""
    return CALLED_A_THING.match(right.lower()) is not None


def is_of_a_thing(left: str) -> bool:
    """Whether *left*, the words before a number, say that it is an invoice's, a case's, an article's, no person's."""
    return OF_A_THING.search(left.lower()) is not None


def before(text: str, place: int, window: int = WINDOW) -> str:
    """Return the words just before *place*, back to the beginning of the line at most."""
    return text[max(0, place - window) : place].rpartition("\n")[2]


def after(text: str, place: int, window: int = WINDOW) -> str:
    """Return the words just after *place*, up to the end of the line at most."""
    return text[place : place + window].partition("\n")[0]


__all__ = [
    "WINDOW", "Cues", "Groups", "after", "before", "is_called_a_thing", "is_of_a_thing", "lowered", "runs", "windows",
]  # fmt: skip
