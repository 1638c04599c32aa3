"""A house: what its people say of it, and the words it refuses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faelled.partnerships import access, actions, reads
from faelled.partnerships.forms import OrganisationForm, RefusedWordsForm
from faelled.partnerships.models import Organisation, Person

FIELDS = (
    "name",
    "work_mode",
    "protected",
    "can_host",
    "place",
    "practical_note",
    "working_weekdays",
    "minutes_per_month",
)


def _seen(person: Person, pk: int) -> Organisation:
    found = next((o for o in reads.organisations_beside(person) if o.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _own(person: Person, pk: int) -> Organisation:
    found = _seen(person, pk)
    if not access.edits_organisation(person, found):
        raise Http404
    return found


@access.signed_in
def organisation(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Show a house to those who sit with it."""
    found = _seen(person, pk)
    return render(
        request,
        "partnerships/organisation.html",
        {
            "organisation": found,
            "place": reads.place_for(found, get_language() or "da"),
            "own": access.edits_organisation(person, found),
        },
    )


@access.signed_in
def edit_organisation(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Change what one's own house says of itself."""
    found = _own(person, pk)
    form = OrganisationForm(
        request.POST or None,
        initial={field: getattr(found, field) for field in FIELDS},
        context=reads.guard_context_of(found),
    )
    if form.is_valid():
        actions.describe_organisation(found, actions.Description(**form.cleaned_data), actor=person)
        messages.success(request, _("Det er gemt."))
        return redirect("organisation", pk)
    return render(request, "partnerships/edit_organisation.html", {"form": form, "organisation": found})


@access.signed_in
def refuse_words(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Register words that must never stand anywhere; only for a protected house, only by its own people."""
    found = _own(person, pk)
    if not found.protected:
        raise Http404
    form = RefusedWordsForm(request.POST or None)
    if form.is_valid():
        count = actions.refuse_words(found, form.cleaned_data["words"], actor=person)
        messages.success(request, _("%(count)s nye ord bliver afvist fra nu af.") % {"count": count})
        return redirect("organisation", pk)
    return render(request, "partnerships/refuse_words.html", {"form": form, "organisation": found})
