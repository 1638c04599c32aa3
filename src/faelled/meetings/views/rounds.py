"""The page of a round: who can when, how the answers were read, and the one button that settles it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faelled.meetings import actions, reads
from faelled.meetings.access import Sight, decides, partnership_of_round, sees_round, sight, steers
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.models import Round
from faelled.meetings.reads import pages
from faelled.meetings.reads.pages import RoundShown
from faelled.meetings.views.counters import answer_counter
from faelled.meetings.views.words import lang, number_in
from faelled.partnerships import access
from faelled.partnerships.access import Right, Viewer

State = Round.State
UNDER_WAY = {State.ASKING, State.PROPOSED, State.EXHAUSTED}
CAN_BE_EDITED = {State.DRAFT, *UNDER_WAY}
READ_AT_ONCE = 3  # the rest is folded


def seen(viewer: Viewer, pk: int) -> RoundShown:
    """Return the round as its pages show it. Raises Http404 for somebody who may not know of it."""
    shown = pages.round_shown(pk, lang())
    if not sees_round(viewer, shown.round):
        raise Http404
    return shown


@access.members_only(Right.TIMES, of=partnership_of_round)
def round_page(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show a round; each of its buttons does one thing."""
    shown = seen(viewer, pk)
    if request.method == "POST":
        return _pressed(request, viewer, shown)
    look = sight(viewer, shown.asked)
    steering, deciding = steers(viewer, shown.round), decides(viewer)
    state = shown.round.state
    context = {
        "partnership": shown.round.partnership,
        "viewer": viewer,
        "shown": shown,
        "round": shown.round,
        "persons": look is Sight.PERSONS,
        "houses": look is Sight.HOUSES,
        "decides": deciding,
        "edits": steering and state in CAN_BE_EDITED,
        **_reads(viewer, shown, look),
        "silent": shown.silent if look is Sight.PERSONS and state in UNDER_WAY else (),
        "counters": shown.counters if deciding and state in UNDER_WAY else (),
        "lead": _lead(shown),
        "host_why": _host_why(shown),
        **_conclusion(shown, named=look is Sight.PERSONS, told=look is not Sight.TIMES),
        **_led_to(viewer, shown),
    }
    return render(request, "meetings/round.html", context)


def _reads(viewer: Viewer, shown: RoundShown, look: Sight) -> dict[str, object]:
    """A reading with its words is for the coordinator and for the person it is a reading of; the unsure come first."""
    if look is not Sight.PERSONS:
        return {}
    found = shown.reads(None if decides(viewer) else frozenset({viewer.seat.pk}))
    first = max(READ_AT_ONCE, sum(bool(r.unsure) for r in found))
    return {"reads": found[:first], "more_reads": found[first:]}


def _lead(shown: RoundShown) -> str:
    """Return the one sentence that says how far it has come."""
    round_ = shown.round
    match round_.state:
        case State.DRAFT:
            return _("Kun du ser det her. Der er ikke sendt noget.")
        case State.DECIDED:
            return _("Tiden er valgt. Invitationerne sendes %(when)s.") % {
                "when": shown.moment(round_.carry_at)
            }
        case State.SETTLED:
            return _("Tiden er aftalt, og invitationerne er sendt.")
        case State.CANCELLED:
            return _("Der bliver ikke spurgt mere.")
        case _:
            return _answered(shown)


def _answered(shown: RoundShown) -> str:
    total = len(shown.present.participants)
    if not shown.silent:
        return ngettext("Den ene, der er spurgt, har svaret.", "Alle %(all)s har svaret.", total) % {
            "all": shown.count(total)
        }
    said = _("%(count)s af %(all)s har svaret.") % {
        "count": shown.count(shown.answered).capitalize(),
        "all": shown.count(total),
    }
    if shown.round.state != State.ASKING or shown.round.answers_by is None:
        return said
    return said + " " + _("Der kan svares til %(when)s.") % {"when": shown.moment(shown.round.answers_by)}


def _host_why(shown: RoundShown) -> str:
    return " ".join(r.get(shown.lang, r.get("da", "")) for r in shown.round.host_reasons)


def _conclusion(shown: RoundShown, *, named: bool, told: bool) -> dict[str, object]:
    """What the page says first: the best time and why. named: with persons; told: at all."""
    state = shown.round.state
    if state in {State.DRAFT, State.CANCELLED}:
        return {}
    if state == State.EXHAUSTED:
        return {"none_fits": True, "why_none": shown.why_none if named else []}
    firm = state in {State.DECIDED, State.SETTLED}
    best = shown.best if firm or (told and shown.answered) else None
    return {
        "best": best,
        "best_words": shown.words(best) if best else "",
        "best_day": shown.day(best) if best else "",
        "reasons": shown.why(best, names=named) if told else [],
        "waiting": state == State.ASKING and best is None,
    }


def _led_to(viewer: Viewer, shown: RoundShown) -> dict[str, object]:
    match shown.round.state:
        case State.SETTLED:
            return {"meeting": reads.meeting_of(shown.round)}
        case State.EXHAUSTED:
            next_one = pages.following(shown.round)
            return {"following": next_one if next_one and sees_round(viewer, next_one) else None}
        case _:
            return {}


# What the buttons do


def _pressed(request: HttpRequest, viewer: Viewer, shown: RoundShown) -> HttpResponse:
    round_, deed = shown.round, request.POST.get("do", "")
    try:
        match deed:
            case "decide" | "hold" if decides(viewer):
                _decided(request, viewer, shown, deed)
            case "send" if steers(viewer, round_):
                actions.send_out(round_.pk)
                messages.success(request, _("Spørgsmålet er på vej."), extra_tags=_when_sent(shown))
            case "again" if decides(viewer):
                _asked_again(request, viewer, round_)
            case "adopt" | "decline" if decides(viewer):
                answer_counter(request, viewer, shown.counters)
            case "drop" if steers(viewer, round_):
                actions.call_off(round_.pk, viewer.seat)
                messages.success(request, _dropped(shown))
                return redirect("meetings", round_.partnership_id)
            case _:
                raise Http404
    except MeetingError as trouble:
        messages.error(request, str(trouble))
    return redirect("round", round_.pk)


def _asked_again(request: HttpRequest, viewer: Viewer, round_: Round) -> None:
    asked = actions.ask_again(round_.pk, number_in(request.POST.get("seat")) or 0, by=viewer.seat)
    if asked is None:
        messages.error(request, _("Der er ikke noget at sende igen."))
        return
    messages.success(request, _("Spørgsmålet til %(name)s sendes igen.") % {"name": asked.person.first_name})


def _decided(request: HttpRequest, viewer: Viewer, shown: RoundShown, deed: str) -> None:
    if deed == "hold":
        if actions.hold_back(shown.round.pk, viewer.seat):
            messages.success(request, _("Det er holdt tilbage. Ingen har fået en invitation."))
        else:
            messages.error(request, _("Invitationerne er allerede sendt. Flyt eller aflys mødet i stedet."))
        return
    chosen = number_in(request.POST.get("time"))
    if chosen is None:
        messages.error(request, _("Vælg en tid først."))
        return
    actions.approve(shown.round.pk, chosen, viewer.seat)


def _when_sent(shown: RoundShown) -> str:
    sent = Round.objects.get(pk=shown.round.pk).asked_at
    return _("Mailen sendes %(when)s.") % {"when": shown.moment(sent)}


def _dropped(shown: RoundShown) -> str:
    if shown.round.state == State.DRAFT:
        return _("Kladden er væk. Ingen er blevet spurgt.")
    return _("Der bliver ikke spurgt mere. De, der var spurgt, får det at vide.")


@access.members_only(Right.TIMES, of=partnership_of_round)
def slip(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show one sheet with the times to tick, for somebody who has no mail."""
    shown = seen(viewer, pk)
    context = {"partnership": shown.round.partnership, "viewer": viewer, "shown": shown, "round": shown.round}
    return render(request, "meetings/slip.html", context)
