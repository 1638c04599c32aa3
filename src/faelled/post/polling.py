"""Mail in from a mailbox (IMAP), where nobody can hand mail on to us: fetched, kept, and only then taken away.

A mail is taken away when its row is committed; a crash in between fetches it again, and it is still one mail. What has
no recipient of ours is left where it lies, with the star that a person sees in any mail program, and counted.
"""

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses

from django.conf import settings
from django.db import Error as DatabaseTrouble
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.utils import encode_folder

from faelled.post.glance import glance
from faelled.post.keeping import knows, receive
from faelled.post.models import PolledMailbox
from faelled.post.sightings import count
from faelled.work import clock
from faelled.work.rows import claim

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
_NAME = "mailbox"  # of its row; there is one
_MAILS = 100  # in one round
_BYTES = 100 * 1024 * 1024  # in one round
_SECONDS = 60.0  # of one round; the lease is two minutes
_TIMEOUT = 20.0  # seconds for one answer of the server
_HEAD = 64 * 1024  # bytes
_RECIPIENTS = 50
_STAR = r"(\Flagged)"
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
# What the server wrote on delivery says more than what the writer wrote; the first of these that names us counts.
_NAMING = (("delivered-to", "x-original-to", "envelope-to"), ("to", "cc"))

_Trouble = (OSError, imaplib.IMAP4.error, ImapToolsError)


class _CannotTake(Exception):
    """One mail cannot be taken in, and the next can. code: unknown_recipient, too_large or unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fetch(worker: str) -> int:
    """Fetch a batch from the mailbox of the settings, if there is one; return how many mails were kept."""
    if not settings.IMAP_HOST:
        return 0
    PolledMailbox.objects.get_or_create(name=_NAME)
    return sum(_round(row) for row in claim(PolledMailbox.objects.filter(name=_NAME), worker, at_most=1))


def _round(row: PolledMailbox) -> int:
    kept = 0
    try:
        with _opened() as box:
            for uid, size in _waiting(box):
                kept += _take(box, uid, size)
    except (*_Trouble, DatabaseTrouble) as trouble:
        # Its class alone: the words of a server may hold the user's name.
        code = type(trouble).__name__
        log.warning("the mailbox could not be fetched: %s", code)
        row.finish(not_before=clock.now() + EVERY, error=code, failing_since=row.failing_since or clock.now())
    else:
        row.finish(not_before=clock.now() + EVERY, error="", failing_since=None, fetched_at=clock.now())
    return kept


def connect() -> BaseMailBox:
    """Connect and sign in, the server's certificate verified. Tests put a mailbox of their own in its place."""
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    match settings.IMAP_TLS:
        case "tls":
            box: BaseMailBox = MailBox(host, port, timeout=_TIMEOUT, ssl_context=ssl.create_default_context())
        case "starttls":
            box = MailBoxStartTls(host, port, timeout=_TIMEOUT, ssl_context=ssl.create_default_context())
        case _:
            box = MailBoxUnencrypted(host, port, timeout=_TIMEOUT)
    box.login(settings.IMAP_USER, settings.IMAP_PASSWORD, initial_folder=settings.IMAP_FOLDER)
    # Most servers say only after the sign-in what they can, and imaplib asks before it alone.
    box.client.capabilities = tuple(box.client.capability()[1][0].decode("ascii", "replace").upper().split())
    return box


@contextmanager
def _opened() -> Iterator[BaseMailBox]:
    box = connect()
    try:
        yield box
    finally:
        try:
            box.logout()
        except _Trouble:
            log.info("the mailbox did not say goodbye")


def _waiting(box: BaseMailBox) -> Iterator[tuple[str, int]]:
    """Give the mails to look at and their sizes, oldest first, within the bounds of one round."""
    until = time.monotonic() + _SECONDS
    seen = " UNSEEN" if settings.IMAP_AFTER == "seen" else ""
    left = _BYTES
    for uid in box.uids(f"UNDELETED UNFLAGGED{seen}")[:_MAILS]:
        if time.monotonic() > until or left <= 0:
            return
        size = _size(box, uid)
        left -= size
        yield uid, size


def _size(box: BaseMailBox, uid: str) -> int:
    _, answer = box.client.uid("FETCH", uid, "(RFC822.SIZE)")
    found = [_SIZE.search(part) for part in answer if isinstance(part, bytes)]
    return max((int(one[1]) for one in found if one), default=0)


def _bytes_of(box: BaseMailBox, uid: str) -> bytes:
    # Not the library's own fetch: it parses the mail, and we want its bytes as they are.
    _, answer = box.client.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")


def _take(box: BaseMailBox, uid: str, size: int) -> int:
    """Keep one mail and take it away; return 1 when it was kept. A mail that cannot be taken never stops the next."""
    try:
        if size > settings.MAIL_SIZE_LIMIT:
            raise _CannotTake("too_large")
        _keep(_bytes_of(box, uid))
    except _CannotTake as reason:
        count(f"mailbox_{reason.code}")
        _store(box, uid, _STAR)
        return 0
    _take_away(box, uid)
    return 1


def _keep(raw: bytes) -> None:
    if not raw.strip():
        raise _CannotTake("unreadable")
    try:
        head = BytesHeaderParser(policy=compat32).parsebytes(raw[:_HEAD])
        named, sender = _named(head), _return_path(head)
    except (
        Exception
    ) as trouble:  # whatever a stranger's header brings to light, the next mail is not to wait for it
        raise _CannotTake("unreadable") from trouble
    recipients = next((ours for group in named if (ours := [one for one in group if knows(one)])), [])
    if not recipients:
        raise _CannotTake("unknown_recipient")
    receive(raw, recipients, glance(raw).sender if sender is None else sender, by_own_server=True)


def _named(head: Message) -> list[list[str]]:
    """Return whom the mail is for, in groups, the one to be believed most first."""
    values = [[str(value) for name in names for value in head.get_all(name, [])] for names in _NAMING]
    return [
        list(dict.fromkeys(at.lower() for _, at in getaddresses(group)))[:_RECIPIENTS] for group in values
    ]


def _return_path(head: Message) -> str | None:
    """Return the envelope's sender, "" for that of a bounce, or None when the server did not write it down."""
    written = head.get("Return-Path")
    return None if written is None else str(written).strip().strip("<>")


def _take_away(box: BaseMailBox, uid: str) -> None:
    match settings.IMAP_AFTER:
        case "seen":
            _store(box, uid, r"(\Seen)")
        case "delete":
            _store(box, uid, r"(\Deleted)")
            _expunge(box, uid)
        case folder:
            _answered(box.client.uid("COPY", uid, encode_folder(folder).decode("ascii")))
            _store(box, uid, r"(\Deleted)")
            _expunge(box, uid)


def _store(box: BaseMailBox, uid: str, flags: str) -> None:
    # Not the library's own: it ends with EXPUNGE, which would also take what a person has marked as deleted.
    _answered(box.client.uid("STORE", uid, "+FLAGS", flags))


def _expunge(box: BaseMailBox, uid: str) -> None:
    if "UIDPLUS" in box.client.capabilities:
        _answered(box.client.uid("EXPUNGE", uid))  # RFC 4315: this mail and no other


def _answered(answer: Sequence[object]) -> None:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error("refused")
