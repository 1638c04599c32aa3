"""The one thing in a signature that counts: the writer's own days off or at work."""

from faelled.core.days.expressions import (
    Clock,
    Edge,
    Hours,
    Part,
    Weekday,
    WeekdayRange,
    listed,
    scan_tokens,
    tokenise,
)
from faelled.core.replies.items import itemise
from faelled.core.replies.pointing import Fit
from faelled.core.replies.reading import Span, Verdict
from faelled.core.replies.resolving import Rank, Statement
from faelled.core.replies.story import Story
from faelled.core.replies.topics import topic_of

_AWAY = listed(
    """
    arbejder ikke|er ikke på arbejde|har fri|holder fri|fri hver|er på uddannelse|er fri|fridag|
    i do not work|don't work|do not work|not working|not in|day off|off on|er på kursus|
    ikke på kontoret|fast fri|non-working day|træffes ikke|er her ikke|studiedag|er på skole|
    kan ikke træffes
    """
)
_THERE = listed(
    """
    jeg arbejder|my working days|working days|arbejdsdage|mine arbejdsdage|i work|er på arbejde|
    på kontoret|in the office|arbejder|træffes
    """
)
_NOT_OWN = listed(
    """
    telefontid|åben|åbent|åbningstid|opening|open|visiting|besøgstid|tlf|telefon|tel|phone|
    lukkedage|arrangement|café|cafe
    """
)
_LONGEST = 2_000


def own_days(under: str, offset: int, story: Story) -> list[Statement]:
    """Return what the lines under the answer say of the writer's own days, about slots the answer is silent on."""
    out: list[Statement] = []
    at = offset
    for line in under[:_LONGEST].split("\n"):
        out.extend(_line(line, at, story))
        at += len(line) + 1
    return out


def _line(line: str, at: int, story: Story) -> list[Statement]:
    low = line.lower()
    away = any(words in low for words in _AWAY)
    there = not away and any(words in low for words in _THERE)
    if not (away or there) or any(low.strip().startswith(w) or f" {w} " in low for w in _NOT_OWN):
        return []
    tokens = tokenise(line)
    times = [
        e
        for e in scan_tokens(tokens)
        if isinstance(e.what, Weekday | WeekdayRange | Part | Hours | Edge | Clock)
    ]
    topic = topic_of(itemise(tokens, times), story.scene)
    if topic is None or not topic.day:
        return []
    open_slots = frozenset(story.ledger.numbers) - frozenset(n for s in story.ledger.said for n in s.slots)
    hit = topic.hit(Fit.PART) & open_slots
    spans = (Span(at, at + len(line)),)
    if away:
        return [Statement(Verdict.NO, hit, Rank.REST, spans)]
    outside = open_slots - topic.hit(Fit.PART)
    return [Statement(Verdict.NO, outside, Rank.REST, spans)]
