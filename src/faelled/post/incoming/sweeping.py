"""Delete what has had its time: contents first, rows later (ARCHITECTURE, Keeping and deleting)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from faelled.post.incoming.aside import tell_senders
from faelled.post.models import IncomingLetter, OutgoingLetter, PageLink, ReplyAddress, SenderDay, Sighting
from faelled.work import clock
from faelled.work.retention import Rule

if TYPE_CHECKING:
    from django.db.models import QuerySet

_A_YEAR = timedelta(days=365)


def sweep(worker: str) -> int:
    """Delete what is past its date and return how many rows were emptied or deleted."""
    tell_senders(worker)
    with transaction.atomic():
        return _empty_contents() + _delete_rows()


def _empty_contents() -> int:
    now = clock.now()
    emptied = _aside_over(now).update(
        state=IncomingLetter.State.DROPPED, raw=b"", recipient=b"", sender=b"", person_key="", error=""
    )
    # These two are emptied as they end; if a row was missed, the night finds it.
    emptied += _mail_ended(now).update(raw=b"", recipient=b"", sender=b"")
    return emptied + _letters_ended(now).update(content=b"")


def _delete_rows() -> int:
    now = clock.now()
    deleted = [rule.over(now) for rule in RETENTION if rule.over is not None and not rule.emptied]
    return sum(rows.delete()[0] for rows in deleted)


def _aside_over(now: datetime) -> "QuerySet[IncomingLetter]":
    return IncomingLetter.objects.filter(state=IncomingLetter.State.ASIDE, raw_delete_after__lte=now)


def _mail_ended(now: datetime) -> "QuerySet[IncomingLetter]":
    ended = [IncomingLetter.State.HANDLED, IncomingLetter.State.DROPPED]
    return IncomingLetter.objects.filter(state__in=ended).exclude(raw=b"")


def _letters_ended(now: datetime) -> "QuerySet[OutgoingLetter]":
    return OutgoingLetter.objects.exclude(state=OutgoingLetter.State.WAITING).exclude(content=b"")


def _links_over(now: datetime) -> "QuerySet[PageLink]":
    old = Q(valid_until__lte=now - _A_YEAR) | Q(kind="mail_choice", given_at__lte=now - _A_YEAR)
    return PageLink.objects.filter(old)


RETENTION = (
    Rule(
        "post.IncomingLetter",
        "the mail, when it was handled: until the next night",
        _mail_ended,
        emptied=True,
    ),
    Rule("post.IncomingLetter", "a mail set aside: 14 days (FAELLED_ASIDE_KEPT)", _aside_over, emptied=True),
    Rule(
        "post.IncomingLetter",
        "that it came: 12 months",
        lambda now: IncomingLetter.objects.filter(delete_after__lte=now).exclude(
            state=IncomingLetter.State.WAITING
        ),
    ),
    Rule("post.OutgoingLetter", "the words: until it is delivered", _letters_ended, emptied=True),
    Rule(
        "post.OutgoingLetter",
        "that it went: 12 months",
        lambda now: OutgoingLetter.objects.filter(delete_after__lte=now).exclude(
            state=OutgoingLetter.State.WAITING
        ),
    ),
    Rule(
        "post.ReplyAddress",
        "12 months after its question was closed",
        lambda now: ReplyAddress.objects.filter(withdrawn_at__lte=now - _A_YEAR),
    ),
    Rule("post.PageLink", "12 months after it ran out", _links_over),
    Rule(
        "post.SenderDay",
        "a day; a keyed hash",
        lambda now: SenderDay.objects.filter(day__lt=timezone.localdate(now) - timedelta(days=1)),
    ),
    Rule(
        "post.Sighting",
        "12 months; counts by day",
        lambda now: Sighting.objects.filter(day__lt=timezone.localdate(now) - _A_YEAR),
    ),
    Rule("post.NamedAddress", "as long as the partnership"),
    Rule("post.PolledMailbox", "as long as the installation: the house's own mailbox"),
)
