"""Calendar text -> components with their properties, in one pass that any input leaves in time.

Not read with a library, since libraries stop at the first line they do not like, and a stranger's mail must
neither hide the good event behind a bad one nor cost more than one pass over it.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from faelled.core.invitations.values import UnreadableCalendar

LARGEST = 1_000_000  # octets, or characters when the text is decoded already
DEEPEST = 10  # real calendars nest three deep
LONGEST = 2_000  # lines of one component, those of its children not counted

_LINE = re.compile("[^\r\n]+")
_NAME = re.compile(r"[A-Za-z0-9-]+")
# Possessive (*+), so that a line of a megabyte leaves no trail to walk back.
_PARAMETER = re.compile(r';\s*+([A-Za-z0-9-]+)\s*+=\s*+((?:"[^"]*+"|[^";:]++)*+)')


@dataclass(frozen=True, slots=True)
class Property:
    """One content line; parameter names in capitals, quotes taken off, of several values the first."""

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """A BEGIN ... END block; parent is None for the outermost."""

    name: str
    parent: "Component | None"
    properties: list[Property] = field(default_factory=list)
    lines: int = 0

    @property
    def too_long(self) -> bool:
        """Whether there was more in it than an honest program writes."""
        return self.lines > LONGEST

    def all(self, name: str) -> Iterator[Property]:
        """Return every property called *name*."""
        return (p for p in self.properties if p.name == name)

    def first(self, name: str) -> Property | None:
        """Return the first property called *name*: a second one is a mistake or a trick."""
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """Return the raw value of the first property called *name*, or ""."""
        found = self.first(name)
        return found.value if found else ""


def components(data: bytes | str) -> list[Component]:
    """Return every component of *data*, outer before inner, as the file has them.

    A line that is none is left out; a block that is never closed ends with the one around it. Raises
    UnreadableCalendar: too_large, too_deep, or not_a_calendar when nothing begins in it.
    """
    if len(data) > LARGEST:
        raise UnreadableCalendar("too_large")
    found: list[Component] = []
    opened: list[Component] = []
    for line in content_lines(data if isinstance(data, bytes) else _octets(data)):
        read = content_line(line)
        if read is None:
            continue
        if read.name == "BEGIN":
            if len(opened) == DEEPEST:
                raise UnreadableCalendar("too_deep")
            opened.append(Component(read.value.strip().upper(), opened[-1] if opened else None))
            found.append(opened[-1])
        elif read.name == "END":
            _close(opened, read.value.strip().upper())
        elif opened:
            opened[-1].lines += 1
            if not opened[-1].too_long:
                opened[-1].properties.append(read)
    if not found:
        raise UnreadableCalendar("not_a_calendar")
    return found


def content_lines(data: bytes) -> Iterator[str]:
    """Yield the unfolded lines of *data*, in whichever character set and with whichever line ends it came."""
    return _unfolded(_decoded(data))


def _close(opened: list[Component], name: str) -> None:
    """Close the innermost block called *name* with all left open in it; pass over an END without a BEGIN."""
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth].name == name:
            del opened[depth:]
            return


def _octets(text: str) -> bytes:
    # The email package keeps octets it could not read as lone surrogates; so they come back as they were.
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _decoded(data: bytes) -> str:
    # UTF-16 comes from Windows programs, with a mark or seen by the zeros beside its first letters;
    # what is not UTF-8 is taken for the old Western set, where every octet but five is a letter.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le", "replace")
    if data[:1] == b"\0":
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unfolded(text: str) -> Iterator[str]:
    """Yield the content lines: CRLF, LF or CR ends one, a blank at the start continues the one before.

    Never str.splitlines: it also breaks at U+2028 and others, which are ordinary letters inside a value.
    """
    pieces: list[str] = []
    for found in _LINE.finditer(text):
        line = found[0].replace("\0", "")
        if not line.strip() or line == "\ufeff":
            continue
        if line[0] in " \t" and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield "".join(pieces)
        pieces = [line.removeprefix("\ufeff")]
    if pieces:
        yield "".join(pieces)


def content_line(line: str) -> Property | None:
    """Return what one unfolded line says, None when it is no property."""
    line = line.lstrip()
    name = _NAME.match(line)
    if name is None:
        return None
    parameters: dict[str, str] = {}
    at = name.end()
    while found := _PARAMETER.match(line, at):
        first = found[2]
        if first.startswith('"'):
            first = first.split('"')[1]
        elif found[1].upper() != "TZID":  # which holds one name, and of some programs its commas
            first = first.split(",", 1)[0]
        parameters.setdefault(found[1].upper(), first.strip())
        at = found.end()
    colon = line.find(":", at)
    if colon < 0:
        return None
    return Property(name[0].upper(), parameters, line[colon + 1 :])
