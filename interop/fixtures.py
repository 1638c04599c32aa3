"""What real programs wrote to Fælled, kept as samples: without the lines of the road, without this machine's names."""

import re
from pathlib import Path

_OF_THE_ROAD = re.compile(
    rb"^(?:Return-Path|Delivered-To|Received|X-Original-To):[^\n]*\n(?:[ \t][^\n]*\n)*", re.I | re.M
)


def sanitised(raw: bytes, origin: str) -> bytes:
    """Return a mail as its program wrote it; links to this installation lead to the invented domain instead."""
    head, gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = _OF_THE_ROAD.sub(b"", head + b"\n").rstrip(b"\n")
    return (head + gap + body).replace(origin.encode(), b"https://faelled.example")


def keep(raw: bytes, place: Path, origin: str) -> str:
    """Write a sanitised mail; returns its name beside the report."""
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(sanitised(raw, origin))
    return f"{place.parent.name}/{place.name}"
