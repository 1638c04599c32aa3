"""What the pages show, each in a fixed number of queries whatever its size."""

from faelled.meetings.reads.pages.answers import AnswerRow, answer_rows, asked, meeting_in_words
from faelled.meetings.reads.pages.counters import CounterShown
from faelled.meetings.reads.pages.holidays import holidays_ahead
from faelled.meetings.reads.pages.lists import (
    drafts_of,
    just_asked,
    meetings_coming,
    meetings_earlier,
    rounds_running,
)
from faelled.meetings.reads.pages.meetings import MeetingShown, meeting_shown
from faelled.meetings.reads.pages.rota import RotaShown, rota_shown
from faelled.meetings.reads.pages.rounds import RoundShown, following, round_shown
from faelled.meetings.reads.pages.words import breakable

__all__ = [
    "AnswerRow",
    "CounterShown",
    "MeetingShown",
    "RotaShown",
    "RoundShown",
    "answer_rows",
    "asked",
    "breakable",
    "drafts_of",
    "following",
    "holidays_ahead",
    "just_asked",
    "meeting_in_words",
    "meeting_shown",
    "meetings_coming",
    "meetings_earlier",
    "rota_shown",
    "round_shown",
    "rounds_running",
]
