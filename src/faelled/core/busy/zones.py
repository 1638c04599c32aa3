"""Which zone a time of the file is in; where nobody can tell, the owner's, and it is told."""

import zoneinfo
from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from faelled.core.busy.entries import File, calendar_of
from faelled.core.busy.values import BrokenEntry, Reason
from faelled.core.invitations.components import Component
from faelled.core.invitations.contentlines import clean_line
from faelled.core.invitations.observances import NotUnderstood, OwnZone
from faelled.core.invitations.zones import named

_MOST_ZONES = 300
_MOST_DATES = 20_000
_LONGEST_SHOWN = 60
# IANA keeps these names as fixed offsets; a file that defines them itself means New York and the others.
_FIXED_NAMES = frozenset({"EST", "MST", "HST"})


class OwnClock(tzinfo):
    """A VTIMEZONE as a zone to calculate with; asked for one moment after another, it remembers each year."""

    def __init__(self, own: OwnZone) -> None:
        self._year = lru_cache(maxsize=400)(own.year)

    def utcoffset(self, when: datetime | None) -> timedelta:
        """Return the offset in force; a time that the clocks skip or show twice has the one before."""
        if when is None:
            return timedelta()
        local = when.replace(tzinfo=None)
        onsets, offsets = self._year(local.year)
        return offsets[bisect_right(onsets, local)]

    def dst(self, when: datetime | None) -> timedelta:
        """Return nothing: whether an offset is the summer's is no matter here."""
        return timedelta()

    def tzname(self, when: datetime | None) -> str | None:
        """Return no name, as the file's own is nobody else's."""
        return None


class Zones:
    """The zones of one file.

    Source of the order: MAIL's measurements of names that programs write. guessed: those nobody could tell.
    """

    def __init__(self, file: File, owners: tzinfo) -> None:
        self._owners = owners
        self._own = _own_zones(file)
        self._found: dict[str, tzinfo | None] = {}
        self._calendars: dict[int, tzinfo | None] = {}
        self.guessed: dict[str, None] = {}
        self._dates_left = _MOST_DATES

    def take_date(self) -> None:
        """Count one of the dates that are listed in the file. Raises BrokenEntry when there are too many."""
        self._dates_left -= 1
        if self._dates_left < 0:
            raise BrokenEntry(Reason.TOO_MANY)

    def of(self, tzid: str, entry: Component) -> tzinfo:
        """Return the zone *tzid* means in *entry*."""
        if tzid not in self._found and len(self._found) < _MOST_ZONES:
            self._found[tzid] = self._resolved(tzid)
        found = self._found.get(tzid) or self.calendars(entry)
        if found is None:
            if len(self.guessed) < _MOST_ZONES:
                self.guessed[clean_line(tzid)[:_LONGEST_SHOWN]] = None
            return self._owners
        return found

    def calendars(self, entry: Component) -> tzinfo | None:
        """Return the zone the whole calendar around *entry* is said to be in (X-WR-TIMEZONE), if any."""
        calendar = calendar_of(entry)
        if calendar is None:
            return None
        if id(calendar) not in self._calendars:
            name = calendar.value("X-WR-TIMEZONE").strip()
            self._calendars[id(calendar)] = self._resolved(name) if name else None
        return self._calendars[id(calendar)]

    def floating(self, entry: Component) -> tzinfo:
        """Return the zone of a time that names none: wherever its owner is."""
        return self.calendars(entry) or self._owners

    def _resolved(self, tzid: str) -> tzinfo | None:
        known, own = named(tzid), self._own.get(_plain(tzid))
        if own is not None and _is_fixed(known):
            return own
        return known or own


def _own_zones(file: File) -> dict[str, OwnClock]:
    found: dict[str, OwnClock] = {}
    for block, rules in file.zones[:_MOST_ZONES]:
        names = [_plain(p.value) for p in block.all("TZID")]
        if all(n in found for n in names):
            continue
        try:
            clock = OwnClock(OwnZone(block, rules))
        except NotUnderstood:
            continue
        for name in names:
            found.setdefault(name, clock)
    return found


def _is_fixed(zone: tzinfo | None) -> bool:
    if isinstance(zone, zoneinfo.ZoneInfo):
        return zone.key in _FIXED_NAMES
    return isinstance(zone, timezone) and zone is not UTC


def _plain(tzid: str) -> str:
    return tzid.replace("\\,", ",").replace("\\;", ";").strip().strip("\"'").strip().lower()
