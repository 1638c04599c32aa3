"""Word lists as data; where each comes from stands in README.md beside them."""

import re
from functools import cache
from importlib.resources import files

COMMENT = re.compile(r"#.*")


class Listing:
    """A long list, sorted, kept as one stretch of bytes: a tenth of the memory of a set of strings."""

    def __init__(self, lines: bytes) -> None:
        """lines: one entry a line, in the order of their bytes."""
        self._lines = lines

    def __contains__(self, word: str) -> bool:
        key = word.encode("utf-8", "surrogatepass")
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find(b"\n", start)
            entry = self._lines[start:end]
            if entry == key:
                return True
            low, high = (end + 1, high) if entry < key else (low, start)
        return False


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the lines of the list *name*, in order, without comments and empty lines."""
    text = (files(__name__) / f"{name}.txt").read_text("utf-8")
    return tuple(line for line in map(str.strip, COMMENT.sub("", text).splitlines()) if line)


@cache
def listing(name: str) -> Listing:
    """Return the long list *name*, which holds nothing but its sorted entries."""
    return Listing((files(__name__) / f"{name}.txt").read_bytes())


__all__ = ["Listing", "lines", "listing"]
