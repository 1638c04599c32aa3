"""Calendars nobody honest publishes: whatever comes, an answer comes, and good entries come with it."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.busy import State
from tests.core.test_busy import GOOD, busy, calendar, event
from tests.core.test_busy_bombs import BOMBS
from tests.effort import examples


def sound(found):
    """What holds for every answer: blocks in order, apart from each other, in UTC and within the year asked for."""
    assert all(b.start < b.end and b.start.tzinfo is UTC and b.end.tzinfo is UTC for b in found.blocks)
    assert all(a.end < b.start for a, b in pairwise(found.blocks))
    if found.blocks:
        assert found.blocks[0].start >= datetime(2025, 12, 31, 23, tzinfo=UTC)
        assert found.blocks[-1].end <= datetime(2026, 12, 31, 23, tzinfo=UTC)
    repr(found).encode()
    return found


@settings(max_examples=examples(2000), deadline=None)
@given(st.binary(max_size=400))
def test_any_octets(content):
    sound(busy(content))
    whole = calendar(GOOD)
    sound(busy(content + b"\n" + whole))
    sound(busy(whole + content))


WORDS = st.sampled_from(
    [
        *(
            "BEGIN:",
            "END:",
            "VCALENDAR",
            "VEVENT",
            "VFREEBUSY",
            "VTIMEZONE",
            "STANDARD",
            "DAYLIGHT",
            "VALARM",
        ),
        *("\r\n", "\n", "\r", " ", "\t", "\0", ":", ";", ",", '"', "=", "\\", "/"),
        *("UID:a", "DTSTART", "DTEND", "DURATION:", "RRULE:", "RDATE", "EXDATE", "RECURRENCE-ID", "EXRULE:"),
        *(
            "FREEBUSY",
            ";FBTYPE=FREE",
            ";TZID=",
            ";VALUE=DATE",
            ";RANGE=THISANDFUTURE",
            "X-WR-TIMEZONE:",
            "TZID:",
        ),
        *("FREQ=DAILY", "FREQ=YEARLY", "FREQ=SECONDLY", "COUNT=999999999999", "INTERVAL=0", "BYSETPOS=-1"),
        *(
            "BYMONTHDAY=-31",
            "BYWEEKNO=53",
            "BYYEARDAY=366",
            "BYDAY=-5MO",
            "UNTIL=99991231T235959Z",
            "WKST=SU",
        ),
        *("PT1H", "-P1D", "P9999W", "P99999D", "00010101T000000", "00010101", "99991231T235959Z", "99991231"),
        *("20261203T130000Z", "20261203", "20260329T023000", "Europe/Copenhagen", "Customized Time Zone"),
        *("(UTC+01:00) København", "TZOFFSETFROM:+0100", "TZOFFSETTO:-2359", "\udc80", "\ufeff", "TRANSP:"),
    ]
)


@settings(max_examples=examples(2000), deadline=None)
@given(
    st.lists(WORDS | st.text(max_size=8), max_size=60).map("".join),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_words_of_a_calendar(text, charset):
    sound(busy(text.encode(charset, "replace")))
    beside = calendar(event(text), GOOD).decode("utf-8", "replace") if "\udc80" not in text else ""
    sound(busy(beside.encode(charset, "replace")))


LINES = [
    *(
        "UID:a",
        "DTSTART;TZID=Europe/Copenhagen:20260105T080000",
        "DTEND;TZID=Europe/Copenhagen:20260105T090000",
    ),
    *(
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z",
        "EXDATE;TZID=Europe/Copenhagen:20260112T080000",
    ),
    *("RECURRENCE-ID:20260119T070000Z", "TRANSP:OPAQUE", "STATUS:CONFIRMED", "SUMMARY:Møde"),
]


@settings(max_examples=examples(2000), deadline=None)
@given(st.data())
def test_a_good_entry_with_something_changed_in_it_never_hides_another(data):
    lines = data.draw(st.permutations(LINES))[: data.draw(st.integers(1, len(LINES)))]
    place = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[place])))
    # No line of its own, and no end of the entry's.
    with_what = data.draw(
        st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=6)
    )
    lines[place] = lines[place][:at] + with_what + lines[place][at + data.draw(st.integers(0, 4)) :]
    found = sound(busy(calendar(GOOD, event("\n".join(lines)))))
    noon = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
    assert any(b.start <= noon < b.end for b in found.blocks)
    assert found.state == State.READ


@pytest.mark.fault
def test_every_bomb_beside_a_good_entry_leaves_the_good_one():
    noon = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
    hidden = [
        name
        for name, (content, good_is_read) in BOMBS.items()
        if good_is_read != any(b.start <= noon < b.end for b in sound(busy(content())).blocks)
    ]
    assert hidden == []
    assert len(BOMBS) == 60
