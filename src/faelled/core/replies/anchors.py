"""Times told from the ones spoken of last: "derefter", "indtil da", "før og efter", "så det skal ligge inden"."""

from collections.abc import Sequence
from dataclasses import dataclass

from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Hours,
    Meaning,
    Part,
    PartOfDay,
    RelativeDay,
    RelativeWeek,
    Side,
    Weekday,
)
from faelled.core.replies.items import Item
from faelled.core.replies.pointing import Fit, Scene, fit
from faelled.core.replies.topics import Topic

_OPPOSITE = {Side.FROM: Side.BEFORE, Side.AFTER: Side.UNTIL, Side.BEFORE: Side.FROM, Side.UNTIL: Side.AFTER}
_LATER = frozenset({Side.FROM, Side.AFTER})


@dataclass(frozen=True, slots=True)
class Anchor:
    """The time a later clause may count from; domain: the slots it was said of."""

    what: Meaning
    domain: frozenset[int]


def anchor_of(items: Sequence[Item], domain: frozenset[int]) -> Anchor | None:
    """Return the time others may be told from: the hour if there is one, else the day that is an edge."""
    times = [i.time.what for i in items if i.time is not None]
    days = [t for t in times if isinstance(t, Weekday | Day)]
    if days and Part(PartOfDay.EVENING) in times:
        return Anchor(Edge(Side.UNTIL, days[-1]), domain)  # "onsdag aften flyver jeg, indtil da ..."
    for kinds in ((Edge,), (Day, RelativeDay, DayRange, Weekday), (Clock, Hours)):
        found = [t for t in times if isinstance(t, kinds)]
        if found:
            return Anchor(found[-1], domain)
    return None


def told_from(which: str, last: Topic | None, anchor: Anchor | None, scene: Scene) -> Topic:
    """Return the times "after", "before" or "around" what was spoken of last."""
    numbers = [s.number for s in scene.slots]
    out = Topic(dict.fromkeys(numbers, Fit.OUT), domain=frozenset(numbers), days=last.days if last else ())
    hit = last.hit(Fit.PART) if last else frozenset()
    edge = _edge(anchor.what, which) if anchor is not None and which != "around" else None
    if which == "around":
        out.fits = {n: Fit.OUT if n in hit else Fit.IN for n in numbers} if hit else out.fits
    elif anchor is not None and edge is not None:
        out.fits = {
            s.number: fit(edge, s, scene) if s.number in anchor.domain else Fit.OUT for s in scene.slots
        }
    elif out.days:
        first, after = out.days[0], out.days[-1]
        for slot in scene.slots:
            day = slot.start.date()
            beyond = day >= after if which == "after" else day < first
            out.fits[slot.number] = Fit.IN if beyond and slot.number not in hit else Fit.OUT
    return out


def _edge(what: Meaning, which: str) -> Edge | None:
    after = which == "after"
    match what:
        case Edge(side, of):
            goes_on = (side in _LATER) == after
            return what if goes_on else Edge(_turned(side, of), of)
        case Clock():
            return Edge(Side.FROM if after else Side.UNTIL, what)
        case Hours(start, end):
            return Edge(Side.FROM, Clock(end)) if after else Edge(Side.UNTIL, Clock(start))
        case Day() | RelativeDay() | DayRange() | Weekday():
            return Edge(Side.AFTER if after else Side.BEFORE, what)
        case _:
            return None


def _turned(side: Side, of: Meaning) -> Side:
    """Return the other side; of an hour both "til 14" and "før 14" leave what begins at 14."""
    if isinstance(of, Clock | Part | RelativeWeek):
        return Side.UNTIL if side in _LATER else Side.FROM
    return _OPPOSITE[side]


__all__ = ["Anchor", "anchor_of", "told_from"]
