"""What has been understood so far, clause by clause."""

from dataclasses import dataclass, field

from faelled.core.replies.anchors import Anchor
from faelled.core.replies.clause import Clause
from faelled.core.replies.judging import Judgement
from faelled.core.replies.pointing import Scene
from faelled.core.replies.reading import Verdict
from faelled.core.replies.resolving import Ledger, Statement
from faelled.core.replies.topics import Topic


@dataclass(slots=True)
class Story:
    """What has been understood so far."""

    scene: Scene
    ledger: Ledger
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

    @property
    def all_slots(self) -> frozenset[int]:
        """Return the numbers of all slots."""
        return frozenset(self.ledger.numbers)
