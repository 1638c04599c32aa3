"""Whose answer could still change what is decided: only those are reminded.

A person matters if there are answers of the other silent ones under which this person's answer to some time
decides which time is chosen, or whether one is. Trying all answers of all is hopeless, and nearly needless:
let more and more of the others say yes to that time, and none, the needed or all of them to the other times.
Against all answers of up to four silent persons that misses fewer than one in a thousand, and never adds one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from faelled.core.replies.reading import Slot, Verdict
from faelled.core.rounds.facts import Facts, Seat, ThesePersons
from faelled.core.rounds.ranking import Standing, best, standing, standings


@dataclass(frozen=True, slots=True)
class _Kind:
    """What decides how a seat weighs; two silent persons of one kind matter alike."""

    organisation: str
    needed: bool
    coordinator: bool
    left_out: bool


def who_matters(facts: Facts) -> tuple[str, ...]:
    """Return the silent persons whose answer could change the outcome, in the order of the seats."""
    if not anything_possible(facts):
        return ()
    silent = [s for s in facts.seats if s.person in facts.waiting_on]
    now = standings(facts)
    known: dict[_Kind, bool] = {}
    matter = []
    for seat in silent:
        kind = _kind(facts, seat)
        if kind not in known:
            known[kind] = _matters(facts, seat, silent, now)
        if known[kind]:
            matter.append(seat.person)
    return tuple(matter)


def _kind(facts: Facts, seat: Seat) -> _Kind:
    return _Kind(
        seat.organisation, _needed(facts, seat), seat.coordinator, seat.person in facts.last_time_absent
    )


def _matters(facts: Facts, seat: Seat, silent: Sequence[Seat], now: Sequence[Standing]) -> bool:
    others = [s for s in silent if s.person != seat.person]
    return any(
        _pivotal(facts, seat, slot, order[:helping], elsewhere)
        for order in _orders(facts, seat, others)
        for elsewhere in _elsewhere(facts, order, now)
        for slot in facts.live
        for helping in range(len(order) + 1)
    )


def _orders(facts: Facts, seat: Seat, others: Sequence[Seat]) -> set[tuple[Seat, ...]]:
    """Return the orders in which others are let say yes: those the rule needs come first.

    The own organisation last leaves this person its only one; those left out last time first or last lets
    fairness tell either way.
    """

    def key(other: Seat, own_last: bool, left_out_last: bool) -> tuple[bool, ...]:
        own, left_out = other.organisation == seat.organisation, other.person in facts.last_time_absent
        first_of_its_own = next(s for s in others if s.organisation == other.organisation) is other
        return (not _needed(facts, other), own is own_last, not first_of_its_own, left_out is left_out_last)

    return {
        tuple(sorted(others, key=partial(key, own_last=own_last, left_out_last=left_out_last)))
        for own_last in (True, False)
        for left_out_last in (True, False)
    }


def _needed(facts: Facts, seat: Seat) -> bool:
    by_rule = isinstance(facts.rule, ThesePersons) and seat.person in facts.rule.persons
    return seat.required or by_rule or (seat.coordinator and facts.rule.with_coordinator)


def _elsewhere(facts: Facts, order: Sequence[Seat], now: Sequence[Standing]) -> Iterator[list[Standing]]:
    """Yield how the times may stand: none, those the rule needs, or all of *order* say yes to one or all."""
    yield list(now)
    needed = sum(1 for s in order if _needed(facts, s))
    places = len({s.organisation for s in order})
    for helping in {needed, min(len(order), needed + places), len(order)} - {0}:
        helpers = frozenset(s.person for s in order[:helping])
        helped = [standing(facts, s, t.yes | helpers, t.maybe) for s, t in zip(facts.live, now, strict=True)]
        yield helped
        for n in range(len(now)):
            yield [*now[:n], helped[n], *now[n + 1 :]]


def _pivotal(
    facts: Facts, seat: Seat, slot: Slot, helpers: Sequence[Seat], elsewhere: Sequence[Standing]
) -> bool:
    """Whether this person's answer to *slot* decides the outcome when *helpers* say yes to it."""
    rest = [t for t in elsewhere if t.number != slot.number]
    yes = facts.who(slot.number, Verdict.YES) | {s.person for s in helpers}
    maybe = len(facts.who(slot.number, Verdict.MAYBE))
    outcomes = {
        best([*rest, standing(facts, slot, yes | {seat.person}, maybe)]),
        best([*rest, standing(facts, slot, yes, maybe + 1)]),
        best([*rest, standing(facts, slot, yes, maybe)]),
    }
    return len(outcomes) > 1


def anything_possible(facts: Facts) -> bool:
    """Whether some time would meet the rule if all who are silent said yes to it."""
    silent = frozenset(facts.silent)
    by_number = {s.number: s for s in facts.live}
    return any(standing(facts, by_number[t.number], t.yes | silent, t.maybe).holds for t in standings(facts))
