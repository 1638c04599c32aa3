"""TZID -> zone, by every way of writing a zone's name that calendar programs are known for."""

import functools
import re
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# Seen in mail and feeds from Danish Windows, and in none of the tables: its name for Copenhagen's zone, and
# the summer half of "CET".
_ALSO = {"rom. normaltid": "Europe/Copenhagen", "cest": "Europe/Copenhagen"}
_DISPLAY = re.compile(
    r"\((?:UTC|GMT)(?P<offset>[+-][0-9]{1,2}[:.][0-9]{2})?\)(?P<cities>.{1,120})", re.IGNORECASE
)
_FIXED = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{2}):?([0-9]{2})", re.IGNORECASE)
_LONGEST_NAME = 200


def _iana() -> set[str]:
    # Some systems keep their own settings among the zones; a stranger's file must not mean our clock by them.
    return zoneinfo.available_timezones() - {"localtime", "posixrules", "Factory"}


@functools.lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return every name of a zone in lower case, with the name IANA writes."""
    windows = {name.lower(): olson for name, olson in WINDOWS_TO_OLSON.items()}
    return windows | {n.lower(): n for n in _iana()} | _ALSO


@functools.lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Return the cities in IANA's names in lower case, with the name; of two alike the European one."""
    near_last = sorted(_iana(), key=lambda n: (n.startswith("Europe/"), n))
    cities = {n.rpartition("/")[2].lower().replace("_", " "): n for n in near_last}
    return cities | {"københavn": "Europe/Copenhagen"}


@functools.lru_cache(maxsize=256)
def named(tzid: str) -> tzinfo | None:
    """Return the zone *tzid* names, None when nobody can tell.

    IANA's name, also behind a program's prefix ("/mozilla.org/20050126_1/Europe/Berlin"); Windows' name; the
    name Windows shows ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"); an offset ("GMT+0200").
    """
    name = tzid.strip().strip("\"'").strip().lower()
    if not name or len(name) > _LONGEST_NAME:
        return None
    pieces = name.split("/")
    for tail in (name, "/".join(pieces[-3:]), "/".join(pieces[-2:]), pieces[-1]):
        if tail in _names():
            return zoneinfo.ZoneInfo(_names()[tail])
    return _displayed(name) or _fixed(name)


def _displayed(name: str) -> tzinfo | None:
    shown = _DISPLAY.fullmatch(name)
    if shown is None:
        return None
    claimed = _fixed(_padded(shown["offset"])) if shown["offset"] else UTC
    for city in shown["cities"].split(","):
        place = _cities().get(city.strip())
        if place and claimed and _winter(zoneinfo.ZoneInfo(place)) == claimed.utcoffset(None):
            return zoneinfo.ZoneInfo(place)
    return None


def _padded(offset: str) -> str:
    sign, hours, minutes = offset[0], *re.split("[:.]", offset[1:])
    return f"{sign}{int(hours):02}{minutes}"


def _winter(zone: zoneinfo.ZoneInfo) -> timedelta:
    """Return the standard offset, which is the one a display name carries all year."""
    offsets = [datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7)]
    return min(offsets)


def _fixed(name: str) -> tzinfo | None:
    found = _FIXED.fullmatch(name)
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-size if found[1] == "-" else size)
