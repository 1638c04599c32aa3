"""A calendar's bytes -> its owner's busy blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from faelled.core.busy.bookings import Booking
from faelled.core.busy.entries import entries
from faelled.core.busy.expanding import Window, occurrences
from faelled.core.busy.repeating import Effort
from faelled.core.busy.understanding import booking, told_busy
from faelled.core.busy.values import BrokenEntry, Busy, Reason, State, Unreadable
from faelled.core.busy.zones import Zones
from faelled.core.days import Stretch
from faelled.core.invitations.components import Component


@dataclass
class Found:
    """What an owner's calendar holds, before anything is expanded."""

    zones: Zones
    series: dict[str, list[Booking]] = field(default_factory=dict)
    told: list[Stretch] = field(default_factory=list)
    entries: int = 0
    good: int = 0
    whole: bool = True
    unreadable: dict[int, Reason] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """What the calendar as a whole is worth."""
        if self.whole and not self.entries:
            return State.EMPTY
        return State.READ if self.whole and self.good > 0 else State.UNREADABLE


def read(content: bytes, begin: datetime, end: datetime, *, zone: tzinfo, owner: str = "") -> Busy:
    """Return when the owner of the calendar *content* is busy between *begin* and *end*.

    Never raises for anything in *content*; what is broken in it is counted, and hides nothing else.
    begin, end: aware. zone: the owner's, for whole days and for times whose zone nobody can tell.
    owner: the owner's mail address; with it, what they have declined is free.
    """
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    try:
        found = look(content, zone, owner)
    except BrokenEntry as trouble:
        return Busy((), (Unreadable(0, trouble.reason),), (), State.UNREADABLE)
    busy = [*found.told, *(stretch for one, stretch in expanded(found, Window(begin, end, zone)) if one.busy)]
    if not found.whole:
        found.unreadable[0] = Reason.TOO_LARGE
    broken = [Unreadable(number, reason) for number, reason in sorted(found.unreadable.items())]
    return Busy(merged(busy, begin, end), tuple(broken), tuple(found.zones.guessed), found.state)


def look(content: bytes, zone: tzinfo, owner: str = "") -> Found:
    """Return what is in *content*. Raises BrokenEntry when it is no calendar."""
    file = entries(content, people=bool(owner))
    found = Found(Zones(file, zone), entries=len(file.entries), whole=file.whole)
    for number, entry in enumerate(file.entries, 1):
        trouble = _take(found, number, entry, zone, owner)
        if trouble is not None:
            found.unreadable[number] = trouble
    return found


def _take(found: Found, number: int, entry: Component, zone: tzinfo, owner: str) -> Reason | None:
    try:
        if entry.name == "VFREEBUSY":
            told, trouble = told_busy(entry, found.zones, zone)
            found.told += told
        else:
            one, trouble = booking(number, entry, found.zones, owner=owner)
            found.series.setdefault(one.series, []).append(one)
    except BrokenEntry as broken:
        return broken.reason
    except (ValueError, OverflowError):
        return Reason.NOT_UNDERSTOOD
    found.good += 1
    return trouble


def expanded(found: Found, window: Window) -> Iterator[tuple[Booking, Stretch]]:
    """Yield every occurrence of what was found, busy or free; a series that cannot be followed is noted."""
    effort = Effort()
    for series in found.series.values():
        effort.begin()
        try:
            yield from list(occurrences(series, window, effort))
        except BrokenEntry as trouble:
            _note(found, series, trouble.reason)
        except (ValueError, OverflowError):
            _note(found, series, Reason.NOT_UNDERSTOOD)
    found.whole = found.whole and effort.all >= 0


def _note(found: Found, series: Iterable[Booking], reason: Reason) -> None:
    for one in series:
        found.good -= one.number not in found.unreadable
        found.unreadable[one.number] = reason


def merged(stretches: Iterable[Stretch], begin: datetime, end: datetime) -> tuple[Stretch, ...]:
    """Return what *stretches* cover of [begin, end): in order, overlapping and touching ones as one."""
    blocks: list[Stretch] = []
    for one in sorted(stretches, key=lambda s: s.start):
        start, stop = max(one.start, begin), min(one.end, end)
        if start >= stop:
            continue
        if blocks and start <= blocks[-1].end:
            blocks[-1] = Stretch(blocks[-1].start, max(blocks[-1].end, stop))
        else:
            blocks.append(Stretch(start, stop))
    return tuple(blocks)
