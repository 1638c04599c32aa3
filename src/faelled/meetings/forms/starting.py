"""What is asked of somebody who wants a meeting: what about, how long, when, and who."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from faelled.core.wishes import ANY_TIME, Wish, read_wish

LENGTHS = (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)  # minutes


class StartForm(forms.Form):
    """The first step. `wish` is what the words about when come to, once the form is valid."""

    words = forms.CharField(
        label=gettext_lazy("Hvad skal I mødes om?"),
        help_text=gettext_lazy("Det står øverst i mailen. Ingen navne eller numre på familier."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    length = forms.TypedChoiceField(label=gettext_lazy("Hvor længe?"), coerce=int)
    when = forms.CharField(
        label=gettext_lazy("Hvornår cirka?"),
        help_text=gettext_lazy("Med dine egne ord, for eksempel »uge 49 eller 50, helst formiddag«."),
        max_length=300,
        required=False,
    )
    seats = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hvem skal spørges?"),
        coerce=int,
        error_messages={"required": gettext_lazy("Vælg mindst én person.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        seats: Sequence[tuple[int, str]],
        lasts: timedelta,
        sent: datetime,
        places: Mapping[str, str],
        zone: ZoneInfo,
        **kwargs: Any,
    ) -> None:
        self.sent, self.places, self.zone = sent, places, zone
        self.wish: Wish = ANY_TIME
        usual = int(lasts.total_seconds() // 60)
        kwargs["initial"] = {
            "length": usual,
            "seats": [pk for pk, _name in seats],
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        minutes = sorted({*LENGTHS, usual})
        self._choices("length", [(m, _length_in_words(m)) for m in minutes])
        self._choices("seats", [*seats])

    def _choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    def clean_when(self) -> str:
        text = str(self.cleaned_data["when"]).strip()
        if not text:
            return text
        wish = read_wish(text, sent=self.sent, known_places=self.places, zone=self.zone)
        if not (wish.required or wish.preferred or wish.refused or wish.disliked or wish.times):
            raise ValidationError(
                _(
                    "Det kunne ikke læses som en tid. Skriv for eksempel »uge 49« eller »en tirsdag i december«."
                )
            )
        self.wish = wish
        return text

    @property
    def lasts(self) -> timedelta:
        """How long the meeting is: what the words say goes before the list."""
        return self.wish.duration or timedelta(minutes=self.cleaned_data["length"])

    @property
    def wanted(self) -> Wish:
        """The wish with the length from the list where the words say none."""
        return replace(self.wish, duration=self.lasts, understood=True)


def _length_in_words(minutes: int) -> str:
    if minutes < 60:
        return _("%(count)s minutter") % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    half = "½" if rest == 30 else ""
    if rest not in {0, 30}:
        return _("%(hours)s t. %(rest)s min.") % {"hours": hours, "rest": rest}
    count = hours + bool(half)
    return ngettext("%(count)s time", "%(count)s timer", count) % {"count": f"{hours}{half}"}
