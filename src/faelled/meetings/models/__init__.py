"""The tables of meetings: what is asked, answered and agreed, and the calendars beside it."""

from faelled.meetings.models.calendars import BusyBlock, ConnectedCalendar, Feed
from faelled.meetings.models.meetings import (
    VERDICTS,
    AgendaItem,
    Answer,
    Ask,
    Attendance,
    CounterProposal,
    Habits,
    Meeting,
    Participant,
    Proposal,
    Round,
    SchoolHoliday,
    Turn,
)

__all__ = [
    "VERDICTS",
    "AgendaItem",
    "Answer",
    "Ask",
    "Attendance",
    "BusyBlock",
    "ConnectedCalendar",
    "CounterProposal",
    "Feed",
    "Habits",
    "Meeting",
    "Participant",
    "Proposal",
    "Round",
    "SchoolHoliday",
    "Turn",
]
