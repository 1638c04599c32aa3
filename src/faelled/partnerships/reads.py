"""Questions to this app's tables. What may be shown of a place is decided here, not in templates."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from faelled.core.guard import Context
from faelled.partnerships.models import (
    Account,
    Address,
    KnownName,
    Membership,
    Organisation,
    Partnership,
    Person,
    RefusedWord,
    Seat,
)
from faelled.post.letters import Recipient
from faelled.post.sealing import keyed_hash

if TYPE_CHECKING:
    from django.db.models import QuerySet

PLACE_UNSAID = {"da": "adresse oplyses mundtligt", "en": "address given in person"}
"""Said in letters and on pages alike, so it does not hang on a compiled translation."""


# Persons


def person_by_key(key: str) -> Person | None:
    """Return the person with this random key; None also for text that is no key at all."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return Person.objects.select_related("organisation").filter(key=wanted).first()


def person_by_address(address: str) -> Person | None:
    """Return who has this mail address, living or dead."""
    found = (
        Address.objects.select_related("person__organisation").filter(address=address.strip().lower()).first()
    )
    return found.person if found else None


def known_addresses(person: Person) -> set[str]:
    """Return every address of *person*, lower-cased: mail from any of them counts as theirs."""
    return set(person.addresses.values_list("address", flat=True))


def living_address(person: Person) -> str | None:
    """Return where mail reaches *person*: the preferred address if it lives, else another that does."""
    alive = [a for a in person.addresses.all() if a.dead_since is None]
    alive.sort(key=lambda a: (not a.preferred, a.pk))
    return alive[0].address if alive else None


def living_addresses(people: Collection[int]) -> dict[int, str]:
    """Return where mail reaches each of *people*, by key; whom no mail reaches is left out."""
    if not people:
        return {}
    alive = Address.objects.filter(person__in=people, dead_since=None).order_by("preferred", "-pk")
    return dict(alive.values_list("person", "address"))  # the last of each counts: the preferred, the oldest


def recipient(person: Person) -> Recipient | None:
    """Return *person* as a letter's reader; None when no address of theirs takes mail."""
    address = living_address(person)
    if address is None:
        return None
    return Recipient(
        person_key=str(person.key),
        name=person.name,
        first_name=person.first_name,
        address=address,
        lang=person.language,
    )


def person_of(account: object) -> Person | None:
    """Return the person behind a signed-in account; None for the anonymous and for an operator without one."""
    return account.person if isinstance(account, Account) else None


# Seats


def _seats() -> "QuerySet[Seat]":
    return Seat.objects.select_related(
        "person", "membership__organisation", "membership__partnership"
    ).prefetch_related("person__addresses")


def seats_in(partnership: Partnership | int) -> list[Seat]:
    """Return the seats of everybody who is in, in the order of their organisations; two queries whatever the number."""
    return list(_seats().filter(membership__partnership=partnership, state=Seat.State.IN))


def all_seats(partnership: Partnership | int) -> list[Seat]:
    """Return every seat: in, invited and left; for the coordinator's own page."""
    found = _seats().filter(membership__partnership=partnership).exclude(person__kind=Person.Kind.GONE)
    return list(found.prefetch_related("deputies__person"))


def seat(pk: int, partnership: Partnership | int | None = None) -> Seat | None:
    """Return a seat; None if there is none, or if it belongs to another partnership than the one named."""
    found = _seats().filter(pk=pk)
    return (found if partnership is None else found.filter(membership__partnership=partnership)).first()


def seat_of(person: Person, partnership: Partnership | int) -> Seat | None:
    """Return where *person* sits in *partnership*, if they are in."""
    return _seats().filter(person=person, membership__partnership=partnership, state=Seat.State.IN).first()


def invited_seat_of(person: Person, partnership: Partnership | int) -> Seat | None:
    """Return the seat *person* has been offered and not yet taken."""
    return (
        _seats().filter(person=person, membership__partnership=partnership, state=Seat.State.INVITED).first()
    )


def seats_of(person: Person) -> list[Seat]:
    """Return the seats *person* sits in, of partnerships still running."""
    return list(_seats().filter(person=person, state=Seat.State.IN, membership__partnership__closed_at=None))


def open_seats_of(person: Person) -> list[Seat]:
    """Return the seats *person* sits in or has been offered, also where the partnership is closed."""
    return list(_seats().filter(person=person).exclude(state=Seat.State.LEFT))


def every_seat_of(person: Person) -> list[Seat]:
    """Return every seat *person* has ever had."""
    return list(_seats().filter(person=person))


def first_partnership_of(person_pk: int) -> int | None:
    """Return the partnership a person sits in, or has been offered a seat in; the first of several."""
    seats = Seat.objects.filter(person=person_pk, membership__partnership__closed_at=None)
    return (
        seats.exclude(state=Seat.State.LEFT)
        .values_list("membership__partnership", flat=True)
        .order_by("pk")
        .first()
    )


def invitations_of(person: Person) -> list[Seat]:
    """Return the seats *person* has been offered and not yet taken."""
    return list(
        _seats().filter(person=person, state=Seat.State.INVITED, membership__partnership__closed_at=None)
    )


def coordinators(partnership: Partnership | int) -> list[Seat]:
    """Return the coordinators who are in, the first appointed first."""
    found = _seats().filter(
        membership__partnership=partnership, state=Seat.State.IN, role=Seat.Role.COORDINATOR
    )
    return list(found.order_by("pk"))


def deputies_of(seat: Seat) -> list[Seat]:
    """Return who stands in for *seat* and is in."""
    return list(_seats().filter(deputy_for=seat, state=Seat.State.IN))


def sits_elsewhere(person: Person, partnership: Partnership | int) -> bool:
    """Whether *person* has a seat, or the offer of one, in another partnership too."""
    seats = person.seats.exclude(state=Seat.State.LEFT)
    number = partnership if isinstance(partnership, int) else partnership.pk
    return seats.exclude(membership__partnership=number).exists()


def has_signed_in(person: Person) -> bool:
    """Whether *person* has a sign-in of their own, so that their address is a key."""
    return Account.objects.filter(person=person).exists()


def has_second_factor(person: Person) -> bool:
    """Whether *person* signs in with more than a mailed code."""
    return bool(Authenticator.objects.filter(user__person=person).exists())


def others_in(seat: Seat) -> list[str]:
    """Return the other houses of the partnership a seat is in, by name."""
    return [
        m.organisation.name for m in memberships(seat.membership.partnership) if m.pk != seat.membership_id
    ]


# Partnerships and organisations


def partnership(pk: int) -> Partnership | None:
    """Return a partnership, closed or not."""
    return Partnership.objects.filter(pk=pk).first()


def running_partnerships(*, but: Collection[int] = ()) -> list[Partnership]:
    """Return the partnerships that are not closed, without those named."""
    return list(Partnership.objects.filter(closed_at=None).exclude(pk__in=but).order_by("pk"))


def memberships(partnership: Partnership | int) -> list[Membership]:
    """Return the organisations that are in, in the order their shapes and colours keep for ever."""
    return list(
        Membership.objects.select_related("organisation").filter(partnership=partnership, left_at=None)
    )


def memberships_with_people(partnership: Partnership | int) -> list[Membership]:
    """Return the memberships, each with its seats that are in as `people`; two queries whatever the number."""
    found = memberships(partnership)
    seats = Seat.objects.select_related("person").filter(membership__in=found, state=Seat.State.IN)
    by_membership: dict[int, list[Seat]] = {}
    for seat in seats:
        by_membership.setdefault(seat.membership_id, []).append(seat)
    for membership in found:
        membership.people = by_membership.get(membership.pk, [])
    return found


def organisations_beside(person: Person) -> list[Organisation]:
    """Return the organisations *person* may know of: their own, and those whose people sit with them and said yes.

    An organisation that has only been invited has not agreed to be seen.
    """
    shared = Q(
        memberships__partnership__memberships__seats__person=person,
        memberships__partnership__memberships__seats__state=Seat.State.IN,
        memberships__seats__state=Seat.State.IN,
    )
    return list(
        Organisation.objects.filter(Q(pk=person.organisation_id) | shared).distinct().order_by("name")
    )


def place_for(organisation: Organisation | None, lang: str = "da") -> str:
    """Return where to meet, as it may be written in any letter or calendar.

    A protected house is not named: only the meeting point its own contact wrote, or that the address is told.
    """
    if organisation is None:
        return ""
    if organisation.protected:
        return organisation.place or PLACE_UNSAID.get(lang, PLACE_UNSAID["da"])
    if not organisation.place or organisation.place.lower().startswith(organisation.name.lower()):
        return organisation.place or organisation.name
    return f"{organisation.name}, {organisation.place}"


def host_name_for_letters(organisation: Organisation | None, lang: str = "da") -> str | None:
    """Return the host's name for a letter or a calendar; None when it is protected and may not be named."""
    if organisation is None or organisation.protected:
        return None
    return organisation.name


# What the guard should know


def guard_context(partnership: Partnership | int | None) -> Context:
    """Return the partnership's own people, houses and mailboxes, and the words its protected houses refuse.

    None, for a text that belongs to no partnership: nothing is known and nothing is refused.
    """
    if partnership is None:
        return Context()
    number = partnership if isinstance(partnership, int) else partnership.pk
    return _context(Q(partnership=number), known=Q(partnership=number))


def guard_context_of(organisation: Organisation) -> Context:
    """Return the same for a text of *organisation*, which every partnership it is in may read."""
    beside = list(organisation.memberships.filter(left_at=None).values_list("partnership", flat=True))
    return _context(
        Q(partnership__in=beside) | Q(organisation=organisation),
        known=Q(partnership__in=beside),
        also=organisation,
    )


def _context(where: Q, *, known: Q, also: Organisation | None = None) -> Context:
    houses = dict(Membership.objects.filter(where).values_list("organisation", "organisation__name"))
    if also is not None:
        houses[also.pk] = also.name
    people = Person.objects.filter(
        Q(organisation__in=houses) | Q(seats__membership__organisation__in=houses)
    ).values_list("name", "kind", "addresses__address")
    refused = RefusedWord.objects.filter(organisation__in=houses).values_list("form_hash", flat=True)
    names = KnownName.objects.filter(known).values_list("name", flat=True)
    human, house = Person.Kind.HUMAN, Person.Kind.HOUSE
    known_to_all = list(people)
    return Context(
        own_names=frozenset({*(name for name, kind, _ in known_to_all if kind == human), *names}),
        own_houses=frozenset(
            {*houses.values(), *(name for name, kind, _ in known_to_all if kind == house), *names}
        ),
        own_phones=frozenset(),
        # Colleagues' addresses are not the partnership's to share; a house's mailbox is public, as is the product's.
        own_mails=frozenset(
            {settings.MAIL_FROM, *(mail for _, kind, mail in known_to_all if kind == house and mail)}
        ),
        refused=frozenset(refused),
        digest=refused_form_hash,
    )


def refused_form_hash(form: str) -> str:
    """Return what is kept of a word that a protected house refuses."""
    return keyed_hash(form, "refused_word")
