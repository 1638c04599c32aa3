"""TZID -> zone, by every way of writing a zone's name that calendar programs are known for."""

import functools
import re
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

# Seen in mail and feeds, and in none of the tables.
_ALSO = {
    "cest": "Europe/Copenhagen",
    "europe/denmark": "Europe/Copenhagen",
    "europe/germany": "Europe/Berlin",
}
# What Windows calls zones before its "normaltid", "(sommertid)" or "Standard Time", in Danish and where its
# table of English names leaves something out.
_BEFORE_TIME = {
    **dict.fromkeys(("rom", "romance", "romansk"), "Europe/Copenhagen"),
    **dict.fromkeys(("centraleuropæisk", "centraleuropa", "central european"), "Europe/Copenhagen"),
    **dict.fromkeys(("vesteuropa", "v. europa"), "Europe/Berlin"),
    **dict.fromkeys(("østeuropæisk", "østeuropa", "eastern european"), "Europe/Helsinki"),
    **dict.fromkeys(("greenwich", "gmt"), "Europe/London"),
    **dict.fromkeys(("moskva", "russisk"), "Europe/Moscow"),
    **dict.fromkeys(("grønland",), "America/Nuuk"),
    **dict.fromkeys(("tyrkiet",), "Europe/Istanbul"),
}
_TIME = re.compile(
    r"[\s.,(]+(?:normaltid|standardtid|sommertid|standard time|daylight time|summer time)\)?", re.IGNORECASE
)
# Cities and lands as Windows shows them, where IANA writes another name.
_SHOWN = {
    **dict.fromkeys(("københavn", "kbh"), "Europe/Copenhagen"),
    "bruxelles": "Europe/Brussels",
    "rom": "Europe/Rome",
    "wien": "Europe/Vienna",
    "bern": "Europe/Zurich",
    "beograd": "Europe/Belgrade",
    "prag": "Europe/Prague",
    "warszawa": "Europe/Warsaw",
    "helsingfors": "Europe/Helsinki",
    "athen": "Europe/Athens",
    "bukarest": "Europe/Bucharest",
    "lissabon": "Europe/Lisbon",
    "moskva": "Europe/Moscow",
    "kyjiv": "Europe/Kyiv",
    "grønland": "America/Nuuk",
    "greenland": "America/Nuuk",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "mumbai": "Asia/Kolkata",
    "chennai": "Asia/Kolkata",
    "hanoi": "Asia/Bangkok",
    "canberra": "Australia/Canberra",
    **dict.fromkeys(("eastern time (us & canada)", "eastern time (us and canada)"), "America/New_York"),
    **dict.fromkeys(("østlig tid (usa & canada)", "østlig tid (usa og canada)"), "America/New_York"),
    **dict.fromkeys(("central time (us & canada)", "central time (us and canada)"), "America/Chicago"),
    **dict.fromkeys(("mountain time (us & canada)", "mountain time (us and canada)"), "America/Denver"),
    **dict.fromkeys(("pacific time (us & canada)", "pacific time (us and canada)"), "America/Los_Angeles"),
    "atlantic time (canada)": "America/Halifax",
    "brasília": "America/Sao_Paulo",
    "brasilia": "America/Sao_Paulo",
    **dict.fromkeys(("coordinated universal time", "koordineret universel tid"), "UTC"),
    **dict.fromkeys(("greenwich mean time", "monrovia"), "Africa/Monrovia"),
}
_DISPLAY = re.compile(
    r"\((?:UTC|GMT)(?P<offset>[+-][0-9]{1,2}[:.]?[0-9]{2})?\)(?P<cities>.{1,120})", re.IGNORECASE
)
_FIXED = re.compile(
    r"(?:UTC|GMT)?\s?([+-])([0-9]{2}):?([0-9]{2})|(?:UTC|GMT)\s?([+-])([0-9]{1,2})", re.IGNORECASE
)
_LONGEST_NAME = 200


def _iana() -> set[str]:
    # Some systems keep their own settings among the zones; a stranger's file must not mean our clock by them.
    return zoneinfo.available_timezones() - {"localtime", "posixrules", "Factory"}


@functools.lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return every name of a zone in lower case, with the name IANA writes."""
    return {n.lower(): n for n in _iana()} | _ALSO


@functools.lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    # Imported when it is needed, which is seldom: it comes with the whole of the library, and a third of a second.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.lower(): olson for name, olson in WINDOWS_TO_OLSON.items()}


@functools.lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Return the cities in IANA's names in lower case, with the name; of two alike the European one."""
    near_last = sorted(_iana(), key=lambda n: (n.startswith("Europe/"), n))
    cities = {n.rpartition("/")[2].lower().replace("_", " "): n for n in near_last}
    return cities | _SHOWN


@functools.lru_cache(maxsize=256)
def named(tzid: str) -> tzinfo | None:
    """Return the zone *tzid* names, None when nobody can tell.

    IANA's name, also behind a program's prefix ("/mozilla.org/20050126_1/Europe/Berlin"); Windows' name; the
    name Windows shows ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"); an offset ("GMT+0200").
    """
    name = tzid.strip().strip("\"'").strip().lower().removeprefix("tzid=").replace("\\,", ",")
    if not name or len(name) > _LONGEST_NAME:
        return None
    pieces = name.split("/")
    for tail in (name, "/".join(pieces[-3:]), "/".join(pieces[-2:]), pieces[-1]):
        if tail in _names():
            return zoneinfo.ZoneInfo(_names()[tail])
    if pieces[-1] in _windows():
        return zoneinfo.ZoneInfo(_windows()[pieces[-1]])
    shown = _DISPLAY.fullmatch(name)
    if shown is not None:
        return _displayed(shown)
    return _before_time(name) or _cities_alone(name) or _fixed(name)


def _before_time(name: str) -> tzinfo | None:
    before = _TIME.sub("", name).strip(" .,")
    if before == name:
        return None
    found = _BEFORE_TIME.get(before) or _windows().get(f"{before} standard time")
    return zoneinfo.ZoneInfo(found) if found else None


def _displayed(shown: re.Match[str]) -> tzinfo | None:
    claimed = _fixed(_padded(shown["offset"])) if shown["offset"] else UTC
    for place in _places(shown["cities"]):
        if claimed and _winter(place) == claimed.utcoffset(None):
            return place
    return None


def _cities_alone(name: str) -> tzinfo | None:
    """Return the zone of a list of cities, or of a land's hour, if all that are known keep the same one."""
    found = _places(name)
    if len(found) < 2 and "time (" not in name:
        return None
    return found[0] if len({_winter(place) for place in found}) == 1 else None


def _places(text: str) -> list[zoneinfo.ZoneInfo]:
    names = [_cities().get(city.strip()) for city in re.split("[,;]", text)]
    return [zoneinfo.ZoneInfo(name) for name in names if name]


def _padded(offset: str) -> str:
    digits = re.sub("[:.]", "", offset[1:])
    return f"{offset[0]}{digits:0>4}"


def _winter(zone: zoneinfo.ZoneInfo) -> timedelta:
    """Return the standard offset, which is the one a display name carries all year."""
    offsets = [datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7)]
    return min(offsets)


def _fixed(name: str) -> tzinfo | None:
    found = _FIXED.fullmatch(name)
    if found is None:
        return None
    hours, minutes = int(found[2] or found[5]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if (found[1] or found[4]) == "-" else size)
