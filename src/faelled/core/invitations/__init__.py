"""iCalendar and iTIP <-> our values: invitations out, answers in."""

from faelled.core.invitations.attendance import Attendance, supersedes
from faelled.core.invitations.reader import read
from faelled.core.invitations.values import (
    CalendarMessage,
    FeedEvent,
    InvalidInvitation,
    Invitation,
    UnreadableCalendar,
)
from faelled.core.invitations.writer import cancel, content_type, publish, request

__all__ = [
    "Attendance",
    "CalendarMessage",
    "FeedEvent",
    "InvalidInvitation",
    "Invitation",
    "UnreadableCalendar",
    "cancel",
    "content_type",
    "publish",
    "read",
    "request",
    "supersedes",
]
