"""Which of the times is best under the rule, by the answers as they stand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from faelled.core.replies.reading import Slot, Verdict
from faelled.core.rounds.facts import Facts, organisations, still_holds


@dataclass(frozen=True, slots=True)
class Standing:
    """How one time stands: who can, how many may, and how many of those left out last time can."""

    number: int
    start: datetime
    yes: frozenset[str]
    maybe: int
    left_out: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Total:
    """One row of a round's table. missing: organisations without a yes. holds: the rule is met."""

    number: int
    yes: int
    maybe: int
    no: int
    unknown: int
    missing: tuple[str, ...]
    holds: bool


def standing(facts: Facts, slot: Slot, yes: frozenset[str], maybe: int) -> Standing:
    """Return how *slot* stands if exactly *yes* can come."""
    return Standing(
        slot.number,
        slot.start.astimezone(UTC),
        yes,
        maybe,
        len(yes & facts.last_time_absent),
        still_holds(facts.rule, facts.seats, yes),
    )


def standings(facts: Facts) -> list[Standing]:
    """Return how each time that can still be chosen stands."""
    return [
        standing(facts, s, facts.who(s.number, Verdict.YES), len(facts.who(s.number, Verdict.MAYBE)))
        for s in facts.live
    ]


def ranked(times: Iterable[Standing]) -> list[Standing]:
    """Return the times that meet the rule, best first.

    Most persons wins; but within one person of the most, the time goes to whoever could not come last time.
    What is then equal is decided by how many may come, and at last by which is first.
    """
    holding = [t for t in times if t.holds]
    most = max((len(t.yes) for t in holding), default=0)
    near = [t for t in holding if len(t.yes) >= most - 1]
    rest = [t for t in holding if len(t.yes) < most - 1]
    near.sort(key=lambda t: (-t.left_out, -len(t.yes), -t.maybe, t.start, t.number))
    rest.sort(key=lambda t: (-len(t.yes), -t.left_out, -t.maybe, t.start, t.number))
    return near + rest


def best(times: Iterable[Standing]) -> int | None:
    """Return the number of the best time, None if none meets the rule."""
    order = ranked(times)
    return order[0].number if order else None


def totals(facts: Facts) -> tuple[Total, ...]:
    """Return one row for each time that was asked about, in the order of the letter, withdrawn ones too."""
    return tuple(_total(facts, s.number) for s in facts.slots)


def _total(facts: Facts, number: int) -> Total:
    yes = facts.who(number, Verdict.YES)
    return Total(
        number,
        len(yes),
        len(facts.who(number, Verdict.MAYBE)),
        len(facts.who(number, Verdict.NO)),
        len(facts.who(number, Verdict.UNKNOWN)),
        missing(facts, yes),
        still_holds(facts.rule, facts.seats, yes),
    )


def missing(facts: Facts, yes: Collection[str]) -> tuple[str, ...]:
    """Return the organisations none of whose persons are in *yes*."""
    there = {s.organisation for s in facts.seats if s.person in yes}
    return tuple(o for o in organisations(facts.seats) if o not in there)
