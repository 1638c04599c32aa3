"""The header of a mail: decoded text, bare addresses, and the signs that no human sent it.

The standard library's newer header classes recurse into comments and cost 454 MB for one long subject, so
the fields are taken raw and decoded here.
"""

import re
from binascii import Error as BrokenEncoding
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from faelled.post.opening.charsets import decoded

_ADDRESS = re.compile(r"[^\s<>@\",;:()\[\]]{1,200}@[^\s<>@\",;:()\[\]]{1,250}")
_ID = re.compile(r"<[^<>\s]{1,990}>")
_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|postmaster|mdaemon|double-bounce|bounces?)(?:$|[-+=.@])",
    re.I,
)
_NO_REPLY = re.compile(
    r"(?:no|do-?not|ikke|svar-ikke)[-_.]?(?:reply|answer|svar)?[-_.]?(?:reply|answer|svar)(?:$|[-+=.@])", re.I
)
_ROBOTS = re.compile(r"(?:mail delivery (?:sub)?system|mailer[- ]daemon|mail administrator)", re.I)
_SAYS_SO_BY_BEING_THERE = (
    "x-autoreply",
    "x-autorespond",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-auto-response-suppress",
    "x-fc-machinegenerated",
    "list-id",
    "x-failed-recipients",
)


class Headers:
    """The header fields of one message, by name in lower case."""

    def __init__(self, message: Message) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            text = str(value).encode("utf-8", "surrogateescape")
            self._fields.setdefault(name.lower(), []).append(decoded(text, None).replace("\x00", ""))

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def raw(self, name: str) -> str:
        """Return the first field of that *name* on one line, its encoded words left as they are."""
        return " ".join(self._fields.get(name, [""])[0].split())

    def text(self, name: str) -> str:
        """Return the first field of that *name*, decoded, on one line."""
        return _words(self.raw(name))

    def people(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return (name, address) for everyone in the fields of that *name*."""
        values = [" ".join(value.split()) for value in self._fields.get(name, [])]
        try:
            pairs = getaddresses(values)
        except (RecursionError, ValueError, IndexError):
            pairs = []
        people = [
            (_words(who).strip("\"' "), found[0].lower())
            for who, at in pairs
            if (found := _ADDRESS.fullmatch(at))
        ]
        if not people:
            people = [("", found[0].lower()) for value in values for found in _ADDRESS.finditer(value)]
        return tuple(people)

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses in the fields of that *name*, each once."""
        return tuple(dict.fromkeys(address for _, address in self.people(name)))

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the message ids in the field of that *name*."""
        return tuple(_ID.findall(self.raw(name)))

    def date(self) -> datetime | None:
        """Return the date of the message, aware, or None when it cannot be read."""
        try:
            date = parsedate_to_datetime(self.raw("date"))
            # A date in "-0000" is in universal time, from a machine whose zone is unknown.
            return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def _words(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, BrokenEncoding, ValueError):
        return value
    text = "".join(piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in pieces)
    return " ".join(text.split())


def null_return_path(headers: Headers) -> bool:
    """Whether the envelope had no sender, as that of a bounce and of most automatic answers."""
    return "return-path" in headers and (
        headers.raw("return-path").replace(" ", "") in ("<>", "")
        or "mailer-daemon" in headers.raw("return-path").lower()
    )


def from_daemon(headers: Headers) -> bool:
    """Whether the sender is a mail system."""
    people = headers.people("from")
    written = headers.text("from")
    return any(_DAEMON.match(address) for _, address in people) or _ROBOTS.search(written) is not None


def automatic(headers: Headers) -> bool:
    """Whether some sign says that no human sent it. Source: RFC 3834, and what the older programs do."""
    submitted = headers.raw("auto-submitted").lower()
    precedence = headers.raw("precedence").lower().replace("-", "_")
    return (
        bool(submitted and not submitted.startswith("no"))
        or precedence in ("bulk", "list", "junk", "auto_reply")
        or any(name in headers for name in _SAYS_SO_BY_BEING_THERE)
        or headers.raw("x-apple-action").lower() == "vacation"
        or null_return_path(headers)
        or from_daemon(headers)
        or any(_NO_REPLY.match(address) for _, address in headers.people("from"))
    )
