"""How a partnership finds its meetings, and its school holidays: every default can be edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.core.guard import Context
from faelled.meetings.forms.times import ClockField, DayField
from faelled.meetings.models import Habits
from faelled.partnerships.forms.fields import GuardedForm, LineField, WeekdaysField

EMPTY_ROWS = 2


def _number(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


class HabitsForm(forms.Form):
    """Every habit but the holidays. The names are those of the table; lengths are asked for in minutes."""

    answer_within = _number(gettext_lazy("Arbejdsdage til at svare"), 1, 30)
    answer_by = ClockField(label=gettext_lazy("Svar senest klokken"))
    remind_after = _number(
        gettext_lazy("Arbejdsdage, før de tavse får en påmindelse"),
        1,
        30,
        gettext_lazy("Den kommer kun én gang."),
    )
    earliest = _number(gettext_lazy("Foreslå tider tidligst om så mange arbejdsdage"), 1, 60)
    latest = _number(gettext_lazy("Foreslå tider senest om så mange arbejdsdage"), 2, 250)
    weekdays = WeekdaysField(label=gettext_lazy("Dage, I kan mødes"))
    day_begins = ClockField(label=gettext_lazy("Møder tidligst fra klokken"))
    day_ends = ClockField(label=gettext_lazy("Møder senest til klokken"))
    lasts_minutes = _number(gettext_lazy("Et møde varer, i minutter"), 15, 600)
    letters_from = ClockField(label=gettext_lazy("Fælled skriver tidligst klokken"))
    letters_until = ClockField(
        label=gettext_lazy("Fælled skriver senest klokken"),
        help_text=gettext_lazy("Kun på arbejdsdage. Svar på det, du selv skriver, kommer med det samme."),
    )
    quiet_first_week = _number(gettext_lazy("Stille uger fra uge"), 1, 53)
    quiet_last_week = _number(
        gettext_lazy("Stille uger til uge"), 1, 53, gettext_lazy("I de uger løber ingen svarfrist ud.")
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("Hvem skal kunne, før en tid duer?"),
        choices=Habits.Rule.choices,
        widget=forms.RadioSelect,
    )
    at_least = _number(gettext_lazy("Hvis mindst så mange: hvor mange?"), 1, 100)
    needed = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hvis bestemte personer: hvem?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    decides_itself = forms.BooleanField(
        label=gettext_lazy("Fælled aftaler selv den bedste tid, når tovholderen ikke har svaret"),
        required=False,
    )
    decides_after_minutes = _number(
        gettext_lazy("Så mange minutter efter, at tovholderen fik den at vide"), 5, 10080
    )

    def __init__(self, *args: Any, seats: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["needed"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
        field.choices = [*seats]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._in_order("earliest", "latest", _("»Senest« skal være mindst lige så langt ude som »tidligst«."))
        self._in_order("day_begins", "day_ends", _("Dagen slutter, før den begynder."), strictly=True)
        self._in_order("letters_from", "letters_until", _("Tiden slutter, før den begynder."), strictly=True)
        self._in_order("quiet_first_week", "quiet_last_week", _("Den sidste uge ligger før den første."))
        self._in_order(
            "remind_after", "answer_within", _("Påmindelsen skal komme, før svaret skal være der.")
        )
        if cleaned.get("rule") == Habits.Rule.THESE and not cleaned.get("needed"):
            self.add_error("needed", _("Vælg mindst én person."))
        return cleaned

    def _in_order(self, first: str, last: str, trouble: str, *, strictly: bool = False) -> None:
        low, high = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if low is not None and high is not None and (high < low or (strictly and high == low)):
            self.add_error(last, trouble)

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the table, when the form is valid."""
        values = {k: v for k, v in self.cleaned_data.items() if not k.endswith("_minutes") and k != "needed"}
        values["lasts"] = timedelta(minutes=self.cleaned_data["lasts_minutes"])
        values["decides_after"] = timedelta(minutes=self.cleaned_data["decides_after_minutes"])
        return values


def habits_initial(own: Habits, needed: Sequence[int]) -> dict[str, Any]:
    """Return what stands in the form at first."""
    columns = {field.name for field in Habits._meta.concrete_fields}
    found = {name: getattr(own, name) for name in HabitsForm.base_fields if name in columns}
    found["lasts_minutes"] = int(own.lasts.total_seconds() // 60)
    found["decides_after_minutes"] = int(own.decides_after.total_seconds() // 60)
    found["needed"] = list(needed)
    return found


@dataclass(frozen=True, slots=True)
class Holiday:
    """A school holiday as the page shows it."""

    name: str
    first: date
    last: date
    guessed: bool


class HolidayRow(GuardedForm):
    """One school holiday; an empty row is none, and emptying a row takes it away."""

    guarded = ("name",)  # it stands beside the times it falls on

    name = LineField(
        label=gettext_lazy("Ferie"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-input"}),
    )
    first = DayField(label=gettext_lazy("Første dag"), required=False)
    last = DayField(label=gettext_lazy("Sidste dag"), required=False)

    def __init__(self, *args: Any, holiday: Holiday | None = None, **kwargs: Any) -> None:
        self.holiday = holiday
        if holiday is not None:
            kwargs["initial"] = {"name": holiday.name, "first": holiday.first, "last": holiday.last}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not any(cleaned.values()):
            return cleaned
        for name in ("name", "first", "last"):
            if not cleaned.get(name):
                self.add_error(name, _("Skriv navn, første og sidste dag, eller tøm hele linjen."))
        if not self.errors and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("Ferien slutter, før den begynder."))
        return cleaned

    @property
    def value(self) -> Holiday | None:
        """The holiday, when the row is valid; a rule of thumb stays one until somebody has changed it."""
        cleaned = self.cleaned_data
        if not cleaned.get("name"):
            return None
        same = self.holiday is not None and not self.has_changed()
        guessed = bool(same and self.holiday and self.holiday.guessed)
        return Holiday(cleaned["name"], cleaned["first"], cleaned["last"], guessed)


def holiday_rows(
    holidays: Sequence[Holiday], data: Mapping[str, Any] | None, context: Context
) -> list[HolidayRow]:
    """Return one row a holiday and some empty ones."""
    rows = [*holidays, *[None] * EMPTY_ROWS]
    return [
        HolidayRow(data, prefix=f"h{number}", holiday=holiday, context=context)
        for number, holiday in enumerate(rows)
    ]
