"""The mailboxes of the demo: one Maildir for what each address got, and one for what was written from it."""

import hashlib
import mailbox
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote

from django.conf import settings

from faelled.work import clock

IN, OUT = "ind", "ud"


@dataclass(frozen=True)
class Mail:
    """One mail as its reader's program knows it."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        """What stands in the subject."""
        return str(self.message["Subject"] or "")

    @property
    def message_id(self) -> str:
        """The mail's own name."""
        return str(self.message["Message-ID"] or "").strip()

    @property
    def thread(self) -> str:
        """The name of the first mail of its thread."""
        return str(self.message["References"] or "").split(" ")[0].strip() or self.message_id

    @property
    def sent(self) -> datetime:
        """When it was written."""
        try:
            return parsedate_to_datetime(str(self.message["Date"]))
        except ValueError:
            return clock.now()

    @property
    def text(self) -> str:
        """The plain text."""
        part = self.message.get_body(("plain",))
        if part is None:
            return ""
        try:
            text = str(part.get_content())
        except LookupError:  # a character set nobody knows
            text = cast(bytes, part.get_payload(decode=True)).decode("utf-8", "replace")
        return text.replace("\r\n", "\n")

    @property
    def sender(self) -> str:
        """Whom it is from, by name where it has one."""
        found = self.message["From"].addresses if self.message["From"] else ()
        return (found[0].display_name or found[0].addr_spec) if found else ""

    @property
    def answers_go_to(self) -> str:
        """The bare address an answer is sent to."""
        field = self.message["Reply-To"] or self.message["From"]
        return str(field.addresses[0].addr_spec) if field and field.addresses else ""

    @property
    def calendar(self) -> bytes:
        """The calendar object it carries, or nothing."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                return cast(bytes, part.get_payload(decode=True))
        return b""


def deliver(address: str, raw: bytes, *, to: str = IN) -> None:
    """Lay a mail into the box of *address*; *to* OUT for one its owner wrote."""
    _box(address, to).add(raw)


def addresses() -> list[str]:
    """Return the addresses that have got mail."""
    folder = _folder() / IN
    return sorted(unquote(path.stem) for path in folder.glob("*.box")) if folder.exists() else []


def mails(address: str, of: str = IN) -> list[Mail]:
    """Return the mails of a box, newest first; none for an address that never got any."""
    if not _path(address, of).is_dir():
        return []
    box = _box(address, of)
    found = [_mail(key, box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118
    return sorted(found, key=lambda mail: mail.sent, reverse=True)


def _mail(key: str, raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    # The file's own name tells which machine the demo runs on.
    return Mail(hashlib.sha256(key.encode()).hexdigest()[:12], message)


def _folder() -> Path:
    return settings.VAR / "post"


def _path(address: str, of: str) -> Path:
    # The ending keeps "..", and the cut an endless one, from being the name of another folder or of none.
    return _folder() / of / f"{quote(address.lower(), safe='@+')[:200]}.box"


def _box(address: str, of: str) -> "mailbox.Maildir":
    path = _path(address, of)
    path.parent.mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(path, create=True)
