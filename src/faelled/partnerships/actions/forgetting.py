"""A person leaves for good: out of every seat, then out of every table. What stays behind names nobody."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import ProtectedError

from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.seats import LastCoordinator, NotADeputy, change_seat, leave
from faelled.partnerships.models import (
    Account,
    KnownName,
    Membership,
    Organisation,
    Partnership,
    Person,
    Seat,
    SignInInvitation,
)
from faelled.post import persons

NAMELESS = "Tidligere kollega"
NAME, ADDRESS = "[navn]", "[adresse]"


@dataclass(frozen=True)
class Traces:
    """How a person is named in what others wrote. first_name: "" where somebody beside them has the same."""

    name: str
    first_name: str
    addresses: tuple[str, ...]
    partnerships: tuple[int, ...]

    def taken_out(self, value: Any, *, first_name_too: bool) -> Any:
        """Return a text, or a list or mapping of texts, without them."""
        match value:
            case str():
                return self._without(value, first_name_too=first_name_too)
            case list():
                return [self.taken_out(v, first_name_too=first_name_too) for v in value]
            case dict():
                return {k: self.taken_out(v, first_name_too=first_name_too) for k, v in value.items()}
        return value

    def _without(self, text: str, *, first_name_too: bool) -> str:
        for address in self.addresses:
            text = re.sub(re.escape(address), ADDRESS, text, flags=re.IGNORECASE)
        names = [self.name, *([self.first_name] if first_name_too else [])]
        for name in filter(None, names):
            named = rf"(?<!\w){re.escape(name)}(?:['’]?s|['’])?(?!\w)"  # "Lones", "Lone Friis' nøgle"
            text = re.sub(named, NAME, text, flags=re.IGNORECASE)
        return text


def lock(person: Person) -> Person | None:
    """Return *person* as they are now, under a lock; None when they have been erased."""
    there = Person.objects.select_for_update(of=("self",)).select_related("organisation")
    return there.filter(pk=person.pk, key=person.key).first()


def traces_of(person: Person) -> Traces:
    """Return how *person* may be named by others, and in which partnerships."""
    where = tuple(sorted(set(person.seats.values_list("membership__partnership", flat=True))))
    beside = Person.objects.filter(seats__membership__partnership__in=where).exclude(pk=person.pk)
    shared = any(one.first_name.casefold() == person.first_name.casefold() for one in beside.distinct())
    return Traces(
        name=person.name,
        first_name="" if shared else person.first_name,
        addresses=tuple(sorted(reads.known_addresses(person))),
        partnerships=where,
    )


def take_out(
    traces: Traces, rows: "models.QuerySet[Any]", *columns: str, first_name_too: bool = False
) -> None:
    """Take a person's name and addresses out of the texts in *columns* of *rows*.

    first_name_too: for sentences made by the house and for words about one person; not for free text, where the same
    word may be somebody else.
    """
    for row in rows.only("pk", *columns).iterator(500):
        before = {column: getattr(row, column) for column in columns}
        after = {c: traces.taken_out(v, first_name_too=first_name_too) for c, v in before.items()}
        if after != before:
            rows.model._default_manager.filter(pk=row.pk).update(**after)


def left_without(person: Person) -> list[Seat]:
    """Return the seats of *person* whose partnership would be left without a coordinator."""
    return [seat for seat in reads.seats_of(person) if _is_needed(seat)]


def _is_needed(seat: Seat) -> bool:
    if seat.role != Seat.Role.COORDINATOR:
        return False
    partnership = seat.membership.partnership
    if any(c.pk != seat.pk for c in reads.coordinators(partnership)):
        return False
    return any(s.pk != seat.pk for s in reads.seats_in(partnership))


@transaction.atomic
def leave_everywhere(person: Person, *, heirs: Mapping[int, int], closing: Collection[int]) -> None:
    """End every seat of *person*. heirs: partnership -> the seat that coordinates it from now on.

    closing: the partnerships that end with them. Raises LastCoordinator where neither is said, NotADeputy where an heir
    does not sit there; then nothing has changed.
    """
    for seat in reads.open_seats_of(person):
        partnership = seat.membership.partnership
        if seat.state == Seat.State.IN and _is_needed(seat):
            if partnership.pk in heirs:
                _hand_over(partnership, heirs[partnership.pk], person)
            elif partnership.pk in closing:
                close(partnership, actor=person)
            elif not any(d.person.kind == Person.Kind.HUMAN for d in reads.deputies_of(seat)):
                raise LastCoordinator
        leave(seat)


def _hand_over(partnership: Partnership, heir_id: int, actor: Person) -> None:
    heir = reads.seat(heir_id, partnership)
    if heir is None or heir.state != Seat.State.IN or heir.person_id == actor.pk:
        raise NotADeputy
    change_seat(
        heir, role=Seat.Role.COORDINATOR, deputy_for=None, host_contact=heir.host_contact, actor=actor
    )


@transaction.atomic
def close(partnership: Partnership, *, actor: Person) -> None:
    """End a partnership: everybody but *actor* leaves it, and is told by whom; it closes when *actor* leaves too."""
    for seat in reads.all_seats(partnership):
        if seat.person_id != actor.pk:
            leave(seat, actor=actor)
    record(actor, "partnership_closed", partnership_id=partnership.pk, about=partnership)


@transaction.atomic
def forget(person: Person) -> None:
    """Delete *person*, who has left every seat and whom the other apps have forgotten.

    Where a round was started from one of their seats, a place without a name stays until that round is deleted.
    """
    traces = traces_of(person)
    _take_out_of_texts(traces, person)
    KnownName.objects.filter(partnership__in=traces.partnerships, name__iexact=person.name).delete()
    Seat.objects.filter(invited_by=person).update(invited_by=None)
    Seat.objects.filter(deputy_for__person=person).update(deputy_for=None)
    _end_sessions(person)
    Account.objects.filter(person=person).delete()
    SignInInvitation.objects.filter(person=person).delete()
    person.addresses.all().delete()
    record(None, "person_erased")
    if not _deleted(person):
        person.seats.update(deputy_for=None, invited_by=None, role=Seat.Role.MEMBER, host_contact=False)
        Person.objects.filter(pk=person.pk).update(
            key=uuid.uuid4(), kind=Person.Kind.GONE, name=NAMELESS, language="da", days_off="",
            mail_choice=Person.MailChoice.ALL, minutes_per_month=0,
        )  # fmt: skip


def forget_places() -> int:
    """Delete the places without a name that no round needs any more; return how many."""
    return sum(_deleted(one) for one in Person.objects.filter(kind=Person.Kind.GONE))


@transaction.atomic
def forget_partnership(partnership: Partnership) -> None:
    """Delete a partnership that closed half a year ago, and the people who sit nowhere else; houses stay.

    Raises ProtectedError as long as another app has not forgotten it.
    """
    people = list(Person.objects.filter(seats__membership__partnership=partnership).distinct())
    persons.forget_partnership(partnership.pk)
    Partnership.objects.filter(pk=partnership.pk).delete()
    for person in people:
        if not person.seats.exists():
            _end_sessions(person)
            persons.forget(str(person.key), reads.known_addresses(person))
            Person.objects.filter(pk=person.pk).delete()


def _deleted(person: Person) -> bool:
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).delete()
    except ProtectedError:
        return False
    return True


def _take_out_of_texts(traces: Traces, person: Person) -> None:
    spaces = Partnership.objects.filter(pk__in=traces.partnerships)
    take_out(traces, spaces, "name", "shared_third", "agreement")
    houses = Membership.objects.filter(partnership__in=spaces).values("organisation")
    beside = Organisation.objects.filter(models.Q(pk__in=houses) | models.Q(pk=person.organisation_id))
    take_out(traces, beside, "place", "practical_note", "strengths", "weaknesses", "wonders")


def _end_sessions(person: Person) -> None:
    accounts = {str(pk) for pk in Account.objects.filter(person=person).values_list("pk", flat=True)}
    theirs = [one.pk for one in _sessions() if str(one.get_decoded().get(SESSION_KEY)) in accounts]
    Session.objects.filter(pk__in=theirs).delete()


def _sessions() -> Iterable[Session]:
    return Session.objects.iterator(500)
