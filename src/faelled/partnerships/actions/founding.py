"""How a partnership begins, and how people are added to one: from lines that somebody pasted."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.organisations import protect
from faelled.partnerships.actions.seats import add_person, join_organisation
from faelled.partnerships.models import KnownName, Organisation, Partnership, Person, Seat
from faelled.post import addresses
from faelled.work import clock

SLUG_LENGTH = 40
_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


@dataclass(frozen=True)
class Newcomer:
    """A person as one pasted line describes them; address None for somebody who answers by phone."""

    name: str
    address: str | None
    organisation: str
    protected: bool = False
    house: bool = False
    observer: bool = False


@transaction.atomic
def found_partnership(
    starter: Person,
    *,
    name: str,
    shared_third: str,
    lines: Sequence[Newcomer],
    organisations: Sequence[str] = (),
) -> Partnership:
    """Found a partnership with *starter* as its coordinator, in from the start; everybody else is welcomed by mail.

    lines: read by `forms.lines`. organisations: further houses, in the order their shapes and colours will keep.
    """
    partnership = _named(name, shared_third)
    seat = Seat.objects.create(
        membership=join_organisation(partnership, starter.organisation),
        person=starter,
        role=Seat.Role.COORDINATOR,
        state=Seat.State.IN,
        joined_at=clock.now(),
        host_contact=True,
    )
    record(starter, "partnership_founded", partnership_id=partnership.pk, about=partnership)
    houses = _Houses(starter)
    for organisation in organisations:
        join_organisation(partnership, houses.called(organisation))
    _add(seat, lines, houses)
    return partnership


@transaction.atomic
def add_people(actor: Seat, lines: Sequence[Newcomer]) -> list[Seat]:
    """Add the people of *lines* to the actor's partnership and welcome them."""
    return _add(actor, lines, _Houses(actor.person))


class _Houses:
    """Finds the house a line means among those the writer may know of; else it is a new one.

    A name alone must not open an organisation that the writer has never sat with.
    """

    def __init__(self, writer: Person) -> None:
        self.known = {o.name.casefold(): o for o in reads.organisations_beside(writer)}

    def called(self, name: str) -> Organisation:
        found = self.known.get(name.casefold())
        if found is None:
            found = self.known[name.casefold()] = Organisation.objects.create(name=name)
        return found

    def may_protect(self, organisation: Organisation) -> bool:
        return any(organisation.pk == known.pk for known in self.known.values())


def _add(actor: Seat, lines: Sequence[Newcomer], houses: _Houses) -> list[Seat]:
    partnership = actor.membership.partnership
    for line in lines:  # every house first, so that the welcome names them all
        organisation = _organisation_of(line, houses)
        join_organisation(partnership, organisation)
        if line.protected and houses.may_protect(organisation):
            protect(organisation, actor=actor.person)
    return [
        add_person(
            partnership,
            name=line.name,
            address=line.address,
            organisation=_organisation_of(line, houses),
            kind=Person.Kind.HOUSE if line.house else Person.Kind.HUMAN,
            role=Seat.Role.OBSERVER if line.observer else Seat.Role.MEMBER,
            invited_by=actor.person,
        )
        for line in lines
        if line.address is None or line.address not in reads.known_addresses(actor.person)
    ]


def _organisation_of(line: Newcomer, houses: _Houses) -> Organisation:
    known = reads.person_by_address(line.address) if line.address else None
    return known.organisation if known else houses.called(line.organisation)


def _named(name: str, shared_third: str) -> Partnership:
    """Make the partnership under the first free form of its name, which is also its mail address."""
    base = slug_of(name)
    number = 1
    while True:
        slug = base if number == 1 else f"{base[: SLUG_LENGTH - 4]}-{number}"
        if not Partnership.objects.filter(slug=slug).exists():
            try:
                with transaction.atomic():
                    partnership = Partnership.objects.create(name=name, slug=slug, shared_third=shared_third)
                    addresses.name_address(slug, "partnership", partnership.pk)
                    return partnership
            except ValueError:  # a word the mail gateway keeps for itself, such as postmaster
                pass
        number += 1


def slug_of(name: str) -> str:
    """Return *name* as the local part of a mail address: lower case, a-z, digits and hyphens, at most forty.

    A name with none of these is "partnerskab".
    """
    plain = (
        unicodedata.normalize("NFKD", name.lower().translate(_SPELT_OUT)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain)[:SLUG_LENGTH].strip("-") or "partnerskab"


@transaction.atomic
def set_terms(
    partnership: Partnership, *, name: str, shared_third: str, agreement: str, actor: Person
) -> None:
    """Store what the partnership says of itself, each text already through the door; its mail address stays."""
    partnership.name, partnership.shared_third, partnership.agreement = name, shared_third, agreement
    partnership.save(update_fields=["name", "shared_third", "agreement"])
    record(actor, "terms_changed", partnership_id=partnership.pk, about=partnership)


@transaction.atomic
def know_name(partnership: Partnership | int, name: str, source: str) -> None:
    """Let the guard know a name as the partnership's own; apps write their services' and rooms' here."""
    number = partnership if isinstance(partnership, int) else partnership.pk
    KnownName.objects.get_or_create(partnership_id=number, name=name[:120], source=source)
