"""What an answer holds besides yes and no: a question, who comes instead, a time of the writer's own."""

import json
from datetime import datetime, timedelta

import pytest

from faelled.core.days import HOME
from faelled.core.replies import Slot, read
from faelled.site.command import asides
from tests.shared import shared_data

SENT = datetime(2026, 11, 23, 9, tzinfo=HOME)


def slot(number, day, hour):
    start = datetime(2026, 12, day, hour, tzinfo=HOME)
    return Slot(number, start, start + timedelta(hours=2))


# Tuesday, Thursday, Tuesday, Thursday
SLOTS = [slot(1, 1, 9), slot(2, 3, 13), slot(3, 8, 9), slot(4, 10, 13)]


def found(text, **more):
    return read(text, SLOTS, SENT, **more)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Torsdag passer. Skal vi have kaffe med?", "Skal vi have kaffe med?"),
        ("Skal vi mødes den 3. december eller ej?", "Skal vi mødes den 3. december eller ej?"),
        ("Jeg kan den 3. Hvem tager referat?", "Hvem tager referat?"),
        ("Kan jeg komme kl. 13.30 den 3.?", "Kan jeg komme kl. 13.30 den 3.?"),
        ("Ja. Ca. hvor længe varer det?", "Ca. hvor længe varer det?"),
        ("Tirsdag?", None),
        ("1/12 ja, 3/12 nej, 8/12 ?", None),  # the mark is the answer
        ("Tirsdag 1/12: ja\nTorsdag 3/12: ?", None),
        ("Hvad med mandag 7. december kl. 10-12?", None),  # a time of one's own, kept as such
        ("Kan vi tage fredag den 4. december kl. 9-11?", None),
        ("Torsdag passer", None),
    ],
)
def test_a_question_is_cut_where_it_begins(text, asked):
    question = found(text).question
    assert (text[question.start : question.end] if question else None) == asked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Den 3. går Lis ind på min plads", "Lis"),
        ("Jeg er på barsel, men Aisha har overtaget min plads", "Aisha"),
        ("Torsdag sender jeg Nanna", "Nanna"),
        ("Mandagene stiller jeg op, onsdagene bliver I fri for mig", None),
        ("Tirsdage har jeg vejledning. Onsdage kommer jeg gerne", None),
        ("Vinterferien tager vi i sneen, de andre gange er jeg på plads", None),
        ("Eftermiddagen tager jeg gerne", None),
        ("Alt går fint torsdag", None),
    ],
)
def test_who_comes_instead_is_a_person(text, name):
    assert found(text).delegate == name


def test_a_blank_among_the_colleagues_is_nobody():
    assert found("Nanna kommer torsdag", deputies=["", " ", "Nanna Holm"]).delegate == "Nanna"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Ingen af dem. Hvad med fredag den 4. december kl. 9-11?", ["4. 09-11"]),
        ("Den 3. er jeg optaget fra 12 til 16", []),  # it holds all of the third of December's time
        ("Den 3. kan jeg fra 14 til 15", []),
        ("Den 3. kunne jeg kl. 8-10", ["3. 08-10"]),
    ],
)
def test_hours_that_speak_of_a_time_on_the_list_are_no_time_of_ones_own(text, hours):
    assert [f"{c.start.day}. {c.start:%H}-{c.end:%H}" for c in found(text).counter] == hours


def test_the_tally_counts_what_was_written_what_was_found_and_both():
    tally = asides.Tally()
    tally.add(frozenset({1, 2}), frozenset({2, 3}), "a")
    tally.add(frozenset(), frozenset(), "b")
    assert (tally.precision, tally.recall, tally.wrong) == ("0.50 (1 of 2)", "0.50 (1 of 2)", ["a"])


def test_the_shared_development_set_is_tallied():
    rows = [
        json.loads(line) for line in shared_data("availability", "dev.jsonl").read_text("utf-8").splitlines()
    ]
    tallies = asides.score(row for row in rows if "extra" in row)
    missed = {kind: tally.written - tally.right for kind, tally in tallies.items()}
    assert missed.keys() == set(asides.KINDS)
    assert sum(missed.values()) <= 4, missed
