"""VEVENT and VFREEBUSY -> what they say about time, and whether it is time their owner is busy."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from faelled.core.busy.bookings import Booking
from faelled.core.busy.entries import calendar_of, lines_of, too_long
from faelled.core.busy.moments import MOST_DATES, duration, exact_length, in_utc, moment, moments
from faelled.core.busy.rules import Rule, rule
from faelled.core.busy.values import BrokenEntry, Moment, Reason
from faelled.core.busy.zones import Zones
from faelled.core.days import Stretch
from faelled.core.invitations.components import Component, Property

# Exchange and Outlook write it, and look at nothing else when they read it.
# Source: [MS-OXCICAL], X-MICROSOFT-CDO-BUSYSTATUS.
_FREE_IN_OUTLOOK = frozenset({"FREE", "WORKINGELSEWHERE"})
_IN_OUTLOOK = _FREE_IN_OUTLOOK | {"TENTATIVE", "BUSY", "OOF"}
# An object of these methods is part of a talk about a meeting, not a meeting.
_NO_BOOKING = frozenset({"CANCEL", "REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
_MOST_SEQUENCE = 2**31


def booking(number: int, entry: Component, zones: Zones, *, owner: str) -> tuple[Booking, Reason | None]:
    """Return what a VEVENT says, and what of it could not be read. Raises BrokenEntry when nothing counts."""
    if too_long(entry):
        raise BrokenEntry(Reason.TOO_LONG)
    replaces, and_all_after = _replaces(entry, zones)
    start = _start(entry, zones) or replaces
    if start is None:
        raise BrokenEntry(Reason.BROKEN_START)
    start, length = _forward(start, _length(entry, start, zones))
    extra, left_out, trouble = _dates(entry, zones)
    return (
        Booking(
            number=number,
            series=_series(number, entry),
            start=start,
            length=length,
            rules=_rules(entry),
            extra=extra,
            left_out=left_out,
            replaces=replaces,
            and_all_after=and_all_after,
            sequence=_sequence(entry),
            floating=_is_floating(entry, zones),
            busy=_is_busy(entry, owner),
        ),
        trouble,
    )


def told_busy(entry: Component, zones: Zones, owners: tzinfo) -> tuple[list[Stretch], Reason | None]:
    """Return the busy periods of a VFREEBUSY, in UTC; those of the kind FREE say nothing."""
    if too_long(entry):
        raise BrokenEntry(Reason.TOO_LONG)
    found: list[Stretch] = []
    trouble: Reason | None = None
    for line in entry.all("FREEBUSY"):
        if line.parameters.get("FBTYPE", "BUSY").strip().upper() == "FREE":
            continue
        for period in moments(line, entry, zones):
            if period is None or period[1] is None or period[1] < timedelta():
                trouble = Reason.BROKEN_DATES
            elif len(found) == MOST_DATES:
                raise BrokenEntry(Reason.TOO_LONG)
            else:
                found.append(_stretch(period[0], period[1], owners))
    return found, trouble


def _stretch(start: Moment, size: timedelta, owners: tzinfo) -> Stretch:
    begin = in_utc(start, owners)
    return Stretch(begin, begin + size if isinstance(start, datetime) else in_utc(start + size, owners))


def _start(entry: Component, zones: Zones) -> Moment | None:
    line = entry.first("DTSTART")
    return _read(line, entry, zones, Reason.BROKEN_START) if line else None


def _is_floating(entry: Component, zones: Zones) -> bool:
    line = entry.first("DTSTART")
    if line is None or line.parameters.get("TZID") or zones.calendars(entry) is not None:
        return False
    return not line.value.strip().upper().endswith("Z")


def _replaces(entry: Component, zones: Zones) -> tuple[Moment | None, bool]:
    line = entry.first("RECURRENCE-ID")
    if line is None:
        return None, False
    all_after = line.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    return _read(line, entry, zones, Reason.BROKEN_DATES), all_after


def _read(line: Property, entry: Component, zones: Zones, reason: Reason) -> Moment:
    try:
        when = moment(line, entry, zones)
        if isinstance(when, datetime):
            when.astimezone(UTC)  # near the ends of the calendar there is no such time
        return when
    except (ValueError, OverflowError) as trouble:
        raise BrokenEntry(reason) from trouble


def _length(entry: Component, start: Moment, zones: Zones) -> timedelta:
    """Return how long the entry is, by DTEND or DURATION; a day where it says only which."""
    end, size = entry.first("DTEND"), entry.value("DURATION")
    try:
        if end is not None:
            return exact_length(start, moment(end, entry, zones), zones.floating(entry))
        if size:
            return duration(size)
    except (ValueError, OverflowError) as trouble:
        raise BrokenEntry(Reason.BROKEN_END) from trouble
    return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def _forward(start: Moment, size: timedelta) -> tuple[Moment, timedelta]:
    """Return start and length with its ends in order: some programs swap them."""
    if size >= timedelta():
        return start, size
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + size).astimezone(start.tzinfo), -size
    return start + size, -size


def _rules(entry: Component) -> tuple[Rule, ...]:
    return tuple(rule(text) for text in lines_of(entry, "RRULE") if text)


def _dates(
    entry: Component, zones: Zones
) -> tuple[tuple[tuple[Moment, timedelta | None], ...], tuple[Moment, ...], Reason | None]:
    extra, broken_extra = _all_of("RDATE", entry, zones)
    left_out, broken_left_out = _all_of("EXDATE", entry, zones)
    # EXRULE was withdrawn in 2009 and is not followed: what it leaves out shows as busy, and that is told.
    broken = broken_extra or broken_left_out or entry.first("EXRULE") is not None
    return tuple(extra), tuple(when for when, _ in left_out), Reason.BROKEN_DATES if broken else None


def _all_of(name: str, entry: Component, zones: Zones) -> tuple[list[tuple[Moment, timedelta | None]], bool]:
    found: list[tuple[Moment, timedelta | None]] = []
    broken = False
    for one in _each(name, entry, zones):
        if len(found) == MOST_DATES:
            raise BrokenEntry(Reason.TOO_LONG)
        if one is None:
            broken = True
        else:
            found.append(one)
    return found, broken


def _each(name: str, entry: Component, zones: Zones) -> Iterator[tuple[Moment, timedelta | None] | None]:
    for line in entry.all(name):
        yield from moments(line, entry, zones)


def _series(number: int, entry: Component) -> str:
    """Return what the entries of one series share; without a UID an entry is its own."""
    uid = entry.value("UID").strip()
    return f"{id(calendar_of(entry))} {uid}" if uid else f"{number}"


def _sequence(entry: Component) -> int:
    digits = entry.value("SEQUENCE").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10:
        return 0
    return min(int(digits), _MOST_SEQUENCE)


def _is_busy(entry: Component, owner: str) -> bool:
    if _said(entry, "STATUS") == "CANCELLED" or _method(entry) in _NO_BOOKING or _declined(entry, owner):
        return False
    for name in ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"):
        if (said := _said(entry, name)) in _IN_OUTLOOK:
            return said not in _FREE_IN_OUTLOOK
    return _said(entry, "TRANSP") not in {"TRANSPARENT", "TRANSPARENT-NOCONFLICT"}


def _said(entry: Component, name: str) -> str:
    return entry.value(name).strip().upper()


def _method(entry: Component) -> str:
    calendar = calendar_of(entry)
    return _said(calendar, "METHOD") if calendar else ""


def _declined(entry: Component, owner: str) -> bool:
    return bool(owner) and any(
        p.parameters.get("PARTSTAT", "").upper() == "DECLINED" and _address(p) == owner.strip().lower()
        for p in entry.all("ATTENDEE")
    )


def _address(person: Property) -> str:
    said = person.value.strip().lower()
    bare = said.removeprefix("mailto:")
    return bare if "@" in bare else person.parameters.get("EMAIL", "").strip().lower()
