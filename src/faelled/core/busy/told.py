"""Busy blocks as plain data and back, so that a calendar can be read in another process."""

import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faelled.core.busy.reading import read
from faelled.core.busy.values import Busy, Reason, State, Unreadable
from faelled.core.days import Stretch


def told(content: bytes, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what read() says, as plain data.

    asked: "from" and "to", ISO times with their offset; "zone", an IANA name; "owner", an address or "".
    """
    begin, end = (datetime.fromisoformat(asked[name]) for name in ("from", "to"))
    return plain(
        read(content, begin, end, zone=zoneinfo.ZoneInfo(asked["zone"]), owner=asked.get("owner", ""))
    )


def plain(busy: Busy) -> dict[str, Any]:
    """Return *busy* as JSON can hold it; the docstring of __main__ tells the shape."""
    return {
        "busy": [[block.start.isoformat(), block.end.isoformat()] for block in busy.blocks],
        "unreadable": [{"entry": one.entry, "reason": one.reason.value} for one in busy.unreadable],
        "zones_guessed": list(busy.zones_guessed),
        "state": busy.state.value,
    }


def heard(said: Mapping[str, Any]) -> Busy:
    """Return what plain() was given."""
    return Busy(
        tuple(Stretch(*(datetime.fromisoformat(when) for when in block)) for block in said["busy"]),
        tuple(Unreadable(one["entry"], Reason(one["reason"])) for one in said["unreadable"]),
        tuple(said["zones_guessed"]),
        State(said["state"]),
    )
