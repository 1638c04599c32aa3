"""A window turned round: "ikke før 10" is from 10 on, and "så rejser jeg" the other side of what held until then."""

from dataclasses import replace
from datetime import time
from itertools import pairwise

from faelled.core.days.expressions import Clock, Edge, Holiday, Part, PartOfDay, Side
from faelled.core.replies.clause import Clause
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.judging import Judgement
from faelled.core.replies.reading import Verdict
from faelled.core.replies.story import Story
from faelled.core.replies.topics import Topic, topic_of


def until_a_day(item: Item) -> bool:
    """Whether the time ends on a day: a cause that lasts so long was known without weighing its words."""
    edge = item.time.what if item.time is not None else None
    return (
        isinstance(edge, Edge) and edge.side is Side.UNTIL and not isinstance(edge.of, Clock | Part | Holiday)
    )


def turned_then(clause: Clause, judgement: Judgement, story: Story) -> bool:
    """Let "så tager vi fat", "then it's the rig" say the opposite of what held until that day."""
    then = len(clause.topics()) == 1 and clause.topics()[0].key in _THEN
    edge = story.anchor.what if story.anchor is not None else None
    ended = isinstance(edge, Edge) and edge.side is Side.UNTIL
    opposite = OPPOSITE.get(story.last_verdict) if story.last_verdict is not None else None
    settled = judgement.verdict not in (None, Verdict.UNKNOWN) and not judgement.weak
    if (
        not then
        or not ended
        or opposite is None
        or settled
        or any("defer" in i.classes for i in clause.items)
    ):
        return False
    judgement.verdict, judgement.weak, judgement.unsure = opposite, False, True
    return True


_THEN = frozenset(
    {"sa", "saa", "then", "derefter", "herefter", "bagefter", "after", "thereafter", "afterwards"}
)
OPPOSITE = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}


def before_edge(clause: Clause) -> bool:
    """Whether "ikke" stands before "før" or "inden": "ikke før 10" means from 10 on; "før 10 ikke" refuses only."""
    denied = False
    for item in clause.items:
        denied = denied or "not" in item.classes or item.kind is Kind.NONE or item.key in _CANNOT
        if denied and _before(item) is not None:
            return True
    return False


def nothing_before(clause: Clause) -> bool:
    """Whether it is "intet før den 10.", "nothing till Friday": from then on, and not before."""
    pairs = pairwise(i for i in clause.items if i.kind is not Kind.SIGN)
    return any(one.key in _NOTHING and _before(other) is not None for one, other in pairs)


_NOTHING = frozenset({"intet", "ingenting", "nothing", "none"})
_CANNOT = frozenset({"can't", "cannot", "cant", "couldn't", "won't"})


def _before(item: Item) -> Edge | None:
    """Return the other side of a time before which something is: "before 10" and "før frokost" turned round."""
    match item.time.what if item.time is not None else None:
        case Edge(Side.BEFORE, of):
            return Edge(Side.FROM, of)
        case Edge(Side.UNTIL, of) if item.key in ("until", "till"):
            return Edge(Side.FROM, of)
        case Part(PartOfDay.MORNING) if item.key in ("before", "foer", "inden"):
            return Edge(Side.FROM, Clock(time(12)))
        case _:
            return None


def turned(clause: Clause, story: Story, topic: Topic) -> Topic:
    """Return what the clause speaks of with its windows turned round; *topic* where that fits no proposal."""
    items = []
    for item in clause.items:
        other = _before(item)
        if other is not None and item.time is not None:
            items.append(replace(item, time=replace(item.time, what=other)))
        else:
            items.append(item)
    return topic_of(items, story.scene) or topic
