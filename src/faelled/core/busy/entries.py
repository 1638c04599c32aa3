"""Calendar text -> its entries, holding only the lines that say when; titles and places are not kept even here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from faelled.core.busy.values import BrokenEntry, Reason
from faelled.core.invitations.components import Component, Property, content_line, content_lines

LARGEST = 6_000_000  # octets; what is fetched is at most 5 MB
MOST_LINES = 200_000  # a real calendar of 5 MB has 125,000
MOST_ENTRIES = 20_000
LONGEST_LINE = 60_000  # characters; a year of EXDATEs is 6,000
MOST_LINES_OF_AN_ENTRY = 3_000
_DEEPEST = 30

_OUTER = frozenset({"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT"})
ENTRIES = frozenset({"VEVENT", "VFREEBUSY"})
_KEPT = frozenset(
    {
        *("BEGIN", "END", "METHOD", "X-WR-TIMEZONE", "TZID", "TZOFFSETFROM", "TZOFFSETTO"),
        *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"),
        *("SEQUENCE", "STATUS", "TRANSP", "FREEBUSY"),
        *("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"),
    }
)


@dataclass(slots=True)
class File:
    """What was found: entries in the order of the file, and the zones it defines with their rules."""

    entries: list[Component] = field(default_factory=list)
    zones: list[tuple[Component, list[Component]]] = field(default_factory=list)
    calendars: int = 0
    whole: bool = True


def entries(content: bytes, *, people: bool = False) -> File:
    """Return what *content* holds; a broken line is passed over. Raises BrokenEntry for what is no calendar.

    people: keep who is invited, too.
    """
    kept = _KEPT | {"ATTENDEE"} if people else _KEPT
    if len(content) > LARGEST:
        raise BrokenEntry(Reason.TOO_LARGE)
    found = File()
    opened: list[Component] = []
    too_deep = 0
    for number, line in enumerate(content_lines(content)):
        if number >= MOST_LINES or len(found.entries) > MOST_ENTRIES:
            found.whole = False
            break
        name = _name(line)
        if name not in kept:
            continue
        if name == "BEGIN":
            if len(opened) == _DEEPEST:
                too_deep += 1
                continue
            opened.append(Component(_value(line), opened[-1] if opened else None))
            _note(found, opened[-1])
        elif name == "END":
            if too_deep:
                too_deep -= 1
            else:
                _close(opened, _value(line))
        elif opened:
            _keep(opened[-1], line)
    if not (found.calendars or found.entries):
        raise BrokenEntry(Reason.NOT_A_CALENDAR)
    return found


def calendar_of(entry: Component) -> Component | None:
    """Return the VCALENDAR around *entry*."""
    around = entry.parent
    while around is not None and around.name != "VCALENDAR":
        around = around.parent
    return around


def lines_of(entry: Component, name: str) -> Iterator[str]:
    """Return the values of every line called *name*."""
    return (p.value.strip() for p in entry.all(name))


def _name(line: str) -> str:
    # 32 characters hold the longest name that is kept.
    head = line[:32].lstrip()
    for end, letter in enumerate(head):
        if letter in ":;":
            return head[:end].upper()
    return ""


def _value(line: str) -> str:
    return line.partition(":")[2][:40].strip().upper()


def _note(found: File, begun: Component) -> None:
    if begun.name in ENTRIES:
        found.entries.append(begun)
    elif begun.name == "VTIMEZONE":
        found.zones.append((begun, []))
    elif begun.name == "VCALENDAR":
        found.calendars += 1
    elif begun.name in _OUTER and begun.parent is not None and found.zones:
        block, rules = found.zones[-1]
        if block is begun.parent:
            rules.append(begun)


def _close(opened: list[Component], name: str) -> None:
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth].name == name:
            del opened[depth:]
            return


def _keep(component: Component, line: str) -> None:
    if component.name not in ENTRIES and component.name not in _OUTER:
        return
    component.lines += 1
    if component.lines > MOST_LINES_OF_AN_ENTRY:
        return
    if len(line) > LONGEST_LINE:
        component.lines = MOST_LINES_OF_AN_ENTRY + 1
        return
    read = content_line(line)
    if read is not None:
        component.properties.append(_with_whole_zone(read))


def _with_whole_zone(read: Property) -> Property:
    """Return a time whose zone has a colon in its name, without quotes: "TZID=tzone://Microsoft/Custom:2026..."."""
    name, colon, value = read.value.rpartition(":")
    if not colon or "TZID" not in read.parameters or not value[:8].isdecimal():
        return read
    tzid = f"{read.parameters['TZID']}:{name}"
    return Property(read.name, {**read.parameters, "TZID": tzid}, value)


def too_long(entry: Component) -> bool:
    """Whether something of *entry* was left out for its length."""
    return entry.lines > MOST_LINES_OF_AN_ENTRY
