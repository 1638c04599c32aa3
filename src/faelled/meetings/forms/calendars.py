"""A calendar of one's own: its address, or a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST_FILE = 5_000_000  # bytes


class CalendarAddressForm(forms.Form):
    """Where a published calendar is fetched. What may be fetched is decided by work.fetching."""

    address = forms.CharField(
        label=gettext_lazy("Adressen på din kalender"),
        help_text=gettext_lazy("Den begynder med https:// eller webcal:// og slutter ofte på .ics."),
        max_length=2000,
        widget=forms.TextInput(attrs={"type": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


class CalendarFileForm(forms.Form):
    """A calendar saved as a file."""

    file = forms.FileField(
        label=gettext_lazy("En kalenderfil (.ics)"),
        help_text=gettext_lazy("Højst 5 MB. Filen læses én gang og gemmes ikke."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> Any:
        uploaded: UploadedFile[bytes] = self.cleaned_data["file"]
        if (uploaded.size or 0) > LARGEST_FILE:
            raise ValidationError(_("Filen er større end 5 MB. Gem færre måneder i den, og prøv igen."))
        return uploaded
