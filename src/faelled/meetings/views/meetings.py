"""The page of an agreed meeting: when, where, what about, who comes; moved, cancelled, handed on."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from faelled.meetings import actions, reads
from faelled.meetings.access import Sight, decides, hosts, partnership_of_meeting, sees_round, sight
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.actions.keeping import kept
from faelled.meetings.forms import AgendaForm, ChangeForm, NoteForm
from faelled.meetings.models import AgendaItem, Attendance
from faelled.meetings.reads import pages
from faelled.meetings.reads.pages import MeetingShown
from faelled.meetings.views.counters import answer_counter
from faelled.meetings.views.words import lang, number_in
from faelled.partnerships import access
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Right, Viewer
from faelled.partnerships.models import Seat
from faelled.work import clock

PARTSTAT = {"comes": "ACCEPTED", "stays_away": "DECLINED"}


@access.members_only(Right.TIMES, of=partnership_of_meeting)
def meeting(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show a meeting; each of its buttons does one thing."""
    shown = pages.meeting_shown(pk, lang())
    deed = request.POST.get("do", "") if request.method == "POST" else ""
    context = partners.guard_context(viewer.partnership if deed == "agenda" else None)
    agenda = AgendaForm(request.POST if deed == "agenda" else None, context=context)
    note = NoteForm(request.POST if deed == "note" else None, initial={"note": shown.meeting.practical_note})
    if request.method == "POST" and _pressed(request, viewer, shown, agenda, note):
        return redirect("meeting", pk)
    return render(request, "meetings/meeting.html", _context(viewer, shown, agenda, note))


def _context(viewer: Viewer, shown: MeetingShown, agenda: AgendaForm, note: NoteForm) -> dict[str, object]:
    deciding, own = decides(viewer), shown.attendance_of(viewer.seat)
    invited = {a.seat_id for a in shown.attendances}
    others = [] if not (deciding and shown.open) else partners.seats_in(shown.meeting.partnership)
    return {
        "partnership": shown.meeting.partnership,
        "viewer": viewer,
        "shown": shown,
        "meeting": shown.meeting,
        "persons": sight(viewer, {viewer.seat.pk}) is Sight.PERSONS,
        "own": own,
        "decides": deciding,
        "counters": shown.counters if deciding and shown.open else (),
        "writes_note": hosts(viewer, shown.meeting) and shown.open,
        "may_ask": viewer.may(Deed.ASK) and shown.open,
        "agenda_form": agenda,
        "note_form": note,
        "not_invited": [s for s in others if s.pk not in invited and s.role != Seat.Role.OBSERVER],
    }


def _pressed(
    request: HttpRequest, viewer: Viewer, shown: MeetingShown, agenda: AgendaForm, note: NoteForm
) -> bool:
    """Do what the pressed button says; False when something must be mended first."""
    if not shown.open:
        messages.error(request, _("Mødet er forbi eller aflyst, så der kan ikke ændres mere."))
        return True
    match request.POST.get("do"):
        case "comes" | "stays_away" as said if own := shown.attendance_of(viewer.seat):
            _attend(request, own, PARTSTAT[said])
        case "they_come" | "they_stay_away" as said if decides(viewer):
            theirs = _chosen_attendance(request, shown)
            _attend(request, theirs, "ACCEPTED" if said == "they_come" else "DECLINED")
        case "agenda" if viewer.may(Deed.ASK):
            return agenda.is_valid() and _add(request, viewer, shown, agenda)
        case "note" if hosts(viewer, shown.meeting):
            return note.is_valid() and _note(request, viewer, shown, note)
        case "invite" if decides(viewer):
            _invite(request, shown)
        case "new_time" if decides(viewer):
            _new_time(request, viewer, shown)
        case "adopt" | "decline" if decides(viewer):
            _counter(request, viewer, shown)
        case _:
            raise Http404
    return True


def _counter(request: HttpRequest, viewer: Viewer, shown: MeetingShown) -> None:
    try:
        answer_counter(request, viewer, shown.counters)
    except MeetingError as trouble:
        messages.error(request, str(trouble))


def _attend(request: HttpRequest, attendance: Attendance | None, partstat: str) -> None:
    if attendance is None:
        messages.error(request, _("Vælg en person først."))
        return
    meeting = attendance.meeting
    actions.record_calendar_answer(attendance.pk, partstat, sequence=meeting.sequence, stamp=clock.now())
    name = attendance.seat.person.first_name
    if partstat == "ACCEPTED":
        messages.success(request, _("%(name)s kommer.") % {"name": name})
    else:
        messages.success(request, _("%(name)s kommer ikke.") % {"name": name})


def _chosen_attendance(request: HttpRequest, shown: MeetingShown) -> Attendance | None:
    wanted = number_in(request.POST.get("seat"))
    return next((a for a in shown.attendances if a.seat_id == wanted), None)


def _add(request: HttpRequest, viewer: Viewer, shown: MeetingShown, agenda: AgendaForm) -> bool:
    added = actions.add_to_agenda(shown.meeting, agenda.cleaned_data["text"], viewer.seat)
    if isinstance(added, AgendaItem):
        messages.success(request, _("Punktet står på dagsordenen."))
        return True
    agenda.add_error("text", _("Her står noget, der kan genkende nogen. Skriv det om."))
    return False


def _note(request: HttpRequest, viewer: Viewer, shown: MeetingShown, note: NoteForm) -> bool:
    text = kept(note.cleaned_data["note"], shown.meeting.partnership, at_most=500)
    actions.change(shown.meeting.pk, by=viewer.seat, note=text)
    messages.success(request, _("Det er gemt."))
    return True


def _invite(request: HttpRequest, shown: MeetingShown) -> None:
    wanted = number_in(request.POST.get("one_more"))
    seat = partners.seat(wanted, shown.meeting.partnership) if wanted else None
    if seat is None or seat.state != Seat.State.IN or seat.role == Seat.Role.OBSERVER:
        messages.error(request, _("Vælg en person først."))
        return
    actions.invite_also(shown.meeting.pk, seat)
    messages.success(request, _("%(name)s får en invitation.") % {"name": seat.person.first_name})


def _new_time(request: HttpRequest, viewer: Viewer, shown: MeetingShown) -> None:
    following = actions.reopen(shown.meeting.pk, viewer.seat)
    if following is None:
        messages.error(request, _("Der kunne ikke findes nye tider. Flyt mødet selv, eller aflys det."))
    elif sees_round(viewer, following):
        messages.success(
            request,
            _("Nye tider er klar under Møder."),
            extra_tags=_("Ingen er spurgt endnu. Mødet står, som det er."),
        )


@access.members_only(Deed.DECIDE, of=partnership_of_meeting)
def change(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Move a meeting, or give it another host; everybody gets an update in their calendar."""
    shown = pages.meeting_shown(pk, lang())
    if not shown.open:
        messages.info(request, _("Mødet er forbi eller aflyst, så der kan ikke ændres mere."))
        return redirect("meeting", pk)
    zone = reads.zone(shown.meeting.partnership)
    houses = partners.memberships(shown.meeting.partnership)
    starts, ends = shown.meeting.starts.astimezone(zone), shown.meeting.ends.astimezone(zone)
    now = {
        "day": starts.date(),
        "opens": starts.time(),
        "closes": ends.time(),
        "host": shown.meeting.host_id,
    }
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial=now,
        zone=zone,
        now=clock.now(),
        houses=[(m.pk, m.organisation.name) for m in houses],
    )
    if form.is_valid() and form.time is not None:
        host = next((m for m in houses if m.pk == form.cleaned_data["host"]), None)
        actions.change(pk, by=viewer.seat, times=(form.time.start, form.time.end), host=host)
        messages.success(
            request, _("Mødet er ændret."), extra_tags=_("Alle får det at vide i deres kalender.")
        )
        return redirect("meeting", pk)
    context = {
        "partnership": shown.meeting.partnership,
        "viewer": viewer,
        "shown": shown,
        "meeting": shown.meeting,
        "form": form,
    }
    return render(request, "meetings/meeting_change.html", context)


@access.members_only(Deed.DECIDE, of=partnership_of_meeting)
def cancel(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Cancel a meeting: the page asks, the button does it."""
    shown = pages.meeting_shown(pk, lang())
    if not shown.open:
        messages.info(request, _("Mødet er forbi eller aflyst, så der kan ikke ændres mere."))
        return redirect("meeting", pk)
    if request.method == "POST":
        try:
            actions.cancel(pk, viewer.seat)
            messages.success(
                request, _("Mødet er aflyst."), extra_tags=_("Alle får det at vide i deres kalender.")
            )
        except MeetingError as trouble:
            messages.error(request, str(trouble))
        return redirect("meeting", pk)
    context = {
        "partnership": shown.meeting.partnership,
        "viewer": viewer,
        "shown": shown,
        "meeting": shown.meeting,
    }
    return render(request, "meetings/meeting_cancel.html", context)
