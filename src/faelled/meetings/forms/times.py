"""Times that people write themselves: a day, from and to; and times they keep of those that were suggested."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.core.days.calendar import exists_on_the_clock, on_the_clock
from faelled.core.days.words import clock_in_words
from faelled.meetings.actions import NewTime

ROWS = 3
FARTHEST = timedelta(days=730)
MOST_OFFERED = 20
CLOCKS = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]
DAYS = ["%Y-%m-%d", "%d/%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d. %m. %Y"]


class DayField(forms.DateField):
    """A day, by the browser's own picker, or written as people here write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=DAYS,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-input"}),
            error_messages={"invalid": gettext_lazy("Skriv dagen som 3/12-2026.")},
            **kwargs,
        )


class ClockField(forms.TimeField):
    """An hour of the day, written as people here write it. No picker: in an English browser it says AM and PM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=CLOCKS,
            widget=forms.TimeInput(format="%H.%M", attrs={"class": "form-input", "autocomplete": "off"}),
            error_messages={"invalid": gettext_lazy("Skriv klokken som 13.30.")},
            **kwargs,
        )


class TimeRow(forms.Form):
    """One time of one's own. All three, or nothing at all."""

    day = DayField(label=gettext_lazy("Dag"), required=False)
    opens = ClockField(label=gettext_lazy("Fra klokken"), required=False)
    closes = ClockField(label=gettext_lazy("Til klokken"), required=False)

    def __init__(
        self, *args: Any, zone: ZoneInfo, now: datetime, required: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now, self.required = zone, now, required
        self.time: NewTime | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        written = [cleaned.get(name) for name in ("day", "opens", "closes")]
        if self.errors or (not any(w is not None for w in written) and not self.required):
            return cleaned
        for name, value in zip(("day", "opens", "closes"), written, strict=True):
            if value is None:
                self.add_error(name, _("Skriv dag, fra og til."))
        if not self.errors:
            self._place(cleaned["day"], cleaned["opens"], cleaned["closes"])
        return cleaned

    def _place(self, day: date, opens: time, closes: time) -> None:
        here = self.now.astimezone(self.zone)
        # The day is judged before it is put on a clock: the year 1 has no moment in UTC.
        if day < here.date() or (day == here.date() and opens <= here.time()):
            self.add_error("day", _("Den tid er forbi. Vælg en, der ligger længere fremme."))
        elif day - here.date() > FARTHEST:
            self.add_error("day", _("Den dag er mere end to år ude. Er året rigtigt?"))
        elif closes <= opens:
            self.add_error("closes", _("Mødet slutter, før det begynder. Ret fra eller til."))
        else:
            self._on_the_clock(day, opens, closes)

    def _on_the_clock(self, day: date, opens: time, closes: time) -> None:
        for name, at in (("opens", opens), ("closes", closes)):
            if not exists_on_the_clock(day, at, self.zone):
                words = {"at": clock_in_words(at)}
                self.add_error(
                    name,
                    _("Den nat stilles uret frem, så kl. %(at)s findes ikke. Vælg et andet klokkeslæt.")
                    % words,
                )
        if not self.errors:
            self.time = NewTime(on_the_clock(day, opens, self.zone), on_the_clock(day, closes, self.zone))


class OwnTimes:
    """A few rows for times of one's own; what was typed stays, whatever is wrong with it."""

    def __init__(self, data: Mapping[str, Any] | None, *, zone: ZoneInfo, now: datetime) -> None:
        self.rows = [TimeRow(data, prefix=f"own{n}", zone=zone, now=now) for n in range(ROWS)]

    def __iter__(self) -> Iterator[TimeRow]:
        return iter(self.rows)

    def is_valid(self) -> bool:
        """Whether every row is whole or empty; all of them are looked at."""
        return sum(not row.is_valid() for row in self.rows) == 0

    @property
    def times(self) -> list[NewTime]:
        """The times that were written, when all is well."""
        return [row.time for row in self.rows if row.time is not None]

    @property
    def written(self) -> bool:
        """Whether anything stands in any row, so that they are shown open."""
        return any(row.is_bound and row.has_changed() for row in self.rows)


def offered(values: Iterable[str]) -> list[NewTime]:
    """Return the times behind the values of the boxes on the page; what is no time of ours is left out."""
    found: list[NewTime] = []
    for value in list(values)[:MOST_OFFERED]:
        start, _bar, end = value[:80].partition("|")
        try:
            time_ = NewTime(datetime.fromisoformat(start), datetime.fromisoformat(end))
            if time_.start.tzinfo and time_.end.tzinfo and time_.start < time_.end:
                found.append(time_)
        except ValueError:
            continue
    return found


def as_value(time_: NewTime) -> str:
    """Return a time as the value of its box."""
    return f"{time_.start.isoformat()}|{time_.end.isoformat()}"


def wrong_count(count: int, at_most: int) -> str:
    """Return what is wrong with so many times; "" when nothing is."""
    if count == 0:
        return _("Vælg mindst én tid, eller skriv din egen.")
    if count > at_most:
        return _("Højst %(most)s tider ad gangen. Fjern nogle af dem.") % {"most": at_most}
    return ""


__all__ = [
    "ClockField",
    "DayField",
    "OwnTimes",
    "TimeRow",
    "as_value",
    "offered",
    "wrong_count",
]
