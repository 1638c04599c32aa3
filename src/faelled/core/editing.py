"""A text on its way to being shared: what the guard marks in its parts, what was decided, what may replace it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from faelled.core.guard import Context, Finding, find
from faelled.core.guard.finding import Mark as Level
from faelled.core.guard.finding import Reason, Type, why
from faelled.core.guard.sweep import settled

JOINT = "\n"
DOT = "•"
HIDDEN = re.compile(rf"{DOT}{{2,}}(?:[\s./-]{{0,3}}{DOT}+)*")
"""Where digits of a CPR number stood: they are dots in what is kept, and the dots must go before it is shared."""

_NEVER_SHOWN = frozenset({Type.CPR, Type.ACCOUNT, Type.UNREAD})
_PARENT_OF = re.compile(
    r"\b(?:mor|far|moren|faren|forælder|forældre\w*|bedste\w+|mormor|farmor)(?: til)? \Z", re.I
)
_CHILD_OF = re.compile(r"\b(?:barn|barnet|børn\w*|søn|sønnen|datter|datteren) (?:af|til) \Z", re.I)
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?:]\s+|\n\s*)\Z")
_WORDINGS: dict[Type, tuple[str, ...]] = {
    Type.PERSON: ("en person", "en mor", "barnet"),
    Type.ADDRESS: ("en vej i nærheden",),
}
_MOST_WORDINGS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in the part of that name, [start, end)."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something the writer is asked about, at every place where the same words stand.

    words: as they stand first; "" where they may not be shown again. sign: names the mark without its words.
    decided: the writer has said that it is not personal data. wordings: what may stand instead, the best first.
    """

    number: int
    type: Type
    level: Level
    reason: Reason
    words: str
    wordings: tuple[str, ...]
    places: tuple[Place, ...]
    sign: str
    decided: bool

    @property
    def blocks(self) -> bool:
        """Whether the text stays with its writer until this is settled."""
        return self.level is Level.STOP or (self.level is Level.SETTLE and not self.decided)

    @property
    def why(self) -> tuple[str, ...]:
        """The sentences that tell the writer why, in Danish."""
        return why(self.type, self.level, self.reason)

    @property
    def may_stay(self) -> bool:
        """Whether the writer may say that it is not personal data."""
        return self.level is Level.SETTLE and not self.decided


@dataclass(frozen=True, slots=True)
class Looked:
    """The parts of a text and what is marked in them, in the order of reading."""

    parts: Mapping[str, str]
    marks: tuple[Mark, ...]
    colleagues: tuple[str, ...] = ()  # names of the partnership's own people, who may be named

    @property
    def open(self) -> tuple[Mark, ...]:
        """What keeps the text with its writer."""
        return tuple(mark for mark in self.marks if mark.blocks)

    def mark(self, sign: str) -> Mark | None:
        """Return the mark of that sign."""
        return next((mark for mark in self.marks if mark.sign == sign), None)

    def pieces(self, part: str) -> list[tuple[str, Mark | None]]:
        """Return *part* cut into what is marked and what is not; words that may not be shown again are dots."""
        text, done, pieces = self.parts[part], 0, []
        here = sorted(
            (
                (place.start, place.end, mark)
                for mark in self.marks
                for place in mark.places
                if place.part == part
            ),
            key=itemgetter(0, 1),  # two marks may stand at the same place
        )
        for start, end, mark in here:
            if start < done:
                continue
            pieces += [(text[done:start], None), (text[start:end] if mark.words else DOT * 6, mark)]
            done = end
        return [piece for piece in [*pieces, (text[done:], None)] if piece[0]]


def look(
    parts: Mapping[str, str],
    context: Context,
    *,
    digest: Callable[[str], str],
    decided: Collection[str] = (),
) -> Looked:
    """Return what is marked in *parts*, which are read as one text after the context's thread.

    digest: the keyed hash that signs are made with. decided: signs the writer has settled.
    """
    text = ""
    begins: dict[str, int] = {}
    for part, words in parts.items():
        begins[part] = len(text)
        text += words + JOINT
    groups: dict[str, list[tuple[Finding, Place]]] = {}
    for finding in settled([*find(text, context), *_hidden(text)]):
        for part, begin in begins.items():
            start, end = max(finding.start, begin), min(finding.end, begin + len(parts[part]))
            if start < end:
                words = " ".join(text[start:end].casefold().split())
                sign = digest(f"{finding.type.value}\0{words}")[:20]
                groups.setdefault(sign, []).append((finding, Place(part, start - begin, end - begin)))
    order = list(parts)
    in_order = sorted(groups.items(), key=lambda g: (order.index(g[1][0][1].part), g[1][0][1].start))
    own = [seen for _, seen in in_order if all(f.reason is Reason.OWN for f, _ in seen)]
    asked = [(sign, seen) for sign, seen in in_order if seen not in own]
    marks = [
        _mark(number, sign, seen, parts, sign in decided) for number, (sign, seen) in enumerate(asked, 1)
    ]
    colleagues = [parts[at.part][at.start : at.end] for ((_, at), *_) in own]
    return Looked(dict(parts), tuple(marks), tuple(dict.fromkeys(colleagues)))


def _hidden(text: str) -> Iterator[Finding]:
    for dots in HIDDEN.finditer(text):
        yield Finding(dots.start(), dots.end(), Type.CPR, 1.0, Reason.SHAPE, "")


def _mark(
    number: int, sign: str, seen: list[tuple[Finding, Place]], parts: Mapping[str, str], decided: bool
) -> Mark:
    # The weightiest of several sights of the same words speaks for all of them.
    finding = max(
        (f for f, _ in seen), key=lambda f: (f.mark is Level.STOP, f.mark is Level.SETTLE, f.certainty)
    )
    place = seen[0][1]
    text = parts[place.part]
    return Mark(
        number=number,
        type=finding.type,
        level=finding.mark,
        reason=finding.reason,
        words="" if finding.type in _NEVER_SHOWN else text[place.start : place.end],
        wordings=_wordings(finding, text[: place.start]),
        places=tuple(place for _, place in seen),
        sign=sign,
        decided=decided and finding.mark is Level.SETTLE,
    )


def _wordings(finding: Finding, before: str) -> tuple[str, ...]:
    if finding.type in _NEVER_SHOWN:
        return ()
    first: tuple[str, ...] = ()
    if finding.type is Type.PERSON and _PARENT_OF.search(before[-40:]):
        first = ("et barn", "barnet")
    elif finding.type is Type.PERSON and _CHILD_OF.search(before[-40:]):
        first = ("en mor", "en far")
    usual = _WORDINGS.get(finding.type, ())
    # A word in brackets says that something was taken out, which no reader likes; it stands last.
    offered = dict.fromkeys(
        (*first, *usual, finding.suggestion)
        if finding.suggestion[:1] == "["
        else (*first, finding.suggestion, *usual)
    )
    return tuple(wording for wording in offered if wording)[:_MOST_WORDINGS]


def replaced(parts: Mapping[str, str], mark: Mark, wording: str) -> dict[str, str]:
    """Return *parts* with *wording* at every place of *mark*; "" takes the words out."""
    changed = dict(parts)
    for place in sorted(mark.places, key=lambda p: p.start, reverse=True):
        text = changed[place.part]
        before, after = text[: place.start], text[place.end :]
        new = wording[:1].upper() + wording[1:] if _SENTENCE_BEGINS.search(before) else wording
        if not new and before.endswith(" ") and after[:1] in {"", " ", ".", ",", "!", "?", ")"}:
            before = before[:-1]
        changed[place.part] = before + new + after
    return changed


def masked(looked: Looked) -> dict[str, str]:
    """Return the parts as they may be kept: of a CPR number, or the half of one, nothing is left but dots."""
    changed = {part: list(text) for part, text in looked.parts.items()}
    for mark in looked.marks:
        if mark.type is Type.CPR:
            for place in mark.places:
                for at in range(place.start, place.end):
                    if changed[place.part][at].isalnum():
                        changed[place.part][at] = DOT
    return {part: "".join(signs) for part, signs in changed.items()}


__all__ = ["Looked", "Mark", "Place", "look", "masked", "replaced"]
