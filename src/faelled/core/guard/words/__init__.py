"""Word lists as data; where each comes from stands in README.md beside them."""

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the lines of the list *name*, in order, without comments and empty lines."""
    text = (files(__name__) / f"{name}.txt").read_text("utf-8")
    stripped = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


__all__ = ["lines"]
