"""Pages of meetings. A click ends in the same action as the mail that says the same."""

from faelled.meetings.views.answer import answer
from faelled.meetings.views.calendars import calendar
from faelled.meetings.views.editing import answer_for, people, times
from faelled.meetings.views.hosting import habits, rota
from faelled.meetings.views.meetings import cancel, change, meeting
from faelled.meetings.views.rounds import round_page, slip
from faelled.meetings.views.starting import meetings, start

__all__ = [
    "answer",
    "answer_for",
    "calendar",
    "cancel",
    "change",
    "habits",
    "meeting",
    "meetings",
    "people",
    "rota",
    "round_page",
    "slip",
    "start",
    "times",
]
