"""What has been understood so far, clause by clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from faelled.core.replies.anchors import Anchor
from faelled.core.replies.clause import Clause
from faelled.core.replies.judging import Judgement
from faelled.core.replies.pointing import Fit, Scene
from faelled.core.replies.reading import Verdict
from faelled.core.replies.resolving import Ledger, Statement
from faelled.core.replies.topics import Topic


@dataclass(slots=True)
class Heard:
    """A clause, what was made of it, and how the times it speaks of fit the slots (None without times).

    first: what the grammar said alone; weighed: what was said after the clause's words were weighed. window: whether
    the times leave something outside on purpose; domain: the slots such a window speaks of.
    """

    clause: Clause
    judgement: Judgement
    first: Verdict | None
    weighed: Verdict | None = None
    fits: Mapping[int, Fit] | None = None
    window: bool = False
    domain: frozenset[int] = frozenset()

    def point(self, topic: Topic) -> None:
        """Keep what the clause speaks of, before later clauses narrow it."""
        self.fits, self.window, self.domain = dict(topic.fits), topic.window is not None, topic.domain


@dataclass(slots=True)
class Story:
    """What has been understood so far."""

    scene: Scene
    ledger: Ledger
    heard: list[Heard] = field(default_factory=list)
    last: Topic | None = None
    anchor: Anchor | None = None
    last_verdict: Verdict | None = None
    last_statements: list[Statement] = field(default_factory=list)
    lone: list[tuple[Clause, Judgement]] = field(default_factory=list)
    prefers: list[int] = field(default_factory=list)
    puzzled: bool = False
    day_slots: frozenset[int] = frozenset()
    asked: bool = False
    denied: bool = False
    first_link: str | None = None
    mentioned: frozenset[int] = frozenset()
    # Slots whose answer the network cannot see: by marks in order, by the signature.
    settled: frozenset[int] = frozenset()

    @property
    def all_slots(self) -> frozenset[int]:
        """Return the numbers of all slots."""
        return frozenset(self.ledger.numbers)
