"""What a call in the child may cost, how it can end badly, and how parent and child write to each other.

A request is two lengths, a head in JSON and the outside data as it came; an answer is one length and JSON. Never
pickle: a child that outside data has taken over may then tell lies, but it cannot make its parent do anything.
"""

import json
import struct
from dataclasses import dataclass
from typing import Any

REQUEST = struct.Struct(">II")
ANSWER = struct.Struct(">I")
LARGEST_ANSWER = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call may cost.

    cpu: seconds of processor time. memory: bytes the child may have, the Python it runs in included (about 20 MB).
    wall: seconds on the clock before the parent gives up, for a child that sleeps or a machine that is too busy.
    """

    cpu: float = 2.0
    memory: int = 300 * 1024 * 1024
    wall: float = 30.0


class TooCostly(Exception):
    """The call met one of its bounds. what: time, memory or size."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Raised(Exception):
    """The function raised something. what: the name of its class, never its words, which may hold content."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class ChildEnded(Exception):
    """The child died and nobody knows why; the same call may well go through later."""


def packed(value: Any) -> bytes:
    """Return *value* as JSON. Half characters pass, since outside text may hold them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> Any:
    """Return what *packed* was given. Raises ValueError for anything else."""
    return json.loads(data.decode("utf-8", "surrogatepass"))
