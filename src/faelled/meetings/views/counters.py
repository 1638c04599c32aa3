"""The two buttons beside a time that somebody proposed: ask everybody about it, or say no."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faelled.meetings import actions
from faelled.meetings.reads.pages import CounterShown
from faelled.meetings.views.words import number_in
from faelled.partnerships.access import Viewer


def answer_counter(request: HttpRequest, viewer: Viewer, counters: Iterable[CounterShown]) -> None:
    """Do what the pressed button says to one of *counters*, those of this very page.

    Raises Http404, MeetingError.
    """
    wanted = number_in(request.POST.get("counter"))
    if not any(counter.pk == wanted for counter in counters):
        raise Http404
    if wanted and request.POST.get("do") == "adopt":
        actions.adopt(wanted, viewer.seat)
        messages.success(request, _("Alle bliver spurgt om den nye tid."))
    elif wanted:
        actions.decline(wanted, viewer.seat)
        messages.success(request, _("Det bliver ikke den tid."))
