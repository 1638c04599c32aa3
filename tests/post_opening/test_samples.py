"""The samples that nobody of us wrote. The floors are what was measured when they were set."""

import json
from email import message_from_bytes, policy
from functools import cache

import icalendar
import pytest

from faelled.post.opening import FailedBecause, Kind, open_mail
from faelled.post.opening.__main__ import as_mail
from tests.shared import shared_data


@cache
def samples(folder):
    """Return (name, what is expected, the letter) for every file of *folder*."""
    place = shared_data("mail", folder)
    entries = json.loads((place / "expected.json").read_text())
    return [(e["file"], e["expected"], open_mail(as_mail((place / e["file"]).read_bytes()))) for e in entries]


def folded(text):
    return " ".join(text.split())


def test_the_new_text_of_answers():
    right = [
        name
        for name, expected, letter in samples("replies")
        if folded(letter.new_text) == folded(expected["new_text"])
    ]
    # Two more expect an unattributed quote to be kept as new text; that is history here.
    assert len(right) >= 56, sorted({name for name, _, _ in samples("replies")} - set(right))
    assert {letter.kind for _, _, letter in samples("replies")} <= {Kind.ANSWER, Kind.OTHER}


def test_bounces_are_found_and_nothing_else_is_one():
    found = {name: letter.kind is Kind.BOUNCE for name, _, letter in samples("bounces")}
    assert not found.pop("sisimai--is-not-bounce-01.eml")
    assert all(found.values()), sorted(name for name, is_one in found.items() if not is_one)


def test_failed_recipients():
    named = [
        (set(e["failed_recipients"]), set(letter.failed))
        for _, e, letter in samples("bounces")
        if "failed_recipients" in e
    ]
    assert [(e, f) for e, f in named if e != f] == []
    assert all(letter.failed for _, _, letter in samples("bounces") if letter.kind is Kind.BOUNCE)


def test_whether_it_is_any_use_to_try_again():
    judged = [
        (e["hard_bounce"], letter.failed_for_good)
        for _, e, letter in samples("bounces")
        if "hard_bounce" in e
    ]
    assert [(e, f) for e, f in judged if e != f] == []


def test_most_bounces_say_why():
    """`-s` prints the share. The rest name no reason, or one that only their program knows."""
    found = [letter.failed_because for _, _, letter in samples("bounces") if letter.kind is Kind.BOUNCE]
    known = [why for why in found if why not in (None, FailedBecause.UNKNOWN)]
    print(f"\nbounces with a reason: {len(known)} of {len(found)}")
    assert len(known) >= 29, len(known)


def test_no_absence_is_an_answer():
    assert {letter.kind for _, _, letter in samples("autoreplies")} == {Kind.ABSENCE}


def bare(address):
    return address.lower().removeprefix("mailto:") if address else None


def told(entry):
    """Return what is compared of a calendar part as we read it."""
    return {
        "method": entry.method,
        "sequence": entry.sequence,
        "organizer": entry.organizer,
        "attendees": list(entry.attendees),
        "again": entry.recurrence_id is not None,
        "start": entry.start.isoformat(),
    }


def test_calendar_parts():
    """Method, uid, sequence, organiser, who is asked with their answers, which occurrence, and the start."""
    read = {}
    for name, expected, letter in samples("imip"):
        if isinstance(expected["calendar"], str):
            continue  # several calendars in one file, which no mail carries
        for wanted in expected["calendar"]:
            if not wanted["vevents"]:
                continue  # busy times, which are no answer to an invitation
            entry = next(c for c in letter.calendar if c.uid == (wanted["uid"] or ""))
            read[name] = told(entry)
            assert read[name] == {
                "method": wanted["method"],
                "sequence": wanted["sequence"] or 0,
                "organizer": bare(wanted["organizer"]),
                "attendees": [(bare(address), said) for address, said, _ in wanted["attendees"]],
                "again": wanted["recurrence_id"],
                "start": wanted["dtstart"],
            }, name
            if wanted["method"] == "REPLY":
                answers = [said for _, said, _ in wanted["attendees"]]
                assert entry.partstat == wanted.get("answer", answers[0] if answers else None), name
    assert len(read) == 16


def ends_by_the_library(raw):
    """Return when the first event of a file ends, by icalendar; None when it does not say."""
    calendars = [raw]
    if not raw.lstrip().startswith(b"BEGIN:VCALENDAR"):
        parts = message_from_bytes(raw, policy=policy.default).walk()
        calendars = [p.get_payload(decode=True) for p in parts if p.get_content_type() == "text/calendar"]
    events = [e for c in calendars for e in icalendar.Calendar.from_ical(c).walk("VEVENT")]
    return {str(e.get("UID", "")): e.decoded("DTEND") for e in events if "DTEND" in e}


def test_the_ends_of_calendar_parts_are_those_another_library_reads():
    place, compared = shared_data("mail", "imip"), 0
    for name, expected, letter in samples("imip"):
        if isinstance(expected["calendar"], str):
            continue
        ends = ends_by_the_library((place / name).read_bytes())
        for entry in letter.calendar:
            if entry.uid in ends:
                assert entry.end == ends[entry.uid], name
                compared += 1
    assert compared >= 12, compared


@pytest.mark.parametrize("name", ["ccs--dsn_failure_with_ics.eml", "ccs--dsn_failure_no_ics.eml"])
def test_an_invitation_that_came_back(name):
    (letter,) = (letter for found, _, letter in samples("imip") if found == name)
    assert letter.kind is Kind.BOUNCE
    assert bool(letter.calendar) == ("with_ics" in name)
