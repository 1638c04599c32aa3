"""P9 and the benchmark of step 2: a year of 1,000 recurring events to busy blocks, with and without broken entries.

Beside recurring-ical-events on the whole calendar, in the same run and for the same answer: `./faelled bench busy`.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

Row = tuple[str, str, str]

YEAR = 2026
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
EXCHANGE = """BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
# Nobody can tell this name, so its rules are followed as they stand.
NAMELESS = EXCHANGE.replace("Romance Standard Time", "Customized Time Zone")
BROKEN = (
    "DTSTART:i morgen",
    "DTSTART:20260105T080000Z\nDURATION:-PT1W1D2H3M4S",
    "DTSTART:20260105T080000Z\nRRULE:FREQ=SECONDLY",
    "DTSTART:20260105T080000Z\nRRULE:FREQ=DAILY;UNTIL=2012345",
    "DTSTART:19000101T080000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "DTSTART:20260105T080000Z\nRRULE:FREQ=YEARLY;BYHOUR="
    + ",".join(map(str, range(24)))
    + ";BYMINUTE=0,15,30",
)
RULES = [
    *(f"FREQ=WEEKLY;BYDAY={day}" for day in ("MO", "TU", "WE", "TH", "FR", "MO")),
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=YEARLY",
]  # 60 % weekly, 20 % monthly, 10 % every weekday, 10 % yearly


def main(args: list[str]) -> list[Row]:
    """Measure; args as on the command line."""
    parser = argparse.ArgumentParser(prog="bench.busy", description=__doc__)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--times", type=int, default=3, help="the middle one of so many is told")
    options = parser.parse_args(args)
    rows: list[Row] = []
    kinds = [
        ("Copenhagen TZID", "Europe/Copenhagen", ""),
        ("Exchange's VTIMEZONE", "Romance Standard Time", EXCHANGE),
    ]
    for name, tzid, block in kinds:
        rows += _beside(name, made(options.events, tzid, block), options.times)
    nameless = made(options.events, "Customized Time Zone", NAMELESS)
    rows += _beside("a VTIMEZONE nobody can name", nameless, options.times)
    broken = made(options.events, "Romance Standard Time", EXCHANGE, broken=True)
    rows += _beside("Exchange's VTIMEZONE, and broken entries", broken, options.times)
    return rows + _changed(options.times)


def made(events: int, tzid: str, block: str, *, broken: bool = False, seed: int = 1) -> bytes:
    """Return the calendar of MAIL.md, section 2: recurring events with EXDATEs and moved occurrences."""
    chance = random.Random(seed)
    entries = [_event(number, tzid, chance) for number in range(events)]
    if broken:
        entries += [f"BEGIN:VEVENT\nUID:b{n}\n{lines}\nEND:VEVENT\n" for n, lines in enumerate(BROKEN)]
        chance.shuffle(entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:bench\n{block}{''.join(entries)}END:VCALENDAR\n".encode()


def _event(number: int, tzid: str, chance: random.Random) -> str:
    rule = RULES[number % len(RULES)]
    start = datetime(YEAR - chance.randrange(2), 1, 5, chance.randrange(7, 17), 0, tzinfo=UTC)
    start += timedelta(days=chance.randrange(5) if "BYDAY" not in rule else _to_first(rule, start))
    lines = [
        f"UID:{number}",
        f"SUMMARY:Møde {number}",
        "DESCRIPTION:" + "Dagsorden og referat. " * 10,
        f"DTSTART;TZID={tzid}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={tzid}:{start + timedelta(minutes=chance.choice((30, 60, 90))):%Y%m%dT%H%M%S}",
        f"RRULE:{rule}",
    ]
    if rule.startswith("FREQ=WEEKLY"):
        out, moved = (start + timedelta(weeks=chance.randrange(1, 50)) for _ in range(2))
        lines.append(f"EXDATE;TZID={tzid}:{out:%Y%m%dT%H%M%S}")
        return _entry(lines) + _entry(
            [
                f"UID:{number}",
                f"RECURRENCE-ID;TZID={tzid}:{moved:%Y%m%dT%H%M%S}",
                f"DTSTART;TZID={tzid}:{moved + timedelta(hours=2):%Y%m%dT%H%M%S}",
                f"DTEND;TZID={tzid}:{moved + timedelta(hours=3):%Y%m%dT%H%M%S}",
            ]
        )
    return _entry(lines)


def _to_first(rule: str, start: datetime) -> int:
    days = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4}
    wanted = rule.rpartition("=")[2].split(",")[0]
    return (days[wanted[-2:]] - start.weekday()) % 7


def _entry(lines: list[str]) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def _beside(name: str, content: bytes, times: int) -> list[Row]:
    window = [datetime(YEAR, 1, 1, tzinfo=COPENHAGEN), datetime(YEAR + 1, 1, 1, tzinfo=COPENHAGEN)]
    ours, blocks = _timed(lambda: _ours(content, *window), times)
    theirs, others = _timed(lambda: _theirs(content, *window), 1)
    same = "the same blocks" if blocks == others else f"{len(blocks)} blocks beside {len(others)}"
    told = f"{theirs:.2f} s, {same}" if others else f"no answer after {theirs:.2f} s"
    return [
        (f"a year of recurring events, {name}: faelled", f"{ours:.2f} s, {len(blocks)} blocks", "-"),
        (f"a year of recurring events, {name}: recurring-ical-events", told, "-"),
    ]


def _changed(times: int) -> list[Row]:
    rows: list[Row] = []
    for name, tzid, block in (
        ("Copenhagen TZID", "Europe/Copenhagen", ""),
        ("Exchange", "Romance Standard Time", EXCHANGE),
    ):
        content = made(200, tzid, block, broken=True)
        begin = datetime(YEAR, 9, 1, tzinfo=COPENHAGEN)
        took, _ = _timed(lambda c=content, b=begin: _ours(c, b, b + timedelta(days=120)), times)
        rows.append(
            (f"P9 one changed calendar, 200 recurring and broken ones, {name}", f"{took:.2f} s", "<= 1 s")
        )
    return rows


def _timed(
    work: Callable[[], list[tuple[datetime, datetime]]], times: int
) -> tuple[float, list[tuple[datetime, datetime]]]:
    took, found = [], []
    for _ in range(times):
        began = time.process_time()
        found = work()
        took.append(time.process_time() - began)
    return statistics.median(took), found


def _ours(content: bytes, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    from faelled.core.busy import read

    return [(b.start, b.end) for b in read(content, begin, end, zone=COPENHAGEN).blocks]


def _theirs(content: bytes, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    import icalendar
    import recurring_ical_events

    try:
        events = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(begin, end)
    except Exception as trouble:
        print(f"recurring-ical-events: {type(trouble).__name__}")
        return []
    blocks: list[tuple[datetime, datetime]] = []
    for start, stop in sorted(
        (e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC)) for e in events
    ):
        start, stop = max(start, begin.astimezone(UTC)), min(stop, end.astimezone(UTC))
        if blocks and start <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], stop))
        elif start < stop:
            blocks.append((start, stop))
    return blocks


if __name__ == "__main__":
    for row in main(sys.argv[1:]):
        print("  ".join(row))
