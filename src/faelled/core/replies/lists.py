"""A list of answers without times: one line, or one word between commas, for each slot in order."""

from collections.abc import Sequence

from faelled.core.replies.clause import is_topic
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.marks import mark_of
from faelled.core.replies.pointing import Scene
from faelled.core.replies.reading import Span, Verdict
from faelled.core.replies.resolving import Rank, Statement

_ENDS = frozenset({"\n", ",", "/", ";", ".", "|"})
_LONGEST_ANSWER = 5
_NEW_LINE = frozenset({"\n"})
_ANSWERS = frozenset({"yes", "no", "no_sorry", "maybe", "defer", "not"})


def list_in_order(items: Sequence[Item], scene: Scene) -> list[Statement]:
    """Return one statement a slot when the text is such a list and nothing else, [] otherwise."""
    if any(is_topic(i) for i in items):
        return []
    for ends in (_NEW_LINE, _ENDS):
        lines = _cut(items, ends)
        if len(lines) == len(scene.slots) and len(lines) > 1:
            if ends is not _NEW_LINE and not all(_only_answers(line) for line in lines):
                continue
            ticked = any(mark_of(i) == "yes" or "yes" in i.classes for i in items)
            verdicts = [_line(line, ticked=ticked) for line in lines]
            if all(v is not None for v in verdicts):
                return [
                    Statement(v, frozenset({s.number}), Rank.SAID, (Span(line[0].start, line[-1].end),))
                    for v, line, s in zip(verdicts, lines, scene.slots, strict=True)
                    if v is not None
                ]
    return []


def _only_answers(line: Sequence[Item]) -> bool:
    """Whether a part between commas is an answer and nothing else: "ja, nej, ja"."""
    return len(line) <= 2 and all(i.classes & _ANSWERS or mark_of(i) for i in line)


def _cut(items: Sequence[Item], ends: frozenset[str]) -> list[list[Item]]:
    lines: list[list[Item]] = [[]]
    for item in items:
        if item.kind is Kind.SIGN and item.key in ends:
            lines.append([])
        elif item.kind is not Kind.SIGN or mark_of(item):
            lines[-1].append(item)
    return [line for line in lines if line]


def _line(line: Sequence[Item], *, ticked: bool) -> Verdict | None:
    """Read one answer; x is a refusal where others are ticked, and a tick where nothing else is."""
    if len(line) > _LONGEST_ANSWER:
        return None
    classes = {c for i in line for c in i.classes}
    mark = next((m for i in line if (m := mark_of(i))), None)
    if mark and all(mark_of(i) for i in line):
        if mark == "x":
            return Verdict.NO if ticked else Verdict.YES
        return Verdict(mark)
    if "defer" in classes:
        return Verdict.UNKNOWN
    if "maybe" in classes:
        return Verdict.MAYBE
    if classes & {"not", "no", "no_sorry"}:
        return Verdict.NO
    return Verdict.YES if classes & {"yes", "able"} else None
