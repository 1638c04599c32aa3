"""What people fill in: a text of the room. What is personal in it is no error of the form: it is marked beside it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from faelled.experiences.actions.sharing import has_words
from faelled.experiences.models import BODY_LENGTH, SHORT_LENGTH, TITLE_LENGTH, Kind, Rhythm

_BODY_LABELS = {
    Kind.EXPERIENCE: _("Hvad skete der, og hvad lærte du?"),
    Kind.PRACTICE: _("Sådan gør vi"),
    Kind.COMMENT: _("Din kommentar"),
    Kind.ADOPTION: _("Sådan gjorde vi det hos os"),
}


class WordsField(forms.CharField):
    """Words that are read by others: with letters in them, and not too many. A browser must not cut what is pasted."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\x00", "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            said = _("Det er længere end %(most)s tegn. Kort det ned, eller del det i to.")
            raise ValidationError(said % {"most": f"{self.most:,}".replace(",", ".")})
        if not has_words(value):
            raise ValidationError(_("Skriv det med ord, så de andre kan bruge det."))


class TextForm(forms.Form):
    """A text of any kind; a comment and a way of one's own have no title."""

    title = WordsField(
        most=TITLE_LENGTH,
        label=_("Overskrift"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Giv den en overskrift, så de andre kan finde den.")},
    )
    body = WordsField(
        most=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Skriv noget først.")},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        body.label = _BODY_LABELS[Kind(kind)]
        if kind in {Kind.COMMENT, Kind.ADOPTION} and isinstance(body, WordsField):
            body.most = SHORT_LENGTH
            del self.fields["title"]


class CommentForm(forms.Form):
    """A comment, on the page it is to."""

    body = WordsField(
        most=SHORT_LENGTH,
        label=_("Skriv en kommentar"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv noget først.")},
    )


class PhotoForm(forms.Form):
    """A photo of a practice."""

    photo = forms.FileField(
        label=_("Et foto (JPEG eller PNG)"),
        help_text=_("Højst 12 MB. Sted, tid og kamera bliver slettet af det."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    nobody = forms.BooleanField(
        label=_("Der er ingen personer på billedet"),
        error_messages={
            "required": _("Sæt kryds, når du har set efter. Et billede med personer kan ikke deles.")
        },
    )


class RhythmForm(forms.Form):
    """How often one hears what is new."""

    often = forms.ChoiceField(label=_("Skriv til mig om nyt"), choices=Rhythm.Often.choices)
