"""Who is in: added, welcomed, in, asked whether out, out, back again. Later steps see it here; they are not pushed."""

from django.db import transaction

from faelled.core.days.words import list_in_words
from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.letters import Class, person_about, tell_coordinators, write_to
from faelled.partnerships.models import Address, Membership, Organisation, Partnership, Person, Seat
from faelled.post import addresses
from faelled.post.letters import About
from faelled.post.wording import one_line
from faelled.work import clock

LONGEST_NAME = 120


class PeopleError(Exception):
    """Something about people cannot be done; `code` says what, for a page or a letter to put in words."""

    code = "people"


class LastCoordinator(PeopleError):
    """A partnership with people in it keeps a coordinator: hand the role over before leaving."""

    code = "last_coordinator"


class WrongRole(PeopleError):
    """A shared mailbox cannot coordinate: it never signs in."""

    code = "wrong_role"


class NotADeputy(PeopleError):
    """A deputy is another person of the same partnership."""

    code = "not_a_deputy"


class SitsElsewhere(PeopleError):
    """Others rely on this person's sign-in too, so only the operator may loosen it."""

    code = "sits_elsewhere"


class NotYours(PeopleError):
    """Only the person may change this: it is how they sign in, or others rely on it too."""

    code = "not_yours"


@transaction.atomic
def add_person(
    partnership: Partnership,
    *,
    name: str,
    address: str | None,
    organisation: Organisation,
    kind: str = Person.Kind.HUMAN,
    role: str = Seat.Role.MEMBER,
    invited_by: Person | None = None,
    language: str = "da",
    welcome: bool = True,
) -> Seat:
    """Give a person a seat and welcome them by mail.

    A known address is the person who has it, with the name and house they already have. Somebody without mail
    cannot answer a welcome: they are in at once, on the coordinator's word, and answer by phone.
    """
    person = reads.person_by_address(address) if address else None
    if person is None:
        person = Person.objects.create(
            name=one_line(name, LONGEST_NAME), organisation=organisation, kind=kind, language=language
        )
        if address:
            Address.objects.create(person=person, address=address.strip().lower())
    membership = join_organisation(partnership, person.organisation)
    seat, new = Seat.objects.get_or_create(
        membership=membership,
        person=person,
        defaults={"role": role, "invited_by": invited_by, "invited_at": clock.now()},
    )
    if not new and seat.state == Seat.State.LEFT:
        seat.state, seat.left_at, seat.invited_by, seat.invited_at = (
            Seat.State.INVITED,
            None,
            invited_by,
            clock.now(),
        )
        seat.save(update_fields=["state", "left_at", "invited_by", "invited_at"])
    record(invited_by, "seat_added", partnership_id=partnership.pk, about=seat)
    if seat.state == Seat.State.INVITED:
        if reads.living_address(person) is None:
            _take(seat)
        elif welcome:
            send_welcome(seat)
    _make_host_contact(membership)
    return seat


def join_organisation(partnership: Partnership, organisation: Organisation) -> Membership:
    """Return the organisation's membership, made or taken up again; its place in the order is for ever."""
    position = partnership.memberships.count() + 1
    membership, _ = Membership.objects.get_or_create(
        partnership=partnership, organisation=organisation, defaults={"position": position}
    )
    if membership.left_at is not None:
        membership.left_at = None
        membership.save(update_fields=["left_at"])
    return membership


def _make_host_contact(membership: Membership) -> None:
    """Every house has somebody who gets the host's line: the first who can, until the coordinator says otherwise."""
    seats = membership.seats.exclude(state=Seat.State.LEFT).exclude(role=Seat.Role.OBSERVER)
    if not seats.filter(host_contact=True).exists():
        first = seats.order_by("pk").first()
        if first is not None:
            Seat.objects.filter(pk=first.pk).update(host_contact=True)


@transaction.atomic
def send_welcome(seat: Seat) -> bool:
    """Write the welcome, once for each time somebody asks for it; False when no mail reaches the person."""
    partnership, person = seat.membership.partnership, seat.person
    invited_by = seat.invited_by
    letter = write_to(
        seat,
        "partnerships/letters/welcome",
        about=About(kind="welcome", id=seat.pk, partnership_id=partnership.pk),
        context={
            "partnership": partnership.name,
            "shared_third": partnership.shared_third,
            "others": list_in_words(reads.others_in(seat), person.language),
            "invited_by": invited_by.name if invited_by else "",
            "minutes": person.minutes_per_month,
            "is_house": person.kind == Person.Kind.HOUSE,
            "is_observer": seat.role == Seat.Role.OBSERVER,
        },
        letter_class=Class.NOTICE,
        thread=f"welcome-{seat.pk}",
        minutes=1,
        link_to="velkommen",
        on_behalf_of=invited_by.first_name if invited_by else None,
    )
    if letter is None:
        return False
    seat.welcomed_at = clock.now()
    seat.save(update_fields=["welcomed_at"])
    return True


def _take(seat: Seat) -> None:
    seat.state, seat.joined_at, seat.left_at, seat.no_thanks_at = Seat.State.IN, clock.now(), None, None
    seat.save(update_fields=["state", "joined_at", "left_at", "no_thanks_at"])
    addresses.withdraw("welcome", seat.pk)  # the question is closed; its link shows so for two weeks more


@transaction.atomic
def accept_welcome(seat: Seat) -> bool:
    """Let somebody who was invited in, at their first answer or click; False when they were in already or have left."""
    fresh = _locked(seat)
    if fresh.state != Seat.State.INVITED:
        if fresh.state == Seat.State.IN and fresh.no_thanks_at:
            fresh.no_thanks_at = None
            fresh.save(update_fields=["no_thanks_at"])
        return False
    _take(fresh)
    record(fresh.person, "seat_taken", partnership_id=fresh.membership.partnership_id, about=fresh)
    return True


@transaction.atomic
def ask_whether_out(seat: Seat) -> None:
    """Answer a "nej tak": do you want out altogether? Nothing changes until they say yes."""
    seat.no_thanks_at = clock.now()
    seat.save(update_fields=["no_thanks_at"])
    write_to(
        seat,
        "partnerships/letters/no_thanks_ask",
        about=About(kind="welcome", id=seat.pk, partnership_id=seat.membership.partnership_id),
        context={"partnership": seat.membership.partnership.name},
        letter_class=Class.ANSWER,
        thread=f"welcome-{seat.pk}",
    )


@transaction.atomic
def leave(seat: Seat, *, actor: Person | None = None) -> bool:
    """End a seat; False when it had ended. Meetings and questions see it themselves on the worker's next round.

    actor: who did it, when it was not the person: then the letter says so.
    Raises LastCoordinator where nobody is left to coordinate the others.
    """
    fresh = _locked(seat)
    if fresh.state == Seat.State.LEFT:
        return False
    partnership = fresh.membership.partnership
    heir = _hand_on_coordination(fresh)
    was_invited = fresh.state == Seat.State.INVITED
    fresh.state, fresh.left_at, fresh.no_thanks_at, fresh.host_contact = (
        Seat.State.LEFT,
        clock.now(),
        None,
        False,
    )
    fresh.save(update_fields=["state", "left_at", "no_thanks_at", "host_contact"])
    addresses.withdraw("welcome", fresh.pk)
    _make_host_contact(fresh.membership)
    _close_if_empty(partnership, fresh.membership)
    record(actor or fresh.person, "seat_left", partnership_id=partnership.pk, about=fresh)
    by_another = actor is not None and actor.pk != fresh.person_id
    write_to(
        fresh,
        "partnerships/letters/left",
        about=person_about(fresh.person, partnership.pk),
        context={"partnership": partnership.name, "by": actor.name if actor and by_another else ""},
        letter_class=Class.ANSWER,
        thread=f"people-{partnership.pk}",
        on_behalf_of="",
    )
    if not by_another:
        template = "coordinator_told_declined" if was_invited else "coordinator_told_left"
        tell_coordinators(fresh, f"partnerships/letters/{template}", but=heir)
    return True


def _hand_on_coordination(seat: Seat) -> Seat | None:
    """Keep a coordinator in a partnership that still has people: the deputy takes over, is told and returned."""
    if seat.role != Seat.Role.COORDINATOR or seat.state != Seat.State.IN:
        return None
    partnership = seat.membership.partnership
    if any(c.pk != seat.pk for c in reads.coordinators(partnership)):
        return None
    others = [s for s in reads.seats_in(partnership) if s.pk != seat.pk]
    if not others:
        return None
    heir = next((d for d in reads.deputies_of(seat) if d.person.kind == Person.Kind.HUMAN), None)
    if heir is None:
        raise LastCoordinator
    heir.role, heir.deputy_for = Seat.Role.COORDINATOR, None
    heir.save(update_fields=["role", "deputy_for"])
    write_to(
        heir,
        "partnerships/letters/you_coordinate",
        about=person_about(heir.person, partnership.pk),
        context={"who": seat.person.name, "partnership": partnership.name},
        letter_class=Class.NOTICE,
        thread=f"people-{partnership.pk}",
        on_behalf_of="",
    )
    return heir


def _close_if_empty(partnership: Partnership, membership: Membership) -> None:
    now = clock.now()
    if not membership.seats.exclude(state=Seat.State.LEFT).exists():
        Membership.objects.filter(pk=membership.pk).update(left_at=now)
    if not Seat.objects.filter(membership__partnership=partnership).exclude(state=Seat.State.LEFT).exists():
        Partnership.objects.filter(pk=partnership.pk, closed_at=None).update(closed_at=now)


@transaction.atomic
def rejoin(seat: Seat) -> bool:
    """Undo a leaving, by the person's own act; False when there was nothing to undo."""
    fresh = _locked(seat)
    if fresh.state != Seat.State.LEFT:
        return False
    _take(fresh)
    Membership.objects.filter(pk=fresh.membership_id).update(left_at=None)
    Partnership.objects.filter(pk=fresh.membership.partnership_id).update(closed_at=None)
    _make_host_contact(fresh.membership)
    record(fresh.person, "seat_taken", partnership_id=fresh.membership.partnership_id, about=fresh)
    return True


@transaction.atomic
def change_seat(seat: Seat, *, role: str, deputy_for: Seat | None, host_contact: bool, actor: Person) -> None:
    """Change a seat's role, whom it stands in for and whether it hears about hosting.

    Raises LastCoordinator, WrongRole or NotADeputy.
    """
    fresh = _locked(seat)
    partnership = fresh.membership.partnership
    if role == Seat.Role.COORDINATOR and fresh.person.kind == Person.Kind.HOUSE:
        raise WrongRole
    if deputy_for is not None and (
        deputy_for.pk == fresh.pk or deputy_for.membership.partnership_id != partnership.pk
    ):
        raise NotADeputy
    lays_down = fresh.role == Seat.Role.COORDINATOR and role != Seat.Role.COORDINATOR
    if lays_down and not any(c.pk != fresh.pk for c in reads.coordinators(partnership)):
        raise LastCoordinator
    fresh.role, fresh.deputy_for, fresh.host_contact = role, deputy_for, host_contact
    fresh.save(update_fields=["role", "deputy_for", "host_contact"])
    if host_contact:
        fresh.membership.seats.exclude(pk=fresh.pk).update(host_contact=False)
    _make_host_contact(fresh.membership)
    record(actor, "seat_changed", partnership_id=partnership.pk, about=fresh)


def _locked(seat: Seat) -> Seat:
    """Read the seat again under a lock, so that a click and a mail at the same time do one thing."""
    return (
        Seat.objects.select_for_update(of=("self",))
        .select_related("person", "membership__partnership", "membership__organisation")
        .get(pk=seat.pk)
    )
