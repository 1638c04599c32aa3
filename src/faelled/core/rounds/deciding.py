"""DECIDE the next step of a round: settle, remind, wait, or propose other times; always with the reasons."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from faelled.core.days import Stretch
from faelled.core.proposals.values import Half, Taught
from faelled.core.replies.reading import Verdict
from faelled.core.rounds import reasons as why
from faelled.core.rounds.facts import AtLeast, Facts, OnePerOrganisation, ThesePersons, organisations
from faelled.core.rounds.mattering import anything_possible, who_matters
from faelled.core.rounds.ranking import Standing, best, missing, ranked, standings
from faelled.core.rounds.reasons import LastTime, Reason


@dataclass(frozen=True, slots=True)
class Settled:
    """This time is best. runners_up: the other times that meet the rule, best first."""

    number: int
    reasons: tuple[Reason, ...]
    runners_up: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Remind these persons, once. leading: the time that looks best so far, if any does."""

    persons: tuple[str, ...]
    reasons: tuple[Reason, ...]
    leading: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before *until*, unless an answer comes."""

    until: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ProposeAnew:
    """None of the times will do. teaches: what the answers say about other times."""

    reasons: tuple[Reason, ...]
    teaches: Taught


Step = Settled | AskAgain | Wait | ProposeAnew


def next_step(facts: Facts) -> Step:
    """Return what to do now. Settles before the last day for answers only when nobody is silent any more.

    When no answer can save any of the times, others are proposed at once rather than at the last day.
    """
    if not facts.seats:
        return ProposeAnew((why.NobodyAsked(),), taught_by(facts))
    if not facts.live:
        return ProposeAnew((why.NoTimesLeft(),), taught_by(facts))
    times = standings(facts)
    order = ranked(times)
    over = facts.now.astimezone(UTC) >= facts.answers_by.astimezone(UTC)
    if order and (over or not facts.silent):
        return _settled(facts, order)
    if over or not facts.silent or not anything_possible(facts):
        return ProposeAnew(_why_none(facts, times), taught_by(facts))
    return _ask_or_wait(facts, order)


def _settled(facts: Facts, order: list[Standing]) -> Settled:
    chosen = order[0]
    ended: Reason = why.TimeIsUp() if facts.silent else why.AllAnswered()
    return Settled(
        chosen.number, (ended, *reasons_for(facts, chosen.number)), tuple(t.number for t in order[1:])
    )


def reasons_for(facts: Facts, number: int) -> tuple[Reason, ...]:
    """Return what speaks for and against the time *number*, the most telling first.

    Also for a time that the coordinator chose against the ranking.
    """
    yes = facts.who(number, Verdict.YES)
    found: list[Reason] = [why.CanCome(len(yes), len(facts.seats))]
    places = organisations(facts.seats)
    if absent := missing(facts, yes):
        found.append(why.Missing(absent))
    elif len(places) > 1:
        found.append(why.AllOrganisations(len(places)))
    found += _fairness(facts, number)
    found += _cannot(facts, number)
    if perhaps := _seated(facts, facts.who(number, Verdict.MAYBE)):
        found.append(why.MayCome(perhaps))
    if unknown := _seated(facts, facts.who(number, Verdict.UNKNOWN)):
        found.append(why.NoWordFrom(unknown))
    return tuple(found)


def _fairness(facts: Facts, number: int) -> list[Reason]:
    """Say so where the time was chosen for the sake of those left out last time."""
    order = ranked(standings(facts))
    if not order or order[0].number != number:
        return []
    chosen = order[0]
    for other in order[1:]:
        ahead = len(other.yes) - len(chosen.yes)
        if ahead >= 0 and other.left_out < chosen.left_out:
            for_whom = _seated(facts, (chosen.yes - other.yes) & facts.last_time_absent)
            return [why.FairTo(for_whom, one_fewer=ahead == 1)]
    return []


def _cannot(facts: Facts, number: int) -> list[Reason]:
    out = facts.who(number, Verdict.NO)
    groups = {
        LastTime.ABSENT: out & facts.last_time_absent,
        LastTime.CAME: (out & facts.last_time_present) - facts.last_time_absent,
        LastTime.NOT_KNOWN: out - facts.last_time_absent - facts.last_time_present,
    }
    return [why.CannotCome(_seated(facts, who), when) for when, who in groups.items() if who]


def _ask_or_wait(facts: Facts, order: list[Standing]) -> AskAgain | Wait:
    matter = who_matters(facts)
    answered = why.Answered(len(facts.seats) - len(facts.silent), len(facts.seats))
    waiting = why.WaitingFor(facts.silent)
    if not matter:
        return Wait(facts.answers_by, (answered, waiting, why.OutcomeStands()))
    remind = tuple(p for p in matter if p not in facts.reminded)
    if facts.remind_from is None or not remind:
        return Wait(facts.answers_by, (answered, waiting))
    if facts.now.astimezone(UTC) < facts.remind_from.astimezone(UTC):
        return Wait(
            min(facts.remind_from, facts.answers_by, key=lambda t: t.astimezone(UTC)), (answered, waiting)
        )
    return AskAgain(remind, (answered, why.WaitingFor(remind)), best(order))


def _why_none(facts: Facts, times: list[Standing]) -> tuple[Reason, ...]:
    """Return why no time meets the rule, the nearest cause alone, and who kept silent."""
    kept_silent: tuple[Reason, ...] = (why.WaitingFor(facts.silent),) if facts.silent else ()
    if not any(t.yes for t in times) and not facts.silent:
        return (why.NobodyCan(),)
    ever = frozenset().union(*(t.yes for t in times)) | frozenset(facts.silent)
    if left_out := _needed_but_never_there(facts, ever):
        return (why.NoTimeFor(left_out), *kept_silent)
    most = max(len(t.yes) for t in times)
    if isinstance(facts.rule, AtLeast) and most < facts.rule.count:
        return (why.TooFew(most, facts.rule.count), *kept_silent)
    return (why.NeverTogether(), *kept_silent)


def _needed_but_never_there(facts: Facts, ever: frozenset[str]) -> tuple[str, ...]:
    """Return the persons and organisations that the rule needs and no time suits."""
    match facts.rule:
        case ThesePersons(persons):
            needed = {s.person for s in facts.seats if s.person in persons}
        case OnePerOrganisation() | AtLeast():
            needed = set()
    needed |= {s.person for s in facts.seats if s.required}
    found = [s.person for s in facts.seats if s.person in needed - ever]
    if facts.rule.with_coordinator:
        coordinators = [s.person for s in facts.seats if s.coordinator]
        if not ever.intersection(coordinators):
            found += coordinators
    if isinstance(facts.rule, OnePerOrganisation):
        found += missing(facts, ever)
    return tuple(dict.fromkeys(found))


def taught_by(facts: Facts) -> Taught:
    """Return what the answers say about other times: none of these again, and which days and hours suit."""
    weekdays: Counter[int] = Counter()
    halves: Counter[Half] = Counter()
    for slot in facts.slots:
        yes, no = (len(facts.who(slot.number, v)) for v in (Verdict.YES, Verdict.NO))
        weekdays[slot.start.weekday()] += yes - no
        halves[Half.of(slot.start)] += yes - no
    return Taught(tuple(Stretch(s.start, s.end) for s in facts.slots), dict(weekdays), dict(halves))


def _seated(facts: Facts, persons: frozenset[str]) -> tuple[str, ...]:
    """Return the persons in the order of the seats."""
    return tuple(s.person for s in facts.seats if s.person in persons)
