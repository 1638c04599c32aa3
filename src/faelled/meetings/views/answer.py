"""The page behind the link in a letter: the answer filled in, and one button. Nothing changes on GET."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from faelled.core.replies.reading import Reading, SlotAnswer, Verdict
from faelled.meetings import actions, reads
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.actions.keeping import kept
from faelled.meetings.models import Answer, Ask, Round
from faelled.partnerships import access
from faelled.partnerships.views.mailed import nowhere
from faelled.post import addresses
from faelled.post.addresses import Expired, Linked
from faelled.work import clock

Kind = Ask.Kind
SAID = {"yes": Verdict.YES, "maybe": Verdict.MAYBE, "no": Verdict.NO}
TIMES = {Kind.TIMES, Kind.CONFIRM}
DRAFTS = {Kind.DRAFT, Kind.OTHER_TIMES}


@access.by_mailed_link
@csrf_exempt  # the token in the path is the right, and there is no cookie that another site could ride on
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the one question the link was mailed with, and take the answer."""
    match addresses.follow_link(token, "ask") if access.may_guess(request) else None:
        case Linked(about_id=ask_id, person_key=key):
            ask = reads.ask(ask_id)
        case Expired():
            return render(request, "partnerships/link_expired.html", status=410)
        case _:
            return nowhere(request)
    if ask is None or str(ask.seat.person.key) != key:
        return nowhere(request)
    with translation.override(ask.seat.person.language):
        if ask.kind in TIMES:
            return _times(request, ask)
        return _one_button(request, ask)


# Times


def _times(request: HttpRequest, ask: Ask) -> HttpResponse:
    if ask.round.state not in actions.OPEN:
        return _closed(request, ask)
    if request.method == "POST":
        return _take_times(request, ask)
    rows = reads.answer_rows(ask)
    return render(
        request, "meetings/answer.html", {"ask": ask, "rows": rows, "answered": any(r.value for r in rows)}
    )


def _take_times(request: HttpRequest, ask: Ask) -> HttpResponse:
    said = {
        int(number): SlotAnswer(SAID[value])
        for number, pk in ask.items
        if (value := request.POST.get(f"t{pk}", "")) in SAID
    }
    given_by = request.POST.get("given_by", "").strip()[:120] if request.POST.get("answers_for") else ""
    if said:
        actions.record_answers(
            ask,
            Reading(said),
            written_at=clock.now(),
            source=Answer.Source.PAGE,
            given_by=kept(given_by, ask.round.partnership, at_most=120),
        )
    words = {"ask": ask, "said": len(said), "missing": len(ask.items) - len(said), "given_by": given_by}
    return render(request, "meetings/answered.html", words)


# One thing to say yes to


def _one_button(request: HttpRequest, ask: Ask) -> HttpResponse:
    open_states = {Round.State.DRAFT} if ask.kind in DRAFTS else {Round.State.PROPOSED, Round.State.DECIDED}
    if ask.kind not in {*DRAFTS, Kind.DECIDE} or ask.round.state not in open_states:
        return _closed(request, ask)
    if request.method == "POST":
        return _press(request, ask)
    proposals = reads.live_proposals(ask.round)
    context = {
        "ask": ask,
        "is_draft": ask.kind in DRAFTS,
        "proposals": [(p, reads.in_words(p, ask.seat.person.language)) for p in proposals],
        "best": ask.round.chosen_id if ask.round.state == Round.State.PROPOSED else None,
        "decided": ask.round.state == Round.State.DECIDED,
        "asked": [p.seat.person.first_name for p in reads.participants(ask.round)],
    }
    return render(request, "meetings/one_button.html", context)


def _press(request: HttpRequest, ask: Ask) -> HttpResponse:
    try:
        match request.POST.get("do", ""):
            case "send" if ask.kind in DRAFTS:
                actions.send_out(ask.round_id)
            case "drop" if ask.kind in DRAFTS:
                actions.call_off(ask.round_id, ask.seat)
            case "decide" if ask.kind == Kind.DECIDE and request.POST.get("time", "").isdecimal():
                actions.approve(ask.round_id, int(request.POST["time"]), ask.seat)
            case "hold" if ask.kind == Kind.DECIDE:
                actions.hold_back(ask.round_id, ask.seat)
    except MeetingError as trouble:
        return render(request, "meetings/cannot.html", {"why": str(trouble)}, status=409)
    ask.round.refresh_from_db()
    return render(
        request, "meetings/pressed.html", {"ask": ask, "round": ask.round, "done": request.POST.get("do", "")}
    )


def _closed(request: HttpRequest, ask: Ask) -> HttpResponse:
    """Say what became of a question that is over."""
    meeting = reads.meeting_of(ask.round)
    agreed = ""
    if meeting is not None and meeting.state == meeting.State.PLANNED:
        agreed = reads.meeting_in_words(meeting, ask.seat.person.language)
    return render(request, "meetings/closed.html", {"ask": ask, "agreed": agreed})
