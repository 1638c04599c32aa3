"""Forms about people: added from lines, described, moved to a new address or role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faelled.core.guard import Context
from faelled.core.guard.finding import Type
from faelled.partnerships.forms.fields import GuardedForm, LineField, WeekdaysField
from faelled.partnerships.forms.lines import Roster, read_lines
from faelled.partnerships.models import Person, Seat


class LinesForm(GuardedForm):
    """People, pasted as lines. A line that cannot be read stays in the box, with what to do about it beside it."""

    lines = forms.CharField(
        label=_("Hvem er med?"),
        help_text=_(
            "Én person på hver linje: navn, mail og organisation. Skriv »beskyttet«, hvis stedets adresse er "
            "beskyttet, og »fælles postkasse«, hvis flere deler den. Uden mail svarer man på telefon."
        ),
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, context: Context, houses: list[str] | None = None, **kwargs: Any) -> None:
        self.houses = houses or []
        self.roster = Roster()
        super().__init__(*args, context=context, **kwargs)

    def clean_lines(self) -> str:
        text = str(self.cleaned_data["lines"])
        self.roster = read_lines(text, self.houses, self.context)
        for bad in self.roster.bad:
            self.add_error("lines", _("Linje %(number)s: %(why)s") % {"number": bad.number, "why": bad.why})
        return text


class SeatForm(forms.Form):
    """A person's role in the partnership."""

    role = forms.ChoiceField(label=_("Rolle"), choices=Seat.Role.choices, widget=forms.RadioSelect)
    deputy_for = forms.TypedChoiceField(
        label=_("Stedfortræder for"), required=False, coerce=int, empty_value=None
    )
    host_contact = forms.BooleanField(
        label=_("Får besked, når det er stedets tur til at være vært"), required=False
    )

    def __init__(self, *args: Any, others: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy_for"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [("", _("ingen")), *((s.pk, s.person.name) for s in others)]


class AddressForm(forms.Form):
    """A new mail address; empty where the person answers by phone."""

    address = forms.EmailField(
        label=_("Mailadresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Skriv en adresse med @, for eksempel lone@familiehuset.example")},
    )


class PersonForm(GuardedForm):
    """What a person says about themselves, and how many mails they want."""

    guarded = ("name",)

    name = LineField(
        label=_("Dit navn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Sprog i dine mails"), choices=[("da", "dansk"), ("en", "English")], widget=forms.RadioSelect
    )
    days_off = WeekdaysField(
        label=_("Dage, du ikke arbejder"), help_text=_("Så bliver du ikke spurgt om dem."), required=False
    )
    minutes_per_month = forms.IntegerField(
        label=_("Minutter om måneden"),
        help_text=_("Så meget af din tid må Fælled højst bruge."),
        min_value=0,
        max_value=600,
    )
    mail_choice = forms.ChoiceField(
        label=_("Hvor ofte vil du have mail?"), choices=Person.MailChoice.choices, widget=forms.RadioSelect
    )

    def allowed(self, field: str) -> frozenset[Type]:
        """Return the kinds of finding that may stand in *field*: a name is a name."""
        return frozenset({Type.PERSON})
