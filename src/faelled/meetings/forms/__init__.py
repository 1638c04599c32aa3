"""What people fill in on the pages of meetings."""

from faelled.meetings.forms.answers import AnswersForm
from faelled.meetings.forms.calendars import CalendarAddressForm, CalendarFileForm
from faelled.meetings.forms.habits import HabitsForm, Holiday, HolidayRow, habits_initial, holiday_rows
from faelled.meetings.forms.meetings import AgendaForm, ChangeForm, NoteForm
from faelled.meetings.forms.starting import StartForm
from faelled.meetings.forms.times import OwnTimes, TimeRow, as_value, offered, wrong_count

__all__ = [
    "AgendaForm",
    "AnswersForm",
    "CalendarAddressForm",
    "CalendarFileForm",
    "ChangeForm",
    "HabitsForm",
    "Holiday",
    "HolidayRow",
    "NoteForm",
    "OwnTimes",
    "StartForm",
    "TimeRow",
    "as_value",
    "habits_initial",
    "holiday_rows",
    "offered",
    "wrong_count",
]
