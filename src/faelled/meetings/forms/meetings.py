"""What is filled in about an agreed meeting: a point for the agenda, the practical note, another time or host."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from faelled.meetings.forms.times import TimeRow
from faelled.partnerships.forms.fields import GuardedForm, LineField


class AgendaForm(GuardedForm):
    """A point; what keeps it with its writer is said beside the field, and the text stays in it."""

    guarded = ("text",)

    text = LineField(
        label=gettext_lazy("Et punkt til dagsordenen"),
        help_text=gettext_lazy("Alle i partnerskabet kan læse det. Ingen navne eller numre på familier."),
        max_length=300,
    )


class NoteForm(forms.Form):
    """The practical note: where to park, which door. It passes the answer door on its way in."""

    note = LineField(
        label=gettext_lazy("Godt at vide"),
        help_text=gettext_lazy("Parkering, dør, kaffe. Det står også i invitationen."),
        max_length=500,
        required=False,
    )


class ChangeForm(TimeRow):
    """Another time or another host for a meeting that is agreed."""

    host = forms.TypedChoiceField(label=gettext_lazy("Vært"), coerce=int, empty_value=None, required=False)
    field_order = ("day", "opens", "closes", "host")

    def __init__(self, *args: Any, houses: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        for name in ("day", "opens", "closes"):
            self.fields[name].required = True
        field = self.fields["host"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [("", gettext_lazy("ingen endnu")), *houses]
