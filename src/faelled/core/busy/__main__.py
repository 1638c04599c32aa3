"""python -m faelled.core.busy FILE.ics --from DATE --to DATE [--zone ZONE] [--owner ADDRESS]: busy blocks as JSON.

DATE is a day in ZONE (Europe/Copenhagen unless said); --to is the day after the last. What is printed:

    {"busy": [["2026-12-03T12:00:00+00:00", "2026-12-03T14:00:00+00:00"], ...],
     "unreadable": [{"entry": 3, "reason": "sub_daily"}, ...],
     "zones_guessed": ["Customized Time Zone", ...],
     "state": "read"}

busy: [start, end) in UTC, in order, neither overlapping nor touching.
unreadable: entries that are missing in it, wholly or in part, by their number in the file from 1; 0 is the file itself.
zones_guessed: names of zones nobody could tell, whose times were taken for ZONE's.
state: "read"; "empty" (no entry at all) and "unreadable" mean that nobody knows whether the rest of the time is free.
The exit code is 0 whatever is in the file, and 2 when it cannot be opened.
"""

import argparse
import json
import sys
import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TextIO

from faelled.core.busy.reading import read
from faelled.core.busy.told import plain
from faelled.core.days import HOME

_WRONG = 2
_MOST_DAYS = 3660
_YEARS = range(1900, 2200)


def main(args: Sequence[str], out: TextIO, trouble: TextIO) -> int:
    """Read the file that *args* name, print what it says, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m faelled.core.busy", description="Print when a calendar's owner is busy, as JSON."
    )
    parser.add_argument("file", type=Path, help="an iCalendar file")
    parser.add_argument("--from", dest="begin", type=_day, required=True, metavar="DATE", help="first day")
    parser.add_argument(
        "--to", dest="end", type=_day, required=True, metavar="DATE", help="the day after the last"
    )
    parser.add_argument("--zone", type=_zone, default=HOME, help="the owner's zone (Europe/Copenhagen)")
    parser.add_argument("--owner", default="", metavar="ADDRESS", help="what this address declined is free")
    asked = parser.parse_args(args)
    if not 0 < (asked.end - asked.begin).days <= _MOST_DAYS:
        print(f"--to must be after --from, by at most {_MOST_DAYS} days.", file=trouble)
        return _WRONG
    try:
        content = asked.file.read_bytes()
    except OSError as error:
        print(f"{asked.file} cannot be opened: {error.strerror}.", file=trouble)
        return _WRONG
    begin, end = (datetime.combine(day, time(), asked.zone) for day in (asked.begin, asked.end))
    busy = read(content, begin, end, zone=asked.zone, owner=asked.owner)
    print(json.dumps(plain(busy), ensure_ascii=False, indent=1), file=out)
    return 0


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-12-03") from None
    if day.year not in _YEARS:
        raise argparse.ArgumentTypeError(f"{text} is not between {_YEARS[0]} and {_YEARS[-1]}")
    return day


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"{name!r} is not a zone such as Europe/Copenhagen") from None


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:], sys.stdout, sys.stderr))
