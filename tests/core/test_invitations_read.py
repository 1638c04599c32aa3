"""Answers from calendars, read as the programs people have really write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from faelled.core.invitations import Attendance, UnreadableCalendar, read, supersedes

REPLY = """BEGIN:VCALENDAR
PRODID:-//Et program//DA
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:mode-17@faelled.example
SEQUENCE:2
DTSTAMP:20261121T101500Z
DTSTART;TZID=Europe/Copenhagen:20261203T130000
DTEND;TZID=Europe/Copenhagen:20261203T150000
ORGANIZER;CN=Fælled:mailto:M-17@faelled.example
ATTENDEE;PARTSTAT=ACCEPTED;CN="Holm, Lone":MAILTO:Lone@Familiehuset.example
SUMMARY:Møde i Fælled
COMMENT:Jeg kommer lidt senere\\, ca. 13.15
END:VEVENT
END:VCALENDAR
"""
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def reply(*changes: tuple[str, str]) -> str:
    text = REPLY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def line(name: str) -> str:
    """The whole line of that name in the answer above, for leaving it out or writing it otherwise."""
    return next(row for row in REPLY.splitlines() if row.startswith(name)) + "\n"


def test_lone_accepts_in_her_calendar():
    (answer,) = read(reply())
    assert answer.method == "REPLY"
    assert (answer.uid, answer.sequence) == ("mode-17@faelled.example", 2)
    assert answer.dtstamp == datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
    assert (answer.organizer, answer.attendee) == ("m-17@faelled.example", "lone@familiehuset.example")
    assert Attendance.of(answer.partstat) is Attendance.ACCEPTED
    assert (answer.start, answer.end) == (
        datetime(2026, 12, 3, 13, tzinfo=COPENHAGEN),
        datetime(2026, 12, 3, 15, tzinfo=COPENHAGEN),
    )
    assert answer.recurrence_id is None
    assert (answer.summary, answer.comment) == ("Møde i Fælled", "Jeg kommer lidt senere, ca. 13.15")


@pytest.mark.parametrize(
    "sent",
    [
        reply().replace("\n", "\r\n").encode(),
        reply().encode(),
        reply().replace("\n", "\r").encode(),
        reply().replace("\n", "\r\r\n").encode(),
        ("\ufeff" + reply()).encode(),
        reply().encode("utf-16"),
        reply().encode("utf-16-le"),
        reply().encode("utf-16-be"),
        reply().encode("cp1252"),
        reply().encode("cp1252").decode("ascii", "surrogateescape"),  # as the email package hands it over
        "\r\n\r\n   \r\n" + reply(),
        reply(("SUMMARY:Møde i Fælled", "SUMMARY:Mø\n de i\n  Fælled")),
        reply(("SUMMARY:Møde i Fælled", "SUMMARY\n :Møde i Fælled")),
        reply(("BEGIN:VEVENT", "begin:vevent"), ("METHOD:REPLY", "method:reply"), ("SEQUENCE", "sequence")),
        reply(("END:VEVENT\nEND:VCALENDAR\n", "")),  # cut short on the way
        reply(("VERSION:2.0", "VERSION:2.0\nHer mangler et kolon")),
        reply(("SUMMARY:", "END:VALARM\nSUMMARY:")),
    ],
)
def test_the_same_answer_in_another_envelope_is_the_same_answer(sent):
    (expected,) = read(reply())
    assert read(sent) == (expected,)


def test_microsoft_leaves_the_organizer_out_and_puts_a_word_before_the_title():
    (answer,) = read(
        reply((line("ORGANIZER"), ""), ("SUMMARY:Møde", "SUMMARY;LANGUAGE=da-DK:Accepteret: Møde"))
    )
    assert (answer.uid, answer.attendee, answer.partstat, answer.organizer) == (
        "mode-17@faelled.example",
        "lone@familiehuset.example",
        "ACCEPTED",
        None,
    )
    assert answer.summary == "Accepteret: Møde i Fælled"


METTE = "ATTENDEE;PARTSTAT={}:mailto:mette@familiehuset.example\n"
LONE_AGAIN = "ATTENDEE;PARTSTAT={}:mailto:lone@familiehuset.example\n"


@pytest.mark.parametrize(
    ("lines", "attendee", "partstat", "how_many"),
    [
        ("", None, None, 0),
        (line("ATTENDEE"), "lone@familiehuset.example", "ACCEPTED", 1),
        (line("ATTENDEE") + METTE.format("DECLINED"), None, None, 2),
        (line("ATTENDEE") + METTE.format("ACCEPTED"), None, None, 2),  # whose answer it is, the token tells
        (line("ATTENDEE") + LONE_AGAIN.format("accepted"), "lone@familiehuset.example", "ACCEPTED", 2),
        (line("ATTENDEE") + LONE_AGAIN.format("DECLINED"), "lone@familiehuset.example", None, 2),
        ("ATTENDEE:mailto:lone@familiehuset.example\n", "lone@familiehuset.example", "NEEDS-ACTION", 1),
        (
            "ATTENDEE;PARTSTAT=DECLINED:lone@familiehuset.example\n",
            "lone@familiehuset.example",
            "DECLINED",
            1,
        ),
        (
            "ATTENDEE;PARTSTAT=DECLINED;SENT-BY=mailto:mette@familiehuset.example:mailto:lone@familiehuset.example\n",
            "lone@familiehuset.example",
            "DECLINED",
            1,
        ),
        (
            'ATTENDEE;PARTSTAT=DECLINED;EMAIL="lone@familiehuset.example":urn:uuid:4c2f\n',
            "lone@familiehuset.example",
            "DECLINED",
            1,
        ),
        ("ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail\n", None, None, 0),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:lone@familiehuset.example%0D%0Abcc\n", None, None, 0),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:" + "l" * 5000 + "@familiehuset.example\n", None, None, 0),
    ],
)
def test_who_answered(lines, attendee, partstat, how_many):
    (answer,) = read(reply((line("ATTENDEE"), lines)))
    assert (answer.attendee, answer.partstat, len(answer.attendees)) == (attendee, partstat, how_many)


@pytest.mark.parametrize(
    ("partstat", "attendance"),
    [
        ("ACCEPTED", Attendance.ACCEPTED),
        ("accepted", Attendance.ACCEPTED),
        (" Tentative ", Attendance.TENTATIVE),
        ("DECLINED", Attendance.DECLINED),
        ("DELEGATED", Attendance.DELEGATED),
        ("NEEDS-ACTION", Attendance.NEEDS_ACTION),
        ("X-MAYBE", Attendance.NEEDS_ACTION),  # never guess
        ("ACCEPTED,DECLINED", Attendance.NEEDS_ACTION),
        ("", Attendance.NEEDS_ACTION),
        (None, Attendance.NEEDS_ACTION),
    ],
)
def test_what_a_partstat_stands_for(partstat, attendance):
    assert Attendance.of(partstat) is attendance


@pytest.mark.parametrize(
    ("written", "sequence"),
    [
        ("2", 2),
        (" 7 ", 7),
        ("", 0),
        ("to", 0),
        ("-1", 0),
        ("2.5", 0),
        ("٣", 0),  # digits, but not of the standard
        ("2147483647", 2147483647),
        ("2147483648", 0),
        ("9" * 5000, 0),  # would otherwise be newer than everything, for ever
    ],
)
def test_a_sequence_that_is_none_never_wins(written, sequence):
    (answer,) = read(reply(("SEQUENCE:2", f"SEQUENCE:{written}")))
    assert answer.sequence == sequence


NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


@pytest.mark.parametrize(
    ("sequence", "stamp", "over_sequence", "over_stamp", "newer"),
    [
        (0, TEN, 0, NINE, True),
        (0, NINE, 0, TEN, False),
        (1, NINE, 0, TEN, True),  # an answer to the moved meeting, from a clock that is slow
        (0, TEN, 1, NINE, False),  # an answer to the meeting as it was
        (
            0,
            NINE,
            0,
            NINE,
            True,
        ),  # some programs repeat the invitation's stamp: the last one to come is right
        (0, NINE.astimezone(COPENHAGEN), 0, TEN, False),
        (0, None, 0, NINE, False),
        (0, NINE, 0, None, True),
        (0, None, 0, None, True),
        (1, None, 0, NINE, True),
    ],
)
def test_an_older_answer_never_overrides_a_newer_one(sequence, stamp, over_sequence, over_stamp, newer):
    assert supersedes(sequence, stamp, over_sequence=over_sequence, over_stamp=over_stamp) is newer


def test_what_people_read_of_it_has_no_control_characters():
    (answer,) = read(reply(("COMMENT:Jeg", "COMMENT:\x1b[31m\x00Jeg"), ("\\, ca.", "\u2028\\nca.")))
    assert answer.comment == "[31mJeg kommer lidt senere\n\nca. 13.15"


def test_gmail_proposes_another_time():
    (proposal,) = read(
        reply(
            ("METHOD:REPLY", "METHOD:COUNTER"), ("20261203T13", "20261204T09"), ("20261203T15", "20261204T11")
        )
    )
    assert proposal.method == "COUNTER"
    assert proposal.start == datetime(2026, 12, 4, 9, tzinfo=COPENHAGEN)


def test_one_broken_event_never_hides_another():
    broken = "BEGIN:VEVENT\nDTSTART;TZID=:i morgen\n:::\nATTENDEE\nEND:VEVENT\n"
    answers = read(
        reply(("BEGIN:VEVENT", broken + "BEGIN:VEVENT"), ("END:VCALENDAR", broken + "END:VCALENDAR"))
    )
    assert [a.uid for a in answers] == ["mode-17@faelled.example"]


def test_an_event_too_long_to_be_honest_hides_nothing_either():
    long = "BEGIN:VEVENT\nUID:lang\n" + "X-A:1\n" * 2_000 + "END:VEVENT\n"
    assert [a.uid for a in read(reply(("BEGIN:VEVENT", long + "BEGIN:VEVENT")))] == [
        "mode-17@faelled.example"
    ]


def test_several_calendars_in_one_file_keep_their_own_methods():
    both = read(reply() + reply(("METHOD:REPLY", "METHOD:CANCEL")))
    assert [m.method for m in both] == ["REPLY", "CANCEL"]


def test_a_method_after_the_event_and_none_at_all():
    (late,) = read(reply(("METHOD:REPLY\n", ""), ("END:VCALENDAR", "METHOD:REPLY\nEND:VCALENDAR")))
    (none,) = read(reply(("METHOD:REPLY\n", "")))
    assert (late.method, none.method) == ("REPLY", "")


def test_what_lies_inside_an_event_is_not_the_events():
    alarm = (
        "BEGIN:VALARM\nUID:en-anden\nATTENDEE;PARTSTAT=DECLINED:mailto:nanna@ungebasen.example\nEND:VALARM\n"
    )
    (answer,) = read(reply(("UID:", alarm + "UID:")))
    assert (answer.uid, answer.partstat) == ("mode-17@faelled.example", "ACCEPTED")


def test_an_answer_about_one_occurrence_is_never_taken_for_the_whole():
    (one,) = read(reply(("SEQUENCE:2", "SEQUENCE:2\nRECURRENCE-ID;VALUE=DATE:20261203")))
    assert one.recurrence_id == date(2026, 12, 3)
    with pytest.raises(UnreadableCalendar):
        read(reply(("SEQUENCE:2", "SEQUENCE:2\nRECURRENCE-ID:den tredje")))


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        ("DTSTART:20261203T120000Z\nDTEND:20261203T140000Z", (12, UTC), (14, UTC)),
        ("DTSTART:20261203T1200Z", (12, UTC), None),
        ("DTSTART:20261203T120000", (12, None), None),
        ("DTSTART:20261203T120000Z\nDURATION:PT2H", (12, UTC), (14, UTC)),
        ("DTSTART:20261203T120000Z\nDURATION:P99999W", (12, UTC), None),
        ("DTSTART:20261203T120000Z\nDURATION:P", (12, UTC), None),
        ("DTSTART;TZID=Et sted:20261203T120000\nDTEND:20261203T140000Z", None, (14, UTC)),
        ("DTSTART:20261203T250000Z", None, None),
        ("DTSTART:20261303T120000Z", None, None),
        ("DTSTART:00000000T120000Z", None, None),
        ("DTSTART:torsdag", None, None),
        ("DTSTART:" + "2" * 100_000, None, None),
        ("DTSTART:٢٠٢٦١٢٠٣T120000Z", None, None),
    ],
)
def test_times_as_they_are_written(lines, start, end):
    (answer,) = read(reply((line("DTSTART") + line("DTEND"), lines + "\n")))
    at = [None if t is None else datetime(2026, 12, 3, t[0], tzinfo=t[1]) for t in (start, end)]
    assert [answer.start, answer.end] == at


def test_whole_days_are_dates():
    (answer,) = read(reply((line("DTSTART") + line("DTEND"), "DTSTART;VALUE=DATE:20261203\nDURATION:P1D\n")))
    assert (answer.start, answer.end) == (date(2026, 12, 3), date(2026, 12, 4))
