"""The hour of an entry by whatever name its zone goes; where nobody can tell, the owner's, and it is told."""

import pytest

from tests.core.test_busy import busy, calendar, event, local
from tests.core.test_invitations_zones import EXCHANGE


def at_one(tzid, *more, head=""):
    """When an entry at 13 is on the clocks of Copenhagen, in December and in July, and which zones were guessed."""
    days = [event(f"DTSTART;TZID={tzid}:{day}T130000\nDURATION:PT1H") for day in ("20261203", "20260702")]
    found = busy(calendar(*more, *days, head=head))
    return [shown.split()[1][:5] for shown in local(found)], list(found.zones_guessed)


@pytest.mark.parametrize(
    ("tzid", "july", "december"),
    [
        *(
            (name, "13:00", "13:00")
            for name in (
                *("Europe/Copenhagen", "EUROPE/COPENHAGEN", "/Europe/Copenhagen", '"Europe/Copenhagen"'),
                *("TZID=Europe/Copenhagen", "/mozilla.org/20050126_1/Europe/Copenhagen", "Europe/Denmark"),
                *("/freeassociation.sourceforge.net/Tzfile/Europe/Copenhagen", "CET", "CEST"),
                *(
                    "Romance Standard Time",
                    "tzone://Microsoft/Romance Standard Time",
                    "Romance Daylight Time",
                ),
                *(
                    "W. Europe Standard Time",
                    "Central Europe Standard Time",
                    "Rom. normaltid",
                    "Rom\\, normaltid",
                ),
                *("Romance (normaltid)", "Romance (sommertid)", "Centraleuropæisk normaltid"),
                '"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"',
                '"(GMT+01:00) Brussels, Copenhagen, Madrid, Paris"',
                '"(GMT+0100) Brussels, Copenhagen, Madrid, Paris"',
                '"(UTC+01:00) Bruxelles, København, Madrid, Paris"',
                '"(GMT+01.00) Bruxelles, København, Madrid, Paris"',
                '"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"',
                '"(UTC+01:00) Beograd, Bratislava, Budapest, Ljubljana, Prag"',
                '"Brussels, Copenhagen, Madrid, Paris"',
            )
        ),
        ("GMT Standard Time", "14:00", "14:00"),
        ('"(UTC+00:00) Dublin, Edinburgh, Lissabon, London"', "14:00", "14:00"),
        ('"(UTC) Dublin, Edinburgh, Lisbon, London"', "14:00", "14:00"),
        ('"(UTC+02:00) Helsingfors, Kyjiv, Riga, Sofia, Tallinn, Vilnius"', "12:00", "12:00"),
        ("FLE Standard Time", "12:00", "12:00"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "19:00", "19:00"),
        ('"(UTC-08:00) Pacific Time (US and Canada)"', "22:00", "22:00"),
        ('"Eastern Time (US & Canada)"', "19:00", "19:00"),
        ('"(UTC) Coordinated Universal Time"', "15:00", "14:00"),
        ("tzone://Microsoft/Utc", "15:00", "14:00"),
        ("GMT+0200", "13:00", "12:00"),
        ("UTC+2", "13:00", "12:00"),
        ("GMT+02:00", "13:00", "12:00"),
    ],
)
def test_a_zone_by_any_of_its_names(tzid, july, december):
    assert at_one(tzid) == ([july, december], [])


NAMELESS = [
    "Customized Time Zone",
    "tzone://Microsoft/Custom",
    "Europe",
    "Hjemme",
    '"(UTC-07:00) Paris"',
    "x" * 300,
]


@pytest.mark.parametrize("tzid", NAMELESS)
def test_a_name_nobody_knows_is_the_owners_zone_and_told(tzid):
    assert at_one(tzid) == (["13:00", "13:00"], [tzid.strip('"')[:60]])


@pytest.mark.parametrize("tzid", NAMELESS[:2])
def test_the_files_own_rules_come_before_a_guess(tzid):
    block = event(f"TZID:{tzid}\n{EXCHANGE.replace('+02', '+03').replace('+01', '+02')}", "VTIMEZONE")
    assert at_one(tzid, block) == (["12:00", "12:00"], [])


def test_what_the_calendar_says_of_itself_comes_before_a_guess():
    assert at_one("Hjemme", head="X-WR-TIMEZONE:Europe/London") == (["14:00", "14:00"], [])


def test_a_name_that_is_known_comes_before_rules_that_are_wrong():
    block = event(f"TZID:Romance Standard Time\n{EXCHANGE.replace('+0', '-0')}", "VTIMEZONE")
    assert at_one("Romance Standard Time", block) == (["13:00", "13:00"], [])


def test_a_fixed_offset_that_the_file_defines_with_summer_time_has_it():
    block = event(f"TZID:GMT+0100\n{EXCHANGE}", "VTIMEZONE")
    assert at_one("GMT+0100", block) == (["13:00", "13:00"], [])


@pytest.mark.parametrize(
    "blocks",
    [
        [
            f"TZID:Hjemme\n{EXCHANGE}",
            f"TZID:Hjemme\n{EXCHANGE.replace('+0', '-0')}",
        ],  # two of one name: the first
        [f"TZID:Ude\nTZID:Hjemme\n{EXCHANGE}"],  # two names of one
        [
            "TZID:Hjemme\nBEGIN:STANDARD\nDTSTART:aldrig\nEND:STANDARD",
            f"TZID:Hjemme\n{EXCHANGE}",
        ],  # the one that is whole
    ],
)
def test_definitions_that_get_in_each_others_way(blocks):
    assert at_one("Hjemme", *(event(block, "VTIMEZONE") for block in blocks)) == (["13:00", "13:00"], [])


def test_a_time_without_a_zone_is_where_its_owner_is_or_where_the_calendar_says():
    floating = event("DTSTART:20261203T130000\nDURATION:PT1H")
    assert local(busy(calendar(floating))) == ["3/12 13:00-14:00"]
    assert local(busy(calendar(floating, head="X-WR-TIMEZONE:Europe/London"))) == ["3/12 14:00-15:00"]


def test_google_repeats_in_the_calendars_zone_what_it_writes_in_utc():
    weekly = event("DTSTART:20261022T110000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2")
    assert local(busy(calendar(weekly, head="X-WR-TIMEZONE:Europe/Copenhagen"))) == [
        "22/10 13:00-14:00",
        "29/10 13:00-14:00",
    ]
