"""iCalendar and iTIP <-> our values: invitations out, answers in."""

from faelled.core.invitations.attendance import Attendance, supersedes
from faelled.core.invitations.counters import Unusable, Wanted, judged, wanted_by
from faelled.core.invitations.reader import read
from faelled.core.invitations.values import (
    CalendarMessage,
    FeedEvent,
    InvalidInvitation,
    Invitation,
    UnreadableCalendar,
)
from faelled.core.invitations.writer import cancel, content_type, decline_counter, publish, request

__all__ = [
    "Attendance",
    "CalendarMessage",
    "FeedEvent",
    "InvalidInvitation",
    "Invitation",
    "UnreadableCalendar",
    "Unusable",
    "Wanted",
    "cancel",
    "content_type",
    "decline_counter",
    "judged",
    "publish",
    "read",
    "request",
    "supersedes",
    "wanted_by",
]
