"""Calendars as programs write them, and when their owner is busy by them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from faelled.core.busy import Busy, Reason, State, read

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def calendar(*entries: str, head: str = "") -> bytes:
    inside = "\n".join(entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}\n{inside}\nEND:VCALENDAR\n".encode()


def event(lines: str, name: str = "VEVENT") -> str:
    return f"BEGIN:{name}\nSUMMARY:Sagsmøde om Emma\nLOCATION:Hos Lone\n{lines}\nEND:{name}"


def busy(content: bytes, *, year: int = 2026, owner: str = "") -> Busy:
    begin = datetime(year, 1, 1, tzinfo=COPENHAGEN)
    return read(content, begin, datetime(year + 1, 1, 1, tzinfo=COPENHAGEN), zone=COPENHAGEN, owner=owner)


def local(found: Busy) -> list[str]:
    """The blocks on the clocks of Copenhagen: "3/12 13:00-15:00"."""
    shown = []
    for block in found.blocks:
        start, end = (when.astimezone(COPENHAGEN) for when in (block.start, block.end))
        day = f"{start.day}/{start.month} "
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{end.day}/{end.month} {end:%H:%M}"
        shown.append(f"{day}{start:%H:%M}-{until}")
    return shown


ONE_TO_THREE = "DTSTART;TZID=Europe/Copenhagen:20261203T130000\nDTEND;TZID=Europe/Copenhagen:20261203T150000"


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (ONE_TO_THREE, ["3/12 13:00-15:00"]),
        ("DTSTART:20261203T120000Z\nDTEND:20261203T140000Z", ["3/12 13:00-15:00"]),
        ("DTSTART:20261203T130000\nDURATION:PT2H", ["3/12 13:00-15:00"]),  # wherever its owner is
        ("DTSTART;VALUE=DATE:20261203", ["3/12 00:00-4/12 00:00"]),
        ("DTSTART;VALUE=DATE:20261203\nDTEND;VALUE=DATE:20261205", ["3/12 00:00-5/12 00:00"]),
        ("DTSTART;VALUE=DATE:20261203\nDURATION:P2D", ["3/12 00:00-5/12 00:00"]),
        ("DTSTART:20261203T130000", []),  # a moment takes no time
        (ONE_TO_THREE + "\nTRANSP:TRANSPARENT", []),
        (ONE_TO_THREE + "\nSTATUS:CANCELLED", []),
        (ONE_TO_THREE + "\nSTATUS:TENTATIVE", ["3/12 13:00-15:00"]),
        (ONE_TO_THREE + "\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (ONE_TO_THREE + "\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", ["3/12 13:00-15:00"]),
        (ONE_TO_THREE + "\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nTRANSP:TRANSPARENT", ["3/12 13:00-15:00"]),
        (ONE_TO_THREE + "\nX-MICROSOFT-CDO-INTENDEDSTATUS:FREE", []),
        (
            ONE_TO_THREE + "\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nX-MICROSOFT-CDO-INTENDEDSTATUS:FREE",
            ["3/12 13:00-15:00"],
        ),
        ("DTSTART;VALUE=DATE:20261203\nTRANSP:TRANSPARENT", []),
        (
            ONE_TO_THREE + "\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Copenhagen:20261210T130000",
            ["3/12 13:00-15:00", "17/12 13:00-15:00", "24/12 13:00-15:00"],
        ),
        (
            ONE_TO_THREE + "\nRDATE;VALUE=PERIOD:20261205T080000Z/PT1H,20261206T080000Z/20261206T083000Z",
            ["3/12 13:00-15:00", "5/12 09:00-10:00", "6/12 09:00-09:30"],
        ),
    ],
)
def test_an_entry_and_the_time_it_takes(lines, blocks):
    found = busy(calendar(event("UID:a\n" + lines)))
    assert local(found) == blocks
    assert (found.unreadable, found.zones_guessed, found.state) == ((), (), State.READ)


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        ("FREEBUSY:20261203T120000Z/PT2H", ["3/12 13:00-15:00"]),
        ("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261203T120000Z/20261203T140000Z", ["3/12 13:00-15:00"]),
        (
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261203T120000Z/PT1H,20261204T120000Z/PT1H",
            ["3/12 13:00-14:00", "4/12 13:00-14:00"],
        ),
        ("FREEBUSY;FBTYPE=FREE:20261203T120000Z/PT2H", []),
        ("FREEBUSY:20261203/20261204", ["3/12 00:00-4/12 00:00"]),
        ("DTSTART:20261201T000000Z\nDTEND:20261231T000000Z", []),
    ],
)
def test_what_a_server_tells_of_somebodys_time(lines, blocks):
    assert local(busy(calendar(event(lines, "VFREEBUSY")))) == blocks


WEEKLY = event("UID:a\n" + ONE_TO_THREE + "\nRRULE:FREQ=WEEKLY;COUNT=3")


@pytest.mark.parametrize(
    ("change", "blocks"),
    [
        ("DTSTART:20261211T080000Z\nDTEND:20261211T090000Z", ["3/12", "11/12", "17/12"]),
        ("DTSTART:20261210T120000Z\nSTATUS:CANCELLED", ["3/12", "17/12"]),
        ("STATUS:CANCELLED", ["3/12", "17/12"]),
        ("DTSTART:20261210T120000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", ["3/12", "17/12"]),
    ],
)
@pytest.mark.parametrize(
    "which", [";TZID=Europe/Copenhagen:20261210T130000", ":20261210T120000Z", ";VALUE=DATE:20261210"]
)
def test_one_occurrence_moved_or_cancelled(change, blocks, which):
    found = busy(calendar(WEEKLY, event(f"UID:a\nRECURRENCE-ID{which}\n{change}")))
    assert [shown.split()[0] for shown in local(found)] == blocks


def test_an_occurrence_moved_into_the_window_is_seen():
    old = event("UID:a\nDTSTART:20251230T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=1")
    moved = event("UID:a\nRECURRENCE-ID:20251230T090000Z\nDTSTART:20261203T120000Z\nDURATION:PT1H")
    assert local(busy(calendar(old, moved))) == ["3/12 13:00-14:00"]


def test_overlapping_and_touching_entries_are_one_block():
    spans = [(8, 10), (9, 11), (11, 12), (13, 14)]
    entries = [event(f"DTSTART:20261203T{a:02}0000Z\nDTEND:20261203T{b:02}0000Z") for a, b in spans]
    assert local(busy(calendar(*entries))) == ["3/12 09:00-13:00", "3/12 14:00-15:00"]


def test_blocks_end_where_the_question_ends():
    long = event("DTSTART:20250101T000000Z\nDTEND:20300101T000000Z")
    (block,) = busy(calendar(long)).blocks
    assert (block.start, block.end) == (
        datetime(2025, 12, 31, 23, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("rest", "hours"),
    [
        ("20260328T230000\nDTEND;TZID=Europe/Copenhagen:20260329T040000", 4),  # an hour is skipped
        ("20260328T230000\nDURATION:PT5H", 5),
        ("20261024T230000\nDTEND;TZID=Europe/Copenhagen:20261025T040000", 6),  # an hour comes twice
        ("20261024T230000\nDURATION:PT5H", 5),
    ],
)
def test_the_nights_the_clocks_change(rest, hours):
    (block,) = busy(calendar(event(f"DTSTART;TZID=Europe/Copenhagen:{rest}"))).blocks
    assert block.end - block.start == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "hours"), [("20260329", 23), ("20261025", 25), ("20261203", 24)])
def test_a_whole_day_is_a_day_in_the_owners_zone(day, hours):
    (block,) = busy(calendar(event(f"DTSTART;VALUE=DATE:{day}"))).blocks
    assert block.end - block.start == timedelta(hours=hours)
    assert block.start.astimezone(COPENHAGEN).hour == 0


def test_a_weekly_meeting_keeps_its_hour_over_the_change_of_clocks():
    lines = "DTSTART;TZID=Europe/Copenhagen:20261022T130000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    assert local(busy(calendar(event(lines)))) == ["22/10 13:00-14:00", "29/10 13:00-14:00"]


@pytest.mark.parametrize(
    ("owner", "blocks"),
    [
        ("lone@familiehuset.example", []),
        ("morten@ungebasen.example", ["3/12 13:00-15:00"]),
        ("", ["3/12 13:00-15:00"]),
    ],
)
def test_what_the_owner_declined_is_free(owner, blocks):
    people = "ATTENDEE;PARTSTAT=DECLINED:mailto:Lone@familiehuset.example\nATTENDEE:mailto:morten@ungebasen.example"
    assert local(busy(calendar(event(f"{ONE_TO_THREE}\n{people}")), owner=owner)) == blocks


GOOD = event("UID:good\n" + ONE_TO_THREE)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("DTSTART:i morgen", Reason.BROKEN_START),
        ("SUMMARY:uden tid", Reason.BROKEN_START),
        ("DTSTART:99991231T235959\nRRULE:FREQ=DAILY", None),
        ("DTSTART:20261203T080000Z\nDTEND:senere", Reason.BROKEN_END),
        ("DTSTART:20261203T080000Z\nDURATION:-PT1W1D2H3M4S", Reason.BROKEN_END),
        ("DTSTART:20261203T080000Z\nRRULE:FREQ=YEARLY;UNTIL=2012345", Reason.BROKEN_RULE),
        ("DTSTART:20261203T080000Z\nRRULE:hver torsdag", Reason.BROKEN_RULE),
        ("DTSTART:20261203T080000Z\nRRULE:FREQ=SECONDLY", Reason.SUB_DAILY),
        ("DTSTART:20261203T080000Z\nRRULE:FREQ=MINUTELY", Reason.SUB_DAILY),
        ("DTSTART:20261203T080000Z\nRRULE:FREQ=HOURLY;COUNT=2", Reason.SUB_DAILY),
        ("DTSTART:20261203T080000Z\nEXDATE:aldrig", Reason.BROKEN_DATES),
        ("DTSTART:20261203T080000Z\nX:1" + "\nEXDATE:20261203T080000Z" * 4_000, Reason.TOO_LONG),
        ("DTSTART:20261203T080000Z\nRDATE:" + "20261203T080000Z," * 10_000, Reason.TOO_LONG),
    ],
)
def test_a_broken_entry_is_counted_and_hides_no_other(broken, reason):
    found = busy(calendar(event("UID:bad\n" + broken), GOOD))
    assert "3/12 13:00-15:00" in local(found)
    assert [(u.entry, u.reason) for u in found.unreadable] == ([(1, reason)] if reason else [])
    assert found.state == State.READ


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", State.UNREADABLE),
        (b"<html>Log ind</html>", State.UNREADABLE),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", State.EMPTY),
        (calendar(event("DTSTART:i morgen")), State.UNREADABLE),
        (b"X" * 6_000_001, State.UNREADABLE),
        (calendar(event("DTSTART:20200101T080000Z\nDURATION:PT1H")), State.READ),
    ],
)
def test_nothing_read_is_not_free(content, state):
    assert busy(content).state == state


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\r\n\r\n"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_line_ends_and_character_set(ends, charset):
    content = calendar(GOOD).decode().replace("\n", ends).encode(charset)
    assert local(busy(content)) == ["3/12 13:00-15:00"]


def test_programs_that_give_every_entry_one_uid_hide_nothing():
    entries = [event(f"UID:same\nDTSTART:202612{day:02}T120000Z\nDURATION:PT1H") for day in (3, 4)]
    assert local(busy(calendar(*entries))) == ["3/12 13:00-14:00", "4/12 13:00-14:00"]
    newer = event("UID:same\nSEQUENCE:1\nDTSTART:20261205T120000Z\nDURATION:PT1H")
    assert local(busy(calendar(*entries, newer))) == ["5/12 13:00-14:00"]


def test_nothing_but_times_leaves():
    found = busy(calendar(GOOD, event("UID:bad\nDTSTART:Emma")))
    assert "Emma" not in repr(found) and "Lone" not in repr(found) and "bad" not in repr(found)
