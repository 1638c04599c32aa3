"""The guard on text nobody writes: counted by what is tried, not by the clock."""

import pytest

from faelled.core.guard import Mark, Type, find, mask_answer
from faelled.core.guard.finding import LONGEST

SIGNS = 20_000


@pytest.mark.parametrize("unit", ["\U0001f600", "\U0001f600 ", "12 ", "12.12.2012 ", "7", ".", "(", "\n"])
def test_signs_and_figures_alone_are_asked_about_nowhere(unit, monkeypatch):
    asked = []
    monkeypatch.setattr("faelled.core.guard.names.judged", lambda line: asked.append(line) or [])
    monkeypatch.setattr("faelled.core.guard.birthdate._by_words", lambda *words: asked.append(words) or 0.0)
    assert find((unit * SIGNS)[:SIGNS]) == []
    assert asked == []


def test_a_word_among_a_thousand_signs_is_still_asked_about():
    assert [f.type.value for f in find("\U0001f600 " * 500 + "Fatima kom. " + "\U0001f600 " * 500)] == [
        "PERSON"
    ]


@pytest.mark.parametrize("unit", ["hej ", "\U0001f600", "9", "\u200b", "\n"])
def test_of_a_text_of_a_megabyte_the_end_is_refused_unread(unit, monkeypatch):
    read = []
    monkeypatch.setattr("faelled.core.guard.sweep._read", lambda text, context: read.append(len(text)) or [])
    text = unit * (2**20 // len(unit))
    (end,) = find(text)
    assert read == [LONGEST]
    assert (end.type, end.mark, end.end) == (Type.UNREAD, Mark.STOP, len(text))
    assert len(mask_answer(text, [])) <= LONGEST


def test_a_number_where_the_reading_ends_is_not_halved():
    number = "27 30 44 61"
    text = "." * (LONGEST - 20) + f"ring {number} " + "." * 50
    (end,) = find(text)
    assert end.start <= text.index(number) and end.end == len(text)
