"""Choosing a few times out of many: cheap ones first, and as different from each other as they can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from faelled.core.days import Stretch, week_of
from faelled.core.proposals.values import Half, Suggestion

# A time that keeps one more person out costs 10 (see suggesting), so being different from the others is worth
# less than a person as long as only a few like it have been chosen.
SAME_WEEKDAY, SAME_HALF, SAME_WEEK, SAME_CLOCK, NEXT_DAY = 4, 3, 1, 1, 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time that could be asked about, and what it costs: 0 is a time nothing speaks against."""

    suggestion: Suggestion
    cost: int

    @property
    def start(self) -> datetime:
        """When it begins, on the local clock."""
        return self.suggestion.start


def spread_out(
    candidates: Sequence[Candidate], want: int, *, over_weekdays: bool = True, over_halves: bool = True
) -> list[Suggestion]:
    """Return at most *want* times in order: on days of their own while there are days, never overlapping.

    over_weekdays, over_halves: whether to seek different ones; not where the writer asked for one of them.
    """
    chosen: list[Candidate] = []
    left = sorted(candidates, key=lambda c: c.start.astimezone(UTC))
    while left and len(chosen) < want:
        days = {c.start.date() for c in chosen}
        fresh = [c for c in left if c.start.date() not in days] or left
        best = min(fresh, key=lambda c: c.cost + _likeness(c, chosen, over_weekdays, over_halves))
        chosen.append(best)
        taken = Stretch(best.suggestion.start, best.suggestion.end)
        left = [c for c in left if not taken.overlaps(Stretch(c.suggestion.start, c.suggestion.end))]
    return [c.suggestion for c in sorted(chosen, key=lambda c: c.start.astimezone(UTC))]


def _likeness(
    candidate: Candidate, chosen: Sequence[Candidate], over_weekdays: bool, over_halves: bool
) -> int:
    return sum(_alike(candidate.start, c.start, over_weekdays, over_halves) for c in chosen)


def _alike(one: datetime, other: datetime, over_weekdays: bool, over_halves: bool) -> int:
    cost = 0
    if over_weekdays and one.weekday() == other.weekday():
        cost += SAME_WEEKDAY
    if over_halves and Half.of(one) is Half.of(other):
        cost += SAME_HALF
    if over_halves and one.time() == other.time():
        cost += SAME_CLOCK
    if week_of(one.date()) == week_of(other.date()):
        cost += SAME_WEEK
    if abs((one.date() - other.date()).days) <= 1:
        cost += NEXT_DAY
    return cost
