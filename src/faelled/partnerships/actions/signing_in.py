"""The first time: who is let in by a mailed code, and the letter that carries it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.letters import Class, person_about
from faelled.partnerships.actions.seats import LONGEST_NAME, WrongRole
from faelled.partnerships.models import (
    Account,
    Address,
    AuditEntry,
    Organisation,
    Person,
    Seat,
    SignInInvitation,
)
from faelled.post import outgoing
from faelled.post.letters import About, Recipient
from faelled.post.sealing import keyed_hash
from faelled.post.wording import one_line
from faelled.work import clock

CODES_AN_HOUR = 5  # to one person: a stranger who knows the address cannot fill the mailbox


def address_hash(address: str) -> str:
    """Return what is kept of an address that may sign in."""
    return keyed_hash(address.strip().lower(), "sign_in")


def may_sign_in(address: str) -> Person | None:
    """Return whom *address* signs in: a human with a seat, or somebody invited to; never a shared mailbox."""
    person = reads.person_by_address(address)
    whom = person.pk if person else 0  # asked of a stranger too: the time must not tell who is known
    has_seat = Seat.objects.filter(person_id=whom).exclude(state=Seat.State.LEFT).exists()
    invited = SignInInvitation.objects.filter(address_hash=address_hash(address), person_id=whom).exists()
    if person is None or person.kind == Person.Kind.HOUSE:
        return None
    return person if has_seat or invited else None


def account_for(address: str) -> Account | None:
    """Return the account that *address* signs in to, made the first time; None for everybody else."""
    person = may_sign_in(address)
    if person is None:
        return None
    account, _ = Account.objects.get_or_create(
        person=person, defaults={"email": address.strip().lower(), "password": make_password(None)}
    )
    return account if account.is_active else None


@transaction.atomic
def send_code(account: Account, code: str, address: str) -> bool:
    """Write the letter with the code; it goes at once. False when this person has had enough codes this hour."""
    person = account.person
    to = reads.recipient(person) if person else None
    if person is None or to is None:
        return False
    if _codes_this_hour(to.person_key) >= CODES_AN_HOUR:
        return False
    record(person, "code_sent")
    # To the very address that was typed and is known to be theirs: the person is looking at that mailbox.
    _write_code(
        Recipient(to.person_key, to.name, to.first_name, address.strip().lower(), to.lang), person.pk, code
    )
    return True


def _codes_this_hour(person_key: str) -> int:
    hour_ago = clock.now() - timedelta(hours=1)
    return AuditEntry.objects.filter(actor_key=person_key, action="code_sent", at__gt=hour_ago).count()


NOBODY = Recipient("00000000-0000-0000-0000-000000000000", "Ingen", "Ingen", "ingen@faelled.invalid", "da")


def send_no_code() -> None:
    """Do for a stranger's address the work that a letter costs, and send none: the time must not tell who is known."""
    with transaction.atomic():
        _codes_this_hour(NOBODY.person_key)
        _write_code(NOBODY, 0, "XXXX-XXXX")
        transaction.set_rollback(True)
    with transaction.atomic():
        record(None, "code_refused")


def _write_code(to: Recipient, person_pk: int, code: str) -> None:
    outgoing.write(
        "partnerships/letters/sign_in_code",
        to=to,
        about=About("person", person_pk),
        context={"code": code, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
        letter_class=Class.ESSENTIAL,
        thread=f"code-{person_pk}-{clock.now().timestamp():.0f}",
        answerable=False,
    )


@transaction.atomic
def invite_first(name: str, address: str, organisation: str = "") -> str:
    """Let somebody sign in who has no seat yet, such as the first coordinator; return where, and mail it to them.

    organisation: found by name or made; left out, it is named after the mail domain and can be changed on its page.
    Asked again for the same address it only sends the mail again. Raises WrongRole for a shared mailbox.
    """
    wanted = address.strip().lower()
    person = reads.person_by_address(wanted)
    if person is None:
        domain = wanted.rpartition("@")[2].partition(".")[0].capitalize()
        called = one_line(organisation.strip() or domain, LONGEST_NAME)
        house = Organisation.objects.filter(name__iexact=called).first() or Organisation.objects.create(
            name=called
        )
        person = _newcomer(name, wanted, house)
    if person.kind == Person.Kind.HOUSE:
        raise WrongRole
    SignInInvitation.objects.get_or_create(address_hash=address_hash(wanted), defaults={"person": person})
    record(None, "invited_to_sign_in", about=person)
    _write_invitation(person)
    return f"{settings.ORIGIN}{settings.LOGIN_URL}"


@transaction.atomic
def sign_up(name: str, address: str, organisation: str) -> None:
    """Let a stranger in, where the installation is open to all; somebody we know only gets the mail.

    The organisation is always a new one: a stranger must not slip into a house by typing its name.
    """
    wanted = address.strip().lower()
    person = reads.person_by_address(wanted)
    if person is None:
        person = _newcomer(name, wanted, Organisation.objects.create(name=organisation.strip()))
    if person.kind == Person.Kind.HOUSE:
        return
    SignInInvitation.objects.get_or_create(address_hash=address_hash(wanted), defaults={"person": person})
    record(None, "signed_up", about=person)
    _write_invitation(person)


def _newcomer(name: str, address: str, organisation: Organisation) -> Person:
    person = Person.objects.create(name=one_line(name, LONGEST_NAME), organisation=organisation)
    Address.objects.create(person=person, address=address)
    return person


def _write_invitation(person: Person) -> None:
    to = reads.recipient(person)
    if to is not None:
        outgoing.write(
            "partnerships/letters/invited_to_sign_in",
            to=to,
            about=person_about(person),
            context={"sign_in": f"{settings.ORIGIN}{settings.LOGIN_URL}"},
            letter_class=Class.ESSENTIAL,
            thread=f"sign-in-{person.pk}",
        )
