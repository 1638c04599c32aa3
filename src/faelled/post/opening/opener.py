"""Bytes -> Letter: what kind of mail it is, and what in it is new. No database, no clock, no network."""

import email
from collections.abc import Callable
from email.message import Message
from email.policy import compat32

from faelled.core.replies.quoting import Split, split
from faelled.post.opening import limits as raw_limits
from faelled.post.opening import second
from faelled.post.opening.absences import back_on, is_absence
from faelled.post.opening.bodies import Body, body_of
from faelled.post.opening.bounces import Bounce, bounce
from faelled.post.opening.headers import Headers, automatic
from faelled.post.opening.letter import CannotOpen, Kind, Letter, Limits

_USUAL = Limits()


def open_mail(
    raw: bytes,
    *,
    limits: Limits = _USUAL,
    is_own_line: Callable[[str], bool] | None = None,
) -> Letter:
    """Open a mail. Attachments are never unpacked.

    is_own_line: whether a line stood in the letter that this mail answers.
    Raises CannotOpen, and nothing else, when the mail is beyond *limits* or cannot be taken apart.
    """
    try:
        raw_limits.check(raw, limits)
        return _opened(email.message_from_bytes(raw, policy=compat32), raw, is_own_line)
    except CannotOpen:
        raise
    except Exception as trouble:  # whatever a stranger's mail brings to light, it is set aside and not lost
        raise CannotOpen("unreadable") from trouble


def _opened(message: Message, raw: bytes, is_own_line: Callable[[str], bool] | None) -> Letter:
    headers = Headers(message)
    returned = bounce(message, headers, raw)
    body = body_of(message, attached_messages=returned is not None)
    parts = _parts(body.text, is_own_line)
    kind = _kind(headers, body, parts, returned)
    sent = headers.date()
    people = headers.people("from") or (("", ""),)
    return Letter(
        kind=kind,
        new_text=parts.new_text,
        quoted=parts.quoted,
        signature=parts.signature,
        subject=headers.text("subject"),
        sender=people[0][1],
        sender_name=people[0][0],
        to=headers.addresses("to"),
        cc=headers.addresses("cc"),
        message_id=next(iter(headers.ids("message-id")), ""),
        in_reply_to=next(iter(headers.ids("in-reply-to")), ""),
        references=headers.ids("references"),
        date=sent,
        automatic=automatic(headers) or kind in (Kind.BOUNCE, Kind.ABSENCE),
        calendar=body.calendar,
        failed=returned.failed if returned else (),
        failed_for_good=returned is not None and returned.for_good,
        failed_because=returned.because if returned else None,
        size=len(raw),
        only_attachments=bool(body.attachments and not body.text.strip() and not body.calendar),
        winmail=body.winmail,
        absent_until=back_on(body.text, sent.date() if sent else None) if kind is Kind.ABSENCE else None,
    )


def _parts(text: str, is_own_line: Callable[[str], bool] | None) -> Split:
    parts = split(text, is_own_line=is_own_line)
    if parts.quoted or not parts.new_text or (begins := second.history_begins(text)) is None:
        return parts
    lines = text.replace("\r\n", "\n").split("\n")
    above = split("\n".join(lines[:begins]), is_own_line=is_own_line)
    return Split(above.new_text, "\n".join(lines[begins:]).strip(), above.signature)


def _kind(headers: Headers, body: Body, parts: Split, returned: Bounce | None) -> Kind:
    if returned is not None:
        return Kind.BOUNCE
    if is_absence(headers, parts.new_text):
        return Kind.ABSENCE
    # A calendar without a method is a file that somebody attached to what they wrote.
    if any(entry.method for entry in body.calendar) or (body.calendar and not parts.new_text):
        return Kind.CALENDAR
    if parts.new_text and not automatic(headers):
        return Kind.ANSWER
    return Kind.OTHER
