"""Questions to the tables of meetings."""

from faelled.meetings.reads.calendar import (
    days_off,
    deadline,
    deadline_from_now,
    habits,
    office_moment,
    school_holidays,
    today,
    zone,
)
from faelled.meetings.reads.rounds import (
    Present,
    asks_of,
    facts,
    who_came_last_time,
    live_proposals,
    participants,
    present,
    rule,
    seats,
    settled_before,
    slots_of,
    unanswered,
)

__all__ = [
    "Present",
    "asks_of",
    "days_off",
    "deadline",
    "deadline_from_now",
    "facts",
    "habits",
    "who_came_last_time",
    "live_proposals",
    "office_moment",
    "participants",
    "present",
    "rule",
    "school_holidays",
    "seats",
    "settled_before",
    "slots_of",
    "today",
    "unanswered",
    "zone",
]
