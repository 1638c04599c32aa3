"""R20: sixty calendars made to cost more than they should, each answered in a process of its own, measured.

Each holds one good entry; it must come out unless the file as a whole is refused.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.test_busy import GOOD, calendar, event

SECONDS = 1.0
MEGABYTES = 100
START = "DTSTART:20260105T080000Z\nDURATION:PT1H"
OLD = "DTSTART:16010101T080000Z\nDURATION:PT1H"
ALL_DAYS = ",".join(str(n) for n in range(1, 32))
ALL_HOURS = ",".join(str(n) for n in range(24))
ALL_MINUTES = ",".join(str(n) for n in range(60))
YEAR_DAYS = ",".join(str(n) for n in range(1, 367))


def one(lines: str) -> Callable[[], bytes]:
    return lambda: calendar(event("UID:bomb\n" + lines), GOOD)


def many(count: int, lines: str) -> Callable[[], bytes]:
    return lambda: calendar(GOOD, *(f"BEGIN:VEVENT\nUID:{n}\n{lines}\nEND:VEVENT" for n in range(count)))


def zone(lines: str, tzid: str = "Bombe") -> Callable[[], bytes]:
    block = f"BEGIN:VTIMEZONE\nTZID:{tzid}\n{lines}\nEND:VTIMEZONE"
    weekly = f"DTSTART;TZID={tzid}:20260105T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    return lambda: calendar(block, event("UID:bomb\n" + weekly), GOOD)


def raw(begin: str, piece: str, count: int) -> Callable[[], bytes]:
    return lambda: calendar(GOOD) + (begin + piece * count).encode()


def rule(text: str, start: str = START) -> Callable[[], bytes]:
    return one(f"{start}\nRRULE:{text}")


ONSET = "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n{}\nEND:STANDARD"

# What it is, and whether the good entry comes out.
BOMBS: dict[str, tuple[Callable[[], bytes], bool]] = {
    **{f"every {f.lower()[:-2]}": (rule(f"FREQ={f}"), True) for f in ("SECONDLY", "MINUTELY", "HOURLY")},
    "every second, a thousand entries": (many(1_000, START + "\nRRULE:FREQ=SECONDLY"), True),
    "every second, to the end": (rule("FREQ=SECONDLY;UNTIL=99991231T235959Z"), True),
    "every second for long": (rule("FREQ=SECONDLY;COUNT=1000000000"), True),
    "sub-daily by fields": (
        rule(f"FREQ=DAILY;BYHOUR={ALL_HOURS};BYMINUTE={ALL_MINUTES};BYSECOND={ALL_MINUTES}"),
        True,
    ),
    "minutes of a year": (
        rule(f"FREQ=YEARLY;BYYEARDAY={YEAR_DAYS};BYHOUR={ALL_HOURS};BYMINUTE={ALL_MINUTES}"),
        True,
    ),
    "days by months": (rule(f"FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY={ALL_DAYS}"), True),
    "hours of every day": (rule(f"FREQ=DAILY;BYHOUR={ALL_HOURS}"), True),
    "hours of every day, a thousand entries": (
        many(1_000, f"{START}\nRRULE:FREQ=DAILY;BYHOUR={ALL_HOURS}"),
        True,
    ),
    "hours of every day since 1601": (rule(f"FREQ=DAILY;BYHOUR={ALL_HOURS}", OLD), True),
    "positions": (
        rule(f"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS={','.join(map(str, range(1, 367)))}"),
        True,
    ),
    "weeks by days of the year": (
        rule(f"FREQ=YEARLY;BYWEEKNO={','.join(map(str, range(1, 54)))};BYYEARDAY=366"),
        True,
    ),
    "a list of numbers without end": (rule("FREQ=DAILY;BYMONTHDAY=" + "1," * 400_000), True),
    "a number without end": (rule("FREQ=DAILY;INTERVAL=" + "9" * 900_000), True),
    "a count of a thousand millions": (rule("FREQ=DAILY;COUNT=1000000000"), True),
    "a count since 1601": (rule("FREQ=DAILY;COUNT=1000000000", OLD), True),
    "a count since 1601, a thousand entries": (many(1_000, OLD + "\nRRULE:FREQ=DAILY;COUNT=999999999"), True),
    "a million occurrences": (
        rule("FREQ=DAILY;COUNT=1000000", "DTSTART:00010101T000000Z\nDURATION:PT1H"),
        True,
    ),
    "daily since the year 1": (rule("FREQ=DAILY", "DTSTART:00010101T000000Z\nDURATION:PT1H"), True),
    "daily since the year 1, ten thousand": (
        many(10_000, "DTSTART:00010102T000000Z\nRRULE:FREQ=DAILY"),
        True,
    ),
    "30 February, day by day": (rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", OLD), True),
    "30 February, a thousand entries": (
        many(1_000, OLD + "\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        True,
    ),
    "30 February, counted": (many(200, OLD + "\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"), True),
    "30 February, year by year": (rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", OLD), True),
    "a position that is never there": (rule("FREQ=DAILY;BYSETPOS=366;BYDAY=MO", OLD), True),
    "week 53 of month 6": (rule("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", OLD), True),
    "an interval past the end": (rule("FREQ=YEARLY;INTERVAL=999999", OLD), True),
    "a thousand rules in one entry": (one(START + "\nRRULE:FREQ=DAILY" * 1_000), True),
    "ten thousand rules in one entry": (one(START + "\nRRULE:FREQ=DAILY;BYHOUR=1" * 10_000), True),
    "each lasting a lifetime": (rule("FREQ=DAILY", "DTSTART:20000101T000000Z\nDURATION:P99999D"), True),
    "a hundred thousand extra dates": (one(START + "\nRDATE:" + "20261203T080000Z," * 100_000), True),
    "extra dates on lines of their own": (one(START + "\nRDATE:20261203T080000Z" * 100_000), True),
    "extra periods": (one(START + "\nRDATE;VALUE=PERIOD:" + "20261203T080000Z/PT1H," * 100_000), True),
    "extra dates in many entries": (many(500, START + "\nRDATE:" + "20260203T080000Z," * 500), True),
    "dates left out": (rule("FREQ=DAILY\nEXDATE:" + "20261203T080000Z," * 100_000), True),
    "dates left out in many entries": (
        many(300, START + "\nRRULE:FREQ=DAILY\nEXDATE:" + "20261203," * 1_000),
        True,
    ),
    "a rule that leaves all out": (rule("FREQ=DAILY\nEXRULE:FREQ=DAILY"), True),
    "a rule that leaves seconds out": (rule("FREQ=DAILY\nEXRULE:FREQ=SECONDLY"), True),
    "all occurrences moved": (
        lambda: calendar(
            event(f"UID:a\n{START}\nRRULE:FREQ=DAILY"),
            *(event(f"UID:a\nRECURRENCE-ID:20260105T080000Z\nSEQUENCE:{n}\n{START}") for n in range(5_000)),
            GOOD,
        ),
        True,
    ),
    "all that follow moved, again and again": (
        lambda: calendar(
            event(f"UID:a\n{START}\nRRULE:FREQ=DAILY"),
            *(
                event(f"UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:2026{m:02}{d:02}T080000Z\n{START}")
                for m in range(1, 13)
                for d in range(1, 29)
            ),
            GOOD,
        ),
        True,
    ),
    "one name for five thousand series": (
        lambda: calendar(
            GOOD,
            *(
                event(f"UID:a\nDTSTART:2026{n % 12 + 1:02}01T{n % 24:02}{n % 60:02}00Z\nRRULE:FREQ=DAILY")
                for n in range(5_000)
            ),
        ),
        True,
    ),
    "many series with many moved": (
        lambda: calendar(
            GOOD,
            *(
                event(f"UID:a\nDTSTART:20260101T{n % 24:02}{n // 24:02}00Z\nRRULE:FREQ=DAILY")
                for n in range(1_000)
            ),
            *(
                event(f"UID:a\nRECURRENCE-ID:20260101T{n % 24:02}{n // 24:02}00Z\nSTATUS:CANCELLED")
                for n in range(1_000)
            ),
        ),
        True,
    ),
    "a line of a megabyte": (raw("BEGIN:VCALENDAR\nDESCRIPTION:", "x", 1_000_000), True),
    "a start of a megabyte": (one("DTSTART:" + "2" * 1_000_000), True),
    "a name of a megabyte": (one("UID:" + "x" * 1_000_000 + "\n" + START), True),
    "parameters of a megabyte": (one("DTSTART" + ";A=B" * 250_000 + ":20260105T080000Z"), True),
    "quotes of a megabyte": (one('DTSTART;TZID="' + '"' * 1_000_000 + ":20260105T080000Z"), True),
    "a zone's name of a megabyte": (one(f"DTSTART;TZID={'(UTC+01:00) ' * 80_000}:20260105T080000"), True),
    "folded at each letter": (raw("BEGIN:VCALENDAR\nDESCRIPTION:", "\n x", 1_500_000), True),
    "five million line ends": (raw("", "\r", 5_000_000), True),
    "a million short lines": (raw("BEGIN:VEVENT\n", "a:\n", 1_600_000), True),
    "entries in entries": (raw("", "BEGIN:VEVENT\n", 300_000), True),
    "ends without beginnings": (raw("", "END:VEVENT\n", 400_000), True),
    "zones in zones": (zone("BEGIN:VTIMEZONE\nTZID:x\n" * 50_000), False),
    "a zone that changes every second": (zone(ONSET.format("RRULE:FREQ=SECONDLY")), True),
    "many names of zones": (
        lambda: calendar(
            GOOD,
            *(
                event(f"UID:{n}\nDTSTART;TZID=Zone {n}:20260105T080000\nRRULE:FREQ=WEEKLY")
                for n in range(3_000)
            ),
        ),
        True,
    ),
    "a zone of ten thousand rules": (
        zone("\n".join([ONSET.format("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")] * 10_000)),
        True,
    ),
    "a zone of a hundred thousand dates": (zone(ONSET.format("RDATE:" + "20260101T000000," * 100_000)), True),
}

MEASURE = """
import json, sys, time
from pathlib import Path
began = time.process_time()
from faelled.core.busy.__main__ import main
code = main([sys.argv[1], "--from", "2026-01-01", "--to", "2027-01-01"], sys.stdout, sys.stderr)
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(json.dumps([code, time.process_time() - began, int(peak) / 1024]))
"""


def measured(content: bytes, folder: Path) -> tuple[int, float, float]:
    """The exit code, seconds of processor from the first import to the answer, and peak memory in MB."""
    file = folder / "bomb.ics"
    file.write_bytes(content)
    env = dict(os.environ, PYTHONPATH="src")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], env=env, capture_output=True, check=True, timeout=60
    )
    code, seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return code, seconds, megabytes


@pytest.mark.fault
@pytest.mark.goal("R20")
def test_every_bomb_is_answered_and_what_it_costs_is_told(tmp_path, row):
    found = {name: measured(content(), tmp_path) for name, (content, _) in BOMBS.items()}
    slow = [name for name, (_, seconds, _) in found.items() if seconds > SECONDS]
    dearest = max((seconds, name) for name, (_, seconds, _) in found.items())
    largest = max((megabytes, name) for name, (_, _, megabytes) in found.items())
    told = f"{len(found) - len(slow)} of {len(found)}, the dearest {dearest[0]:.2f} s: {dearest[1]}"
    row(f"calendar bombs within {SECONDS:.0f} s", told, met=not slow)
    told = f"{largest[0]:.0f} MB: {largest[1]}"
    row(f"the largest, at most {MEGABYTES} MB", told, met=largest[0] <= MEGABYTES)
    assert {name: code for name, (code, _, _) in found.items() if code} == {}, "each has an answer"
