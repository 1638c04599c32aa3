"""Three small rules of what a clause adds: an hour inside what was accepted, a mark a time, the other of two."""

from collections.abc import Sequence
from dataclasses import replace

from faelled.core.days.expressions import Clock, Edge, Side
from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.items import Item
from faelled.core.replies.judging import Judgement
from faelled.core.replies.marks import mark_of
from faelled.core.replies.pointing import Fit
from faelled.core.replies.reading import Slot, Span, Verdict
from faelled.core.replies.resolving import Rank, Statement
from faelled.core.replies.story import Story
from faelled.core.replies.topics import Topic, topic_of


def comes_late_or_leaves_early(clause: Clause, judgement: Judgement, story: Story) -> bool:
    """Read "alle gange, men jeg smutter 10.15": an hour inside what was just accepted makes it maybe."""
    clocks = [i for i in clause.items if i.time and isinstance(i.time.what, Clock | Edge)]
    weak = judgement.verdict is None or judgement.weak or _not_before(clause, judgement)
    if (
        clause.link != "but"
        or story.last_verdict is not Verdict.YES
        or not (clocks and weak)
        or judgement.only
    ):
        return False
    accepted = {n for s in story.last_statements if s.verdict is Verdict.YES for n in s.slots}
    topic = topic_of(clause.items, story.scene)
    inside = frozenset(
        s.number for s in story.scene.slots if s.number in accepted and any(_cuts(i, s) for i in clocks)
    )
    if topic is not None and topic.day:
        inside &= topic.day_hit
    spans = tuple(Span(i.start, i.end) for i in clause.items[:_FEW_SPANS])
    story.ledger.add(Statement(Verdict.MAYBE, inside, Rank.SAID, spans, precise=True))
    return bool(inside)


_FEW_SPANS = 6


def _not_before(clause: Clause, judgement: Judgement) -> bool:
    """Whether it is "men når ikke frem før 13.30": who cannot before then can after."""
    return judgement.negated and any(
        i.time and isinstance(i.time.what, Edge) and i.time.what.side is Side.BEFORE for i in clause.items
    )


def _cuts(item: Item, slot: Slot) -> bool:
    what = item.time.what if item.time else None
    at = what.of if isinstance(what, Edge) else what
    return isinstance(at, Clock) and slot.start.time() < at.at < slot.end.time()


def gone_from_then(items: Sequence[Item]) -> list[Item]:
    """Read "går på pension til nytår": the end of the work, so the absence begins there."""
    if not any(i.key in _FOR_GOOD or _FOR_GOOD & set(i.words) for i in items):
        return list(items)
    return [_from_there(i) for i in items]


_FOR_GOOD = frozenset({"pension", "efterlon", "fratrader", "retire", "retiring"})


def _from_there(item: Item) -> Item:
    what = item.time.what if item.time else None
    if item.time is None or not isinstance(what, Edge) or what.side not in (Side.UNTIL, Side.BEFORE):
        return item
    return replace(item, time=replace(item.time, what=Edge(Side.FROM, what.of)))


def one_mark_each(clause: Clause, topic: Topic) -> list[Statement]:
    """Read "onsdag: ÷ ✓" where wednesday has two times: the marks go by order."""
    marks = [i for i in clause.items if mark_of(i) in ("yes", "no", "maybe") and not is_topic(i)]
    hit = sorted(topic.hit())
    if len(marks) < 2 or len(marks) != len(hit) or clause.words():
        return []
    return [
        Statement(Verdict(mark_of(i) or ""), frozenset({n}), Rank.SAID, (Span(i.start, i.end),))
        for i, n in zip(marks, hit, strict=True)
    ]


def the_other(clause: Clause, topic: Topic, story: Story) -> None:
    """Of two times "den anden" is the other one, whichever has been spoken of."""
    places = [i.places for i in clause.topics() if i.places is not None]
    if len(story.all_slots) == 2 and len(places) == len(clause.topics()) == 1 and places[0].index == 2:
        spoken = story.ledger.spoken_of()
        if len(spoken) == 1:
            topic.fits = {n: Fit.OUT if n in spoken else Fit.IN for n in topic.fits}
