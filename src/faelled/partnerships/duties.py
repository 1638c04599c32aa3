"""What the worker runs for this app, and how long its rows are kept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db.models import ProtectedError

from faelled.partnerships import actions
from faelled.partnerships.models import AuditEntry, Partnership, Tries
from faelled.work import clock
from faelled.work.retention import Rule

if TYPE_CHECKING:
    from django.db.models import QuerySet

AFTER_CLOSING = timedelta(days=183)


def forget(worker: str) -> int:
    """Delete the log lines and the tries whose time is over, and return how many lines."""
    Tries.objects.filter(delete_after__lte=clock.now()).delete()
    return AuditEntry.objects.forget(clock.now())


def forget_sessions(worker: str) -> int:
    """Delete the sessions that have run out, and return how many."""
    gone, _ = _sessions_over(clock.now()).delete()
    return gone


def forget_partnerships(worker: str) -> int:
    """Delete what closed half a year ago, once the other apps have let go of it, and places without a name."""
    done = actions.forget_places()
    for partnership in closed_long_ago(clock.now()):
        try:
            actions.forget_partnership(partnership)
            done += 1
        except ProtectedError:
            continue  # another app's turn comes first
    return done


def closed_long_ago(now: datetime) -> "QuerySet[Partnership]":
    """Return the partnerships whose data has been kept long enough."""
    return Partnership.objects.filter(closed_at__lte=now - AFTER_CLOSING)


def _sessions_over(now: datetime) -> "QuerySet[Session]":
    return Session.objects.filter(expire_date__lte=now)


_WITH_THE_PERSON = "as long as the person"
_WITH_THE_PARTNERSHIP = "as long as the partnership"
RETENTION = (
    Rule("partnerships.Partnership", "until closing and 183 days", closed_long_ago),
    Rule("partnerships.Membership", _WITH_THE_PARTNERSHIP),
    Rule("partnerships.Seat", _WITH_THE_PARTNERSHIP),
    Rule("partnerships.KnownName", _WITH_THE_PARTNERSHIP),
    Rule("partnerships.Person", "until erased, or until the last partnership they sat in is deleted"),
    Rule("partnerships.Address", _WITH_THE_PERSON),
    Rule("partnerships.Account", _WITH_THE_PERSON),
    Rule("partnerships.SignInInvitation", _WITH_THE_PERSON),
    Rule("account.EmailAddress", _WITH_THE_PERSON),
    Rule("account.EmailConfirmation", _WITH_THE_PERSON),
    Rule("partnerships.Organisation", "as long as the installation: it names no person"),
    Rule("partnerships.RefusedWord", "as long as the organisation; keyed hashes"),
    Rule(
        "partnerships.AuditEntry",
        "183 days",
        lambda now: AuditEntry.objects.filter(delete_after__lte=now),
    ),
    Rule("sessions.Session", "14 days after it was last begun", _sessions_over),
    Rule("partnerships.SignedIn", "as long as the session"),
    Rule("mfa.Authenticator", _WITH_THE_PERSON),
    Rule(
        "partnerships.Tries",
        "an hour at most, deleted by the next sweep; keyed hashes",
        lambda now: Tries.objects.filter(delete_after__lte=now),
    ),
)
