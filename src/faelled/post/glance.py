"""A first look at raw mail, cheap enough for hostile bytes: a few header fields, found in one pass, nothing decoded.

It is what the house knows of a mail before it is opened, and all it knows of one that cannot be opened.
"""

import hashlib
import re
from binascii import a2b_base64, a2b_qp
from dataclasses import dataclass

_HEADER_SEEN = 64 * 1024  # bytes
_FIELD_SEEN = 2000  # bytes of one field
_WANTED = (
    b"message-id", b"date", b"from", b"sender", b"auto-submitted", b"precedence", b"list-id", b"x-autoreply",
    b"x-auto-response-suppress",
)  # fmt: skip
_ADDRESS = re.compile(rb"[^\s<>\"(),:;@\x00-\x1f\x7f]{1,64}@[a-z0-9.-]{1,255}", re.IGNORECASE)
_TEXT_PART = re.compile(rb"content-type:\s{0,3}text/plain", re.IGNORECASE)
_ID = re.compile(rb"<[^<>\s]{3,998}>")


@dataclass(frozen=True, slots=True)
class Glance:
    """What the header says. sender: a bare address in lower case, or "". automatic: some sign says that it was."""

    message_id: str
    date: str
    sender: str
    automatic: bool
    body: bytes


def glance(raw: bytes) -> Glance:
    """Look at *raw*. Never raises, whatever the bytes; linear in the size of the header."""
    head, body = _head_and_body(raw)
    fields = _fields(head)
    return Glance(
        message_id=_first(_ID, fields.get(b"message-id", b"")),
        date=fields.get(b"date", b"").decode("ascii", "replace").strip(),
        sender=_first(_ADDRESS, fields.get(b"from") or fields.get(b"sender", b"")).lower(),
        automatic=_automatic(fields),
        body=body,
    )


def same_mail(seen: Glance, raw: bytes) -> tuple[str, str]:
    """Return (identity, content identity): mails with one of them in common are the same mail.

    A mail sent on may get a new Message-ID, and other Received lines; who wrote what when stays. Without a date two
    answers of one word could not be told from one answer sent twice, so then the content alone says nothing.
    """
    body = hashlib.sha256(b"\n".join(line.rstrip() for line in seen.body.rstrip().split(b"\n"))).hexdigest()
    content = f"{seen.sender}\n{seen.date}\n{body}" if seen.date else ""
    if seen.message_id:
        return seen.message_id, content
    return f"without id\n{content or hashlib.sha256(raw).hexdigest()}", content


def first_words(raw: bytes, at_most: int) -> str:
    """Return the beginning, *at_most* bytes, of the first plain text in a mail that cannot be opened.

    The character set is taken for UTF-8: a human looks at it and sees enough to decide.
    """
    part = _TEXT_PART.search(raw)
    if part is None:
        text = _head_and_body(raw)[1][:at_most]
    else:
        head, text = _head_and_body(raw[part.start() : part.start() + _FIELD_SEEN + at_most])
        text = text.split(b"\n--", 1)[0]
        if b"base64" in head.lower():
            text = _from_base64(text)
        elif b"quoted-printable" in head.lower():
            text = a2b_qp(text)
    return text.decode("utf-8", "replace").replace("\x00", "")


def _from_base64(text: bytes) -> bytes:
    signs = text.translate(None, b"\r\n \t")
    try:
        return a2b_base64(signs[: len(signs) // 4 * 4])
    except ValueError:
        return text


def _head_and_body(raw: bytes) -> tuple[bytes, bytes]:
    ends = [(at, len(gap)) for gap in (b"\r\n\r\n", b"\n\n") if (at := raw.find(gap)) >= 0]
    if not ends:
        return raw[:_HEADER_SEEN], b""
    at, gap_length = min(ends)
    return raw[: min(at, _HEADER_SEEN)], raw[at + gap_length :]


def _fields(head: bytes) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    name = b""
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if name and len(fields[name]) < _FIELD_SEEN:
                fields[name] += b" " + line.strip()[:_FIELD_SEEN]
            continue
        found, colon, value = line.partition(b":")
        name = found.strip().lower() if colon else b""
        if name not in _WANTED or name in fields:
            name = b""
        else:
            fields[name] = value.strip()[:_FIELD_SEEN]
    return fields


def _automatic(fields: dict[bytes, bytes]) -> bool:
    submitted = fields.get(b"auto-submitted", b"no").lower()
    return (
        not submitted.startswith(b"no")
        or fields.get(b"precedence", b"").lower() in {b"bulk", b"list", b"junk", b"auto_reply"}
        or any(name in fields for name in (b"list-id", b"x-autoreply", b"x-auto-response-suppress"))
        or fields.get(b"from", b"").lower().find(b"mailer-daemon") >= 0
    )


def _first(pattern: re.Pattern[bytes], value: bytes) -> str:
    match = pattern.search(value)
    return match.group().decode("ascii", "replace") if match else ""
