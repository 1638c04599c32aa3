"""Forms about a partnership: begun, described; and about signing up, where that is open."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.core.guard import Context
from faelled.core.guard.finding import Type
from faelled.partnerships.actions import Newcomer
from faelled.partnerships.forms.fields import GuardedForm, LineField
from faelled.partnerships.forms.lines import LONGEST, visible
from faelled.partnerships.forms.people import LinesForm

MOST_HOUSES = 40


class StartForm(LinesForm):
    """A partnership in four fields: its name, its shared third, its houses and its people."""

    guarded = ("name", "shared_third", "organisations")
    field_order = ("name", "shared_third", "lines", "organisations")

    name = LineField(
        label=gettext_lazy("Hvad hedder partnerskabet?"),
        help_text=gettext_lazy("For eksempel »Familier på biblioteket«."),
        max_length=120,
    )
    shared_third = LineField(
        label=gettext_lazy("Hvad er jeres fælles tredje?"),
        help_text=gettext_lazy("Det, I samles om, som ingen af jer ejer. Kan rettes senere."),
        max_length=300,
        required=False,
    )
    organisations = forms.CharField(
        label=gettext_lazy("Flere organisationer"),
        help_text=gettext_lazy("Kun dem, der ikke står hos personerne: én på hver linje."),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, context: Context, starter_house: str, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        self.houses = [starter_house]
        if self.is_bound:
            self.houses += self._lines_of("organisations")
        self.order_fields(self.field_order)

    def _lines_of(self, field: str) -> list[str]:
        raw = str(self.data.get(self.add_prefix(field), ""))
        return [name for line in raw.splitlines()[:MOST_HOUSES] if (name := visible(line))]

    def clean_organisations(self) -> str:
        text = str(self.cleaned_data["organisations"])
        names = [name for line in text.splitlines() if (name := visible(line))]
        if len(names) > MOST_HOUSES:
            raise ValidationError(_("Højst %(most)s organisationer.") % {"most": MOST_HOUSES})
        if any(len(name) > LONGEST for name in names):
            raise ValidationError(_("Navnet er længere end %(most)s tegn.") % {"most": LONGEST})
        return "\n".join(names)

    def allowed(self, field: str) -> frozenset[Type]:
        """Houses are often called after somebody."""
        return frozenset({Type.PERSON}) if field == "organisations" else frozenset()

    @property
    def people(self) -> tuple[Newcomer, ...]:
        """Whom the lines name, when the form is valid."""
        return self.roster.people


class TermsForm(GuardedForm):
    """What the partnership says of itself."""

    guarded = ("name", "shared_third", "agreement")

    name = LineField(label=gettext_lazy("Navn"), max_length=120)
    shared_third = LineField(label=gettext_lazy("Jeres fælles tredje"), max_length=300, required=False)
    agreement = forms.CharField(
        label=gettext_lazy("Aftale om fortrolighed"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class SignUpForm(forms.Form):
    """Somebody nobody has invited, where the installation is open."""

    name = LineField(
        label=gettext_lazy("Dit navn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    address = forms.EmailField(
        label=gettext_lazy("Din mailadresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Skriv en adresse med @, for eksempel lone@familiehuset.example")
        },
    )
    organisation = LineField(
        label=gettext_lazy("Din organisation"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
