"""iCalendar and iTIP <-> our values: invitations out, answers in."""

from faelled.core.invitations.attendance import Attendance, supersedes
from faelled.core.invitations.reader import read
from faelled.core.invitations.values import (
    HOME_ZONE,
    CalendarMessage,
    FeedEvent,
    InvalidInvitation,
    Invitation,
    UnreadableCalendar,
)

__all__ = [
    "HOME_ZONE",
    "Attendance",
    "CalendarMessage",
    "FeedEvent",
    "InvalidInvitation",
    "Invitation",
    "UnreadableCalendar",
    "read",
    "supersedes",
]
