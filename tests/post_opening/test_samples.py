"""The samples that nobody of us wrote. The floors are a little below what was measured when they were set."""

import json
from functools import cache

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
    assert len(right) >= 55, sorted({name for name, _, _ in samples("replies")} - set(right))
    assert {letter.kind for _, _, letter in samples("replies")} <= {Kind.ANSWER, Kind.OTHER}


def test_bounces_are_found_and_nothing_else_is_one():
    found = {name: letter.kind is Kind.BOUNCE for name, _, letter in samples("bounces")}
    assert not found.pop("sisimai--is-not-bounce-01.eml")
    assert sum(found.values()) >= 0.97 * len(found)


def test_failed_recipients():
    named = [
        (set(e["failed_recipients"]), set(letter.failed))
        for _, e, letter in samples("bounces")
        if "failed_recipients" in e
    ]
    assert sum(expected == found for expected, found in named) >= len(named) - 1
    assert all(letter.failed for _, _, letter in samples("bounces") if letter.kind is Kind.BOUNCE)


def test_whether_it_is_any_use_to_try_again():
    judged = [
        (e["hard_bounce"], letter.failed_for_good)
        for _, e, letter in samples("bounces")
        if "hard_bounce" in e
    ]
    assert sum(expected == found for expected, found in judged) >= len(judged) - 1


def test_most_bounces_say_why():
    """`-s` prints the share. The rest name no reason, or one that only their program knows."""
    found = [letter.failed_because for _, _, letter in samples("bounces") if letter.kind is Kind.BOUNCE]
    known = [why for why in found if why not in (None, FailedBecause.UNKNOWN)]
    print(f"\nbounces with a reason: {len(known)} of {len(found)}")
    assert len(known) >= 0.7 * len(found)


def test_no_absence_is_an_answer():
    assert {letter.kind for _, _, letter in samples("autoreplies")} == {Kind.ABSENCE}


def test_calendar_parts():
    for name, expected, letter in samples("imip"):
        if isinstance(expected["calendar"], str):
            continue
        for wanted in expected["calendar"]:
            if not wanted["vevents"]:
                continue  # busy times, which are no answer to an invitation
            entry = next(c for c in letter.calendar if c.uid == (wanted["uid"] or ""))
            assert (entry.method, entry.sequence) == (wanted["method"], wanted["sequence"] or 0), name
            assert "answer" not in wanted or entry.partstat == wanted["answer"], name


@pytest.mark.parametrize("name", ["ccs--dsn_failure_with_ics.eml", "ccs--dsn_failure_no_ics.eml"])
def test_an_invitation_that_came_back(name):
    (letter,) = (letter for found, _, letter in samples("imip") if found == name)
    assert letter.kind is Kind.BOUNCE
    assert bool(letter.calendar) == ("with_ics" in name)
