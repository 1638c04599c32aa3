"""TZID -> zone, by every way of writing a zone's name that calendar programs are known for."""

import functools
import re
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# The time zones of Windows in Danish, and abbreviations that name an offset rather than a place: seen as TZID in
# mail from Danish Outlook; none of them is in the tables of the libraries.
_ALSO = {
    "rom. normaltid": "Europe/Copenhagen",
    "romance, normaltid": "Europe/Copenhagen",
    "romance standardtid": "Europe/Copenhagen",
    "vesteuropa, normaltid": "Europe/Berlin",
    "vesteuropæisk normaltid": "Europe/Berlin",
    "cest": "Europe/Copenhagen",
    "københavn": "Europe/Copenhagen",
    "z": "UTC",
}
_DISPLAY = re.compile(
    r"\((?:UTC|GMT)(?P<offset>[+-][0-9]{1,2}[:.][0-9]{2})?\)(?P<cities>.{1,120})", re.IGNORECASE
)
_FIXED = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{2}):?([0-9]{2})", re.IGNORECASE)
_LONGEST_NAME = 200


@functools.lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Return IANA's names and the cities in them, in lower case, with the name as IANA writes it."""
    names = sorted(n for n in zoneinfo.available_timezones() if not n.startswith(("posix/", "right/")))
    cities = {n.rpartition("/")[2].lower().replace("_", " "): n for n in names if n.startswith("Europe/")}
    windows = {name.lower(): olson for name, olson in WINDOWS_TO_OLSON.items()}
    return cities | windows | {n.lower(): n for n in names} | _ALSO


def named(tzid: str) -> tzinfo | None:
    """Return the zone *tzid* names, None when nobody can tell.

    In this order: IANA's name, one with a program's prefix before it ("/mozilla.org/20050126_1/Europe/Berlin"),
    the name in Windows, the name Windows shows ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"), an offset.
    """
    name = tzid.strip().strip("\"'").strip().lower()
    if not name or len(name) > _LONGEST_NAME:
        return None
    pieces = name.split("/")
    for tail in (name, "/".join(pieces[-3:]), "/".join(pieces[-2:]), pieces[-1]):
        if tail in _places():
            return zoneinfo.ZoneInfo(_places()[tail])
    return _displayed(name) or _fixed(name)


def _displayed(name: str) -> tzinfo | None:
    shown = _DISPLAY.fullmatch(name)
    if shown is None:
        return None
    claimed = _fixed(_padded(shown["offset"])) if shown["offset"] else UTC
    for city in shown["cities"].split(","):
        place = _places().get(city.strip())
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
