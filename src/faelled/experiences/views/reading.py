"""The list of what was shared, one text with what came of it, and the way to take it back."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.experiences import actions, reads
from faelled.experiences.access import (
    as_key,
    is_own,
    partnership_of_experience,
    partnership_of_photo,
    takes_down,
)
from faelled.experiences.forms import CommentForm, RhythmForm
from faelled.experiences.models import Comment, Experience, Kind, PracticeAdoption
from faelled.experiences.reads.pages import ExperienceShown, jpeg_of
from faelled.experiences.views.writing import begin
from faelled.partnerships import access, limits
from faelled.partnerships import reads as partners
from faelled.partnerships.access import Deed, Right, Viewer
from faelled.partnerships.models import Seat
from faelled.post import addresses

_LONGEST_QUERY = 200
_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@access.members_only(Right.ROOM)
@limits.at_most(limits.SEARCHES, counted=lambda request: "q" in request.GET)
@_READ_WRITE
def room(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show what was shared, newest first, or what answers a search; choose how often to hear; see one's own address."""
    address = ""
    if request.method == "POST":
        match request.POST.get("do"):
            case "rhythm":
                form = RhythmForm(request.POST)
                if form.is_valid():
                    actions.choose_rhythm(viewer.seat, form.cleaned_data["often"])
                    messages.success(request, _("Det er gemt."))
                return redirect("room", partnership_id)
            case "address" if viewer.may(Deed.WRITE):
                address = addresses.reply_address("room", partnership_id, str(viewer.person.key))
            case _:
                raise Http404
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    asked = request.GET.get("side", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) < 100_000 else 1
    context = {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "shown": reads.room_shown(viewer.partnership, viewer.person, query=query, page=page),
        "may_write": viewer.may(Deed.WRITE),
        "rhythm_form": RhythmForm(initial={"often": reads.rhythm_of(viewer.seat)}),
        "room_address": addresses.named_address("room", partnership_id),
        "own_address": address,
    }
    return render(request, "experiences/room.html", context)


@access.members_only(Right.ROOM, of=partnership_of_experience)
@_READ_WRITE
def experience(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show one text, its photos, its trail and what was said of it."""
    shown = reads.experience_shown(pk)
    form, address = CommentForm(), ""
    if request.method == "POST":
        if not viewer.may(Deed.WRITE):
            raise Http404
        match request.POST.get("do"):
            case "comment" if _open(shown):
                form = CommentForm(request.POST)
                if form.is_valid():
                    return _comment(request, viewer, shown.experience, form.cleaned_data["body"])
            case "address" if _open(shown):
                address = addresses.reply_address("experience", pk, str(viewer.person.key))
            case _:
                return _pressed(request, viewer, shown)
    return render(request, "experiences/experience.html", _context(viewer, shown, form, address))


def _open(shown: ExperienceShown) -> bool:
    return shown.experience.withdrawn_at is None


def _context(viewer: Viewer, shown: ExperienceShown, form: CommentForm, address: str) -> dict[str, object]:
    writes, own = viewer.may(Deed.WRITE), is_own(viewer, shown.experience)
    practice = shown.experience.kind == Kind.PRACTICE
    return {
        "partnership": shown.experience.partnership,
        "viewer": viewer,
        "shown": shown,
        "experience": shown.experience,
        "open": _open(shown),
        "own": own,
        "may_write": writes,
        "takes_down": takes_down(viewer, shown.experience),
        "removable": _removable(viewer, shown) if writes else [],
        "may_take": practice and writes and not shown.has_taken(viewer.seat.membership_id),
        "elsewhere": _elsewhere(viewer) if own and _open(shown) else [],
        "comment_form": form,
        "key": uuid4(),
        "address": address,
    }


def _removable(viewer: Viewer, shown: ExperienceShown) -> list[Comment | PracticeAdoption]:
    """Return the comments and takeovers on the page that *viewer* may take out."""
    said = [*(one.comment for one in shown.comments), *(step.adoption for step in shown.trail)]
    return [one for one in said if one is not None and takes_down(viewer, one)]


def _elsewhere(viewer: Viewer) -> list[Seat]:
    """Return the writer's seats in other partnerships, where they may write too."""
    seats = partners.seats_of(viewer.person)
    here = viewer.partnership.pk
    return [s for s in seats if s.membership.partnership_id != here and s.role != Seat.Role.OBSERVER]


def _comment(request: HttpRequest, viewer: Viewer, about: Experience, text: str) -> HttpResponse:
    """Share a comment at once when nothing is marked in it; else its writer goes on with it as a draft."""
    made = actions.open_draft(viewer.seat, Kind.COMMENT, about=about, key=as_key(request.POST.get("key", "")))
    if actions.keep(made, {"body": text}).open:
        messages.info(
            request, _("Se på mærkerne først."), extra_tags=_("Kommentaren er gemt, og kun du kan se den.")
        )
        return redirect("experience_draft", made.key)
    match actions.share(made, viewer.seat):
        case actions.Shared():
            messages.success(request, _("Kommentaren står der nu."))
        case _:
            messages.info(request, _("Det, du skrev til, er trukket tilbage."))
            return redirect("room", viewer.partnership.pk)
    return redirect("experience", about.pk)


def _pressed(request: HttpRequest, viewer: Viewer, shown: ExperienceShown) -> HttpResponse:
    about, chosen = shown.experience, _number(request)
    match request.POST.get("do"):
        case "take" if _open(shown) and about.kind == Kind.PRACTICE:
            step = next((s for s in shown.trail if s.adoption and s.adoption.pk == chosen), None)
            from_there = step.adoption if step else None
            return begin(request, viewer, Kind.ADOPTION, {"body": ""}, about=about, taken_from=from_there)
        case "correct" if _open(shown) and is_own(viewer, about):
            return _correct(request, viewer, about)
        case "elsewhere" if _open(shown) and is_own(viewer, about):
            return _share_elsewhere(request, viewer, about, chosen)
        case "uncomment":
            comment = next((c.comment for c in shown.comments if c.comment.pk == chosen), None)
            if comment is None or not takes_down(viewer, comment):
                raise Http404
            actions.withdraw_comment(comment, viewer.person)
        case "untake":
            step = next((s for s in shown.trail if s.adoption and s.adoption.pk == chosen), None)
            if step is None or step.adoption is None or not takes_down(viewer, step.adoption):
                raise Http404
            actions.withdraw_adoption(step.adoption, viewer.person)
        case _:
            raise Http404
    messages.success(request, _("Det er trukket tilbage."))
    if reads.exists(about.pk):
        return redirect("experience", about.pk)
    return redirect("room", viewer.partnership.pk)


def _number(request: HttpRequest) -> int | None:
    text = request.POST.get("what", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _correct(request: HttpRequest, viewer: Viewer, about: Experience) -> HttpResponse:
    # Under the text's own key, so that what its writer has decided about its words still counts.
    made = actions.open_draft(viewer.seat, about.kind, about=about, key=about.origin)
    if not made.content:
        actions.keep(made, {"title": about.title, "body": about.body})
    if made.decided != about.decided:
        actions.take_decisions(made, about)
    return redirect("experience_draft", made.key)


def _share_elsewhere(
    request: HttpRequest, viewer: Viewer, about: Experience, where: int | None
) -> HttpResponse:
    """Begin a copy in another partnership of the writer's: looked at by its rules, shared when they say so there."""
    seat = next((s for s in _elsewhere(viewer) if s.membership.partnership_id == where), None)
    if seat is None:
        raise Http404
    made = actions.open_draft(seat, about.kind)
    actions.keep(made, {"title": about.title, "body": about.body})
    messages.info(
        request,
        _("Se den igennem, før den deles her."),
        extra_tags=_(
            "Det er et andet partnerskab: navne på kolleger derfra er ukendte for dem, der læser her."
        ),
    )
    return redirect("experience_draft", made.key)


@access.members_only(Deed.WRITE, of=partnership_of_experience)
@_READ_WRITE
def withdraw(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Take a text back: the page asks, the button does it."""
    shown = reads.experience_shown(pk)
    if not takes_down(viewer, shown.experience) or not _open(shown):
        raise Http404
    if request.method == "POST":
        actions.withdraw(shown.experience, viewer.person)
        messages.success(request, _("Det er trukket tilbage."))
        return redirect("room", viewer.partnership.pk)
    context = {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "shown": shown,
        "experience": shown.experience,
    }
    return render(request, "experiences/withdraw.html", context)


@access.members_only(Right.ROOM, of=partnership_of_photo)
@require_safe
def photo(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Send a photo: one of a draft to its writer alone. Never as a page of its own, whatever a browser makes of it."""
    found_key = as_key(key)
    found = reads.photo(found_key) if found_key else None
    if found is None or (found.draft is not None and found.draft.person_id != viewer.person.pk):
        raise Http404
    response = HttpResponse(jpeg_of(found), content_type="image/jpeg")
    response["Content-Disposition"] = 'attachment; filename="foto.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
