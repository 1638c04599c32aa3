"""What stands behind a mailed link: the welcome, and how many mails one gets. Nothing changes on GET."""

from contextlib import AbstractContextManager, nullcontext

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from faelled.partnerships import access, actions, limits, reads
from faelled.partnerships.models import Person, Seat
from faelled.post import addresses
from faelled.post.addresses import Expired, Linked

Choice = Person.MailChoice
CHOSEN_LANGUAGE = "language"
"""The key in the session under which a choice of language is kept."""


def nowhere(request: HttpRequest) -> HttpResponse:
    """Say politely that a link leads nowhere; count it, and stop answering a net that only guesses."""
    if not limits.count_wrong_guess(request):
        return render(request, "partnerships/link_wait.html", status=429)
    return render(request, "partnerships/link_unknown.html", status=404)


def language_of(person: Person, request: HttpRequest) -> AbstractContextManager[object]:
    """The language of the reader's letters, unless they have chosen one at the foot of a page."""
    chosen = CHOSEN_LANGUAGE in request.session
    return nullcontext() if chosen else translation.override(person.language)


@access.by_mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Show the welcome; the buttons say yes or no. The link is the person's own, so no sign-in is asked for."""
    match addresses.follow_link(token, "welcome") if limits.may_guess(request) else None:
        case Linked(about_id=seat_id, person_key=key):
            seat = reads.seat(seat_id)
        case Expired():
            return render(request, "partnerships/link_expired.html", status=410)
        case _:
            return nowhere(request)
    if seat is None or str(seat.person.key) != key:
        return nowhere(request)
    with language_of(seat.person, request):
        return _welcomed(request, seat)


def _welcomed(request: HttpRequest, seat: Seat) -> HttpResponse:
    outcome = ""
    if request.method == "POST":
        try:
            outcome = _answered(seat, request.POST.get("answer", ""))
        except actions.LastCoordinator:
            outcome = "last_coordinator"
        seat.refresh_from_db(fields=["state"])
    coordinators = reads.coordinators(seat.membership.partnership)
    return render(
        request,
        "partnerships/welcome.html",
        {
            "seat": seat,
            "others": reads.others_in(seat),
            "outcome": outcome,
            "coordinator": coordinators[0].person if coordinators else None,
        },
    )


def _answered(seat: Seat, answer: str) -> str:
    match answer:
        case "yes" if seat.state != Seat.State.LEFT:
            actions.accept_welcome(seat)
            return "in"
        case "no" if seat.state != Seat.State.LEFT:
            actions.leave(seat)
            return "out"
    return ""


@access.by_mailed_link
@csrf_exempt  # RFC 8058: the mail client posts without cookies; the token in the path is the right
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Show how many mails there are to choose between. One click from a mail client's own button does *mindre*."""
    match addresses.follow_link(token, "mail_choice") if limits.may_guess(request) else None:
        case Linked(person_key=key):
            person = reads.person_by_key(key)
        case _:
            return nowhere(request)
    if person is None:
        return nowhere(request)
    with language_of(person, request):
        chosen = request.method == "POST" and _chosen(person, request)
        return render(
            request,
            "partnerships/mail_choice.html",
            {"person": person, "chosen": chosen, "choice": person.mail_choice},
        )


def _chosen(person: Person, request: HttpRequest) -> bool:
    wanted = request.POST.get("choice", "")
    if wanted in Choice.values:
        actions.set_mail_choice(person, wanted)
        return True
    if request.POST.get("List-Unsubscribe") == "One-Click":
        # Somebody who has stopped altogether must not get more mails by the button that asks for fewer.
        if person.mail_choice == Choice.ALL:
            actions.set_mail_choice(person, Choice.LESS)
        return True
    return False
