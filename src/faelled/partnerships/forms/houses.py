"""Forms about a house: how it works, where one meets, and what a protected house refuses."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.core.guard.finding import Type
from faelled.core.guard.refused import forms as spellings
from faelled.partnerships.forms.fields import GuardedForm, LineField, WeekdaysField
from faelled.partnerships.forms.lines import visible
from faelled.partnerships.models import Organisation

# A meeting point must not lead on to the house: no hour, distance or direction of its own.
_LEADS_ON = re.compile(
    r"\bkl\b|\bklokken\b|\d\s*[.:]\s*\d\d|\bminut|\bmeter\b|\bm\b|\bkm\b|\bkilomet|\bskridt\b|\bgåtur|\bhenter\b"
    r"|\b(?:nord|syd|øst|vest)(?:lig|en)?\b|\bvenstre\b|\bhøjre\b|\bligeud\b|\bretning|\bgå\s+(?:ad|mod|til|ned|op)\b"
    r"|\bo'?clock\b|\b[ap]m\b|\bwalk|\bmetres?\b|\byards?\b|\bleft\b|\bright\b|\bnorth|\bsouth|\beast|\bwest",
    re.IGNORECASE,
)


class OrganisationForm(GuardedForm):
    """What a house says about itself, written by its own people."""

    guarded = ("name", "place", "practical_note")
    leads = ("place", "practical_note")

    name = LineField(label=gettext_lazy("Navn"), max_length=120)
    work_mode = forms.ChoiceField(
        label=gettext_lazy("Hvordan arbejder I?"),
        choices=Organisation.WorkMode.choices,
        widget=forms.RadioSelect,
    )
    protected = forms.BooleanField(
        label=gettext_lazy("Vores adresse er beskyttet"),
        help_text=gettext_lazy("Så gemmer Fælled den ikke, og stedet nævnes ikke i mails og kalendere."),
        required=False,
    )
    can_host = forms.BooleanField(label=gettext_lazy("Vi kan være vært for møder"), required=False)
    place = LineField(
        label=gettext_lazy("Hvor mødes man?"),
        help_text=gettext_lazy(
            "Adressen, eller et mødested, hvis jeres adresse er beskyttet: da uden tider, afstande og retninger."
        ),
        max_length=200,
        required=False,
    )
    practical_note = LineField(
        label=gettext_lazy("Praktisk: parkering, dør, trapper"), max_length=500, required=False
    )
    working_weekdays = WeekdaysField(label=gettext_lazy("Dage, I har åbent"))
    minutes_per_month = forms.IntegerField(
        label=gettext_lazy("Minutter om måneden for hele stedet"), min_value=0, max_value=6000
    )

    def allowed(self, field: str) -> frozenset[Type]:
        if field == "name":  # houses are often called after somebody
            return frozenset({Type.PERSON})
        # The address of a house that is not protected is public, and the very thing that is asked for.
        return frozenset() if self.cleaned_data.get("protected") else frozenset({Type.ADDRESS, Type.PHONE})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("protected"):
            for field in self.leads:
                if _LEADS_ON.search(cleaned.get(field) or ""):
                    self.add_error(
                        field, _("Skriv kun selve mødestedet: ingen tider, afstande eller retninger.")
                    )
        return cleaned


class RefusedWordsForm(forms.Form):
    """Words a protected house refuses, one a line. They are kept as hashes and never shown again."""

    words = forms.CharField(
        label=gettext_lazy("Ord, der aldrig må stå nogen steder"),
        help_text=gettext_lazy(
            "Gade, husnummer, øgenavne: ét på hver linje. De gemmes, så ingen kan læse dem, heller ikke du."
        ),
        max_length=4000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_words(self) -> list[str]:
        words = [w for line in str(self.cleaned_data["words"]).splitlines() if (w := visible(line))]
        if not words:
            raise ValidationError(_("Skriv mindst ét ord."))
        for word in words:
            # One or two letters would refuse half the language.
            if max((len(form) for form in spellings(word)), default=0) < 3:
                raise ValidationError(
                    _("»%(word)s« er for kort til at kunne genkendes.") % {"word": word[:20]}
                )
        if len(words) > 100:
            raise ValidationError(_("Højst 100 ord ad gangen."))
        return words
