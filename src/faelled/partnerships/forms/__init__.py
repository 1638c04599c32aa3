"""What comes in from a page, checked and put in words that say how to mend it."""

from faelled.partnerships.forms.houses import OrganisationForm, RefusedWordsForm
from faelled.partnerships.forms.people import AddressForm, LinesForm, PersonForm, SeatForm
from faelled.partnerships.forms.spaces import SignUpForm, StartForm, TermsForm

__all__ = [
    "AddressForm",
    "LinesForm",
    "OrganisationForm",
    "PersonForm",
    "RefusedWordsForm",
    "SeatForm",
    "SignUpForm",
    "StartForm",
    "TermsForm",
]
