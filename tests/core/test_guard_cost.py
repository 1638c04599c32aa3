"""The guard on text nobody writes: counted by what is tried, not by the clock."""

import pytest

from faelled.core.guard import find

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
