"""The hour of a meeting, whatever its zone is called and whatever the clocks do that night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
import pytest

from faelled.core.invitations import Invitation, publish, read, request
from tests.core.test_invitations_read import reply
from tests.core.test_invitations_written import LONES, TENTATIVE, event_lines, one, unfolded

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def between(start: datetime, end: datetime, zone: str = "Europe/Copenhagen") -> Invitation:
    return replace(LONES, start=start, end=end, zone=zone)


def local(*parts: int, again: bool = False) -> datetime:
    """A time on the clocks of Copenhagen; again: the second time that night's clocks show it."""
    return datetime(*parts, tzinfo=COPENHAGEN, fold=int(again))


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        # An ordinary winter and summer day, also when the database gave the times in UTC.
        (local(2026, 12, 3, 13), local(2026, 12, 3, 15), (";TZID:20261203T130000", ";TZID:20261203T150000")),
        (
            datetime(2026, 7, 1, 7, tzinfo=UTC),
            datetime(2026, 7, 1, 9, tzinfo=UTC),
            (";TZID:20260701T090000", ";TZID:20260701T110000"),
        ),
        # Over the night the clocks go forward, and back.
        (local(2026, 3, 28, 23), local(2026, 3, 29, 4), (";TZID:20260328T230000", ";TZID:20260329T040000")),
        (local(2026, 10, 24, 23), local(2026, 10, 25, 4), (";TZID:20261024T230000", ";TZID:20261025T040000")),
        # Half past two does not exist that night: the clocks show half past three.
        (
            local(2026, 3, 29, 2, 30),
            local(2026, 3, 29, 5),
            (";TZID:20260329T033000", ";TZID:20260329T050000"),
        ),
        # Half past two comes twice: the first time has the local name, the second only that of UTC.
        (
            local(2026, 10, 25, 2, 30),
            local(2026, 10, 25, 4),
            (";TZID:20261025T023000", ";TZID:20261025T040000"),
        ),
        (
            local(2026, 10, 25, 2, 30, again=True),
            local(2026, 10, 25, 4),
            (":20261025T013000Z", ":20261025T030000Z"),
        ),
        # Half an hour long by the clocks' reckoning nothing, yet an hour and a half in the world.
        (
            local(2026, 10, 25, 2, 45),
            local(2026, 10, 25, 2, 15, again=True),
            (":20261025T004500Z", ":20261025T011500Z"),
        ),
    ],
)
def test_a_meeting_around_the_night_of_change_is_written_right(start, end, written):
    sent = request(between(start, end))
    lines = event_lines(sent)
    expected = [w.replace("TZID:", "TZID=Europe/Copenhagen:") for w in written]
    assert [one(lines, "DTSTART"), one(lines, "DTEND")] == ["DTSTART" + expected[0], "DTEND" + expected[1]]
    (event,) = icalendar.Calendar.from_ical(sent).walk("VEVENT")
    (ours,) = read(sent)
    for got_start, got_end in ((event.decoded("DTSTART"), event.decoded("DTEND")), (ours.start, ours.end)):
        assert got_start.astimezone(UTC) == start.astimezone(UTC)
        assert got_end.astimezone(UTC) == end.astimezone(UTC)


ZONES = [
    *("Europe/Copenhagen", "Atlantic/Faroe", "America/Nuuk", "Europe/Dublin", "Europe/Istanbul", "UTC"),
    *("America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran", "Asia/Kathmandu"),
]


# In 2029 the last Saturday of March is not the one before the last Sunday, which is Greenland's rule.
@pytest.mark.parametrize("year", [2026, 2029])
@pytest.mark.parametrize("zone", ZONES)
def test_any_zones_rules_are_right_for_every_week_around_the_meeting(zone, year):
    """Read back by our reader under a name it cannot know, so that it has the rules alone to go by."""
    for week in range(54):
        start = datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(weeks=week)
        sent = request(between(start, start + timedelta(hours=2), zone)).replace(
            zone.encode(), b"Et andet sted"
        )
        (message,) = read(sent)
        assert message.start == start
        assert isinstance(message.end, datetime)
        assert message.end.utcoffset() == (start + timedelta(hours=2)).astimezone(ZoneInfo(zone)).utcoffset()


def test_a_feed_of_many_years_has_rules_for_all_of_them():
    later = replace(TENTATIVE, uid="b@faelled.example", start=local(2040, 7, 2, 9), end=local(2040, 7, 2, 10))
    lines = unfolded(publish([TENTATIVE, later]))
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize(
    "tzid",
    [
        "Europe/Copenhagen",
        "europe/copenhagen",
        '"Europe/Copenhagen"',
        "/mozilla.org/20050126_1/Europe/Copenhagen",
        "/freeassociation.sourceforge.net/Europe/Copenhagen",
        "Romance Standard Time",
        '"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"',
        '"(UTC+01:00) Bruxelles, København, Madrid, Paris"',
        '"(GMT+01.00) Bruxelles, København, Madrid, Paris"',
        "Rom. normaltid",
        "CET",
        "GMT+0100",
    ],
)
def test_one_in_the_afternoon_in_copenhagen_by_every_name_of_its_zone(tzid):
    (answer,) = read(reply(("DTSTART;TZID=Europe/Copenhagen", f"DTSTART;TZID={tzid}")))
    assert isinstance(answer.start, datetime)
    assert answer.start.tzinfo is not None
    assert answer.start == datetime(2026, 12, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "tzid",
    [
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        '"(UTC-05:00) Brussels, Copenhagen, Madrid, Paris"',  # the offset gives the name the lie
        "../../../etc/localtime",
        "/etc/passwd",
        "Europe",
        "posixrules\u2028",
        "x" * 100_000,
        "GMT+9900",
    ],
)
def test_a_zone_nobody_can_name_gives_no_time_rather_than_a_wrong_one(tzid):
    (answer,) = read(reply(("DTSTART;TZID=Europe/Copenhagen", f"DTSTART;TZID={tzid}")))
    assert answer.start is None
    assert answer.uid == "mode-17@faelled.example"


def with_own_zone(rules: str, at: str) -> datetime | None:
    zone = f"BEGIN:VTIMEZONE\nTZID:Min egen\\, her\n{rules}\nEND:VTIMEZONE\nBEGIN:VEVENT"
    (answer,) = read(
        reply(
            ("BEGIN:VEVENT", zone),
            ("DTSTART;TZID=Europe/Copenhagen:20261203T130000", f'DTSTART;TZID="Min egen, her":{at}'),
        )
    )
    assert answer.start is None or isinstance(answer.start, datetime)
    return answer.start


EXCHANGE = (
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT"
)
LISTED = (
    "BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RDATE:20261025T030000,20271031T030000\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT"
)
BY_DAY_OF_MONTH = EXCHANGE.replace("BYDAY=-1SU", "BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31")


@pytest.mark.parametrize("rules", [EXCHANGE, LISTED, BY_DAY_OF_MONTH])
@pytest.mark.parametrize(
    ("at", "hours"),
    [
        ("20260115T120000", 1),
        ("20260329T013000", 1),
        ("20260329T030000", 2),
        ("20260701T120000", 2),
        ("20261025T015900", 2),
        ("20261025T030000", 1),
        ("20261203T130000", 1),
    ],
)
def test_a_files_own_zone_gives_the_offset_of_the_day(rules, at, hours):
    assert with_own_zone(rules, at) == datetime.strptime(at, "%Y%m%dT%H%M%S").replace(
        tzinfo=timezone(timedelta(hours=hours))
    )


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "BEGIN:STANDARD\nEND:STANDARD",
        EXCHANGE.replace("FREQ=YEARLY", "FREQ=SECONDLY"),  # expanded, it would run for hours
        EXCHANGE.replace("BYMONTH=10", "BYMONTH=13"),
        EXCHANGE.replace("BYMONTH=10", "BYMONTH=10;COUNT=999999999"),
        EXCHANGE.replace("BYDAY=-1SU", "BYDAY=-9SU"),
        EXCHANGE.replace("+0200", "+9999"),
        EXCHANGE.replace("16010101", "00000000"),
        "\n".join([EXCHANGE] * 40),
        LISTED.replace("RDATE:", "RDATE:" + "20261025T030000," * 5_000),
    ],
)
def test_a_zone_that_makes_no_sense_gives_no_time(rules):
    assert with_own_zone(rules, "20261203T130000") is None
