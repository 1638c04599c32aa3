"""People: who is in, added, changed; oneself; and leaving."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.partnerships import access, actions, reads
from faelled.partnerships.access import Deed, Grant, Right, Viewer
from faelled.partnerships.forms import AddressForm, LinesForm, PersonForm, SeatForm
from faelled.partnerships.models import Person, Seat

TROUBLE = {
    "last_coordinator": gettext_lazy("Der skal være en tovholder. Giv rollen til en anden først."),
    "wrong_role": gettext_lazy("En fælles postkasse kan ikke være tovholder, for den logger ikke ind."),
    "not_a_deputy": gettext_lazy("En stedfortræder er en anden person i partnerskabet."),
    "address_taken": gettext_lazy("Den adresse bruger en anden person."),
    "not_yours": gettext_lazy("Den adresse retter personen selv, for den bruges også til at logge ind."),
    "sits_elsewhere": gettext_lazy(
        "Personen er med i andre partnerskaber, så det ekstra trin nulstilles af den, der driver Fælled."
    ),
}


@access.members_only(Deed.LOOK)
def members(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show who is in; the coordinator also sees who is invited and has left, and the addresses."""
    all_of_them = viewer.sees(Right.ADDRESSES) is Grant.YES
    seats = reads.all_seats(viewer.partnership) if all_of_them else reads.seats_in(viewer.partnership)
    for seat in seats:
        shown = all_of_them or seat.person_id == viewer.person.pk
        seat.shown_address = reads.living_address(seat.person) if shown else None  # type: ignore[attr-defined]
    return render(
        request,
        "partnerships/members.html",
        {
            "partnership": viewer.partnership,
            "viewer": viewer,
            "seats": [s for s in seats if s.state != Seat.State.LEFT],
            "left": [s for s in seats if s.state == Seat.State.LEFT],
        },
    )


@access.members_only(Deed.PEOPLE)
def add_members(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Add people from lines; each is welcomed by mail."""
    found = viewer.partnership
    houses = [m.organisation.name for m in reads.memberships(found)]
    form = LinesForm(request.POST or None, context=reads.guard_context(found), houses=houses)
    if form.is_valid():
        added = actions.add_people(viewer.seat, form.roster.people)
        invited = sum(s.state == Seat.State.INVITED for s in added)
        messages.success(request, _("%(count)s er tilføjet og får en velkomst på mail.") % {"count": invited})
        return redirect("members", found.pk)
    return render(
        request, "partnerships/add_members.html", {"form": form, "partnership": found, "viewer": viewer}
    )


@access.members_only(Deed.PEOPLE)
def member(request: HttpRequest, viewer: Viewer, partnership_id: int, seat_id: int) -> HttpResponse:
    """Change one person's role, address or place; send the welcome again; end the seat."""
    seat = reads.seat(seat_id, partnership_id)
    if seat is None:
        raise Http404
    forms = _member_forms(request, viewer, seat)
    if request.method == "POST":
        try:
            if _changed(request, viewer, seat, *forms):
                return redirect("members", partnership_id)
        except actions.PeopleError as trouble:
            messages.error(request, str(TROUBLE[trouble.code]))
    return render(
        request,
        "partnerships/member.html",
        {
            "partnership": viewer.partnership,
            "viewer": viewer,
            "seat": seat,
            "seat_form": forms[0],
            "address_form": forms[1],
            "addresses": list(seat.person.addresses.order_by("-preferred", "pk")),
            "deed": request.POST.get("deed", ""),
            "factor": seat.person_id != viewer.person.pk and reads.has_second_factor(seat.person),
        },
    )


def _member_forms(request: HttpRequest, viewer: Viewer, seat: Seat) -> tuple[SeatForm, AddressForm]:
    deed = request.POST.get("deed", "")
    others = [s for s in reads.seats_in(viewer.partnership) if s.pk != seat.pk]
    now = {"role": seat.role, "deputy_for": seat.deputy_for_id, "host_contact": seat.host_contact}
    return (
        SeatForm(request.POST if deed == "role" else None, initial=now, others=others),
        AddressForm(
            request.POST if deed == "address" else None,
            initial={"address": reads.living_address(seat.person) or ""},
        ),
    )


def _changed(
    request: HttpRequest, viewer: Viewer, seat: Seat, seat_form: SeatForm, address_form: AddressForm
) -> bool:
    """Do the one thing the pressed button says; False when its form must be mended first. Raises PeopleError."""
    match request.POST.get("deed"):
        case "role" if seat_form.is_valid():
            chosen = seat_form.cleaned_data
            actions.change_seat(
                seat,
                role=chosen["role"],
                deputy_for=reads.seat(chosen["deputy_for"]) if chosen["deputy_for"] else None,
                host_contact=chosen["host_contact"],
                actor=viewer.person,
            )
        case "address" if address_form.is_valid():
            _may_move(viewer, seat)
            actions.change_address(seat.person, address_form.cleaned_data["address"], actor=viewer.person)
        case "welcome" if seat.state == Seat.State.INVITED:
            if not actions.send_welcome(seat):
                messages.error(request, _("Ingen adresse virker. Skriv en ny først."))
                return False
            messages.success(request, _("Velkomsten er sendt igen."))
        case "reset_factor" if seat.person_id != viewer.person.pk:
            if reads.sits_elsewhere(seat.person, viewer.partnership):
                raise actions.SitsElsewhere
            actions.reset_second_factor(
                seat.person, actor=viewer.person, partnership_id=viewer.partnership.pk
            )
            messages.success(
                request, _("Det ekstra trin er nulstillet. Personen har fået det at vide på mail.")
            )
        case "remove":
            actions.leave(seat, actor=viewer.person)
        case _:
            return False
    return True


def _may_move(viewer: Viewer, seat: Seat) -> None:
    """A coordinator mends the address of who sits here alone and has no sign-in of their own, or no mailbox that lives.

    Else a coordinator of one partnership could take over somebody's sign-in to another.
    """
    if seat.person_id == viewer.person.pk:
        return
    holds_a_key = reads.has_signed_in(seat.person) and reads.living_address(seat.person) is not None
    if holds_a_key or reads.sits_elsewhere(seat.person, viewer.partnership):
        raise actions.NotYours


@access.signed_in
def invitation(request: HttpRequest, viewer: Person, partnership_id: int) -> HttpResponse:
    """Say yes or no to a seat one has been offered, once signed in; the mailed link does the same without."""
    seat = reads.invited_seat_of(viewer, partnership_id)
    if seat is None:
        if reads.seat_of(viewer, partnership_id):
            return redirect("partnership", partnership_id)
        raise Http404
    if request.method == "POST":
        if request.POST.get("answer") == "no":
            actions.leave(seat)
            return redirect(settings.LOGIN_REDIRECT_URL)
        actions.accept_welcome(seat)
        return redirect("partnership", partnership_id)
    return render(request, "partnerships/invitation.html", {"seat": seat, "others": reads.others_in(seat)})


@access.signed_in
def person(request: HttpRequest, viewer: Person, pk: int) -> HttpResponse:
    """One's own page: language, days off, how many mails, which partnerships."""
    if viewer.pk != pk:
        raise Http404
    form = PersonForm(
        request.POST if request.POST.get("deed") == "about" else None,
        context=reads.guard_context_of(viewer.organisation),
        initial={
            "name": viewer.name,
            "language": viewer.language,
            "days_off": viewer.days_off,
            "minutes_per_month": viewer.minutes_per_month,
            "mail_choice": viewer.mail_choice,
        },
    )
    address_form = AddressForm(request.POST if request.POST.get("deed") == "address" else None)
    if form.is_valid():
        chosen = dict(form.cleaned_data)
        actions.set_mail_choice(viewer, chosen.pop("mail_choice"))
        actions.describe_person(viewer, **chosen, actor=viewer)
        messages.success(request, _("Det er gemt."))
        return redirect("person", pk)
    if address_form.is_valid() and _moved(request, viewer, address_form.cleaned_data["address"]):
        return redirect("person", pk)
    return render(
        request,
        "partnerships/person.html",
        {
            "form": form,
            "address_form": address_form,
            "person": viewer,
            "seats": reads.seats_of(viewer),
            "addresses": sorted(reads.known_addresses(viewer)),
        },
    )


def _moved(request: HttpRequest, person: Person, address: str) -> bool:
    try:
        actions.change_address(person, address, actor=person)
    except actions.AddressTaken as trouble:
        messages.error(request, str(TROUBLE[trouble.code]))
        return False
    messages.success(request, _("Fra nu af skriver Fælled til %(address)s.") % {"address": address})
    return True


@access.members_only(Deed.LOOK)
def leave(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Leave the partnership: the page asks, the button does it."""
    if request.method == "POST":
        try:
            actions.leave(viewer.seat)
            return redirect(settings.LOGIN_REDIRECT_URL)
        except actions.LastCoordinator as trouble:
            messages.error(request, str(TROUBLE[trouble.code]))
    return render(
        request,
        "partnerships/leave.html",
        {
            "partnership": viewer.partnership,
            "viewer": viewer,
            "deputies": reads.deputies_of(viewer.seat),
        },
    )
