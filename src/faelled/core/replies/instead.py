"""The time somebody will not speak for: "i stedet for 3", "rather than Tuesday", "bedre end mandag"."""

from faelled.core.replies.clause import Clause, is_topic
from faelled.core.replies.items import Item, Kind
from faelled.core.replies.judging import Judgement
from faelled.core.replies.reading import Verdict
from faelled.core.replies.resolving import Rank, Statement
from faelled.core.replies.story import Story
from faelled.core.replies.topics import topic_of

_INSTEAD = (
    ("i", "stedet", "for"),
    ("instead", "of"),
    ("rather", "than"),
    ("fremfor",),
    ("frem", "for"),
    ("end",),
    ("than",),
)


def drop_instead(clause: Clause) -> Item | None:
    """Take away the time somebody will *not* speak for: "i stedet for 3", "rather than Tuesday"."""
    items = [i for i in clause.items if i.kind is not Kind.SIGN]
    for n, item in enumerate(items):
        if not is_topic(item) or n == 0:
            continue
        words = [i for i in items[max(0, n - 4) : n] if i.key not in _LABEL_WORDS]
        before = tuple(k for i in words for k in _all_keys(i))
        if any(before[-len(w) :] == w for w in _INSTEAD):
            clause.items = [i for i in clause.items if i is not item]
            return item
    return None


def second_best(dropped: Item | None, clause: Clause, judgement: Judgement, story: Story) -> None:
    """ "X er bedre end Y": Y is only second best, so maybe."""
    better = any(i.key in ("bedre", "better", "bedst") or "prefer" in i.classes for i in clause.items)
    if dropped is None or not better or judgement.verdict is not Verdict.YES:
        return
    other = topic_of([dropped], story.scene)
    if other is not None:
        story.ledger.add(Statement(Verdict.MAYBE, other.hit(), Rank.SAID, tuple(other.spans)))


_LABEL_WORDS = frozenset({"nr", "nummer", "number", "on", "om", "den"})


def _all_keys(item: Item) -> tuple[str, ...]:
    instead = item.key == "i" and "delegate" in item.classes and item.last - item.first == 2
    return ("i", "stedet") if instead else (item.key,)
