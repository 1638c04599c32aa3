"""Our invitations as bytes: each rule known to bring up answer buttons, and no way to break a line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.invitations import (
    FeedEvent,
    InvalidInvitation,
    Invitation,
    cancel,
    content_type,
    publish,
    read,
    request,
)
from tests.effort import examples

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LONES = Invitation(
    uid="mode-17@faelled.example",
    sequence=0,
    summary="Møde i Fælled om efteråret",
    start=datetime(2026, 12, 3, 13, tzinfo=COPENHAGEN),
    end=datetime(2026, 12, 3, 15, tzinfo=COPENHAGEN),
    stamp=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    organizer_name="Fælled",
    organizer_address="m-abcdefghijklmnopqrstuvwxyz@faelled.example",
    attendee_name="Lone Holm",
    attendee_address="lone@familiehuset.example",
    place="Biblioteket, 1. sal",
    description="Hej Lone\n\nDu kan også bare svare på denne mail.",
    url="https://faelled.example/m/17?k=abc&s=1",
    lang="da",
)
TENTATIVE = FeedEvent(
    uid="forslag-1@faelled.example",
    sequence=0,
    summary="Måske: møde",
    start=LONES.start,
    end=LONES.end,
    stamp=LONES.stamp,
    tentative=True,
)


def unfolded(written: bytes) -> list[str]:
    """The content lines, by nothing but the standard's two sentences about them."""
    assert written.endswith(b"\r\n")
    return written.decode().replace("\r\n ", "").split("\r\n")[:-1]


def event_lines(written: bytes) -> list[str]:
    lines = unfolded(written)
    return lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]


def one(lines: list[str], name: str) -> str:
    (found,) = [line for line in lines if line.startswith((name + ":", name + ";"))]
    return found


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("UID", "UID:mode-17@faelled.example"),
        ("DTSTAMP", "DTSTAMP:20261120T083000Z"),
        ("DTSTART", "DTSTART;TZID=Europe/Copenhagen:20261203T130000"),
        ("DTEND", "DTEND;TZID=Europe/Copenhagen:20261203T150000"),
        ("SEQUENCE", "SEQUENCE:0"),
        ("SUMMARY", "SUMMARY;LANGUAGE=da:Møde i Fælled om efteråret"),
        ("LOCATION", "LOCATION;LANGUAGE=da:Biblioteket\\, 1. sal"),
        ("DESCRIPTION", "DESCRIPTION;LANGUAGE=da:Hej Lone\\n\\nDu kan også bare svare på denne mail."),
        ("URL", "URL:https://faelled.example/m/17?k=abc&s=1"),
        # Own domain, mailto, a CN, and nothing unquoted that Gmail or Thunderbird stumble over (no SENT-BY).
        ("ORGANIZER", 'ORGANIZER;CN="Fælled":mailto:m-abcdefghijklmnopqrstuvwxyz@faelled.example'),
        # Without exactly this line there are no buttons.
        (
            "ATTENDEE",
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
            ';CN="Lone Holm":mailto:lone@familiehuset.example',
        ),
        ("STATUS", "STATUS:CONFIRMED"),
        ("TRANSP", "TRANSP:OPAQUE"),
    ],
)
def test_each_line_of_a_request_is_the_one_calendars_need(name, line):
    assert one(event_lines(request(LONES)), name) == line


def test_a_request_has_no_other_properties_and_no_alarm():
    assert len(event_lines(request(LONES))) == 13
    assert b"VALARM" not in request(LONES)
    assert b"SENT-BY" not in request(LONES)


def test_the_calendar_around_the_event_says_what_it_is():
    lines = unfolded(request(LONES))
    assert lines[:5] == [
        "BEGIN:VCALENDAR",
        "PRODID:-//faelled//invitations//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert lines[-1] == "END:VCALENDAR"


def test_the_zone_of_copenhagen_lies_in_the_object_as_two_yearly_rules():
    lines = unfolded(request(LONES))
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]
    assert zone == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Copenhagen",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    assert lines.index("END:VTIMEZONE") < lines.index("BEGIN:VEVENT")


def test_a_moved_meeting_keeps_its_uid_and_counts_its_sequence_up():
    moved = replace(
        LONES,
        sequence=1,
        start=LONES.start + timedelta(days=1),
        end=LONES.end + timedelta(days=1),
        stamp=LONES.stamp + timedelta(hours=2),
    )
    first, second = event_lines(request(LONES)), event_lines(request(moved))
    assert one(first, "UID") == one(second, "UID")
    assert (one(first, "SEQUENCE"), one(second, "SEQUENCE")) == ("SEQUENCE:0", "SEQUENCE:1")
    assert one(first, "DTSTAMP") != one(second, "DTSTAMP")


def test_a_cancellation_names_the_same_meeting_and_asks_nothing():
    lines = event_lines(cancel(replace(LONES, sequence=2)))
    assert "METHOD:CANCEL" in unfolded(cancel(LONES))
    assert one(lines, "UID") == "UID:mode-17@faelled.example"
    assert one(lines, "SEQUENCE") == "SEQUENCE:2"
    assert one(lines, "STATUS") == "STATUS:CANCELLED"
    assert one(lines, "ATTENDEE") == (
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;CN="Lone Holm":mailto:lone@familiehuset.example'
    )


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_type_of_the_part_repeats_the_method(method):
    assert content_type(method) == f"text/calendar; method={method}; charset=utf-8"


def test_an_empty_note_an_empty_place_and_no_link_leave_no_line():
    names = {
        line.partition(":")[0].partition(";")[0]
        for line in event_lines(request(replace(LONES, place=" ", description="\r\n", url=None)))
    }
    assert names.isdisjoint({"LOCATION", "DESCRIPTION", "URL"})


def test_somebody_without_a_name_is_called_by_the_address():
    line = one(event_lines(request(replace(LONES, attendee_name=" "))), "ATTENDEE")
    assert 'CN="lone@familiehuset.example"' in line


@pytest.mark.parametrize(
    "summary",
    ["å" * 300, "Vi mødes " * 60, "👩‍👩‍👧 " * 80, "a" + " " * 400 + "b", "\\n" * 200, "x" * 66 + "é" * 10],
)
def test_no_row_is_longer_than_75_octets_and_none_cuts_a_letter_in_two(summary):
    written = request(replace(LONES, description=summary))
    rows = written.split(b"\r\n")
    assert max(len(row) for row in rows) <= 75
    for row in rows:
        row.decode()  # a letter cut in two would not decode
    assert not any(row.endswith((b" ", b"\t")) or row.startswith(b"  ") for row in rows) or "   " in summary


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": datetime(2026, 12, 3, 13)}, "no_zone"),
        ({"stamp": datetime(2026, 12, 3, 13)}, "no_zone"),
        ({"end": LONES.start}, "ends_too_early"),
        ({"start": datetime.max.replace(tzinfo=UTC)}, "far_away"),
        ({"start": datetime.min.replace(tzinfo=UTC)}, "far_away"),
        ({"zone": "Fælled/Byen"}, "unknown_zone"),
        ({"zone": "../../etc/passwd"}, "unknown_zone"),
        ({"sequence": -1}, "bad_sequence"),
        ({"uid": ""}, "bad_uid"),
        ({"uid": "a\r\nMETHOD:CANCEL"}, "bad_uid"),
        ({"uid": "a\u2028b"}, "bad_uid"),
        ({"attendee_address": ""}, "bad_address"),
        ({"attendee_address": "lone"}, "bad_address"),
        ({"attendee_address": "lone@familiehuset.example\r\nATTENDEE:mailto:x@y.example"}, "bad_address"),
        ({"attendee_address": "lone@familiehuset.example\n"}, "bad_address"),
        ({"attendee_address": "Lone <lone@familiehuset.example>"}, "bad_address"),
        ({"attendee_address": "lone@familiehuset.example,mette@familiehuset.example"}, "bad_address"),
        ({"attendee_address": "l" * 300 + "@familiehuset.example"}, "bad_address"),
        ({"organizer_address": "mailto:m-1@faelled.example"}, "bad_address"),
        ({"attendee_address": "M-ABCDEFGHIJKLMNOPQRSTUVWXYZ@faelled.example"}, "own_organizer"),
        ({"url": "javascript:alert(1)"}, "bad_url"),
        ({"url": "https://faelled.example/\r\nX:1"}, "bad_url"),
        ({"url": ""}, "bad_url"),
        ({"lang": 'da";X=":'}, "bad_language"),
        ({"lang": ""}, "bad_language"),
    ],
)
def test_what_no_calendar_would_understand_is_refused(change, code):
    with pytest.raises(InvalidInvitation) as refused:
        request(replace(LONES, **change))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "address",
    [
        "o'brien+mail@ungebasen.example",
        "a%b@ungebasen.example",
        "a?b#c@ungebasen.example",
        "åse@krisecentret.example",
    ],
)
def test_an_unusual_address_comes_back_letter_for_letter(address):
    (message,) = read(request(replace(LONES, attendee_address=address)))
    assert message.attendee == address


# Nobody can list what people paste into a name; so thousands are made, weighted towards what breaks lines,
# parameters and escapes.
BREAKING = [
    *("\r\n", "\r", "\n", "\0", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\t", " ", "\r\n "),
    *('"', "'", ";", ":", ",", "\\", "\\n", "\\;", "^", "^n", "^'", "%2C", "=", "\ud800", "\ufeff", "\u202e"),
    *("\r\nATTENDEE:mailto:x@y.example", "\nEND:VEVENT\nBEGIN:VALARM", "MAILTO:", "BEGIN:VEVENT"),
    *("æ", "👩‍👧", "Lone", "å" * 35, "n" * 300),
]
NASTY = st.lists(st.one_of(st.sampled_from(BREAKING), st.characters()), max_size=8).map("".join)


def shown(text: str) -> str:
    """What may be left of a text on one line: its printing characters, in order."""
    broken = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    spaced = "".join(" " if c in broken else c for c in text)
    plain = "".join(c for c in spaced if c == "\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))
    return " ".join("".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in plain).split())


def shown_as_name(text: str) -> str:
    return shown(text).replace('"', "'").replace("\\", "/")


@pytest.mark.goal("R19")
@settings(max_examples=examples(2000), deadline=None)
@given(summary=NASTY, place=NASTY, description=NASTY, name=NASTY, host=NASTY)
def test_nothing_somebody_typed_breaks_a_line_or_adds_one(summary, place, description, name, host):
    hostile = replace(
        LONES, summary=summary, place=place, description=description, attendee_name=name, organizer_name=host
    )
    written = request(hostile)
    rows = written.split(b"\r\n")
    assert max(len(row) for row in rows) <= 75
    # Also for programs that take more than CRLF for the end of a line.
    assert written.decode().splitlines() == written.decode().split("\r\n")[:-1]
    assert "\0" not in written.decode()

    names = [line.partition(":")[0].partition(";")[0] for line in event_lines(written)]
    optional = ["LOCATION"] * bool(shown(place)) + ["DESCRIPTION"] * bool(shown(description))
    assert names == [
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"),
        *optional,
        *("URL", "ORGANIZER", "ATTENDEE", "STATUS", "TRANSP"),
    ]

    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert str(event["SUMMARY"]) == shown(summary)
    assert str(event.get("LOCATION", "")) == shown(place)
    assert shown(str(event.get("DESCRIPTION", ""))) == shown(description)
    assert event["ATTENDEE"] == "mailto:lone@familiehuset.example"
    assert event["ATTENDEE"].params["CN"] == (shown_as_name(name) or LONES.attendee_address)
    assert event["ORGANIZER"].params["CN"] == (shown_as_name(host) or LONES.organizer_address)

    (ours,) = read(written)
    assert (ours.summary, ours.attendee) == (shown(summary), LONES.attendee_address)


@pytest.mark.goal("R19")
@settings(max_examples=examples(1000), deadline=None)
@given(uid=NASTY, address=NASTY, url=NASTY, lang=NASTY)
def test_what_is_no_text_is_refused_or_written_whole(uid, address, url, lang):
    for change in (
        {"uid": uid},
        {"attendee_address": address},
        {"organizer_address": address},
        {"url": url},
        {"lang": lang},
    ):
        try:
            written = request(replace(LONES, **change))
        except InvalidInvitation:
            continue
        assert len(event_lines(written)) == 13
        assert len(icalendar.Calendar.from_ical(written).walk("VEVENT")) == 1


def test_a_feed_shows_proposals_as_tentative_and_names_nobody():
    settled = replace(TENTATIVE, uid="mode-17@faelled.example", tentative=False)
    written = publish([TENTATIVE, settled], name="Lones møder, alle")
    first, second = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert "METHOD:PUBLISH" in unfolded(written)
    assert "X-WR-CALNAME:Lones møder\\, alle" in unfolded(written)
    assert (first["STATUS"], second["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert b"ATTENDEE" not in written
    assert b"ORGANIZER" not in written
    assert unfolded(written).count("BEGIN:VTIMEZONE") == 1


def test_a_feed_without_meetings_is_still_a_calendar():
    assert icalendar.Calendar.from_ical(publish([])).walk("VEVENT") == []
