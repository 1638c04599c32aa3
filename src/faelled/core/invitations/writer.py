"""Invitations, cancellations and feeds as bytes, by the rules known to bring up answer buttons."""

import re
import zoneinfo
from collections.abc import Iterable
from datetime import UTC, datetime

from faelled.core.days import HOME
from faelled.core.invitations import contentlines as lines
from faelled.core.invitations.values import FeedEvent, InvalidInvitation, Invitation
from faelled.core.invitations.vtimezone import vtimezone

PRODID = "-//faelled//invitations//EN"

_YEARS = range(1971, 2200)
_LATEST_SEQUENCE = 2**31 - 1
_VISIBLE = re.compile(r"[^\s\x00-\x20\x7f-\xa0\ud800-\udfff]+")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\u00a1-\u1fff]+@[A-Za-z0-9.\-\u00a1-\u1fff]+")
_URL = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def request(invitation: Invitation) -> bytes:
    """Return the invitation, or its update, for exactly one recipient. Raises InvalidInvitation."""
    return _letter(invitation, "REQUEST", "CONFIRMED", ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE")


def cancel(invitation: Invitation) -> bytes:
    """Return the cancellation of what was sent under the same uid. Raises InvalidInvitation."""
    return _letter(invitation, "CANCEL", "CANCELLED", "")


def decline_counter(invitation: Invitation) -> bytes:
    """Return the no to a time that was proposed instead: the meeting stays as it was sent. Raises InvalidInvitation.

    Source: RFC 5546, section 3.2.8; the time is written too, since some programs read nothing else.
    """
    return _letter(invitation, "DECLINECOUNTER", "CONFIRMED", "")


def publish(events: Iterable[FeedEvent], *, name: str = "", zone: str = HOME.key) -> bytes:
    """Return a feed: nobody is invited, nobody is named. Raises InvalidInvitation.

    name: what a calendar program calls it.
    """
    # Two names for the same wish: the standard's (RFC 7986, section 5.7) and the one Outlook reads.
    refresh = ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    body: list[str] = []
    years: list[int] = []
    for event in events:
        years += (event.start.year, event.end.year)
        body += ["BEGIN:VEVENT", *_what_and_when(event, zone), *_in_a_feed(event), "END:VEVENT"]
    # A feed without events still needs one component, and the zone's rules of any year will do for it.
    head = [
        "METHOD:PUBLISH",
        *refresh,
        *([f"X-WR-CALNAME:{lines.escaped(lines.clean_line(name))}"] if name else []),
    ]
    return _calendar(head, zone, years or [2026], body)


def content_type(method: str) -> str:
    """Return the Content-Type of the part that carries such an object; the method must be the object's own.

    Outlook refuses an invitation whose two methods differ. Source: RFC 6047, section 2.4.
    """
    return f"text/calendar; method={method}; charset=utf-8"


def _letter(invitation: Invitation, method: str, status: str, answering: str) -> bytes:
    organizer = _mailto(invitation.organizer_address)
    attendee = _mailto(invitation.attendee_address)
    if organizer.lower() == attendee.lower():
        # Exchange does not let the organizer of a meeting accept it.
        raise InvalidInvitation("own_organizer", "nobody can be invited by the same address")
    body = [
        "BEGIN:VEVENT",
        *_what_and_when(invitation, invitation.zone),
        f"ORGANIZER;CN={_common_name(invitation.organizer_name, invitation.organizer_address)}:{organizer}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{answering}"
        f";CN={_common_name(invitation.attendee_name, invitation.attendee_address)}:{attendee}",
        f"STATUS:{status}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]
    return _calendar(
        [f"METHOD:{method}"], invitation.zone, [invitation.start.year, invitation.end.year], body
    )


def _in_a_feed(event: FeedEvent) -> tuple[str, ...]:
    # Outlook draws a proposal hatched by its own property and not by STATUS.
    if event.tentative:
        return ("STATUS:TENTATIVE", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE")
    return ("STATUS:CONFIRMED", "TRANSP:OPAQUE")


def _calendar(head: list[str], zone: str, years: list[int], body: list[str]) -> bytes:
    return lines.document(
        [
            "BEGIN:VCALENDAR",
            f"PRODID:{PRODID}",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            *head,
            *vtimezone(_zone(zone).key, min(years), max(years)),
            *body,
            "END:VCALENDAR",
        ]
    )


def _what_and_when(event: Invitation | FeedEvent, zone: str) -> list[str]:
    if not 0 <= event.sequence <= _LATEST_SEQUENCE:
        raise InvalidInvitation("bad_sequence", "SEQUENCE counts up from 0")
    if not _VISIBLE.fullmatch(event.uid):
        raise InvalidInvitation("bad_uid", "a UID has no blanks and no control characters")
    if not _LANGUAGE.fullmatch(event.lang):
        raise InvalidInvitation("bad_language", "a language is a tag such as da or en")
    found = [
        f"UID:{lines.escaped(event.uid)}",
        f"DTSTAMP:{_in_utc(event.stamp)}",
        *_start_and_end(event.start, event.end, _zone(zone)),
        f"SEQUENCE:{event.sequence}",
        f"SUMMARY;LANGUAGE={event.lang}:{lines.escaped(lines.clean_line(event.summary))}",
    ]
    if place := lines.clean_line(event.place):
        found.append(f"LOCATION;LANGUAGE={event.lang}:{lines.escaped(place)}")
    if description := lines.clean(event.description).strip():
        found.append(f"DESCRIPTION;LANGUAGE={event.lang}:{lines.escaped(description)}")
    if event.url is not None:
        found.append(f"URL:{_url(event.url)}")
    return found


def _start_and_end(start: datetime, end: datetime, zone: zoneinfo.ZoneInfo) -> tuple[str, str]:
    """Return DTSTART and DTEND in *zone*; in UTC when one is in the hour that comes again in autumn.

    A local time that comes twice means the first one (RFC 5545, section 3.3.5), so the second has no other
    name than its UTC time, and the two properties must be of one kind (section 3.8.2.2).
    """
    moments = [_utc(start), _utc(end)]
    if moments[1] <= moments[0]:
        raise InvalidInvitation("ends_too_early", "it must end after it starts")
    # By way of UTC, which moves a time the clocks skip to the one they show instead.
    walls = [moment.astimezone(zone) for moment in moments]
    if any(wall.fold for wall in walls):
        return f"DTSTART:{_in_utc(start)}", f"DTEND:{_in_utc(end)}"
    written = [f"TZID={zone.key}:{wall:%Y%m%dT%H%M%S}" for wall in walls]
    return f"DTSTART;{written[0]}", f"DTEND;{written[1]}"


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise InvalidInvitation("no_zone", "times must carry their zone")
    if moment.year not in _YEARS:
        raise InvalidInvitation("far_away", f"no meeting is in the year {moment.year}")
    return moment.astimezone(UTC)


def _in_utc(moment: datetime) -> str:
    return f"{_utc(moment):%Y%m%dT%H%M%SZ}"


def _zone(key: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(key)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as trouble:
        raise InvalidInvitation("unknown_zone", f"{key!r} is no zone of the IANA database") from trouble


def _mailto(address: str) -> str:
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise InvalidInvitation("bad_address", "it must be a bare mail address")
    # Escaped only where a URI would come to mean something else: calendars compare it with the recipient's
    # address letter by letter.
    return "mailto:" + address.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def _common_name(name: str, address: str) -> str:
    return lines.quoted(lines.clean_line(name) or address)


def _url(address: str) -> str:
    if not _URL.fullmatch(address):
        raise InvalidInvitation("bad_url", "it must be a whole http or https address, percent-encoded")
    return address
