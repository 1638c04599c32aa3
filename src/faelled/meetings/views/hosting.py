"""Whose turn it is to host, who has seen whose house; and how the partnership finds its meetings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from faelled.meetings import actions, reads
from faelled.meetings.access import decides
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.forms import HabitsForm, Holiday, habits_initial, holiday_rows
from faelled.meetings.models import Turn
from faelled.meetings.reads import pages
from faelled.meetings.reads.pages import RotaShown
from faelled.meetings.views.starting import whose_turn
from faelled.meetings.views.words import lang, number_in
from faelled.partnerships import access
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Right, Viewer
from faelled.partnerships.models import Seat


@access.members_only(Right.TIMES)
def rota(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show the rota; a house can hand its coming turn on."""
    shown = pages.rota_shown(viewer.partnership, lang())
    if request.method == "POST":
        return _hand_on(request, viewer, shown)
    context = {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "shown": shown,
        "next": whose_turn(viewer.partnership),
        "mine": [t.turn.pk for t in shown.coming if _may_hand_on(viewer, t.turn)],
    }
    return render(request, "meetings/rota.html", context)


def _may_hand_on(viewer: Viewer, turn: Turn) -> bool:
    at_home = turn.membership_id == viewer.seat.membership_id and viewer.may(Deed.ASK)
    return turn.round_id is not None and (at_home or decides(viewer))


def _hand_on(request: HttpRequest, viewer: Viewer, shown: RotaShown) -> HttpResponse:
    wanted = number_in(request.POST.get("turn"))
    turn = next((t.turn for t in shown.coming if t.turn.pk == wanted), None)
    if turn is None or turn.round_id is None or not _may_hand_on(viewer, turn):
        raise Http404
    try:
        host = actions.hand_on(turn.round_id, viewer.seat)
        text = _("Nu er det %(name)s. De får det at vide på mail.") % {"name": host.organisation.name}
        messages.success(request, _("Turen er givet videre."), extra_tags=text)
    except MeetingError as trouble:
        messages.error(request, str(trouble))
    return redirect("rota", viewer.partnership.pk)


@access.members_only(Deed.SETTLE_TERMS)
def habits(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show and change how the partnership finds its meetings, and its school holidays."""
    found = viewer.partnership
    own = reads.habits(found)
    needed = list(own.needed.values_list("pk", flat=True)) if own.pk else []
    seats = [s for s in partners.seats_in(found) if s.role != Seat.Role.OBSERVER]
    posted = request.POST if request.method == "POST" else None
    form = HabitsForm(
        posted, initial=habits_initial(own, needed), seats=[(s.pk, s.person.name) for s in seats]
    )
    rows = holiday_rows(
        [Holiday(h.name, h.first, h.last, h.guess) for h in pages.holidays_ahead(found)],
        posted,
        partners.guard_context(found if posted else None),
    )
    if posted is not None:
        holidays_ok = sum(not row.is_valid() for row in rows) == 0
        if form.is_valid() and holidays_ok:
            holidays = [h for row in rows if (h := row.value)]
            chosen = form.cleaned_data["needed"]
            actions.set_habits(found, form.values, needed=chosen, holidays=holidays, actor=viewer.person)
            messages.success(
                request, _("Vanerne er gemt."), extra_tags=_("De gælder for det, der spørges om fra nu af.")
            )
            return redirect("habits", found.pk)
    context = {"partnership": found, "viewer": viewer, "form": form, "rows": rows}
    return render(request, "meetings/habits.html", context)
