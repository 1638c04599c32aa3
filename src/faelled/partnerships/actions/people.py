"""Who somebody is and how mail reaches them."""

from django.db import IntegrityError, transaction

from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.letters import Class, person_about, tell_coordinators
from faelled.partnerships.actions.seats import PeopleError
from faelled.partnerships.models import Account, Address, Person, SignInInvitation
from faelled.post import outgoing
from faelled.post.opening import FailedBecause
from faelled.work import clock


class AddressTaken(PeopleError):
    """Another person has this mail address."""

    code = "address_taken"


def change_address(person: Person, address: str, *, actor: Person) -> None:
    """Send mail to *address* from now on; the old one is still known when something comes from it.

    The old address is told, so that a stranger cannot take over in silence. Raises AddressTaken.
    """
    wanted = address.strip().lower()
    owner = reads.person_by_address(wanted)
    if owner is not None and owner.pk != person.pk:
        raise AddressTaken
    before = reads.recipient(person)
    if before is not None and before.address == wanted:
        return
    try:
        with transaction.atomic():
            person.addresses.filter(preferred=True).update(preferred=False)
            Address.objects.update_or_create(
                address=wanted, person=person, defaults={"preferred": True, "dead_since": None}
            )
            Account.objects.filter(person=person).update(email=wanted)
            record(actor, "address_changed", about=person)
            if before is not None:
                outgoing.write(
                    "partnerships/letters/address_changed",
                    to=before,
                    about=person_about(person),
                    context={"by": "" if actor.pk == person.pk else actor.name},
                    letter_class=Class.ESSENTIAL,
                    thread=f"address-{person.pk}",
                )
    except IntegrityError as trouble:  # somebody else took it in the same moment
        raise AddressTaken from trouble


@transaction.atomic
def remove_address(person: Person, address: str, *, actor: Person) -> None:
    """Forget an address; the person answers by phone when it was the last."""
    gone = address.strip().lower()
    person.addresses.filter(address=gone).delete()
    Account.objects.filter(
        person=person, email=gone
    ).delete()  # the address was the key; a new one makes a new account
    SignInInvitation.objects.filter(person=person).delete()
    rest = person.addresses.order_by("pk").first()
    if rest is not None and not person.addresses.filter(preferred=True).exists():
        Address.objects.filter(pk=rest.pk).update(preferred=True)
    record(actor, "address_removed", about=person)


@transaction.atomic
def describe_person(
    person: Person, *, name: str, language: str, days_off: str, minutes_per_month: int, actor: Person
) -> None:
    """Store what a person says about themselves; the name has passed the form's check for invisible signs."""
    person.name, person.language, person.days_off, person.minutes_per_month = (
        name,
        language,
        days_off,
        minutes_per_month,
    )
    person.save(update_fields=["name", "language", "days_off", "minutes_per_month"])
    record(actor, "person_described", about=person)


@transaction.atomic
def mark_dead(
    person_key: str,
    address: str,
    because: FailedBecause = FailedBecause.UNKNOWN,
    *,
    told_in: int | None = None,
) -> bool:
    """Note that mail to an address came back for good, and tell the coordinators once.

    Returns False when the person or the address is unknown, or it was known to be dead.
    """
    person = reads.person_by_key(person_key)
    if person is None:
        return False
    newly = person.addresses.filter(address=address.strip().lower(), dead_since=None).update(
        dead_since=clock.now()
    )
    if not newly:
        return False
    record(None, "mailbox_dead", about=person)
    still_reached = reads.living_address(person) is not None
    for seat in [*reads.seats_of(person), *reads.invitations_of(person)]:
        if not still_reached and seat.membership.partnership_id != told_in:
            tell_coordinators(
                seat,
                "partnerships/letters/coordinator_told_dead_mailbox",
                context={"members_path": f"/p/{seat.membership.partnership_id}/medlemmer/{seat.pk}/"},
                because=because,
            )
    return True
