"""Postkasser: read what somebody got, answer as they would, and sign in as them. Only the demo has these pages."""

from email.message import EmailMessage

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from faelled.partnerships import access
from faelled.partnerships import actions as people
from faelled.post.transport import Refused
from faelled.site.demo import boxes, composing, reading
from faelled.site.demo.boxes import Box, Row

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONGEST = 20_000  # characters


@access.open_to_all
@require_safe
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Show everybody's mailbox."""
    return _page(request, None, None)


@access.open_to_all
@require_safe
def letter(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Show one mail as its reader sees it, and where to answer."""
    return _page(request, *_found(address, key))


@access.open_to_all
@require_POST
def answer(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Send an answer in the reader's own words."""
    box, row = _found(address, key)
    text = _text(request)
    if not text:
        messages.error(request, _("Skriv et svar først."))
    elif box.person is not None:
        _send(request, composing.answer(row.mail, box.person.name, box.address, text), box)
    return redirect("mailboxes_letter", address, key)


@access.open_to_all
@require_POST
def press(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Press a button of the calendar on an invitation."""
    box, row = _found(address, key)
    pressed = request.POST.get("pressed", "")
    if pressed not in composing.PRESSED or not row.mail.calendar or box.person is None:
        raise Http404
    _send(request, composing.pressed(row.mail, box.person.name, box.address, pressed), box)
    return redirect("mailboxes_letter", address, key)


@access.open_to_all
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Write a new mail to the partnership."""
    box = boxes.box(request.POST.get("address", ""))
    text, to = _text(request), box.partnership_address
    if box.person is None or not to:
        raise Http404
    if not text:
        messages.error(request, _("Skriv noget først."))
    else:
        subject = request.POST.get("subject", "").strip() or _("Møde")
        _send(request, composing.new(box.person.name, box.address, to, subject, text), box)
    return redirect("mailboxes")


@access.open_to_all
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody without waiting for the mailed code."""
    account = people.account_for(request.POST.get("address", ""))
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _found(address: str, key: str) -> tuple[Box, Row]:
    box = boxes.box(address)
    row = box.row(key)
    if row is None:
        raise Http404
    return box, row


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").strip()[:LONGEST]


def _send(request: HttpRequest, message: EmailMessage, box: Box) -> None:
    try:
        composing.send(message, box.address)
    except Refused as trouble:
        messages.error(request, _("Mailen blev ikke taget imod (%(code)s).") % {"code": trouble.code})
        return
    messages.success(
        request,
        _("Mailen er sendt som %(name)s") % {"name": box.name},
        extra_tags=_("Hent nye mails om et øjeblik, og se, hvad der kom ud af det."),
    )


def _page(request: HttpRequest, box: Box | None, row: Row | None) -> HttpResponse:
    found = boxes.all_boxes()
    context = {
        "boxes": found,
        "box": box,
        "row": row,
        "body": reading.as_html(row.mail.text) if row else "",
        "writers": [b for b in found if b.seat and b.person],
        "without_mail": boxes.without_mail(found),
    }
    return render(request, "demo/mailboxes.html", context)
