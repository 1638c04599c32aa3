"""Calendar object -> CalendarMessages: whatever a stranger's program sent, the good events of it."""

import re
import zoneinfo
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import unquote

from faelled.core.invitations.attendance import Attendance
from faelled.core.invitations.components import Component, Property, components
from faelled.core.invitations.contentlines import clean
from faelled.core.invitations.observances import NotUnderstood, OwnZone
from faelled.core.invitations.values import CalendarMessage, UnreadableCalendar
from faelled.core.invitations.zones import named

MOST_MESSAGES = 500  # a mail carries one; a file with more is a calendar, and not read here
_LATEST_SEQUENCE = 2**31 - 1

_MOMENT = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?", re.IGNORECASE
)
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ADDRESS = re.compile(r"[^@\s<>\"\x00-\x20\x7f]{1,250}@[^@\s<>\"\x00-\x20\x7f]{1,250}")

_Zones = Mapping[str, OwnZone]


def read(data: bytes | str) -> tuple[CalendarMessage, ...]:
    """Return the events of a calendar object, in order; what is broken in one never hides another.

    Takes any method, the character sets Windows and Unix programs write, any line ends, and several calendars
    in one file. Raises UnreadableCalendar, and nothing else, when no event in it can be used.
    """
    found = components(data)
    events = [c for c in found if c.name == "VEVENT" and not c.too_long]
    if len(events) > MOST_MESSAGES:
        raise UnreadableCalendar("too_many")
    zones = _own_zones(found)
    messages = tuple(m for event in events if (m := _message(event, zones)) is not None)
    if not messages:
        raise UnreadableCalendar("nothing_usable")
    return messages


def _own_zones(found: list[Component]) -> dict[str, OwnZone]:
    children: dict[int, list[Component]] = {}
    for part in found:
        if part.name in {"STANDARD", "DAYLIGHT"} and part.parent is not None:
            children.setdefault(id(part.parent), []).append(part)
    zones: dict[str, OwnZone] = {}
    for block in found:
        if block.name == "VTIMEZONE" and block.value("TZID"):
            try:
                zones.setdefault(
                    _zone_name(_text(block.value("TZID"))), OwnZone(block, children.get(id(block), []))
                )
            except NotUnderstood:
                continue
    return zones


def _message(event: Component, zones: _Zones) -> CalendarMessage | None:
    """Return what *event* says; None if it names neither itself, a time nor a person.

    None also for one occurrence that cannot be told which: it must not be taken for the whole series.
    """
    start = _moment(event.first("DTSTART"), zones)
    recurrence_id = _moment(event.first("RECURRENCE-ID"), zones)
    attendees = _attendees(event)
    uid = _text(event.value("UID")).strip()
    if not (uid or start or attendees) or (event.first("RECURRENCE-ID") and recurrence_id is None):
        return None
    stamp = _moment(event.first("DTSTAMP"), zones)
    answers = set(attendees)
    attendee = attendees[0][0] if len({address for address, _ in answers}) == 1 else None
    return CalendarMessage(
        method=_method(event),
        uid=uid,
        sequence=_sequence(event.value("SEQUENCE")),
        dtstamp=_utc(stamp),
        organizer=_address(event.first("ORGANIZER")),
        attendee=attendee,
        partstat=attendees[0][1] if len(answers) == 1 else None,
        start=start,
        end=_end(event, start, zones),
        recurrence_id=recurrence_id,
        summary=_text(event.value("SUMMARY")).strip(),
        comment="\n".join(_text(p.value) for p in event.all("COMMENT")).strip(),
        attendees=attendees,
    )


def _method(event: Component) -> str:
    around = event.parent
    while around is not None and around.name != "VCALENDAR":
        around = around.parent
    return around.value("METHOD").strip().upper() if around else ""


def _sequence(text: str) -> int:
    """Return the number, 0 where there is none. One no program counts to is none: it would win for ever."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10 or int(digits) > _LATEST_SEQUENCE:
        return 0
    return int(digits)


def _text(raw: str) -> str:
    return clean(_ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], raw))


def _attendees(event: Component) -> tuple[tuple[str, str], ...]:
    """Return who is named, each with the answer in capitals.

    Source: RFC 5545, section 3.2.12: where none is said it is NEEDS-ACTION.
    """
    named_here = ((_address(p), p.parameters.get("PARTSTAT", "").upper()) for p in event.all("ATTENDEE"))
    return tuple((address, said or Attendance.NEEDS_ACTION.value) for address, said in named_here if address)


def _address(person: Property | None) -> str | None:
    """Return the bare address in lower case; None if there is none to be found.

    After the last "mailto:", for an unquoted SENT-BY="mailto:..." pushes its own before it; else the EMAIL
    parameter, which Apple's server writes beside an address of its own.
    """
    if person is None:
        return None
    _, _, after = person.value.lower().rpartition("mailto:")
    for candidate in (after, person.parameters.get("EMAIL", "").lower()):
        bare = unquote(candidate.partition("?")[0]).strip().strip("<>").strip()
        if _ADDRESS.fullmatch(bare):
            return bare
    return None


def _zone_name(tzid: str) -> str:
    return tzid.strip().strip("\"'").lower()


def _moment(when: Property | None, zones: _Zones) -> datetime | date | None:
    """Return a date, an aware time, or one without a zone if the file says none; None for what is broken."""
    found = _MOMENT.fullmatch(when.value.strip()) if when else None
    if when is None or found is None:
        return None
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        on = date(int(year), int(month), int(day))
        if hour is None:
            return on
        # A leap second, which no calendar shows, is the second before it.
        clock = time(int(hour), int(minute), min(int(second or 0), 59))
        local = datetime.combine(on, clock)
        return local.replace(tzinfo=UTC) if utc else _placed(local, when.parameters.get("TZID", ""), zones)
    except (ValueError, OverflowError):
        return None


def _placed(local: datetime, tzid: str, zones: _Zones) -> datetime | None:
    if not tzid:
        return local
    zone = named(tzid)
    if zone is None:
        own = zones.get(_zone_name(tzid))
        return local.replace(tzinfo=own.at(local)) if own else None
    placed = local.replace(tzinfo=zone)
    # A time inside the hour that is skipped in spring is read by the offset before it (RFC 5545, 3.3.5), and
    # shown as the clock on the wall would show that moment.
    return placed.astimezone(UTC).astimezone(zone) if isinstance(zone, zoneinfo.ZoneInfo) else placed


def _end(event: Component, start: datetime | date | None, zones: _Zones) -> datetime | date | None:
    if event.first("DTEND"):
        return _moment(event.first("DTEND"), zones)
    found = _DURATION.fullmatch(event.value("DURATION").strip())
    if start is None or found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(n or 0) for n in found.groups())
    try:
        if not isinstance(start, datetime):
            return start + timedelta(weeks=weeks, days=days)
        # Days are counted on the calendar, hours on the clock: across the night of change they differ.
        whole_days = start + timedelta(weeks=weeks, days=days)
        rest = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if start.tzinfo is None:
            return whole_days + rest
        return (whole_days.astimezone(UTC) + rest).astimezone(start.tzinfo)
    except OverflowError:
        return None


def _utc(stamp: datetime | date | None) -> datetime | None:
    # The standard allows nothing but UTC here; a stamp without a zone is one whose Z was forgotten.
    if not isinstance(stamp, datetime):
        return None
    try:
        return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except OverflowError:
        return None
