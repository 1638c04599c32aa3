"""Bookings of one series -> when they are, in the world."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from faelled.core.busy.bookings import Booking
from faelled.core.busy.moments import in_utc
from faelled.core.busy.repeating import Effort, times
from faelled.core.busy.rules import Rule
from faelled.core.busy.values import Moment
from faelled.core.days import Stretch

# A night of changing clocks and the difference of two zones may push an occurrence over the edge of the window.
_MARGIN = timedelta(days=2)
_FURTHEST = timedelta(days=100 * 366)  # nothing that lasts longer repeats


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: [begin, end) in UTC, for an owner in *zone*."""

    begin: datetime
    end: datetime
    zone: tzinfo

    def holds(self, found: Stretch) -> bool:
        """Whether the two share a moment."""
        if found.start == found.end:
            return self.begin <= found.start < self.end
        return found.start < self.end and self.begin < found.end


def occurrences(
    bookings: Sequence[Booking], window: Window, effort: Effort
) -> Iterator[tuple[Booking, Stretch]]:
    """Yield each occurrence of a series within *window*, in UTC.

    There should be one entry that stands for the whole series, and others that replace one occurrence each. Of
    several of the former the latest version counts; of several such, each, since some programs give every entry the
    same UID. Raises BrokenEntry, ValueError or OverflowError.
    """
    masters = [b for b in bookings if b.replaces is None]
    changes = [b for b in bookings if b.replaces is not None]
    latest = max((b.sequence for b in masters), default=0)
    counted = {(b.start, b.length, b.rules, b.extra): b for b in masters if b.sequence == latest}
    for master in counted.values():
        effort.spend(1 + len(changes))
        yield from _Series(master, _latest([_as_in(master, c) for c in changes])).within(window, effort)
    if not counted:
        yield from (
            found for change in _latest(changes) for found in _if_within(window, change, change.start)
        )


def _latest(changes: Sequence[Booking]) -> list[Booking]:
    """Return the latest version of what replaces each occurrence."""
    found: dict[object, Booking] = {}
    for change in changes:
        key = _key(change.replaces) if change.replaces is not None else None
        if key not in found or found[key].sequence < change.sequence:
            found[key] = change
    return list(found.values())


def _as_in(master: Booking, change: Booking) -> Booking:
    """Return *change* naming the occurrence it replaces as its series does: a day, or a time of day."""
    old = change.replaces
    if old is None or isinstance(old, datetime) == isinstance(master.start, datetime):
        return change
    if isinstance(old, datetime):
        return replace(change, replaces=old.date())
    clock = master.start.timetz() if isinstance(master.start, datetime) else time()
    return replace(change, replaces=datetime.combine(old, clock))


class _Series:
    """One entry with its repetitions, and what replaces single ones."""

    def __init__(self, master: Booking, changes: Sequence[Booking]) -> None:
        self.master = master
        self.changes = changes
        self.replaced = {key for c in changes if c.replaces is not None for key in _keys(c.replaces)}
        self.left_out = {key for when in master.left_out for key in _keys(when)}
        self.days_left_out = {when for when in master.left_out if not isinstance(when, datetime)}
        self.from_then_on = sorted(
            (in_utc(c.replaces, UTC), n) for n, c in enumerate(changes) if c.and_all_after and c.replaces
        )

    def within(self, window: Window, effort: Effort) -> Iterator[tuple[Booking, Stretch]]:
        """Yield what shares a moment with *window*."""
        own_lengths = dict(self.master.extra)
        for when in self._times(window, effort):
            if self._is_replaced_or_left_out(when):
                continue
            booking, start = self._as_changed(when) if self.from_then_on else (self.master, when)
            if size := own_lengths.get(when):
                booking = replace(booking, length=size)
            yield from _if_within(window, booking, start)
        for change in self.changes:
            if change.replaces is None or self.left_out.isdisjoint(_keys(change.replaces)):
                yield from _if_within(window, change, change.start)

    def _times(self, window: Window, effort: Effort) -> Iterator[Moment]:
        """Yield each time the entry names by itself, and those of its rules that may matter in *window*, once."""
        start = self.master.start
        seen: set[Moment] = set()
        rules = [_on_the_clock(rule, self.master) for rule in self.master.rules]
        named = [when for when, _ in self.master.extra]
        if not rules or any(rule.until is None or _wall(start) <= _wall(rule.until) for rule in rules):
            named.insert(0, start)
        zone = start.tzinfo if isinstance(start, datetime) else window.zone
        reach = min(self._reach(), _FURTHEST) + _MARGIN
        first = window.begin.astimezone(zone).replace(tzinfo=None) - reach
        last = window.end.astimezone(zone).replace(tzinfo=None) + reach
        ruled = (_like(start, at) for rule in rules for at in times(rule, _wall(start), first, last, effort))
        for source in (named, ruled):
            for when in source:
                if when not in seen:
                    seen.add(when)
                    yield when

    def _reach(self) -> timedelta:
        """Return how far from its time in the series an occurrence may still be going on."""
        sizes = [self.master.length]
        for change in self.changes:
            if change.and_all_after and change.replaces is not None:
                sizes.append(change.length + abs(in_utc(change.start, UTC) - in_utc(change.replaces, UTC)))
        return max(sizes)

    def _is_replaced_or_left_out(self, when: Moment) -> bool:
        if self.days_left_out and _day(when) in self.days_left_out:
            return True
        if not (self.replaced or self.left_out):
            return False
        keys = _keys(when)
        return not (self.replaced.isdisjoint(keys) and self.left_out.isdisjoint(keys))

    def _as_changed(self, when: Moment) -> tuple[Booking, Moment]:
        """Return what holds for the occurrence, moved as far as the last one that changed all after it."""
        passed = bisect_left(self.from_then_on, (in_utc(when, UTC), -1))
        if not passed:
            return self.master, when
        change = self.changes[self.from_then_on[passed - 1][1]]
        return change, when + (_wall(change.start) - _wall(change.replaces or change.start))


def _if_within(window: Window, booking: Booking, start: Moment) -> Iterator[tuple[Booking, Stretch]]:
    found = _stretch(start, booking.length, window.zone)
    if window.holds(found):
        yield booking, found


def _stretch(start: Moment, length: timedelta, zone: tzinfo) -> Stretch:
    """Return an occurrence in the world: its length is exact, that of whole days is by the calendar."""
    begin = in_utc(start, zone)
    if isinstance(start, datetime) or length % timedelta(days=1):
        return Stretch(begin, begin + length)
    return Stretch(begin, in_utc(start + length, zone))


def _on_the_clock(rule: Rule, master: Booking) -> Rule:
    """Return *rule* with its end on the clock of its entry.

    One that does not say that it is in UTC is taken to be, a day for its first moment: so do the programs that were
    looked at. Where the entry itself names no zone both are on the same clock.
    """
    start, until = master.start, rule.until
    if until is None:
        return rule
    if not isinstance(start, datetime):
        return replace(rule, until=datetime.combine(_day(until), time()))
    if not isinstance(until, datetime):
        until = datetime.combine(until, time())
    if not master.floating:
        until = until.replace(tzinfo=UTC).astimezone(start.tzinfo)
    return replace(rule, until=until.replace(tzinfo=None))


def _day(when: Moment) -> date:
    return when.date() if isinstance(when, datetime) else when


def _wall(when: Moment) -> datetime:
    return when.replace(tzinfo=None) if isinstance(when, datetime) else datetime.combine(when, time())


def _like(start: Moment, at: datetime) -> Moment:
    return at.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else at.date()


def _key(when: Moment) -> object:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def _keys(when: Moment) -> tuple[object, ...]:
    """Return what names an occurrence: the moment, or the time on the clock, since programs mix up the zones."""
    if isinstance(when, datetime):
        return (when.astimezone(UTC).replace(tzinfo=None), when.replace(tzinfo=None))
    return (datetime.combine(when, time()),)
