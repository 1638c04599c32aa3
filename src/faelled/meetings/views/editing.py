"""A round that is changed while it runs: its times, its people, and an answer that was given by telephone."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from faelled.meetings import actions
from faelled.meetings.access import decides, partnership_of_round, steers
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.forms import AnswersForm, OwnTimes, wrong_count
from faelled.meetings.models import Answer, Participant
from faelled.meetings.reads.pages import RoundShown
from faelled.meetings.views.rounds import CAN_BE_EDITED, UNDER_WAY, seen
from faelled.meetings.views.words import number_in
from faelled.partnerships import access
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Viewer
from faelled.partnerships.models import Seat
from faelled.work import clock

AT_MOST = 10


def _steered(viewer: Viewer, pk: int) -> RoundShown:
    shown = seen(viewer, pk)
    if not steers(viewer, shown.round):
        raise Http404
    return shown


def _closed(request: HttpRequest, shown: RoundShown) -> HttpResponse:
    messages.info(request, _("Der kan ikke ændres mere her."))
    return redirect("round", shown.round.pk)


@access.members_only(Deed.ASK, of=partnership_of_round)
def times(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Keep some of the times, take others away, add one's own."""
    shown = _steered(viewer, pk)
    if shown.round.state not in CAN_BE_EDITED:
        return _closed(request, shown)
    posted = request.POST if request.method == "POST" else None
    own = OwnTimes(posted, zone=shown.zone, now=clock.now())
    keep = {p.pk for p in shown.present.proposals}
    wrong = ""
    if posted is not None:
        keep &= {number for text in request.POST.getlist("keep") if (number := number_in(text))}
        if own.is_valid():
            wrong = wrong_count(len(keep) + len(own.times), AT_MOST)
            if not wrong and (done := _edited(request, shown, keep, own)):
                return done
    context = {
        "partnership": shown.round.partnership,
        "viewer": viewer,
        "shown": shown,
        "round": shown.round,
        "own": own,
        "keep": keep,
        "wrong": wrong,
    }
    return render(request, "meetings/round_times.html", context)


def _edited(request: HttpRequest, shown: RoundShown, keep: set[int], own: OwnTimes) -> HttpResponse | None:
    try:
        actions.edit_times(shown.round.pk, sorted(keep), own.times)
    except MeetingError as trouble:
        messages.error(request, str(trouble))
        return None
    if own.times and shown.round.state != "draft":
        messages.success(request, _("Listen er ændret."), extra_tags=_("Alle bliver spurgt om de nye tider."))
    else:
        messages.success(request, _("Listen er ændret."))
    return redirect("round", shown.round.pk)


@access.members_only(Deed.ASK, of=partnership_of_round)
def people(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Choose who is asked: boxes by house."""
    shown = _steered(viewer, pk)
    if shown.round.state not in CAN_BE_EDITED:
        return _closed(request, shown)
    seats = [s for s in partners.seats_in(shown.round.partnership) if s.role != Seat.Role.OBSERVER]
    asked = set(shown.asked)
    wrong = ""
    if request.method == "POST":
        asked = {number for text in request.POST.getlist("seats") if (number := number_in(text))}
        asked &= {s.pk for s in seats}
        wrong = "" if asked else _("Vælg mindst én person.")
        if not wrong and _changed_people(request, viewer, shown, seats, asked):
            return redirect("round", pk)
    context = {
        "partnership": shown.round.partnership,
        "viewer": viewer,
        "shown": shown,
        "round": shown.round,
        "seats": seats,
        "chosen": asked,
        "wrong": wrong,
    }
    return render(request, "meetings/round_people.html", context)


def _changed_people(
    request: HttpRequest, viewer: Viewer, shown: RoundShown, seats: list[Seat], asked: set[int]
) -> bool:
    before = shown.asked
    try:
        with transaction.atomic():
            # Those who come before those who go: a round never asks nobody in between.
            for seat in seats:
                if seat.pk in asked - before:
                    actions.add_participant(shown.round.pk, seat, by=viewer.seat)
            for seat in seats:
                if seat.pk in before - asked:
                    actions.remove_participant(shown.round.pk, seat, by=viewer.seat)
    except MeetingError as trouble:
        messages.error(request, str(trouble))
        return False
    if asked != before:
        messages.success(request, _("Listen over dem, der spørges, er ændret."))
    return True


@access.members_only(Deed.DECIDE, of=partnership_of_round)
def answer_for(request: HttpRequest, viewer: Viewer, pk: int, seat_id: int) -> HttpResponse:
    """Write in an answer that was given by telephone, or put a reading right."""
    shown = seen(viewer, pk)
    participant = next((p for p in shown.present.participants if p.seat_id == seat_id), None)
    if participant is None or not decides(viewer):
        raise Http404
    if shown.round.state not in UNDER_WAY:
        return _closed(request, shown)
    proposals = [p.pk for p in shown.present.proposals]
    form = AnswersForm(request.POST if request.method == "POST" else None, proposals=proposals)
    given = {p: shown.present.answers.get((seat_id, p)) for p in proposals}
    if request.method == "POST" and form.is_valid():
        if form.verdicts and _written_in(request, viewer, shown, participant, form):
            return redirect("round", pk)
        if not form.verdicts:
            messages.error(request, _("Kryds af ved mindst én tid."))
    rows = [
        (row, request.POST.get(f"t{row.proposal.pk}") or _verdict(given[row.proposal.pk]))
        for row in shown.rows
    ]
    read = next((r for r in shown.reads(frozenset({seat_id}))), None)
    context = {
        "partnership": shown.round.partnership,
        "viewer": viewer,
        "shown": shown,
        "round": shown.round,
        "participant": participant,
        "rows": rows,
        "read": read,
    }
    return render(request, "meetings/answer_for.html", context)


def _verdict(answer: Answer | None) -> str:
    return answer.verdict if answer else ""


def _written_in(
    request: HttpRequest, viewer: Viewer, shown: RoundShown, participant: Participant, form: AnswersForm
) -> bool:
    mailed = any(
        shown.present.answers[key].source == Answer.Source.MAIL
        for key in shown.present.answers
        if key[0] == participant.seat_id
    )
    source = Answer.Source.CORRECTED if mailed else Answer.Source.PHONE
    try:
        actions.enter_by_hand(shown.round.pk, participant.seat, form.verdicts, by=viewer.seat, source=source)
    except MeetingError as trouble:
        messages.error(request, str(trouble))
        return False
    messages.success(
        request, _("Svaret fra %(name)s er skrevet ind.") % {"name": participant.seat.person.first_name}
    )
    return True
