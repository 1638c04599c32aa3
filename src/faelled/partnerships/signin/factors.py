"""The second factor: a code from an app or a passkey, with codes on paper for when both are gone.

allauth does it; here are its pages behind our guard, its secrets sealed, and a limit that all processes share. A
passkey needs a script, which its pages alone may run; an app's code works everywhere.
"""

import base64
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from cryptography.fernet import Fernet
from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faelled.partnerships import access, actions, limits
from faelled.partnerships.models import Account, Person
from faelled.partnerships.signin.security import browser_of
from faelled.post.sealing import key_for

USED_CODE = limits.Limit(
    "used-code", 1, timedelta(minutes=3)
)  # a code is taken for a minute and a half at most
_may_run_our_script = csp_update({"script-src": [SELF]})


@cache
def _box() -> Fernet:
    # A key of its own that no rotation changes: allauth keeps its secrets within JSON, where nothing is sealed anew.
    return Fernet(base64.urlsafe_b64encode(key_for("second factor")))


class SealedFactors(DefaultMFAAdapter):
    """allauth's rules, with its secrets sealed in the database and our names."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "Koden passer ikke. Appens kode skifter hvert halve minut, så prøv den, der står nu."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "Fælled"

    def _get_site_name(self) -> str:
        return "Fælled"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return gettext("Nøgle %(number)s") % {
            "number": Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        }


class _Code(forms.Form):
    """A code from the app, or one from paper; each is good once, in whichever process it arrives."""

    code = forms.CharField(
        label=_("Koden"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    user: AbstractBaseUser

    def clean_code(self) -> str:
        """Refuse a code that was used a moment ago: allauth remembers it in one process, and half a minute only."""
        code = str(super().clean_code())  # type: ignore[misc]
        if not limits.spend(USED_CODE, f"account {self.user.pk}", "".join(code.split())):
            raise SealedFactors().validation_error("incorrect_code")
        return code


class CodeToSignIn(_Code, AuthenticateForm):
    """The second step of signing in."""


class CodeAgain(_Code, ReauthenticateForm):
    """The second step once more."""


class FirstCode(ActivateTOTPForm):
    """The first code of a new app, which shows that it was set up rightly."""

    code = forms.CharField(
        label=_("Koden, som appen viser"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class NewKey(AddWebAuthnForm):
    """A passkey, by a name its owner knows it by."""

    name = forms.CharField(label=_("Hvad skal nøglen hedde?"), max_length=40, required=False)


def _own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Put one of allauth's views behind our guard."""

    @access.on_the_way_in
    def guarded(request: HttpRequest, viewer: Person, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not limits.spend(limits.FACTORS, f"account {request.user.pk}"):
            return limits.too_often(request, limits.FACTORS)
        return view(request, *args, **kwargs)

    return guarded


class _NewFactor:
    """After a new factor this session has used it, every other one ends, and the codes on paper are shown."""

    request: HttpRequest
    success_url = reverse_lazy("mfa_view_recovery_codes")

    def get_success_url(self) -> str:
        return str(self.success_url)

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        account = self.request.user
        assert isinstance(account, Account)  # noqa: S101
        newest = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
        post_authentication(self.request, newest.latest("pk"), reauthenticated=True)
        self.request.session.cycle_key()
        actions.note_sign_in(account, str(self.request.session.session_key), browser_of(self.request))
        actions.second_factor_changed(account, "added", keep=self.request.session.session_key)
        return response


class SetUpApp(_NewFactor, ActivateTOTPView):
    """Show the square to scan, and ask for the first code."""

    form_class = FirstCode
    template_name = "mfa/app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        # Made by the library from an address we made ourselves: nobody's words are in it.
        found["square"] = mark_safe(found["totp_svg"].partition("?>")[2])  # noqa: S308
        secret = found["form"].secret
        found["by_hand"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        return found


class AddKey(_NewFactor, AddWebAuthnView):
    """Ask the browser for a passkey."""

    form_class = NewKey
    template_name = "mfa/key.html"


class RemoveApp(DeactivateTOTPView):
    """Take the app away."""

    template_name = "mfa/remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _told(self.request, "removed")
        return response


class RemoveKey(RemoveWebAuthnView):
    """Take a passkey away."""

    template_name = "mfa/remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _told(self.request, "removed")
        return response


class NewCodes(GenerateRecoveryCodesView):
    """Make new codes for paper; the old ones are worth nothing from then on."""

    template_name = "mfa/new_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _told(self.request, "codes")
        return response


class Authenticate(AuthenticateView):
    """The second step of signing in."""

    form_class = CodeToSignIn
    template_name = "mfa/authenticate.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at a code, so many times an account and quarter of an hour."""
        if not limits.spend(limits.FACTORS, f"account {self.stage.login.user.pk}"):
            return limits.too_often(request, limits.FACTORS)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        types = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {**found, "has_key": "webauthn" in types, "has_app": "totp" in types}


class _Again:
    """Who has no second factor yet is not asked for one again."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Authenticator.objects.filter(user=request.user).exists():
            return redirect("mfa_index")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class Again(_Again, ReauthenticateView):
    """Ask for the second factor once more before it is changed."""

    form_class = CodeAgain
    template_name = "mfa/again.html"

    def get_reauthentication_alternatives(self) -> list[dict[str, str]]:
        """Return the key, where there is one."""
        found: list[dict[str, str]] = super().get_reauthentication_alternatives()
        return [one for one in found if one["id"] == "mfa_reauthenticate:webauthn"]


class AgainWithKey(_Again, ReauthenticateWebAuthnView):
    """Ask for the passkey once more before it is changed."""

    template_name = "mfa/again_key.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect("mfa_reauthenticate_webauthn")


def _told(request: HttpRequest, news: str) -> None:
    account = request.user
    assert isinstance(account, Account)  # noqa: S101
    actions.second_factor_changed(account, news, keep=request.session.session_key)


@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def _codes(request: HttpRequest) -> HttpResponse:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None:
        raise Http404
    return render(request, "mfa/codes.html", {"unused": found.wrap().get_unused_codes()})


set_up_app = _own(SetUpApp.as_view())
remove_app = _own(RemoveApp.as_view())
add_key = _may_run_our_script(_own(AddKey.as_view()))
remove_key = _own(RemoveKey.as_view())
codes = _own(_codes)
new_codes = _own(NewCodes.as_view())
again = _own(Again.as_view())
again_with_key = _may_run_our_script(_own(AgainWithKey.as_view()))
authenticate = _may_run_our_script(access.open_to_all(Authenticate.as_view()))
