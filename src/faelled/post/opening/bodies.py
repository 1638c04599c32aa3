"""The body of a mail: the text a person reads, and the calendar parts; attachments are never opened."""

import re
from base64 import b64decode
from binascii import Error as BrokenEncoding
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from faelled.core.invitations import CalendarMessage, UnreadableCalendar, read
from faelled.post.opening.charsets import decoded
from faelled.post.opening.markup import text_of

_LONGEST_MARKUP = 2_000_000
_LARGEST_CALENDAR = 1_000_000
_MOST_CALENDARS = 5
_CALENDARS = ("text/calendar", "application/ics", "text/x-vcalendar")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{1,1000}={0,2}[ \t]*")


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail holds: *attachments* counts the parts that nobody opens."""

    text: str
    calendar: tuple[CalendarMessage, ...]
    attachments: int
    winmail: bool


def body_of(message: Message, *, attached_messages: bool) -> Body:
    """Return the body of *message*.

    attached_messages: look for calendar parts in attached mails too, as for the letter that a bounce brings
    back.
    """
    parts = list(_parts(message, attached_messages=attached_messages))
    calendars = [part for part in parts if _is_calendar(part)][:_MOST_CALENDARS]
    found = dict.fromkeys(message for part in calendars for message in _calendar(part))
    attachments = [part for part in parts if _is_attachment(part) and not _is_calendar(part)]
    return Body(_text(message), tuple(found), len(attachments), any(_is_winmail(part) for part in parts))


def text_parts(message: Message) -> Iterator[str]:
    """Return the texts of *message* one by one, all alternatives among them, for the reading of a bounce."""
    for part in _parts(message, attached_messages=False):
        if part.get_content_type() == "text/plain":
            yield _plain(part)
        elif part.get_content_type() == "text/html":
            yield text_of(_characters(part)[:_LONGEST_MARKUP])


def _parts(message: Message, *, attached_messages: bool) -> Iterator[Message]:
    """Return the parts that hold something themselves, in order."""
    inside = message.get_payload()
    attached = message.get_content_maintype() == "message"
    if isinstance(inside, list) and (attached_messages or not attached):
        for part in inside:
            if isinstance(part, Message):
                yield from _parts(part, attached_messages=attached_messages)
    else:
        yield message


def _is_attachment(part: Message) -> bool:
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_type() not in (
        "text/plain",
        "text/html",
        "text/enriched",
        "message/delivery-status",
    )


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in _CALENDARS or _file_name(part).endswith((".ics", ".vcs"))


def _is_winmail(part: Message) -> bool:
    return (
        part.get_content_type() in ("application/ms-tnef", "application/vnd.ms-tnef")
        or _file_name(part) == "winmail.dat"
    )


def _file_name(part: Message) -> str:
    try:
        return (part.get_filename() or "").lower()
    except (ValueError, LookupError, TypeError):
        return ""


def _calendar(part: Message) -> tuple[CalendarMessage, ...]:
    data = _content(part)
    if len(data) > _LARGEST_CALENDAR:
        return ()
    charset = part.get_content_charset()
    try:
        return read(data if charset in (None, "utf-8", "us-ascii") else decoded(data, charset))
    except UnreadableCalendar:
        return ()


def _text(part: Message) -> str:
    """Return the text of *part* and what is inside it: the plain text if there is some, else the HTML."""
    if part.get_content_maintype() == "message":
        return ""
    inside = part.get_payload()
    if isinstance(inside, list):
        texts = [text for child in inside if isinstance(child, Message) and (text := _text(child)).strip()]
        # The alternatives come with the plainest first; an empty one hides nothing.
        return texts[0] if texts and part.get_content_subtype() == "alternative" else "\n".join(texts)
    if part.get_content_disposition() == "attachment":
        return ""
    match part.get_content_type():
        case "text/plain" | "text/enriched":
            return _plain(part)
        case "text/html":
            return text_of(_characters(part)[:_LONGEST_MARKUP])
        case _:
            return ""


def _plain(part: Message) -> str:
    text = _characters(part)
    if _parameter(part, "format") == "flowed":
        return _unflowed(text, delete_space=_parameter(part, "delsp") == "yes")
    return text


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name, "")
    return value.lower() if isinstance(value, str) else ""


def _characters(part: Message) -> str:
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        charset = None
    text = decoded(_content(part), charset).replace("\x00", "").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _content(part: Message) -> bytes:
    """Return the bytes of *part* with its transfer encoding undone, as far as it is not broken."""
    raw = part.get_payload()
    if not isinstance(raw, str):
        return b""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        return _from_base64(raw.encode("utf-8", "surrogateescape"))
    try:
        content = part.get_payload(decode=True)
    except (BrokenEncoding, ValueError, LookupError):
        content = None
    return content if isinstance(content, bytes) else raw.encode("utf-8", "surrogateescape")


def _from_base64(raw: bytes) -> bytes:
    """Undo base64 as far as it goes; a footer that a list added in plain text is kept, as is a torn end."""
    lines = raw.splitlines()
    good = 0
    while good < len(lines) and (not lines[good].strip() or _BASE64_LINE.fullmatch(lines[good])):
        good += 1
    encoded = b"".join(line.strip() for line in lines[:good]).rstrip(b"=")
    encoded = encoded[: len(encoded) - (len(encoded) % 4 == 1)]
    try:
        content = b64decode(encoded + b"=" * (-len(encoded) % 4))
    except BrokenEncoding:
        return raw
    rest = b"\n".join(lines[good:]).strip()
    return content + b"\n" + rest if rest else content


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Join the lines that a client broke for display. Source: RFC 3676, section 4."""
    lines: list[str] = []
    pieces: list[str] = []
    flowing_at = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if flowing_at not in (-1, depth) or (bare == "-- " and flowing_at >= 0):
            lines.append("".join(pieces))
            pieces, flowing_at = [], -1
        if flowing_at < 0 and depth:
            pieces.append(">" * min(depth, 50) + " ")
        soft = bare.endswith(" ") and bare != "-- "
        pieces.append(bare[:-1] if soft and delete_space else bare)
        if soft:
            flowing_at = depth
        else:
            lines.append("".join(pieces))
            pieces, flowing_at = [], -1
    if pieces:
        lines.append("".join(pieces))
    return "\n".join(lines)
