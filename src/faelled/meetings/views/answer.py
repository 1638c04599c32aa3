"""The page behind the link in a letter: the answer filled in, and one button. Nothing changes on GET."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from faelled.core.replies.reading import Reading, SlotAnswer
from faelled.meetings import actions, reads
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.actions.keeping import kept
from faelled.meetings.forms.answers import SAID
from faelled.meetings.models import Answer, Ask, Round
from faelled.meetings.reads import pages
from faelled.meetings.views.words import lang, number_in
from faelled.partnerships import access, limits
from faelled.partnerships import actions as people
from faelled.partnerships.models import Seat
from faelled.partnerships.views.mailed import language_of, nowhere
from faelled.post import addresses
from faelled.post.addresses import Expired, Linked
from faelled.work import clock

Kind = Ask.Kind
TIMES = {Kind.TIMES, Kind.CONFIRM}
DRAFTS = {Kind.DRAFT, Kind.OTHER_TIMES}
NAME_AT_MOST = 120


@access.by_mailed_link
@csrf_exempt  # the token in the path is the right, and there is no cookie that another site could ride on
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the one question the link was mailed with, and take the answer."""
    match addresses.follow_link(token, "ask") if limits.may_guess(request) else None:
        case Linked(about_id=ask_id, person_key=key):
            ask = reads.ask(ask_id) if request.method == "POST" else pages.asked(ask_id)
        case Expired():
            return render(request, "partnerships/link_expired.html", status=410)
        case _:
            return nowhere(request)
    if ask is None or str(ask.seat.person.key) != key:
        return nowhere(request)
    with language_of(ask.seat.person, request):
        if not actions.may_still_answer(ask):
            return _closed(request, ask)
        if ask.kind in TIMES:
            return _times(request, ask)
        return _one_button(request, ask)


# Times


def _times(request: HttpRequest, ask: Ask) -> HttpResponse:
    if ask.round.state not in actions.OPEN or not reads.is_asked(ask):
        return _closed(request, ask)
    if request.method == "POST":
        return _take_times(request, ask)
    rows = pages.answer_rows(ask, lang())
    shown = {
        "ask": ask,
        "rows": rows,
        "answered": any(r.value for r in rows),
        "confirms": ask.kind == Kind.CONFIRM,
        "words": pages.breakable(ask.round.words),
    }
    return render(request, "meetings/answer.html", shown)


def _take_times(request: HttpRequest, ask: Ask) -> HttpResponse:
    said = {
        int(number): SlotAnswer(SAID[value])
        for number, pk in ask.items
        if (value := request.POST.get(f"t{pk}", "")) in SAID
    }
    by = kept(
        request.POST.get("given_by", "")[: 2 * NAME_AT_MOST], ask.round.partnership, at_most=NAME_AT_MOST
    )
    if said:
        if ask.seat.state == Seat.State.INVITED:
            people.accept_welcome(ask.seat)  # the first answer lets somebody in
        actions.record_answers(
            ask, Reading(said), written_at=clock.now(), source=Answer.Source.PAGE, given_by=by
        )
    words = {"ask": ask, "said": len(said), "missing": len(ask.items) - len(said), "given_by": by}
    return render(request, "meetings/answered.html", words)


# One thing to say yes to


def _one_button(request: HttpRequest, ask: Ask) -> HttpResponse:
    open_states = {Round.State.DRAFT} if ask.kind in DRAFTS else {Round.State.PROPOSED, Round.State.DECIDED}
    if ask.kind not in {*DRAFTS, Kind.DECIDE} or ask.round.state not in open_states:
        return _closed(request, ask)
    if request.method == "POST":
        return _press(request, ask)
    shown = pages.round_shown(ask.round_id, lang())
    best = shown.best
    context = {
        "ask": ask,
        "is_draft": ask.kind in DRAFTS,
        "shown": shown,
        "best": best,
        "best_words": shown.words(best) if best else "",
        "reasons": shown.why(best, names=True) if ask.kind == Kind.DECIDE else [],
        "decided": shown.round.state == Round.State.DECIDED,
        "asked": [p.seat.person.first_name for p in shown.present.participants],
    }
    return render(request, "meetings/one_button.html", context)


def _press(request: HttpRequest, ask: Ask) -> HttpResponse:
    done = request.POST.get("do", "")
    try:
        match done:
            case "send" if ask.kind in DRAFTS:
                actions.send_out(ask.round_id)
            case "drop" if ask.kind in DRAFTS:
                actions.call_off(ask.round_id, ask.seat)
            case "decide" if ask.kind == Kind.DECIDE and (chosen := number_in(request.POST.get("time"))):
                actions.approve(ask.round_id, chosen, ask.seat)
            case "hold" if ask.kind == Kind.DECIDE:
                if not actions.hold_back(ask.round_id, ask.seat):
                    return _closed(request, ask)
            case _:
                done = ""
    except MeetingError as trouble:
        return render(request, "meetings/cannot.html", {"why": str(trouble)}, status=409)
    ask.round.refresh_from_db()
    time_ = ask.round.chosen
    words = {
        "ask": ask,
        "round": ask.round,
        "done": done,
        "chosen": reads.in_words(time_, lang()) if time_ else "",
    }
    return render(request, "meetings/pressed.html", words)


def _closed(request: HttpRequest, ask: Ask) -> HttpResponse:
    """Say what became of a question that is over."""
    meeting = reads.meeting_of(ask.round)
    agreed = ""
    if meeting is not None and meeting.state == meeting.State.PLANNED and ask.seat.state != Seat.State.LEFT:
        agreed = pages.meeting_in_words(meeting, lang())
    return render(request, "meetings/closed.html", {"ask": ask, "agreed": agreed})
