"""Our text -> content lines that nobody's name, place or note can break or add to."""

import re
from collections.abc import Iterable

_OCTETS = 75  # RFC 5545, section 3.1; the line end is not counted

# Everything some program, somewhere, takes for the end of a line.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return *text* with \\n as its only line end and without control characters; a tab stays."""
    one_end = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _CONTROLS.sub("", one_end))


def clean_line(text: str) -> str:
    """Return *text* as one line, its white space folded."""
    return " ".join(clean(text).split())


def escaped(text: str) -> str:
    """Return a TEXT value. Source: RFC 5545, section 3.3.11."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def quoted(text: str) -> str:
    """Return a parameter value in quotes.

    A quotation mark becomes an apostrophe, since most programs show the escape that exists for it (RFC 6868)
    as it stands; the caret that begins those escapes is doubled, since others would read one into the name. A
    backslash means nothing here, but some take it for an escape all the same, so it becomes a slash.
    """
    return '"' + clean_line(text).replace('"', "'").replace("\\", "/").replace("^", "^^") + '"'


def document(lines: Iterable[str]) -> bytes:
    """Return the folded lines in UTF-8, CRLF after each."""
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    rows: list[str] = []
    while True:
        room = _OCTETS - 1 if rows else _OCTETS
        cut = _cut(line, room)
        rows.append(line[:cut])
        line = line[cut:]
        if not line:
            return "\r\n ".join(rows).encode() + b"\r\n"


def _cut(line: str, room: int) -> int:
    """Return how many characters of *line* fit into *room* octets.

    Never in the middle of a character's octets, and where it can be helped never beside a blank: a blank at
    the end of a row is taken off by some mail servers, one at the start by some calendars. Nor inside an
    escape, which some programs undo before they unfold.
    """
    fits = used = 0
    for letter in line[:room]:
        used += len(letter.encode())
        if used > room:
            break
        fits += 1
    if fits == len(line):
        return fits
    for cut in range(fits, fits // 2, -1):
        if not (line[cut - 1].isspace() or line[cut].isspace() or line[cut - 1] == "\\"):
            return cut
    return fits
