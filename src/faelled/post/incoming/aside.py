"""Mails that could not be handled: kept for a human, who can look, let them be tried again, or drop them."""

import logging
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from faelled.post import addresses
from faelled.post.addresses import Found, Named, Returned
from faelled.post.glance import first_words, glance
from faelled.post.models import IncomingLetter, OutgoingLetter
from faelled.post.opening import CannotOpen, open_apart
from faelled.post.routes import routes
from faelled.post.sealing import unseal, unseal_text
from faelled.post.sightings import count, times_today
from faelled.work import clock
from faelled.work.limited import Child, ChildEnded

log = logging.getLogger(__name__)

_TEXT_SHOWN = 20_000  # characters


class NotAside(RuntimeError):
    """Only a mail that is set aside, and still has its content, can be looked at, tried again or dropped."""


def set_aside(row: IncomingLetter, reason: str) -> bool:
    """Keep *row* for a human and tell its sender; False when another worker holds the row now.

    reason: a code, such as too_deep, or the name of an exception's class; never content.
    """
    partnership_id, person_key = _whose(row)
    with transaction.atomic():
        kept = row.finish(
            state=IncomingLetter.State.ASIDE,
            reason=reason[:40],
            partnership_id=partnership_id,
            person_key=person_key,
            raw_delete_after=clock.now() + settings.ASIDE_KEPT,
        )
    if kept:
        log.warning("mail %s was set aside: %s", row.pk, reason)
        _tell(row)
    return kept


def _whose(row: IncomingLetter) -> tuple[int | None, str]:
    try:
        where = addresses.look_up(unseal_text(row.recipient))
    except InvalidToken:  # sealed with a key that is gone; the operator must still see that a mail is there
        return None, ""
    match where:
        case Found(kind, about_id, person_key):
            return _partnership_of(kind, about_id), person_key
        case Named(kind, about_id):
            return _partnership_of(kind, about_id), ""
        case Returned(letter_id):
            letter = OutgoingLetter.objects.get(pk=letter_id)
            return letter.partnership_id, letter.person_key
        case _:
            return None, ""


def _partnership_of(kind: str, about_id: int) -> int | None:
    try:
        with transaction.atomic():
            return routes().partnership_of(kind, about_id)
    except Exception as trouble:
        # The mail may be here because this very look-up fails; then the operator sees it instead.
        log.error("no partnership for a mail about %s: %s", kind, type(trouble).__name__)
        return None


def tell_senders(worker: str) -> int:
    """Tell the senders of mails set aside who have not been told, which a moment's trouble may have prevented."""
    day = clock.now() - timedelta(days=1)
    untold = IncomingLetter.objects.filter(
        state=IncomingLetter.State.ASIDE, sender_told_at__isnull=True, received_at__gt=day
    ).exclude(raw=b"")
    return sum(_tell(row) for row in untold.order_by("pk")[:100])


def _tell(row: IncomingLetter) -> bool:
    """Tell the sender of *row*, unless the mail was automatic or the sender was told today; False when that failed."""
    try:
        sender = unseal_text(row.sender)
        with transaction.atomic():
            # Told or rightly not told, it is settled; whoever settles it first is the one to tell.
            mine = IncomingLetter.objects.filter(pk=row.pk, sender_told_at__isnull=True)
            if mine.update(sender_told_at=clock.now()) and sender and not _was_automatic(row):
                if times_today(sender, "aside") == 1:
                    routes().aside(row.pk, sender, row.reason)
                else:
                    count("aside_again")
    except Exception as trouble:
        log.error("the sender of mail %s could not be told: %s", row.pk, type(trouble).__name__)
        return False
    return True


def raw_of(row: IncomingLetter) -> bytes:
    """Return the mail of *row*, unsealed but not kept in the row, where a list of large ones would fill the memory."""
    sealed = IncomingLetter.objects.values_list("raw", flat=True).get(pk=row.pk)
    return unseal(sealed) if sealed else b""


def _was_automatic(row: IncomingLetter) -> bool:
    raw = raw_of(row)
    return glance(raw).automatic or raw.startswith(b"Return-Path: <>")


def retry(row: IncomingLetter) -> None:
    """Let *row* be tried again, from the beginning. Raises NotAside."""
    _change(
        row,
        state=IncomingLetter.State.WAITING,
        attempts=0,
        not_before=clock.now(),
        error="",
        reason="",
        worker="",
    )


def drop(row: IncomingLetter) -> None:
    """Throw the content of *row* away, unread. The row stays, so the same mail is not taken again. Raises NotAside."""
    _change(row, state=IncomingLetter.State.DROPPED, raw=b"", recipient=b"", sender=b"", person_key="")


def _change(row: IncomingLetter, **changes: object) -> None:
    aside = IncomingLetter.objects.filter(pk=row.pk, state=IncomingLetter.State.ASIDE).exclude(raw=b"")
    if not aside.update(**changes):
        raise NotAside
    row.refresh_from_db()


def look(row: IncomingLetter) -> str:
    """Return what the mail of *row* says, as far as it can be read. The caller passes it through the door.

    Raises NotAside.
    """
    if row.state != IncomingLetter.State.ASIDE or not (raw := raw_of(row)):
        raise NotAside
    try:
        # It may be the very mail that costs too much. A child of its own, since hardly anybody looks twice.
        with Child() as child:
            letter = open_apart(raw, child=child)
    except (CannotOpen, ChildEnded):
        return first_words(raw, 4 * _TEXT_SHOWN)[:_TEXT_SHOWN]
    shown = [part for part in (letter.subject, letter.new_text or letter.quoted) if part]
    return "\n".join(shown)[:_TEXT_SHOWN]
