"""Delete what has had its time: contents first, rows later (ARCHITECTURE, Keeping and deleting)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from faelled.post.incoming.aside import tell_senders
from faelled.post.models import IncomingLetter, OutgoingLetter, PageLink, ReplyAddress, SenderDay, Sighting
from faelled.work import clock

_A_YEAR = timedelta(days=365)


def sweep(worker: str) -> int:
    """Delete what is past its date and return how many rows were emptied or deleted."""
    tell_senders(worker)
    with transaction.atomic():
        return _empty_contents() + _delete_rows()


def _empty_contents() -> int:
    now = clock.now()
    mails, letters = IncomingLetter.objects, OutgoingLetter.objects
    aside = mails.filter(state=IncomingLetter.State.ASIDE, raw_delete_after__lte=now)
    emptied = aside.update(
        state=IncomingLetter.State.DROPPED, raw=b"", recipient=b"", sender=b"", person_key="", error=""
    )
    # These two are emptied as they end; if a row was missed, the night finds it.
    ended = [IncomingLetter.State.HANDLED, IncomingLetter.State.DROPPED]
    emptied += mails.filter(state__in=ended).exclude(raw=b"").update(raw=b"", recipient=b"", sender=b"")
    waiting = OutgoingLetter.State.WAITING
    return emptied + letters.exclude(state=waiting).exclude(content=b"").update(content=b"")


def _delete_rows() -> int:
    now = clock.now()
    today = timezone.localdate(now)
    year_ago = now - _A_YEAR
    done = [
        IncomingLetter.objects.filter(delete_after__lte=now).exclude(state=IncomingLetter.State.WAITING),
        OutgoingLetter.objects.filter(delete_after__lte=now).exclude(state=OutgoingLetter.State.WAITING),
        PageLink.objects.filter(valid_until__lte=year_ago),
        PageLink.objects.filter(kind="mail_choice", given_at__lte=year_ago),
        ReplyAddress.objects.filter(withdrawn_at__lte=year_ago),
        SenderDay.objects.filter(day__lt=today - timedelta(days=1)),
        Sighting.objects.filter(day__lt=today - _A_YEAR),
    ]
    return sum(rows.delete()[0] for rows in done)
