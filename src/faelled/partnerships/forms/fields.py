"""Fields that every form of this app shares: one visible line, and a text that must pass the guard's door."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.core.guard import Context, Finding
from faelled.core.guard.finding import Type
from faelled.partnerships.door import Stopped, admit_knowing
from faelled.partnerships.forms.lines import visible

WEEKDAYS = [
    ("1", gettext_lazy("mandag")),
    ("2", gettext_lazy("tirsdag")),
    ("3", gettext_lazy("onsdag")),
    ("4", gettext_lazy("torsdag")),
    ("5", gettext_lazy("fredag")),
    ("6", gettext_lazy("lørdag")),
    ("7", gettext_lazy("søndag")),
]


class LineField(forms.CharField):
    """One line: signs that cannot be seen are gone, so that it can stand in a header."""

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value) or "")


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week, kept as ISO digits: "12345"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return list(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return "".join(sorted(super().clean(value)))


class GuardedForm(forms.Form):
    """A form whose `guarded` fields are read by others: each passes the text door before it is stored."""

    guarded: tuple[str, ...] = ()

    def __init__(self, *args: Any, context: Context, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def allowed(self, field: str) -> frozenset[Type]:
        """Return the kinds of finding that may stand in *field*."""
        return frozenset()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field in self.guarded:
            text = cleaned.get(field)
            if isinstance(text, str) and text:
                self._through_the_door(field, text)
        return cleaned

    def _through_the_door(self, field: str, text: str) -> None:
        match admit_knowing(text, "text", self.context):
            case Stopped(findings):
                left = [f for f in findings if f.type not in self.allowed(field)]
                if left:
                    self.add_error(field, ValidationError([in_words(text, f) for f in left[:5]]))


def in_words(text: str, finding: Finding) -> str:
    """Say what was found and what to write instead; the digits of a CPR number are never shown again."""
    if finding.type in {Type.CPR, Type.ACCOUNT}:
        return _("Her står et nummer, der hører til en person. Tag det ud.")
    if finding.type is Type.UNREAD:
        return _("Teksten er for lang til at blive læst for persondata. Kort den af, eller del den i flere.")
    if finding.type is Type.REFUSED:
        return _("Her står noget om et sted, hvis adresse er beskyttet. Skriv »adresse oplyses mundtligt«.")
    words = {"words": text[finding.start : finding.end], "instead": finding.suggestion}
    if finding.suggestion:
        return (
            _("»%(words)s« kan genkende nogen. Skriv for eksempel »%(instead)s«, eller tag det ud.") % words
        )
    return _("»%(words)s« kan genkende nogen. Skriv det om, eller tag det ud.") % words
