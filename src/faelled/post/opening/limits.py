"""A look at the raw bytes before the mail parser gets them.

The parser recurses once per nested part and keeps every line and every header field as an object, so a
small mail can cost it a great deal: 3,000 nested parts end in a RecursionError, 100,000 empty ones take
seconds. This scan walks over the bytes once, finds the parts where the parser would find them, and refuses
what is beyond the limits.
"""

import re
from email.message import Message

from faelled.post.opening.letter import CannotOpen, Limits

_BOUNDARY_LINE = re.compile(rb"^--[^\n]+$", re.M)

# What the standard parser takes for a header line; the first line that is none ends the header.
_HEADER = re.compile(rb"(?:From [^\n]*(?:\n|\Z)|[!-9;-~]*:[^\n]*(?:\n|\Z)|[ \t][^\n]*(?:\n|\Z))*+")
_FIELD = re.compile(rb"^[^ \t\n][^\n]*(?:\n[ \t][^\n]*)*", re.M)
_CONTENT_TYPE = re.compile(rb"content-type[ \t]*:", re.I)

# The parser takes parameters apart in quadratic time; no honest field has so many.
_WITH_PARAMETERS = re.compile(rb"content-(?:type|disposition)[ \t]*:", re.I)
_MOST_PARAMETERS = 64


def check(raw: bytes, limits: Limits) -> None:
    """Raise CannotOpen unless *raw* is within *limits*."""
    if len(raw) > limits.size:
        raise CannotOpen("too_large")
    data = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if data.count(b"\n") > limits.lines:
        raise CannotOpen("too_large")
    _Scan(data, limits).run()


class _Multipart:
    """A multipart that is open where the scan stands."""

    def __init__(self, boundary: bytes, digest: bool, messages: int) -> None:
        self.boundary = boundary
        self.default = "message/rfc822" if digest else "text/plain"
        self.messages = messages


class _Scan:
    """The walk: the multiparts that are open, and how many parts have been met."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        self.open: list[_Multipart] = []
        self.parts = 0

    def run(self) -> None:
        at = self._part(0, messages=0, default="text/plain")
        while (found := _BOUNDARY_LINE.search(self.data, at)) is not None:
            at = min(found.end() + 1, len(self.data))
            line = found[0][2:].rstrip()
            if (level := self._level(line)) is not None:
                del self.open[level + 1 :]
                outer = self.open[level]
                at = self._part(at, messages=outer.messages, default=outer.default)
            elif line.endswith(b"--") and (level := self._level(line[:-2])) is not None:
                del self.open[level:]

    def _level(self, boundary: bytes) -> int | None:
        # As in the parser, a boundary of an outer multipart ends all that is open inside it.
        for level in range(len(self.open) - 1, -1, -1):
            if self.open[level].boundary == boundary:
                return level
        return None

    def _part(self, at: int, *, messages: int, default: str) -> int:
        """Read the header of the part at *at*, and of a message inside it; return where the body begins."""
        while True:
            self._count(1)
            header = _HEADER.match(self.data, at)
            assert header is not None, "the pattern also matches nothing"  # noqa: S101
            if header.end() - at > self.limits.headers:
                raise CannotOpen("header_too_long")
            kind, boundary = self._fields(header[0], default)
            at = header.end() + self.data.startswith(b"\n", header.end())
            if kind.startswith("multipart/") and boundary:
                self.open.append(_Multipart(boundary, kind == "multipart/digest", messages))
            messages += kind.startswith("message/")
            if len(self.open) + messages > self.limits.depth:
                raise CannotOpen("too_deep")
            if kind == "message/delivery-status":
                self._count(self.data.count(b"\n\n", at, self._end_of_part(at)))
            if not kind.startswith("message/") or kind == "message/delivery-status":
                return at
            default = "text/plain"

    def _count(self, parts: int) -> None:
        self.parts += parts
        if self.parts > self.limits.parts:
            raise CannotOpen("too_many_parts")

    def _end_of_part(self, at: int) -> int:
        end = self.data.find(b"\n--" + self.open[-1].boundary, at) if self.open else -1
        return len(self.data) if end < 0 else end

    def _fields(self, header: bytes, default: str) -> tuple[str, bytes]:
        """Return the content type and the boundary, which is empty where there is none."""
        content_type = None
        for field in _FIELD.finditer(header):
            if field.end() - field.start() > self.limits.header:
                raise CannotOpen("header_too_long")
            if _WITH_PARAMETERS.match(field[0]) and field[0].count(b";") > _MOST_PARAMETERS:
                raise CannotOpen("header_too_long")
            if content_type is None and _CONTENT_TYPE.match(field[0]):
                content_type = field[0].split(b":", 1)[1]
        if content_type is None:
            return default, b""
        # Asked of the parser's own class, so that both see the same type and the same boundary.
        alone = Message()
        alone["Content-Type"] = content_type.decode("ascii", "replace").strip()
        boundary = alone.get_boundary("") or ""
        return alone.get_content_type(), boundary.encode("ascii", "replace").rstrip()
