"""Sign-in by a mailed code, built on allauth: 15 minutes, three tries, only people the house already knows.

A stranger's address gives the same page, the same text and the same status; only the mail does not come.
"""

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from faelled.core.days import local
from faelled.core.days.words import day_in_words
from faelled.partnerships import access, actions, limits
from faelled.partnerships.models import Account
from faelled.partnerships.signin.security import browser_of
from faelled.work import clock


class MailedCodes(DefaultAccountAdapter):
    """Lets known people in, and sends the code as one of our own letters."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Koden passer ikke. Se efter i mailen, og skriv den igen."),
        "too_many_login_attempts": _("Det blev for mange forsøg. Vent lidt, og bed om en ny kode."),
        "rate_limited": _("Det blev for mange forsøg. Vent lidt, og bed om en ny kode."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up through allauth; an open installation has its own page."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the code's letter; no other mail of allauth's, such as "you have no account", is sent."""
        account = actions.account_for(email)  # asked for a stranger's address too, which takes as long
        if template_prefix != "account/email/login_code":
            account = None
        # One net cannot use up what an address gets in an hour, so its owner is never shut out from afar.
        if not limits.spend(limits.CODES_OF_ONE, limits.net_of(self.request), email.strip().lower()):
            account = None
        if account is None or not actions.send_code(account, context["code"], email):
            actions.send_no_code()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none: what was changed is told by a letter of our own, in the transaction that changes it."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note the browser, and say by when a second factor must be set up; the page one wanted comes all the same."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        actions.note_sign_in(user, str(request.session.session_key), browser_of(request))
        if user.second_factor_by and not access.used_second_factor(request):
            _guide(request, user.second_factor_by)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Show what went wrong; that a code was sent or somebody is in, the pages say themselves."""
        if message_template is None:
            super().add_message(request, level, message_template, *args, **kwargs)


def _guide(request: HttpRequest, by: datetime) -> None:
    day = day_in_words(local(by).date(), lang=get_language() or "da", today=local(clock.now()).date())
    messages.warning(
        request,
        gettext("Sæt et ekstra trin op senest %(day)s") % {"day": day},
        extra_tags=gettext(
            "En kode på mail er ikke nok, når man ser mere end sit eget. Klik på dit navn og så »Sikkerhed«."
        ),
    )


class AddressForm(RequestLoginCodeForm):
    """Asks for the mail address."""

    email = forms.EmailField(
        label=_("Din mailadresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={"invalid": _("Skriv en adresse med @, for eksempel lone@familiehuset.example")},
    )

    def clean_email(self) -> str:
        """Find whom the address signs in, and say nothing about it."""
        address = str(self.cleaned_data["email"]).lower()
        self._user: Account | None = actions.account_for(address)
        return address


class CodeForm(ConfirmLoginCodeForm):
    """Asks for the code from the mail."""

    code = forms.CharField(
        label=_("Koden fra mailen"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "inputmode": "text"}
        ),
    )


class AskForCode(RequestLoginCodeView):
    """The page that asks for the mail address."""

    form_class = AddressForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code, so many times a net."""
        if not limits.spend(limits.CODES_ASKED, limits.net_of(request)):
            return limits.too_often(request, limits.CODES_ASKED)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_form_class(self) -> type[forms.Form]:
        return AddressForm


class EnterCode(ConfirmLoginCodeView):
    """The page that asks for the code."""

    form_class = CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the code, unless the net has guessed too often; three wrong ones and the code is worth nothing."""
        if limits.spent(limits.WRONG_CODES, limits.net_of(request)):
            return limits.too_often(request, limits.WRONG_CODES)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count a wrong code."""
        limits.spend(limits.WRONG_CODES, limits.net_of(self.request))
        answer: HttpResponse = super().form_invalid(form)
        return answer

    def get_form_class(self) -> type[forms.Form]:
        chosen = super().get_form_class()
        return CodeForm if issubclass(chosen, ConfirmLoginCodeForm) else chosen


ask_for_code = access.open_to_all(AskForCode.as_view())
enter_code = access.open_to_all(EnterCode.as_view())
log_out = access.open_to_all(LogoutView.as_view())
