"""An answer that somebody gave by telephone, or a reading put right: three ways to answer each time."""

from collections.abc import Sequence
from typing import Any

from django import forms

from faelled.core.replies.reading import Verdict

SAID = {"yes": Verdict.YES, "maybe": Verdict.MAYBE, "no": Verdict.NO}


class AnswersForm(forms.Form):
    """One choice a time, none of them needed. Fields are called t and the number of the row."""

    def __init__(self, *args: Any, proposals: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk in proposals:
            self.fields[f"t{pk}"] = forms.ChoiceField(
                choices=[(value, value) for value in SAID], required=False
            )

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """What was chosen, by the number of the row."""
        return {int(name[1:]): SAID[value] for name, value in self.cleaned_data.items() if value in SAID}
