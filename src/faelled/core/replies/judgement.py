"""What a clause says of its times, as a value."""

from dataclasses import dataclass, field

from faelled.core.days.expressions import Side
from faelled.core.replies.reading import Span, Verdict


@dataclass(slots=True)
class Judgement:
    """What a clause says; verdict is None when it says nothing about its times.

    weak: only guessed from what the writer does then. window: the words speak of coming or going, so a clock
    time in the clause is the edge of a window.
    """

    verdict: Verdict | None
    weak: bool = False
    unsure: bool = False
    only: bool = False
    nothing_else: bool = False
    prefer: bool = False
    window: Side | None = None
    returns: bool = False
    attends: bool = False
    partial: bool = False
    negated: bool = False
    spans: list[Span] = field(default_factory=list)
