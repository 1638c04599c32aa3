"""Small answers: a yes, a no, a number, one word. Unclear rather than wrong."""

import pytest

from faelled.core.replies.short import Word, YesNo, read_number, read_word, read_yes_no


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("Ja", YesNo.YES),
        ("ja tak", YesNo.YES),
        ("Hej Bodil\n\nJa det er fint\n\nMvh Lone", YesNo.YES),
        ("yes please", YesNo.YES),
        ("Jep!", YesNo.YES),
        ("ok", YesNo.YES),
        ("👍🏽", YesNo.YES),
        ("Ja\n\nMed venlig hilsen\nMorten Vad\nUngebasen\nTlf. 12 34 56 78", YesNo.YES),
        ("nej", YesNo.NO),
        ("Nej ikke den", YesNo.NO),
        ("No, sorry", YesNo.NO),
        ("Nej desværre", YesNo.NO),
        ("👎", YesNo.NO),
        ("måske", YesNo.MAYBE),
        ("Ja, men ikke torsdag", YesNo.UNCLEAR),  # the "men" takes some of it back
        ("Ja nej", YesNo.UNCLEAR),
        ("Ja, hvis Karen kan", YesNo.UNCLEAR),
        ("Ja?", YesNo.UNCLEAR),
        ("Er det på torsdag?", YesNo.UNCLEAR),
        ("Ja, kl. 14", YesNo.UNCLEAR),
        ("Ja til torsdag", YesNo.UNCLEAR),  # a condition of the writer's own
        ("Det er ikke fint", YesNo.UNCLEAR),
        ("Det kan jeg ikke", YesNo.NO),
        ("Jeg kan alligevel godt komme", YesNo.YES),
        ("Nej, det var ikke mig", YesNo.NO),
        ("Hej\n\nJa, det var mig.\n\nMvh Morten", YesNo.YES),
        ("Jeg kan ikke love noget", YesNo.UNCLEAR),
        ("Jeg kan godt, men ikke torsdag", YesNo.UNCLEAR),
        ("tak", YesNo.UNCLEAR),
        ("", YesNo.UNCLEAR),
        ("ja " * 40_000, YesNo.UNCLEAR),
        ("\x00\ufffd", YesNo.UNCLEAR),
    ],
)
def test_a_yes_is_only_a_yes_when_nothing_takes_it_back(body, answer):
    assert read_yes_no(body) is answer


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("2", 2),
        ("Nr. 2", 2),
        ("nummer to", 2),
        ("2'eren", 2),
        ("Vi tager 2", 2),
        ("Jeg tager 2 med", None),  # two colleagues, not the second
        ("Hej\n\n3 tak\n\nMvh Nanna", 3),
        ("den tredje", 3),
        ("7", None),  # nobody asked about seven
        ("2 eller 3", None),
        ("ikke 2", None),
        ("kl. 2", None),
        ("", None),
        ("2" * 50_000, None),
    ],
)
def test_a_number_counts_when_it_was_asked_about_and_stands_alone(body, number):
    assert read_number(body, {1, 2, 3}) == number


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("STOP", Word.STOP),
        ("Stop tak", Word.STOP),
        ("Hej\n\nbyt\n\nMvh Mette", Word.SWAP),
        ("Vent!", Word.WAIT),
        ("nej tak", Word.NO_THANKS),
        ("No thanks", Word.NO_THANKS),
        ("mindre", Word.LESS),
        ("start", Word.START),
        ("Stop ikke", None),
        ("Kan vi bytte til torsdag", None),
        ("vent til jeg har talt med Karen", None),
        ("", None),
        ("stop " * 30_000, None),
    ],
)
def test_a_word_counts_only_when_it_is_all_that_is_new(body, word):
    assert read_word(body) is word
