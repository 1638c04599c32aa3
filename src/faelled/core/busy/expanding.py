"""Bookings of one series -> when they are, each occurrence by the library."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

import icalendar
from icalendar.prop import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import ComponentsWithName, EventAdapter, Occurrence

from faelled.core.busy.moments import in_utc
from faelled.core.busy.values import Booking, Moment
from faelled.core.days import Stretch

# A night of changing clocks and the difference of two zones may push an occurrence over the edge of the window.
_MARGIN = timedelta(days=2)


class _Entry(EventAdapter):
    """The library's view of one booking."""

    def __init__(self, component: "_Event") -> None:
        super().__init__(component)
        self.booking = component.booking


class _Found(Occurrence):
    """An occurrence that knows its booking."""

    def __init__(self, adapter: _Entry, start: Any = None, end: Any = None, sequence: int = -1) -> None:
        super().__init__(adapter, start, end, sequence)
        self.booking = adapter.booking


class _Event(icalendar.Event):
    """An event of the library's, made of nothing but times."""

    booking: Booking


_SELECTED = ComponentsWithName("VEVENT", adapter=_Entry, occurrence=_Found)


def occurrences(
    bookings: Sequence[Booking], begin: datetime, end: datetime, zone: tzinfo
) -> Iterator[tuple[Booking, Stretch]]:
    """Yield each occurrence of a series that shares a moment with [begin, end), in UTC.

    Raises whatever the library raises.
    """
    for calendar in _calendars(bookings):
        for series in _SELECTED.collect_series_from(calendar, ()):
            for found in series.between(begin - _MARGIN, end + _MARGIN):
                stretch = _in_utc(found.start, found.end, zone)
                if _touches(stretch, begin, end):
                    yield found.booking, stretch


def _touches(found: Stretch, begin: datetime, end: datetime) -> bool:
    if found.start == found.end:
        return begin <= found.start < end
    return found.start < end and begin < found.end


def _calendars(bookings: Sequence[Booking]) -> Iterator[icalendar.Calendar]:
    """Yield a calendar for each entry that stands for a whole series, with all that replace single occurrences.

    There should be one. Of several, the latest version counts; of several such, each, since some programs give
    every entry the same UID, and the library would keep one of them.
    """
    masters = [b for b in bookings if b.replaces is None]
    changes = [b for b in bookings if b.replaces is not None]
    latest = max((b.sequence for b in masters), default=0)
    counted = list({(b.start, b.length, b.rules): b for b in masters if b.sequence == latest}.values())
    if not counted:
        yield _calendar(changes)
    for master in counted:
        yield _calendar([master, *(_as_in(master, c) for c in changes)])


def _as_in(master: Booking, change: Booking) -> Booking:
    """Return *change* naming the occurrence it replaces as its series does: a day, or a time of day."""
    old = change.replaces
    if old is None or isinstance(old, datetime) == isinstance(master.start, datetime):
        return change
    if isinstance(old, datetime):
        return replace(change, replaces=old.date())
    return replace(change, replaces=datetime.combine(old, _clock(master.start)))


def _clock(start: Moment) -> time:
    return start.timetz() if isinstance(start, datetime) else time()


def _calendar(bookings: Iterable[Booking]) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    for booking in bookings:
        calendar.add_component(_event(booking))
    return calendar


def _event(booking: Booking) -> _Event:
    event = _Event()
    event.booking = booking
    event["UID"] = "-"
    event["SEQUENCE"] = booking.sequence
    event["DTSTART"] = vDDDTypes(booking.start)
    event["DTEND"] = vDDDTypes(_end_on_the_clock(booking.start, booking.length))
    if booking.rules:
        event["RRULE"] = [vRecur.from_ical(rule.text) for rule in booking.rules]
    if booking.extra:
        event["RDATE"] = vDDDLists([w if size is None else (w, size) for w, size in booking.extra])
    if booking.left_out:
        event["EXDATE"] = vDDDLists(list(booking.left_out))
    if booking.replaces is not None:
        event["RECURRENCE-ID"] = vDDDTypes(booking.replaces)
        if booking.and_all_after:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return event


def _end_on_the_clock(start: Moment, length: timedelta) -> Moment:
    """Return the end as the library reckons, which adds the length to the clock on the wall."""
    if not isinstance(start, datetime) and length % timedelta(days=1):
        return datetime.combine(start, time()) + length
    return start + length


def _in_utc(start: Moment, end: Moment, zone: tzinfo) -> Stretch:
    """Return the occurrence in the world: its length is exact, that of whole days is by the calendar."""
    if isinstance(start, datetime) and start.tzinfo is not None and isinstance(end, datetime):
        begin = start.astimezone(UTC)
        return Stretch(begin, begin + (end.replace(tzinfo=None) - start.replace(tzinfo=None)))
    if isinstance(start, datetime) or isinstance(end, datetime):
        return Stretch(*(in_utc(_placed(when, zone), zone) for when in (start, end)))
    return Stretch(in_utc(start, zone), in_utc(end, zone))


def _placed(when: Moment, zone: tzinfo) -> Moment:
    return when.replace(tzinfo=zone) if isinstance(when, datetime) and when.tzinfo is None else when
