"""Hjem, mail set aside, what is kept about me, and the log."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.core.days.words import moment_in_words
from faelled.home import actions, reads
from faelled.meetings import reads as meetings
from faelled.partnerships import access, door, own
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Grant, Right, Viewer
from faelled.partnerships.models import Person, Seat
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


# What is kept about me


@access.signed_in
@require_safe
def my_data(request: HttpRequest, person: Person) -> HttpResponse:
    """Show everything that is kept about me, of each kind the newest, and where to change it."""
    return render(request, "home/my_data.html", {"person": person, "sections": reads.sections(person)})


@access.signed_in
@require_http_methods(["POST"])
def export(request: HttpRequest, person: Person) -> HttpResponse:
    """Hand over all of it as a file. A POST, since that it was fetched is written down."""
    people.record(person, "data_exported", about=person)
    file = StreamingHttpResponse(reads.export(person), content_type="application/json; charset=utf-8")
    file["Content-Disposition"] = 'attachment; filename="faelled-mine-data.json"'
    return cast(HttpResponse, file)  # the stubs keep the two apart, Django itself does not


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Say what goes and what stays; the button does it, and signs out."""
    alone_in = people.left_without(person)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        try:
            heirs, closing = _handed_over(request, alone_in)
            take_texts = request.POST.get("texts") == "yes"
            actions.erase(person, heirs=heirs, closing=closing, take_texts=take_texts)
        except (people.LastCoordinator, people.NotADeputy):
            messages.error(
                request, _("Vælg, hvem der er tovholder efter dig"), extra_tags=_("Intet er slettet endnu.")
            )
        else:
            logout(request)
            return render(request, "home/erased.html")
    elif request.method == "POST":
        messages.error(request, _("Sæt kryds, hvis du er sikker"), extra_tags=_("Intet er slettet endnu."))
    alone = [(seat, _who_could(seat)) for seat in alone_in]
    return render(request, "home/erase.html", {"person": person, "alone": alone})


def _who_could(seat: Seat) -> list[Seat]:
    there = partners.seats_in(seat.membership.partnership)
    return [s for s in there if s.pk != seat.pk and s.person.kind == Person.Kind.HUMAN]


def _handed_over(request: HttpRequest, alone_in: list[Seat]) -> tuple[dict[int, int], set[int]]:
    """Return who takes over where, and which partnerships end, as the form says it."""
    chosen = {
        seat.membership.partnership_id: request.POST.get(f"after-{seat.membership.partnership_id}", "")
        for seat in alone_in
    }
    heirs = {number: int(heir) for number, heir in chosen.items() if heir.isdecimal() and len(heir) < 19}
    return heirs, {number for number, heir in chosen.items() if heir == "close"}


# The log


@access.signed_in
@require_safe
def my_log(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the lines of the log by me and about me."""
    page, lines = reads.lines(own.lines_about(person), request.GET.get("side"))
    return render(request, "home/log.html", {"page": page, "lines": lines, "own": True})


@access.members_only(Deed.READ_LOG)
@require_safe
def partnership_log(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show the coordinator the lines of their partnership."""
    page, lines = reads.lines(own.lines_of(viewer.partnership), request.GET.get("side"))
    shown = {"page": page, "lines": lines, "partnership": viewer.partnership}
    return render(request, "home/log.html", shown)
