"""What the worker runs for this app."""

from django.contrib.sessions.models import Session

from faelled.partnerships.models import AuditEntry
from faelled.work import clock


def forget(worker: str) -> int:
    """Delete the log lines whose time is over, and return how many."""
    return AuditEntry.objects.forget(clock.now())


def forget_sessions(worker: str) -> int:
    """Delete the sessions that have run out, and return how many."""
    gone, _ = Session.objects.filter(expire_date__lte=clock.now()).delete()
    return gone
