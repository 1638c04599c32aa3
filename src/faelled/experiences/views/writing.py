"""The page a text is written on: it is kept as a draft, marked, mended, and shared when nothing is open."""

from collections.abc import Callable, Mapping
from typing import ParamSpec
from uuid import UUID, uuid4

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faelled.core.days.words import count_in_words
from faelled.core.editing import Looked
from faelled.experiences import actions, reads
from faelled.experiences.access import as_key, partnership_of_draft
from faelled.experiences.actions.drafting import NotYours
from faelled.experiences.actions.photos import AT_MOST, LARGEST_FILE
from faelled.experiences.actions.sharing import lacking
from faelled.experiences.forms import PhotoForm, TextForm
from faelled.experiences.models import Draft, Kind
from faelled.experiences.reads.drafts import PARTS, look_at
from faelled.experiences.reads.pages import shared_as
from faelled.experiences.reads.words import told
from faelled.partnerships import access, limits
from faelled.partnerships.access import Deed, Viewer
from faelled.post import addresses

P = ParamSpec("P")
_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])

CANNOT_TAKE: dict[str, str | Promise] = {
    "too_many": gettext_lazy("Der er plads til tre fotos. Tag et andet af først."),
    "too_large": gettext_lazy("Filen er større end 12 MB. Gem billedet mindre, og prøv igen."),
    "too_many_pixels": gettext_lazy(
        "Billedet er for stort til at blive åbnet. Gem det mindre, og prøv igen."
    ),
    "not_a_photo": gettext_lazy("Filen er hverken JPEG eller PNG, eller den er i stykker."),
}


def _with_htmx(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let a page run our copy of htmx and let it ask us; every other page goes without a script."""
    return csp_update({"script-src": [SELF], "connect-src": [SELF]})(view)  # type: ignore[arg-type, return-value]


@access.members_only(Deed.WRITE)
@_with_htmx
@_READ_WRITE
def new(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Begin an experience, or a practice. Nothing is kept before a button is pressed."""
    practice = (request.POST if request.method == "POST" else request.GET).get("kind") == Kind.PRACTICE
    kind = Kind.PRACTICE if practice else Kind.EXPERIENCE
    key = as_key(request.POST.get("key", "")) or uuid4()
    if request.method == "POST" and request.POST.get("do") == "drop":
        return redirect("room", partnership_id)
    if request.method == "POST":
        if gone := _shared_already(key, viewer):
            return gone
        parts = _posted(request, kind)
        if lacking(kind, parts) == "too_long":
            return _page(request, viewer, kind, key, TextForm(request.POST, kind=kind))
        try:
            return _pressed(request, viewer, actions.open_draft(viewer.seat, kind, key=key))
        except NotYours:
            raise Http404 from None
    return _page(request, viewer, kind, key, TextForm(kind=kind))


@access.members_only(Deed.WRITE, of=partnership_of_draft)
@_with_htmx
@_READ_WRITE
def draft(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Go on with a draft of one's own; for everybody else there is none."""
    found = reads.own_draft(as_key(key), viewer.person)
    if found is None:
        if gone := _shared_already(as_key(key), viewer):
            return gone
        raise Http404
    if request.method == "POST":
        return _pressed(request, viewer, found)
    parts = reads.parts_of(found)
    return _page(request, viewer, found.kind, found.key, TextForm(initial=parts, kind=found.kind), found)


@access.members_only(Deed.WRITE)
@limits.at_most(limits.CHECKS)
@_with_htmx
@require_POST
def marks(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Return the marks of what is being written; nothing is kept. The same fragment stands in the full page."""
    key = as_key(request.POST.get("key", "")) or uuid4()
    found = reads.own_draft(key, viewer.person)
    kind = found.kind if found else Kind.EXPERIENCE
    parts = _posted(request, kind)
    if lacking(kind, parts) == "too_long":
        return render(request, "experiences/marks.html", {"too_long": True, "new": True})
    looked = (
        reads.look(found, parts) if found else look_at(parts, partnership_id=viewer.partnership.pk, key=key)
    )
    return render(request, "experiences/marks.html", _marked(looked) | {"new": True})


def _posted(request: HttpRequest, kind: str) -> dict[str, str]:
    return {part: request.POST.get(part, "").replace("\x00", "") for part in PARTS[kind]}


def _pressed(request: HttpRequest, viewer: Viewer, found: Draft) -> HttpResponse:
    """Keep what is written, and do what the pressed button says."""
    do, _sep, what = request.POST.get("do", "look").partition(":")
    if do == "drop":
        actions.drop(found)
        messages.success(request, _("Kladden er slettet."))
        return redirect("room", found.partnership_id)
    form = TextForm(request.POST, kind=found.kind)
    parts = _posted(request, found.kind)
    if lacking(found.kind, parts) == "too_long":
        return _page(request, viewer, found.kind, found.key, form, found)
    looked = actions.keep(found, parts)
    match do:
        case "share":
            return _share(request, viewer, found, form)
        case "mend" | "stay" | "all":
            _mend(request, found, looked, do, what)
        case "photo":
            if wrong := _photo(request, found):
                return _page(request, viewer, found.kind, found.key, form, found, photo_form=wrong)
        case "unphoto" if photo := as_key(what):
            actions.remove_photo(found, photo)
    to = redirect("experience_draft", found.key)
    to["Location"] += "#fotos" if do in {"photo", "unphoto"} else "#fund"
    return to


def _mend(request: HttpRequest, found: Draft, looked: Looked, do: str, what: str) -> None:
    if do == "all":
        for mark in looked.open:
            actions.mend(found, mark.sign, mark.wordings[0] if mark.wordings else "")
        return
    sign, _sep, number = what.partition(":")
    meant = looked.mark(sign)
    if meant is None:
        messages.info(request, _("Teksten er ændret siden. Se de nye mærker."))
    elif do == "stay":
        actions.decide(found, sign)
    else:
        at = int(number) if number.isascii() and number.isdigit() else len(meant.wordings)
        actions.mend(found, sign, meant.wordings[at] if at < len(meant.wordings) else "")


def _photo(request: HttpRequest, found: Draft) -> PhotoForm | None:
    """Add the photo; return the form when something about it must be mended first."""
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return form
    uploaded = form.cleaned_data["photo"]
    try:
        if (uploaded.size or 0) > LARGEST_FILE:
            raise actions.CannotTake("too_large")
        actions.add_photo(found, uploaded.read())
    except actions.CannotTake as trouble:
        if trouble.code == "too_many":  # then there is no field beside which to say it
            messages.error(request, str(CANNOT_TAKE[trouble.code]))
            return None
        form.add_error("photo", str(CANNOT_TAKE[trouble.code]))
        return form
    return None


def _share(request: HttpRequest, viewer: Viewer, found: Draft, form: TextForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, viewer, found.kind, found.key, form, found)
    match actions.share(found, viewer.seat):
        case actions.Shared(experience, again):
            if not again:
                messages.success(
                    request,
                    _("Nu kan de andre læse det."),
                    extra_tags=_("Kun jeres partnerskab. Du kan trække det tilbage når som helst."),
                )
            return redirect("experience", experience.pk)
        case actions.Held(looked):
            count = len(looked.open)
            said = ngettext(
                "Ét sted mangler at blive afklaret", "%(count)s steder mangler at blive afklaret", count
            )
            messages.error(
                request,
                said % {"count": count_in_words(count, get_language() or "da").capitalize()},
                extra_tags=_("Indtil da kan kun du se det."),
            )
            to = redirect("experience_draft", found.key)
            to["Location"] += "#fund"
            return to
        case actions.Lacking("taken"):
            messages.info(request, _("Jeres sted har allerede taget den over."))
            return (
                redirect("experience", found.about_id)
                if found.about_id
                else redirect("room", found.partnership_id)
            )
        case actions.Gone():
            messages.info(request, _("Det, du skrev til, er trukket tilbage."))
            return redirect("room", viewer.partnership.pk)
    return _page(request, viewer, found.kind, found.key, form, found)


def _shared_already(key: UUID | None, viewer: Viewer) -> HttpResponse | None:
    """Lead somebody who pressed the button twice to what the first press made."""
    pk = shared_as(key, viewer.person) if key else None
    return redirect("experience", pk) if pk else None


def _marked(looked: Looked) -> dict[str, object]:
    return {
        "looked": looked,
        "told": told(looked.marks),
        "open": looked.open,
        "how_many": count_in_words(len(looked.open), get_language() or "da").capitalize(),
        "pieces": [looked.pieces(part) for part in looked.parts],
        "mends_all": len([mark for mark in looked.open if mark.wordings]) > 1,
    }


def _page(
    request: HttpRequest,
    viewer: Viewer,
    kind: str,
    key: UUID,
    form: TextForm,
    found: Draft | None = None,
    *,
    photo_form: PhotoForm | None = None,
) -> HttpResponse:
    """Show the editor, with the marks of what is kept."""
    context: dict[str, object] = {
        "partnership": viewer.partnership,
        "viewer": viewer,
        "kind": kind,
        "key": key,
        "form": form,
        "draft": found,
        "about": found.about if found else None,
        "correcting": found is not None
        and found.about is not None
        and found.kind in {Kind.EXPERIENCE, Kind.PRACTICE},
        "photos": list(reads.photos_of(found)) if found else [],
        "photo_form": photo_form or PhotoForm(),
        "most_photos": AT_MOST,
        "address": addresses.named_address("room", viewer.partnership.pk)
        if kind == Kind.EXPERIENCE
        else None,
    }
    if found is not None:
        context |= _marked(reads.look(found))
    return render(request, "experiences/editor.html", context)


def begin(
    request: HttpRequest, viewer: Viewer, kind: str, parts: Mapping[str, str], **about: object
) -> HttpResponse:
    """Begin a draft about something from another page, and lead to where it is written."""
    made = actions.open_draft(viewer.seat, kind, **about)  # type: ignore[arg-type]
    actions.keep(made, parts)
    return redirect("experience_draft", made.key)


__all__ = ["begin", "draft", "marks", "new"]
