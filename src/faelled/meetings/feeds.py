"""Feeds out: an address a calendar program reads by itself, without a session and without a cookie."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from faelled.core import invitations
from faelled.core.days import HOME
from faelled.core.invitations import FeedEvent
from faelled.meetings.models import Feed
from faelled.meetings.reads import feeds as reads
from faelled.partnerships import access, limits
from faelled.partnerships.views.mailed import nowhere


@access.by_mailed_link
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the meetings behind a private address as iCalendar; 304 when the program has them already."""
    found = reads.feed_by_token(token) if limits.may_guess(request) else None
    if found is None:
        return nowhere(request)
    seats = reads.shown_seats(found)
    if not seats:
        return nowhere(request)
    shown = reads.events(found, seats)
    tag = _tag(found, shown)
    response = get_conditional_response(request, etag=tag) or _calendar(found, shown)
    response["ETag"] = tag
    response["Cache-Control"] = (
        "private, no-cache"  # kept by the program that asked, and asked for anew each time
    )
    return response


def _calendar(found: Feed, shown: Sequence[FeedEvent]) -> HttpResponse:
    zone = found.partnership.time_zone if found.partnership else HOME.key
    content = invitations.publish(shown, name=_name(found), zone=zone)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="faelled.ics"'
    return response


def _name(found: Feed) -> str:
    return f"Fælled: {found.partnership.name}" if found.partnership else "Fælled"


def _tag(found: Feed, shown: Sequence[FeedEvent]) -> str:
    """Return a weak tag: the stamp, which is the time of asking, is all that differs between two equal answers."""
    same = [replace(event, stamp=event.start) for event in shown]
    told = f"{_name(found)}{same!r}".encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.sha256(told).hexdigest()[:32]}"'
