"""The page »Sikkerhed«: the second factor, and every browser one is signed in with."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from faelled.partnerships import access, actions
from faelled.partnerships.models import Account, Person, SignedIn

# The first that fits is it: every browser also claims to be those below it.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("SamsungBrowser/", "Samsung"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_of(request: HttpRequest) -> str:
    """Return what a browser says it is, in two words and no more: "Firefox, Windows"; empty when it says nothing."""
    said = str(request.META.get("HTTP_USER_AGENT", ""))
    found = [next((name for mark, name in marks if mark in said), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))


@access.on_the_way_in
def security(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Show one's second factor and one's sessions; the buttons end them."""
    account = request.user
    assert isinstance(account, Account)  # noqa: S101  the guard has let nobody else in
    if request.method == "POST":
        return _ended(request, account)
    factors = list(Authenticator.objects.filter(user=account).order_by("pk"))
    return render(
        request,
        "partnerships/security.html",
        {
            "person": viewer,
            "app": next((f for f in factors if f.type == Authenticator.Type.TOTP), None),
            "keys": [f for f in factors if f.type == Authenticator.Type.WEBAUTHN],
            "left": _codes_left(factors),
            "by": account.second_factor_by,
            "wanted_now": access.wants_second_factor(request),
            "sessions": [_shown(row, request) for row in SignedIn.objects.filter(account=account)],
        },
    )


def _codes_left(factors: list[Authenticator]) -> int | None:
    codes = next((f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES), None)
    return None if codes is None else len(codes.wrap().get_unused_codes())


def _shown(row: SignedIn, request: HttpRequest) -> dict[str, object]:
    return {
        "pk": row.pk,
        "browser": row.browser,
        "at": row.at,
        "own": row.session_id == request.session.session_key,
    }


def _ended(request: HttpRequest, account: Account) -> HttpResponse:
    which = request.POST.get("end", "")
    if which == "others":
        actions.end_sessions(account, but=request.session.session_key)
        messages.success(request, _("Du er nu kun logget ind her."))
    elif which.isascii() and which.isdecimal() and actions.end_session(account, int(which[:18])):
        messages.success(request, _("Den er logget ud."))
    return redirect("mfa_index")
