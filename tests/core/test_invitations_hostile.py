"""Calendar parts nobody honest sends: each is read for what is good in it, or refused with a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.invitations import UnreadableCalendar, read
from tests.core.test_invitations_read import REPLY
from tests.effort import examples


def nested(depth: int) -> str:
    return "BEGIN:VEVENT\n" * depth + "UID:x\n"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "not_a_calendar"),
        ("", "not_a_calendar"),
        (b"\0" * 5_000, "not_a_calendar"),
        (b"\xff\xfe", "not_a_calendar"),
        (b"\xff\xfe\x00", "not_a_calendar"),
        (bytes(range(256)) * 100, "not_a_calendar"),
        ("Torsdag passer fint. Mvh Lone", "not_a_calendar"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "nothing_usable"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n", "nothing_usable"),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR\n", "nothing_usable"),
        ("BEGIN:VEVENT\nUID:1\n" + "A:1\n" * 2_001, "nothing_usable"),
        ("X" * 1_000_001, "too_large"),
        (b"X" * 1_000_001, "too_large"),
        (nested(11), "too_deep"),
        (nested(3_000), "too_deep"),
        ("BEGIN:VEVENT\nUID:1\nEND:VEVENT\n" * 501, "too_many"),
    ],
)
def test_what_holds_nothing_usable_is_refused_with_the_reason(sent, code):
    with pytest.raises(UnreadableCalendar) as refused:
        read(sent)
    assert refused.value.code == code


def test_ten_deep_is_still_read():
    assert read(nested(10))[-1].uid == "x"


LARGE = 990_000


@pytest.mark.parametrize(
    "sent",
    [
        "\r" * LARGE,
        " " * LARGE,
        "\n " * (LARGE // 2),
        "BEGIN:VEVENT\nUID:" + "\\" * LARGE,
        "BEGIN:VEVENT\nUID:1\nATTENDEE" + ";A=" * (LARGE // 3),
        "BEGIN:VEVENT\nUID:1\nATTENDEE" + ';A="' * (LARGE // 4),
        "BEGIN:VEVENT\nUID:1\nATTENDEE;A=" + '"",' * (LARGE // 3),
        "BEGIN:VEVENT\nUID:1\nATTENDEE;" + " " * LARGE,
        "BEGIN:VEVENT\nUID:1\nATTENDEE:mailto:" + "%40" * (LARGE // 3),
        "BEGIN:VEVENT\nUID:1\nATTENDEE:" + "mailto:" * (LARGE // 7),
        "BEGIN:VEVENT\nUID:1\nDURATION:P" + "1" * LARGE,
        "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=" + "(UTC+01:00) " * (LARGE // 12) + ":20261203T130000",
        "END:VEVENT\n" * (LARGE // 11),
        "BEGIN:VEVENT\nEND:VEVENT\n" * (LARGE // 24),
        "A" * LARGE,
        "\udcff" * LARGE,
    ],
)
def test_a_megabyte_of_malice_is_read_or_refused(sent):
    """No clock here: a pattern that runs back and forth would never come to the end of these."""
    try:
        read(sent)
    except UnreadableCalendar as refused:
        assert refused.code in {"not_a_calendar", "nothing_usable", "too_many", "too_large"}


PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                "BEGIN:",
                "END:",
                "VCALENDAR",
                "VEVENT",
                "VTIMEZONE",
                "STANDARD",
                "\r\n",
                "\n",
                "\r",
                " ",
                "\t",
                "\0",
            ),
            *(
                "UID:",
                "SEQUENCE:",
                "DTSTART",
                "DTEND",
                "DURATION:",
                "DTSTAMP:",
                "ATTENDEE",
                "ORGANIZER",
                "COMMENT:",
            ),
            *(
                ";TZID=",
                ";PARTSTAT=",
                ";EMAIL=",
                ";VALUE=DATE",
                ":",
                ";",
                ",",
                '"',
                "=",
                "\\",
                "mailto:",
                "@",
                "%",
            ),
            *(
                "RECURRENCE-ID:",
                "RRULE:FREQ=YEARLY",
                "TZOFFSETTO:",
                "+0100",
                "PT1H",
                "P1D",
                "00010101T000000",
            ),
            *(
                "99991231T235959",
                "20261203T130000Z",
                "Europe/Copenhagen",
                "(UTC+01:00) København",
                "REPLY",
                "\udc80",
            ),
        ]
    ),
    st.text(max_size=8),
)


@settings(max_examples=examples(2000), deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252", None]))
def test_read_never_raises_anything_but_its_own_error(text, charset):
    sent = text if charset is None else text.encode(charset, "replace")
    whole = (
        ("BEGIN:VEVENT\n", "\nEND:VEVENT") if isinstance(sent, str) else (b"BEGIN:VEVENT\n", b"\nEND:VEVENT")
    )
    for candidate in (sent, whole[0] + sent + whole[1]):
        try:
            messages = read(candidate)
        except UnreadableCalendar:
            continue
        for message in messages:
            message.summary.encode()
            assert all("@" in address for address, _ in message.attendees)


@settings(max_examples=examples(500), deadline=None)
@given(st.binary(max_size=400))
def test_read_takes_any_octets(sent):
    for candidate in (sent, REPLY.encode() + sent, sent + REPLY.encode()):
        try:
            read(candidate)
        except UnreadableCalendar:
            continue
