"""Every shared sample of an invitation, an answer or a calendar: read, or refused with a reason."""

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from faelled.core.invitations import CalendarMessage, UnreadableCalendar, read
from tests.shared import shared_data

Entry = dict[str, object]


def entries(folder: str) -> list[Entry]:
    return json.loads(shared_data("mail", folder, "expected.json").read_text())


def calendar_objects(path: Path) -> list[bytes]:
    if path.suffix == ".ics":
        return [path.read_bytes()]
    mail = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    parts = [
        part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/calendar"
    ]
    return [part for part in parts if isinstance(part, bytes)]


def messages(data: bytes) -> tuple[CalendarMessage, ...]:
    try:
        return read(data)
    except UnreadableCalendar:
        return ()


def bare(address: str | None) -> str | None:
    return address.lower().removeprefix("mailto:") if address else None


def differences(expected: Entry, found: CalendarMessage) -> list[str]:
    """Which of the values two other readers agree on came out otherwise."""
    attendees = [(bare(a[0]), a[1]) for a in expected["attendees"]]
    pairs = {
        "method": (expected["method"], found.method),
        "uid": (expected["uid"] or "", found.uid),
        "sequence": (expected["sequence"] or 0, found.sequence),
        "organizer": (bare(expected["organizer"]), found.organizer),
        "attendees": (attendees, list(found.attendees)),
        "one occurrence": (expected["recurrence_id"], found.recurrence_id is not None),
        "start": (expected["dtstart"], found.start.isoformat() if found.start else None),
        "answer": (expected.get("answer", found.partstat), found.partstat),
    }
    return [f"{name}: {a!r} became {b!r}" for name, (a, b) in pairs.items() if a != b]


def test_every_invitation_and_answer_says_what_is_expected_of_it():
    compared = 0
    for entry in entries("imip"):
        objects = calendar_objects(shared_data("mail", "imip", str(entry["file"])))
        expected = entry["expected"]["calendar"]
        if isinstance(expected, str):
            continue  # several calendars in one file: the next test
        assert len(objects) == len(expected), entry["file"]
        for wanted, data in zip(expected, objects, strict=True):
            found = messages(data)
            assert len(found) == wanted["vevents"], entry["file"]
            if found:
                assert differences(wanted, found[0]) == [], entry["file"]
                compared += 1
    assert compared == 16


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("ical4j--classify.ics", ["REQUEST"] * 2),
        ("ical4j--incoming.ics", ["REQUEST"] * 3 + ["REPLY"] * 4 + ["CANCEL", "COUNTER"]),
    ],
)
def test_several_calendars_in_one_file_each_keep_their_method(name, methods):
    found = read(shared_data("mail", "imip", name).read_bytes())
    assert [m.method for m in found] == methods


# Events the library counts and we leave out, for nothing could be done with them: without a UID, and with no
# start that can be told.
LEFT_OUT = {"icalendar--issue_722_missing_timezones.ics": 2}


def test_every_calendar_gives_all_its_events_or_a_reason():
    read_whole = more_than_the_library = 0
    for entry in entries("ics"):
        found = messages(shared_data("mail", "ics", str(entry["file"])).read_bytes())
        wanted = entry["expected"].get("vevents")
        if wanted is None:  # the library could not parse this one
            more_than_the_library += len(found) > 0
            continue
        assert len(found) == wanted - LEFT_OUT.get(str(entry["file"]), 0), entry["file"]
        read_whole += 1
    assert (read_whole, more_than_the_library) == (71, 4)
