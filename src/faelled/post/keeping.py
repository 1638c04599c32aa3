"""Keep the raw mail, sealed, once per Message-ID and recipient; when this returns the sender may be told 250."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from faelled.post import addresses
from faelled.post.glance import glance, same_mail
from faelled.post.models import IncomingLetter
from faelled.post.sealing import keyed_hash, seal
from faelled.work import clock

KEPT = timedelta(days=365)  # the row, without its content


def knows(recipient: str) -> bool:
    """Whether mail to *recipient* is taken; asked while the sender's server is still there to be refused."""
    return addresses.look_up(recipient) is not None


def receive(
    raw: bytes, recipients: Sequence[str], envelope_from: str, *, by_own_server: bool = False
) -> list[IncomingLetter]:
    """Keep one mail, a row per recipient, and return the rows; committed when this returns.

    by_own_server: the mail server in front of us handed it over, so what that wrote on top may be believed.
    A mail that was received before gives its old row and changes nothing, also when both come at the same time.
    Raises DatabaseError when it cannot be kept; then nothing was.
    """
    seen = glance(raw)
    sender = seen.sender or envelope_from.encode("utf-8", "replace").decode()
    identity, content = same_mail(seen, raw)
    # The final delivery writes the envelope's sender on top (RFC 5321, section 4.4); bounces are known by it.
    sealed = seal(b"Return-Path: <" + _address_bytes(envelope_from) + b">\r\n" + raw)
    now = clock.now()
    rows = [
        IncomingLetter(
            fingerprint=keyed_hash(f"{identity}\0{recipient}", "incoming"),
            content_fingerprint=keyed_hash(f"{content}\0{recipient}", "incoming-content")
            if content
            else None,
            recipient=seal(recipient),
            sender=seal(sender) if sender else b"",
            raw=sealed,
            by_own_server=by_own_server,
            size=len(raw),
            received_at=now,
            not_before=now,
            delete_after=now + KEPT,
        )
        for recipient in dict.fromkeys(address.strip().strip("<>").lower() for address in recipients)
    ]
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
        return rows
    except IntegrityError:
        # One of them was received before. Asking first would cost every mail what only a repeated one needs, and two
        # servers that ask at the same time would both hear no.
        return _kept_before(rows)


@transaction.atomic
def _kept_before(rows: list[IncomingLetter]) -> list[IncomingLetter]:
    for row in rows:
        row.pk = None
    IncomingLetter.objects.bulk_create(rows, ignore_conflicts=True)
    return [_kept(row) for row in rows]


def _kept(row: IncomingLetter) -> IncomingLetter:
    same = Q(fingerprint=row.fingerprint)
    if row.content_fingerprint:
        same |= Q(content_fingerprint=row.content_fingerprint)
    return IncomingLetter.objects.defer("raw").filter(same).order_by("pk")[0]


def _address_bytes(address: str) -> bytes:
    return address.encode("utf-8", "replace").translate(None, b"\r\n<>\0")


def last_received(partnership_id: int) -> datetime | None:
    """Return when a mail to this partnership last came, or None."""
    mails = IncomingLetter.objects.filter(partnership_id=partnership_id)
    last: datetime | None = mails.aggregate(last=Max("received_at"))["last"]
    return last
