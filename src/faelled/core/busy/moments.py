"""The values that say when: times, days, lengths and periods, as the file writes them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from faelled.core.busy.values import BrokenEntry, Moment, Reason
from faelled.core.busy.zones import Zones
from faelled.core.invitations.components import Component, Property

MOST_DATES = 5_000  # of one entry

_MOMENT = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]([0-9]{2}):?([0-9]{2}):?([0-9]{2})?(Z|[+-][0-9]{4})?)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"([+-])?P(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?",
    re.IGNORECASE,
)


def moment(line: Property, entry: Component, zones: Zones) -> Moment:
    """Return the day, or the aware time, that *line* says. Raises ValueError or OverflowError."""
    return _moment(line.value, line.parameters.get("TZID", ""), entry, zones)


def moments(
    line: Property, entry: Component, zones: Zones
) -> Iterator[tuple[Moment, timedelta | None] | None]:
    """Yield each of the values of a list, a period with its length; None for one that is broken."""
    tzid = line.parameters.get("TZID", "")
    for text in line.value.split(","):
        if not text.strip():
            continue
        zones.take_date()
        begin, slash, rest = text.partition("/")
        try:
            start = _moment(begin, tzid, entry, zones)
            if not slash:
                yield start, None
            elif rest.strip()[:2].upper().lstrip("+-").startswith("P"):
                yield start, duration(rest)
            else:
                yield start, exact_length(start, _moment(rest, tzid, entry, zones), zones.floating(entry))
        except (ValueError, OverflowError):
            yield None


def duration(text: str) -> timedelta:
    """Return a DURATION. Raises ValueError."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise ValueError("no duration")
    weeks, days, hours, minutes, seconds = (int(n or 0) for n in found.groups()[1:])
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -size if found[1] == "-" else size


def exact_length(start: Moment, end: Moment, zone: tzinfo) -> timedelta:
    """Return the time from *start* to *end* in the world and not on the clocks; whole days between two days.

    Source: RFC 5545, section 3.8.5.3: with DTEND every occurrence has the same exact duration.
    """
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return end - start
    return in_utc(end, zone) - in_utc(start, zone)


def in_utc(when: Moment, zone: tzinfo) -> datetime:
    """Return *when* in UTC, a day as its midnight in *zone*."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(), zone)
    return when.astimezone(UTC)


def _moment(text: str, tzid: str, entry: Component, zones: Zones) -> Moment:
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise BrokenEntry(Reason.NOT_UNDERSTOOD)
    year, month, day, hour, minute, second, offset = found.groups()
    on = date(int(year), int(month), int(day))
    if hour is None:
        return on
    if hour == "24" and not int(minute) and not int(second or 0):
        on, hour = on + timedelta(days=1), "00"
    # A leap second, which no calendar shows, is the second before it.
    local = datetime.combine(on, time(int(hour), int(minute), min(int(second or 0), 59)))
    if offset:
        return _with_offset(local, offset, zones.calendars(entry))
    return local.replace(tzinfo=zones.of(tzid, entry) if tzid.strip() else zones.floating(entry))


def _with_offset(local: datetime, offset: str, calendars: tzinfo | None) -> datetime:
    """Return a time in UTC, and in the zone the whole calendar is in.

    Google writes so what repeats by the clocks of that zone.
    """
    if offset in "Zz":
        at = local.replace(tzinfo=UTC)
    else:
        size = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
        at = (local + size if offset[0] == "-" else local - size).replace(tzinfo=UTC)
    return at.astimezone(calendars) if calendars is not None else at
