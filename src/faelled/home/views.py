"""Hjem, and mail set aside."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.core.days.words import moment_in_words
from faelled.home import reads
from faelled.meetings import reads as meetings
from faelled.partnerships import access, door
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Grant, Right, Viewer
from faelled.partnerships.models import Person
from faelled.post import addresses, incoming
from faelled.post import reads as post
from faelled.post.incoming.aside import NotAside
from faelled.post.models import IncomingLetter

DEEDS = {"look", "retry", "drop"}


@access.signed_in
@require_safe
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what waits for me, in minutes, and the next meeting."""
    waiting = reads.waiting_for(person)
    return render(request, "home/home.html", {"waiting": waiting, "partnership": waiting.partnership})


@access.signed_in
@require_http_methods(["POST"])
def open_question(request: HttpRequest, person: Person, ask_id: int) -> HttpResponse:
    """Lead to the page where my own question is answered: the one the mail's link leads to, by a link of its own."""
    ask = meetings.ask(ask_id)
    if ask is None or ask.seat.person_id != person.pk:
        raise Http404
    closed = addresses.is_withdrawn("ask", ask.pk, str(person.key))
    valid_for = settings.LINK_VALID_AFTER_CLOSING if closed else None
    return redirect("answer", addresses.new_link("ask", ask.pk, str(person.key), valid_for=valid_for))


@access.members_only(Right.ASIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show the mails that wait for a human; the coordinator looks at one, lets it be tried again, or drops it."""
    text = None
    if request.method == "POST":
        text = _handled(request, viewer)
        if text is None:
            return redirect("aside", partnership_id)
    return render(request, "home/aside.html", _about_mail(viewer) | {"text": text})


def _handled(request: HttpRequest, viewer: Viewer) -> dict[str, object] | None:
    """Do what the pressed button says; returns what a look has shown, which is kept nowhere."""
    deed, number = request.POST.get("deed", ""), request.POST.get("mail", "")
    row = post.aside_letter(int(number), viewer.partnership.pk) if number.isdecimal() else None
    if not viewer.may(Deed.HANDLE_ASIDE) or deed not in DEEDS:
        raise Http404
    try:
        if row is None:
            raise NotAside
        shown = _do(deed, row, viewer)
        people.record(viewer.person, f"aside_{deed}", partnership_id=viewer.partnership.pk, about=row)
    except NotAside:
        messages.info(
            request, _("Mailen er der ikke længere"), extra_tags=_("En anden har taget sig af den.")
        )
        return None
    if deed == "retry":
        messages.success(request, _("Mailen bliver læst igen"))
    elif deed == "drop":
        messages.success(request, _("Mailen er slettet"))
    return shown


def _do(deed: str, row: IncomingLetter, viewer: Viewer) -> dict[str, object] | None:
    match deed:
        case "retry":
            incoming.retry(row)
        case "drop":
            incoming.drop(row)
        case _:
            passed = door.admit(incoming.look(row), "answer", partnership=viewer.partnership)
            return {"row_id": row.pk, "words": passed.text if isinstance(passed, door.Admitted) else ""}
    return None


def _about_mail(viewer: Viewer) -> dict[str, object]:
    """Return what the page shows: all of it to the coordinator, one's own mails to a member."""
    number, everything = viewer.partnership.pk, viewer.sees(Right.ASIDE) is Grant.FACTS_THEN_TEXT
    own = str(viewer.person.key)
    letters = [m for m in post.aside_letters(number) if everything or m.person_key == own]
    flow = post.traffic(number)
    return {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "handles": viewer.may(Deed.HANDLE_ASIDE),
        "mails": [
            (mail, _moment(viewer, mail.received_at), _moment(viewer, mail.kept_until)) for mail in letters
        ],
        "failures": _failures(viewer) if everything else [],
        "last_sent": _moment(viewer, flow.last_sent),
        "last_received": _moment(viewer, flow.last_received),
        "stuck_since": _moment(viewer, flow.oldest_waiting),
        "not_fetched_since": _moment(viewer, flow.not_fetched_since),
    }


def _failures(viewer: Viewer) -> list[dict[str, object]]:
    """Return the letters that never arrived: to whom, when, why."""
    names = {str(seat.person.key): seat.person.name for seat in partners.all_seats(viewer.partnership)}
    return [
        {
            "who": names.get(failure.person_key) or failure.address,
            "when": _moment(viewer, failure.failed_at),
            "why": failure.reason,
            "what_now": failure.what_now,
        }
        for failure in post.failures(viewer.partnership.pk)
    ]


def _moment(viewer: Viewer, moment: datetime | None) -> str:
    if moment is None:
        return ""
    zone = meetings.zone(viewer.partnership)
    today = meetings.today(viewer.partnership)
    return moment_in_words(moment, lang=get_language() or "da", today=today, zone=zone)
