"""A mail, opened: the values that the rest of the house works with, and why a mail could not be opened."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from faelled.core.invitations import CalendarMessage
from faelled.post.opening.reasons import FailedBecause


class Kind(StrEnum):
    """What a mail is, decided in the order bounce, absence, calendar, answer; OTHER when it is none."""

    ANSWER = "answer"
    CALENDAR = "calendar"
    ABSENCE = "absence"
    BOUNCE = "bounce"
    OTHER = "other"


class CannotOpen(Exception):
    """A mail is beyond the limits, or so broken that it cannot be opened; it is set aside for a human.

    code: one of CODES; too_costly when opening it took more time or memory than a mail may.
    """

    CODES = frozenset(
        {"too_large", "too_many_parts", "too_deep", "header_too_long", "too_costly", "unreadable"}
    )

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What is opened at most. The sizes are in bytes; a real mail of 10 MB has about 140,000 lines."""

    size: int = 10 * 1024 * 1024
    parts: int = 200
    depth: int = 20
    header: int = 16 * 1024
    headers: int = 256 * 1024
    lines: int = 400_000


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, opened.

    Addresses are bare and in lower case. Message ids carry their angle brackets. *date* is aware, or None
    where the mail has no readable date with a zone.
    automatic: some sign says that no human sent it; such mail is never answered.
    failed: for a bounce, the addresses that the letter did not reach; failed_for_good: it is no use to try
    again; failed_because: why, or None while the server goes on trying.
    absent_until: for an absence, the day on which the person says they are back.
    only_attachments: there is nothing to read but attachments, which are never opened.
    winmail: it carries a winmail.dat, in which Outlook may have hidden an answer.
    """

    kind: Kind
    new_text: str
    quoted: str
    signature: str
    subject: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: dt.datetime | None
    automatic: bool
    calendar: tuple[CalendarMessage, ...]
    failed: tuple[str, ...]
    failed_for_good: bool
    failed_because: FailedBecause | None
    size: int
    only_attachments: bool
    winmail: bool
    absent_until: dt.date | None
