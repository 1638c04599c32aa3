"""Names of persons: the model, the words around, what looks public, what the space knows, one text as a whole."""

from itertools import pairwise

import pytest

from faelled.core.guard import Context, Mark, Reason, Type, find
from faelled.core.guard.names.known import known, ordinary
from faelled.core.guard.names.tokens import lines_of


def settled(text, context=Context()):  # noqa: B008  a Context is frozen
    return [
        text[f.start : f.end] for f in find(text, context) if f.type is Type.PERSON and f.mark is Mark.SETTLE
    ]


def questions(text, context=Context()):  # noqa: B008
    return [
        text[f.start : f.end] for f in find(text, context) if f.type is Type.PERSON and f.mark is Mark.HINT
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # first names, whole names, from far and near
        ("Vi har lovet Thilde en ny tid.", ["Thilde"]),
        ("Karoline Bang Mortensen har sagt ja.", ["Karoline Bang Mortensen"]),
        ("Nøglen ligger hos Samira og Jørn.", ["Samira", "Jørn"]),
        ("Oleksandra Kravchuk og Yusra deler værelse.", ["Oleksandra Kravchuk", "Yusra"]),
        ("Det er Warsame, der kører.", ["Warsame"]),
        # as one types on a telephone
        ("har nogen hørt fra pernille i dag", ["pernille"]),
        ("fadumo og mikkel kommer ikke i dag", ["fadumo", "mikkel"]),
        ("RING TIL CHARLOTTE OM NØGLEN", ["CHARLOTTE"]),
        # greetings, closings and other words that call somebody
        ("Hej Jytte, kan du tage vagten?", ["Jytte"]),
        ("kh Preben", ["Preben"]),
        ("Mvh\nOda Thygesen", ["Oda Thygesen"]),
        ("Familien Al-Khatib siger tak.", ["Al-Khatib"]),
        ("Sagsbehandler Vibeke Toft har ferie.", ["Vibeke Toft"]),
        ("Ham fra Ungebasen, Kasper, har nøglen.", ["Kasper"]),
        ("Mor til Noah og Ellen har ringet.", ["Noah", "Ellen"]),
        # genitives: the s is no part of the name
        ("Ullas mor henter.", ["Ulla"]),
        ("Det er Jonas' jakke.", ["Jonas"]),
        # initials and what people go by
        ("M.T. og S. Lund følger op.", ["M.T.", "S. Lund"]),
        ("han hedder drage_99 på discord", ["drage_99"]),
        ("Skriv til @mulle i aften", ["@mulle"]),
        # words that are names where a person stands
        ("Liv vil ikke hjem, men Storm vil gerne.", ["Liv", "Storm"]),
        ("Jeg har spurgt Hans om nøglen.", ["Hans"]),
    ],
)
def test_a_name_is_to_be_settled(text, names):
    assert settled(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Hans mor kommer på onsdag.",
        "Vi talte om hans skole.",
        "I maj og august holder vi lukket.",
        "Sommer og sol på hele holdet.",
        "Per person koster det tyve kroner.",
        "Bibliotekarens kontor er flyttet.",
        "Toget kører fra Hobro til Skive.",
        "Netto og Rema 1000 har givet brød.",
        "Red Barnet og Mødrehjælpen er med.",
        "Hej alle sammen",
        "Venlig hilsen alle i Familiehuset",
        "HUSK MADPAKKE PÅ FREDAG",
        "PPR og SSP holder oplæg.",
        "Thursday works better than Friday for us.",
        "en ung far spurgte om vej",
    ],
)
def test_an_ordinary_word_is_no_name(text):
    assert settled(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vi læste Pippi Langstrømpe for de små.",
        "Alle Astrid Lindgrens bøger er udlånt.",
        "Forfatteren Oda Thygesen kommer på besøg.",
        "Serien om Villads Krusemynte er slidt op.",
        "Vi har søgt Mary Fonden.",
        "Koncert i Sankt Mortens Kirke.",
    ],
)
def test_what_looks_public_is_asked_about_and_not_dropped(text):
    assert settled(text) == []


def test_an_author_is_seen_with_the_reason_that_says_so():
    (finding,) = (f for f in find("Der er kø til Tove Ditlevsen.") if f.type is Type.PERSON)
    assert (finding.reason, finding.mark) == (Reason.PUBLIC, Mark.HINT)


def test_a_sure_name_is_a_name_everywhere_in_the_text_and_a_pronoun_is_not():
    text = "Jeg mødte Qvistine Lund i går. qvistines bror ventede. Hans Dam ringede, og hans kone var med."
    assert settled(text) == ["Qvistine Lund", "qvistine", "Hans Dam"]


def test_a_name_is_known_from_another_text_of_the_thread():
    said = "bogen er fra zorbeck"
    assert settled(said) == []
    assert settled(said, Context(thread=["Hej Zorbeck, tak for i dag."])) == ["zorbeck"]


def test_the_space_knows_its_people_and_its_houses():
    knows = Context(own_names=["Lone Holm", "Aisha"], own_houses=["Sofies Hus", "Café Ellen"])
    text = "Lone og Lone Bruun mødte Aisha i Sofies Hus, og Sofie var der."
    assert settled(text, knows) == ["Lone Bruun", "Sofie"]
    assert "Lone" in questions(text, knows) and "Aisha" in questions(text, knows)


def test_a_zero_width_letter_hides_no_name():
    assert settled("Vi har talt med Per\u200bnille om det.") == ["Per\u200bnille"]


@pytest.mark.parametrize(
    ("word", "is_ordinary"),
    [
        ("nøglen", True),
        ("bogbussen", True),
        ("kaffe", True),
        ("hylderne", True),
        ("kowalczyk", False),
        ("pernille", False),
    ],
)
def test_the_dictionary_knows_a_word_with_its_ending_and_one_made_of_two(word, is_ordinary):
    assert bool(ordinary(word)) is is_ordinary


@pytest.mark.parametrize(
    ("word", "bare"), [("ritas", "rita"), ("mads", "mads"), ("karens", "karen"), ("nielsens", "nielsen")]
)
def test_a_genitive_is_known_by_its_name(word, bare):
    assert known(word).bare == bare


@pytest.mark.parametrize(
    "pattern", ["Pernille ", "Ole, ", "a", "å\n", "T.B. ", "@x ", "-a", "Hej Bo\n", "😀", "PER ", "å-å'å"]
)
def test_names_in_masses_are_gone_through(pattern):
    text = (pattern * 8000)[:8000]
    found = [f for f in find(text) if f.type is Type.PERSON]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert sum(f.end - f.start for f in found) > 7000 or pattern != "Pernille "


def test_a_long_line_is_judged_piece_by_piece():
    assert max(len(line.tokens) for line in lines_of("ord " * 1000)) == 200
