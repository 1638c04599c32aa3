"""The second factor of those who see more than their own, and the browsers somebody is signed in with."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.letters import Class, person_about
from faelled.partnerships.models import Account, Person, Seat, SignedIn
from faelled.post import outgoing
from faelled.work import clock


def needs_second_factor(account: Account) -> bool:
    """Whether what opens to this sign-in is more than one's own: a coordinator's, or an operator's."""
    if account.is_operator or account.person_id is None:
        return account.is_operator
    seats = Seat.objects.filter(person_id=account.person_id, role=Seat.Role.COORDINATOR, state=Seat.State.IN)
    return seats.filter(membership__partnership__closed_at=None).exists()


@transaction.atomic
def note_sign_in(account: Account, session_key: str, browser: str) -> None:
    """Write down that a browser is signed in, and by when its owner must have a second factor, if at all."""
    SignedIn.objects.update_or_create(
        session_id=session_key, defaults={"account": account, "browser": browser, "at": clock.now()}
    )
    record(account.person, "signed_in")
    by = account.second_factor_by
    if not needs_second_factor(account):
        by = None
    elif by is None:
        by = clock.now() + settings.SECOND_FACTOR_GRACE
    if by != account.second_factor_by:
        account.second_factor_by = by
        account.save(update_fields=["second_factor_by"])


@transaction.atomic
def second_factor_changed(account: Account, news: str, *, keep: str | None) -> None:
    """Tell the owner what was changed, and after a new factor end every other session, begun without it."""
    record(account.person, f"second_factor_{news}")
    if news == "added":
        end_sessions(account, but=keep)
    if account.person is not None:
        _tell(account.person, news, by="")


@transaction.atomic
def reset_second_factor(person: Person, *, actor: Person | None, partnership_id: int | None = None) -> bool:
    """Take a lost second factor away, so that a new one is set up at the next sign-in; False where there is none.

    actor: the coordinator who does it; None for the operator at the machine. Logged, and told to the person.
    """
    account = Account.objects.filter(person=person).first()
    if account is None or not Authenticator.objects.filter(user=account).exists():
        return False
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account, but=None)
    if needs_second_factor(account):
        account.second_factor_by = clock.now()  # at once: whoever asked for it may not be who they say
        account.save(update_fields=["second_factor_by"])
    record(actor, "second_factor_reset", partnership_id=partnership_id, about=person)
    _tell(person, "reset", by=actor.name if actor else "")
    return True


@transaction.atomic
def end_session(account: Account, pk: int) -> bool:
    """End one of one's own sessions; False when it is not one's own, or over already."""
    row = SignedIn.objects.filter(account=account, pk=pk).first()
    if row is None:
        return False
    Session.objects.filter(pk=row.session_id).delete()
    record(account.person, "session_ended")
    return True


@transaction.atomic
def end_sessions(account: Account, *, but: str | None) -> int:
    """End every session of *account*, except the one with this key, and return how many."""
    keys = [s.session_id for s in SignedIn.objects.filter(account=account) if s.session_id != but]
    Session.objects.filter(pk__in=keys).delete()
    if keys:
        record(account.person, "sessions_ended")
    return len(keys)


def _tell(person: Person, news: str, *, by: str) -> None:
    to = reads.recipient(person)
    if to is not None:
        outgoing.write(
            "partnerships/letters/second_factor",
            to=to,
            about=person_about(person),
            context={"news": news, "by": by, "page": f"{settings.ORIGIN}/sikkerhed/"},
            letter_class=Class.ESSENTIAL,
            thread=f"second-factor-{person.pk}",
        )
