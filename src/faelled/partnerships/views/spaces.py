"""A partnership: begun, shown, described; and signing up, where the installation is open."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from faelled.core.days.words import moment_in_words
from faelled.partnerships import access, actions, reads
from faelled.partnerships.access import Deed, Viewer
from faelled.partnerships.forms import SignUpForm, StartForm, TermsForm
from faelled.partnerships.models import Partnership, Person
from faelled.post import addresses
from faelled.post import reads as post
from faelled.work import clock


@access.signed_in
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """Start a partnership: one page, one button."""
    form = StartForm(
        request.POST or None,
        context=reads.guard_context_of(person.organisation),
        starter_house=person.organisation.name,
    )
    if form.is_valid():
        founded = actions.found_partnership(
            person,
            name=form.cleaned_data["name"],
            shared_third=form.cleaned_data["shared_third"],
            lines=form.people,
            organisations=form.cleaned_data["organisations"].splitlines(),
        )
        return redirect("partnership", founded.pk)
    return render(request, "partnerships/start.html", {"form": form, "person": person})


@access.members_only(Deed.LOOK)
def partnership(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Show who is in, what they share, and how to write to all of them."""
    found = viewer.partnership
    houses = reads.memberships_with_people(found)
    waiting = (
        [s for s in reads.all_seats(found) if s.state == s.State.INVITED] if viewer.is_coordinator else []
    )
    return render(
        request,
        "partnerships/partnership.html",
        {
            "partnership": found,
            "viewer": viewer,
            "address": addresses.named_address("partnership", found.pk),
            "memberships": houses,
            "coordinators": reads.coordinators(found),
            "waiting": waiting,
            "mail": _mail_in_words(found) if viewer.is_coordinator else None,
            # Should that one person fall ill, nobody there knows what was agreed.
            "resting_on_one": [m.organisation.name for m in houses if len(m.people) == 1],
        },
    )


def _mail_in_words(partnership: Partnership) -> dict[str, str]:
    """Say when mail was last sent and last received: a coordinator must see when it stands still."""
    zone = ZoneInfo(partnership.time_zone)
    moments = {"sent": post.last_sent(partnership.pk), "received": post.last_received(partnership.pk)}
    lang, today = get_language() or "da", clock.now().astimezone(zone).date()
    return {
        what: moment_in_words(when, lang=lang, today=today, zone=zone) if when else ""
        for what, when in moments.items()
    }


@access.members_only(Deed.SETTLE_TERMS)
def terms(request: HttpRequest, viewer: Viewer, partnership_id: int) -> HttpResponse:
    """Change the name, the shared third and the agreement."""
    found = viewer.partnership
    now = {"name": found.name, "shared_third": found.shared_third, "agreement": found.agreement}
    form = TermsForm(request.POST or None, initial=now, context=reads.guard_context(found))
    if form.is_valid():
        actions.set_terms(
            found,
            name=form.cleaned_data["name"],
            shared_third=form.cleaned_data["shared_third"],
            agreement=form.cleaned_data["agreement"],
            actor=viewer.person,
        )
        return redirect("partnership", found.pk)
    return render(request, "partnerships/terms.html", {"form": form, "partnership": found, "viewer": viewer})


@access.open_to_all
def sign_up(request: HttpRequest) -> HttpResponse:
    """Let a stranger ask for a sign-in, where the setting allows it; the page answers the same to everybody."""
    if not settings.OPEN_SIGN_UP:
        raise Http404
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        actions.sign_up(
            form.cleaned_data["name"], form.cleaned_data["address"], form.cleaned_data["organisation"]
        )
        return render(request, "partnerships/signed_up.html", {})
    return render(request, "partnerships/sign_up.html", {"form": form})
