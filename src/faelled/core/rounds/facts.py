"""What a decision about a round rests on: the times, the seats, the answers, and the partnership's rule."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from faelled.core.replies.reading import Slot, Verdict


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in the round. required: without this person there is no meeting, whatever the rule."""

    person: str
    organisation: str
    name: str = ""
    required: bool = False
    coordinator: bool = False


@dataclass(frozen=True, slots=True)
class OnePerOrganisation:
    """Somebody from every organisation comes."""

    with_coordinator: bool = False


@dataclass(frozen=True, slots=True)
class ThesePersons:
    """All of these come. Whoever has lost the seat since no longer counts."""

    persons: frozenset[str]
    with_coordinator: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many persons come, no matter from where."""

    count: int
    with_coordinator: bool = False


Rule = OnePerOrganisation | ThesePersons | AtLeast


@dataclass(frozen=True)
class Facts:
    """A round as it stands at *now*.

    answers: by person and slot number; what is absent is unknown, and persons without a seat are ignored.
    waiting_on: persons with a seat who have not answered. withdrawn: slot numbers taken off the list.
    last_time_absent, last_time_present: who could not come to the meeting before this one, and who was there.
    remind_from: when silent persons may be reminded (None: never); reminded: those who have been, once.
    """

    slots: tuple[Slot, ...]
    seats: tuple[Seat, ...]
    answers: Mapping[tuple[str, int], Verdict]
    rule: Rule
    now: datetime
    answers_by: datetime
    waiting_on: frozenset[str] = frozenset()
    last_time_absent: frozenset[str] = frozenset()
    last_time_present: frozenset[str] = frozenset()
    withdrawn: frozenset[int] = frozenset()
    remind_from: datetime | None = None
    reminded: frozenset[str] = frozenset()

    def verdict(self, person: str, number: int) -> Verdict:
        """Return what *person* said about slot *number*."""
        return self.answers.get((person, number), Verdict.UNKNOWN)

    def who(self, number: int, verdict: Verdict) -> frozenset[str]:
        """Return the persons with a seat whose answer to slot *number* is *verdict*."""
        return frozenset(s.person for s in self.seats if self.verdict(s.person, number) is verdict)

    @property
    def live(self) -> tuple[Slot, ...]:
        """The times that can still be chosen: not withdrawn, and not begun."""
        now = self.now.astimezone(UTC)
        return tuple(
            s for s in self.slots if s.number not in self.withdrawn and s.start.astimezone(UTC) > now
        )

    @property
    def silent(self) -> tuple[str, ...]:
        """The persons with a seat who have not answered, in the order of the seats."""
        return tuple(s.person for s in self.seats if s.person in self.waiting_on)


def organisations(seats: Collection[Seat]) -> tuple[str, ...]:
    """Return the organisations that have a seat, in the order of the seats."""
    return tuple(dict.fromkeys(s.organisation for s in seats))


def still_holds(rule: Rule, seats: Collection[Seat], attending: Collection[str]) -> bool:
    """Whether the rule is met when exactly *attending* come; a meeting of nobody never is.

    Also asked after declines: a quorum that is lost reopens the question.
    """
    come = [s for s in seats if s.person in attending]
    if not come or any(s.required and s.person not in attending for s in seats):
        return False
    if rule.with_coordinator and not _coordinated(seats, come):
        return False
    match rule:
        case OnePerOrganisation():
            return {s.organisation for s in come} == set(organisations(seats))
        case ThesePersons(persons):
            return persons.intersection(s.person for s in seats) <= {s.person for s in come}
        case AtLeast(count):
            return len({s.person for s in come}) >= count


def _coordinated(seats: Collection[Seat], come: Collection[Seat]) -> bool:
    """Whether a coordinator comes, as far as there is one."""
    return any(s.coordinator for s in come) or not any(s.coordinator for s in seats)
