"""The list of meetings, and starting a search for a time: say what is wished, see the times, ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faelled.core import rota as turns
from faelled.core.days import Stretch
from faelled.core.days.words import count_in_words, time_in_words
from faelled.meetings import actions, reads
from faelled.meetings.actions import NewTime
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.actions.hosting import choose
from faelled.meetings.actions.keeping import kept
from faelled.meetings.forms import OwnTimes, StartForm, as_value, offered, wrong_count
from faelled.meetings.models import Habits
from faelled.meetings.reads import busy, pages
from faelled.meetings.views.words import lang
from faelled.partnerships import access
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Right, Viewer
from faelled.partnerships.models import Membership, Partnership, Seat
from faelled.work import clock

AT_MOST = 10


@access.members_only(Right.TIMES)
def meetings(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show what is agreed, what is being asked, and one's own drafts."""
    found = viewer.partnership
    coming = pages.meetings_coming(found, lang())
    context = {
        "partnership": found,
        "viewer": viewer,
        "coming": coming,
        "earlier": pages.meetings_earlier(found, lang()),
        "running": pages.rounds_running(found, lang()),
        "drafts": pages.drafts_of(viewer.seat, lang(), also_by_itself=viewer.is_coordinator),
        "may_ask": viewer.may(Deed.ASK),
        "may_settle": viewer.may(Deed.SETTLE_TERMS),
        "first": coming[0] if coming else None,
    }
    return render(request, "meetings/meetings.html", context)


@dataclass(frozen=True)
class Offer:
    """A suggested time on the second step. kept: its box is ticked. own: oneself is busy then."""

    value: str
    words: str
    reasons: tuple[str, ...]
    kept: bool
    own: bool = False


@access.members_only(Deed.ASK)
def start(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """First what it is about and who; then the times, with reasons; then everybody is asked. Nothing is kept before."""
    own = reads.habits(viewer.partnership)
    seats = [s for s in partners.seats_in(viewer.partnership) if s.role != Seat.Role.OBSERVER]
    step = request.POST.get("do", "")
    form = _form(request, viewer, own, seats)
    if step in {"suggest", "send"} and form.is_valid():
        asked = [s for s in seats if s.pk in form.cleaned_data["seats"]]
        if done := _times(request, viewer, form, asked, sends=step == "send"):
            return done
    return _first_step(request, viewer, form, seats)


def _form(request: HttpRequest, viewer: Viewer, own: Habits, seats: Sequence[Seat]) -> StartForm:
    houses = {s.membership.organisation.name: str(s.membership_id) for s in seats}
    return StartForm(
        request.POST if request.method == "POST" else None,
        seats=[(s.pk, s.person.name) for s in seats],
        lasts=own.lasts,
        sent=clock.now(),
        places=houses,
        zone=reads.zone(viewer.partnership),
    )


def _first_step(request: HttpRequest, viewer: Viewer, form: StartForm, seats: Sequence[Seat]) -> HttpResponse:
    chosen = {str(pk) for pk in (form["seats"].value() or [])}
    context = {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "form": form,
        "seats": seats,
        "chosen": {s.pk for s in seats if str(s.pk) in chosen},
        "host": whose_turn(viewer.partnership),
    }
    return render(request, "meetings/start.html", context)


def _times(
    request: HttpRequest, viewer: Viewer, form: StartForm, asked: Sequence[Seat], *, sends: bool
) -> HttpResponse | None:
    """Return the second step, or the way on when everybody is asked; None when no time could be found."""
    proposed = actions.suggest(viewer.partnership, form.wanted, asked)
    suggested = actions.as_times(proposed, asked, viewer.partnership, lang())
    posted = request.POST if sends else None
    rows = OwnTimes(posted, zone=reads.zone(viewer.partnership), now=clock.now())
    if not suggested and not sends:
        for sentence in reads.why_nothing(proposed, viewer.partnership, lang()):
            form.add_error("when", sentence)
        return None
    seen = offered(request.POST.getlist("offered")) if sends else suggested
    keep = {as_value(t) for t in (offered(request.POST.getlist("keep")) if sends else suggested)}
    wrong = ""
    if sends:
        why = {as_value(t): t for t in suggested}
        times = [*(why.get(as_value(t), t) for t in seen if as_value(t) in keep), *_valid(rows)]
        wrong = wrong_count(len(times), AT_MOST) if rows.is_valid() else ""
        if rows.is_valid() and not wrong and (sent := _send(request, viewer, form, asked, times)):
            return sent
    offers = _offers(viewer, seen, suggested, keep)
    return _second_step(request, viewer, form, asked, offers, rows, wrong)


def _valid(rows: OwnTimes) -> list[NewTime]:
    return rows.times if rows.is_valid() else []


def _offers(
    viewer: Viewer, seen: Sequence[NewTime], suggested: Sequence[NewTime], keep: set[str]
) -> list[Offer]:
    partnership, mine = viewer.partnership, busy.own_blocks(viewer.person, days=120)
    why = {as_value(t): t.reasons for t in suggested}
    zone, day = reads.zone(partnership), reads.today(partnership)
    return [
        Offer(
            as_value(t),
            time_in_words(t.start, t.end, lang=lang(), today=day, zone=zone),
            why.get(as_value(t), ()),
            as_value(t) in keep,
            any(Stretch(t.start, t.end).overlaps(block) for block in mine),
        )
        for t in seen
    ]


def _second_step(
    request: HttpRequest,
    viewer: Viewer,
    form: StartForm,
    asked: Sequence[Seat],
    offers: Sequence[Offer],
    rows: OwnTimes,
    wrong: str,
) -> HttpResponse:
    context = {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "form": form,
        "words": pages.breakable(kept(form.cleaned_data["words"], viewer.partnership, at_most=1000)),
        "asked": asked,
        "asked_words": count_in_words(len(asked), lang()),
        "offers": offers,
        "own": rows,
        "wrong": wrong,
        "host": whose_turn(viewer.partnership),
        "known": _how_many_known(asked),
    }
    return render(request, "meetings/start_times.html", context)


def _how_many_known(asked: Sequence[Seat]) -> str:
    """Say how many calendars the times were found by: whose is nobody's business, and the others may be busy."""
    known = len({s.person_id for s in asked} & actions.calendars_of(asked).known)
    if not known:
        return ""
    if known == len(asked):
        return _("Jeg kender alles kalendere.")
    return ngettext(
        "Jeg kender kalenderen hos én af de %(asked)s. De andre kan være optaget.",
        "Jeg kender kalenderen hos %(known)s af de %(asked)s. De andre kan være optaget.",
        known,
    ) % {"known": count_in_words(known, lang()), "asked": count_in_words(len(asked), lang())}


def _send(
    request: HttpRequest, viewer: Viewer, form: StartForm, asked: Sequence[Seat], times: Sequence[NewTime]
) -> HttpResponse | None:
    words = kept(form.cleaned_data["words"], viewer.partnership, at_most=1000)
    if already := pages.just_asked(viewer.seat, words, [s.pk for s in asked]):
        return redirect("round", already.pk)
    try:
        with transaction.atomic():
            round_ = actions.draft(
                viewer.partnership,
                viewer.seat,
                words=form.cleaned_data["words"],
                times=times,
                seats=asked,
                lasts=form.lasts,
            )
            sent = actions.send_out(round_.pk)
    except MeetingError as trouble:
        messages.error(request, str(trouble))
        return None
    news = ngettext("Én bliver spurgt.", "%(count)s bliver spurgt.", len(asked)) % {
        "count": count_in_words(len(asked), lang()).capitalize()
    }
    later = sent.asked_at and sent.asked_at > clock.now()
    text = _("Mailen sendes, når arbejdsdagen begynder.") if later else _("Mailen er på vej.")
    messages.success(request, news, extra_tags=text)
    return redirect("round", round_.pk)


@dataclass(frozen=True)
class NextTurn:
    """Whose turn it is to host, and why."""

    membership: Membership | None
    why: str


def whose_turn(partnership: Partnership) -> NextTurn:
    """Return whose turn it would be, in words for a page."""
    choice = choose(partnership)
    houses = partners.memberships(partnership)
    names = {str(m.pk): m.organisation.name for m in houses}
    why = turns.in_words(choice, lang(), names, to_the_host=False)
    if isinstance(choice, turns.NoHost):
        return NextTurn(None, why)
    return NextTurn(next(m for m in houses if str(m.pk) == choice.host), why)


__all__ = ["meetings", "start", "whose_turn"]
