"""Free-text answers: tables of what people could have written, by the rules of the corpus."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from faelled.core.replies import Counter, Slot, Verdict, read
from faelled.core.replies.lexicon import groups
from faelled.core.replies.scoring import predict
from faelled.site.command.reading import stored
from tests.core.grammar import by_grammar
from tests.shared import shared_data

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SENT = datetime(2026, 11, 23, 9, tzinfo=COPENHAGEN)
LETTERS = {"y": Verdict.YES, "n": Verdict.NO, "m": Verdict.MAYBE, "u": Verdict.UNKNOWN}
OWN = Path(__file__).parent.parent / "mails" / "replies" / "own.jsonl"


def slot(number, day, start, end):
    def at(hour):
        return datetime(2026, 12, day, hour, tzinfo=COPENHAGEN)

    return Slot(number, at(start), at(end))


# Tuesday, Thursday, Tuesday, Thursday
SLOTS = [slot(1, 1, 9, 11), slot(2, 3, 13, 15), slot(3, 8, 9, 11), slot(4, 10, 13, 15)]


def letters(text, **more):
    reading = read(text, SLOTS, SENT, **more)
    return "".join(reading.verdict(n).value[0] for n in range(1, 5))


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("Torsdag passer fint", "uyuy"),
        ("Torsdag passer ikke", "unun"),  # the "ikke" decides, not the "passer"
        ("Torsdag, hvis det skal være", "umum"),
        ("Jeg vender tilbage", "uuuu"),  # never guess: ask again
        ("Kun torsdag", "nyny"),  # only closes the world
        ("Alle på nær den 3.", "ynyy"),
        ("Den 1. er fin, resten går ikke", "ynnn"),
        ("Den 1. er fin, resten må I vente på", "yuuu"),
        ("Først fra kl. 12", "nyny"),
        ("Ikke før kl. 12", "nyny"),  # "not before" means from then on
        ("Optaget 9-10", "nunu"),  # a negative window does not close
        ("Har borger kl. 13", "unun"),
        ("Torsdag er jeg på kursus", "unun"),  # a cause counts as its consequence
        ("Helst torsdag", "uyuy"),
        ("Torsdag er bedre end tirsdag", "mymy"),
        ("1 ja\n2 nej\n3 ?\n4 ja", "ynmy"),
        ("v\nx\nv\n÷", "ynyn"),
        ("Alle fire, men torsdag må jeg gå kl. 14", "ymym"),
        ("Tirsdag. Hov nej, torsdag", "uyuy"),
        ("Tirsdag den 3.", "uuuu"),  # weekday and date hit different times
        ("Hvor længe varer det?", "uuuu"),
        ("Torsdag?", "umum"),
        ("Ja", "yyyy"),
        ("Nej desværre", "nnnn"),
        ("Mange tak for mailen", "uuuu"),
        ("Mette kommer i stedet for mig", "uuuu"),  # Mette must be asked
        ("Mette kommer i stedet for mig torsdag", "uyuy"),
        ("tirsda gaar fint, men torsdag ka jeg ik", "ynyn"),
        ("Fint for mig\n\nMvh Lone\nArbejder ikke torsdag", "yyyy"),  # the body overrides the signature
        ("Tirsdag er fint\n\nMvh Lone\nArbejder ikke torsdag", "ynyn"),
        ("Tirsdag er fint\n\nMvh Lone\nTelefontid torsdag 10-12", "yuyu"),
        ("Thursdays only", "nyny"),
        ("Anything but the 8th", "yyny"),
        ("Jeg har fodpleje kl. 12, så det skal ligge før", "ynyn"),  # told from the hour just named
        ("Før kl. 12 er jeg på tilsyn, bagefter kan jeg", "nyny"),
        ("Til og med den 3. er jeg på barsel, derefter kan jeg", "nnyy"),
        ("Jeg er først hjemme den 8., derefter kan I få mig", "nnyy"),
        ("Torsdag eller slet ikke", "nyny"),
        ("Alle undtagen nr. 1, men den 10. smutter jeg kl. 14", "nyym"),
        ("1) nej 2) ja 3) nej 4) ja", "nyny"),
        ("ti: nix\nto: ok", "nyny"),
        ("Tirsdag: ✓ ÷", "yunu"),  # two marks for two tuesdays
        ("Torsdag kl. 13, de andre er ikke noget for mig", "nyny"),
        ("Torsdag flytter vi 4.000 bøger", "unun"),
        ("Jeg ved først senere, hvad jeg kan", "uuuu"),
    ],
)
def test_an_answer_is_read_as_it_was_meant(body, answer):
    assert letters(body) == answer


@pytest.mark.parametrize("body", ["", "   \n\n", "\x00\x01\ufffd", ">>>> > >", "?" * 3_000, "🙂" * 3_000])
def test_nothing_is_made_of_nothing(body):
    assert letters(body) == "uuuu"


UNITS = [
    "torsdag ", "ikke ", "alle ", "kl. 9-10 og ", "1, 2 ", "(", "resten kan jeg ikke. ",
    "hej ", "mvh\n", "9", "å", "og,",
    "undtagen ", "den 3. ", "fra til ",
    "ja nej ", "'s", "\n", "-- \n", "hvis ", "æøå" * 9,
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_text_is_read_to_its_bound_and_trusted_with_nothing(unit):
    reading = read(unit * (100_000 // len(unit)), SLOTS, SENT)
    assert set(reading.answers) == {1, 2, 3, 4}
    assert all(a.unsure for a in reading.answers.values() if a.verdict is not Verdict.UNKNOWN)


def test_every_verdict_says_which_words_it_rests_on():
    text = "Hej Bodil\n\nTorsdag kan jeg desværre ikke."
    answer = read(text, SLOTS, SENT).answers[2]
    assert [text[s.start : s.end] for s in answer.because] == ["Torsdag", "kan", "desværre ikke"]


def test_a_reading_that_pulls_both_ways_is_unsure():
    assert read("Torsdag kan jeg godt. Torsdag kan jeg ikke.", SLOTS, SENT).unsure == (2, 4)
    assert read("Torsdag kan jeg godt.", SLOTS, SENT).unsure == ()


def test_a_guess_from_what_the_writer_does_is_unsure():
    reading = read("Torsdag gnubler vi frumlen", SLOTS, SENT)
    assert (reading.verdict(2), reading.unsure) == (Verdict.NO, (2, 4))


def test_a_time_of_the_writers_own_is_a_counter_proposal():
    reading = read("Ingen af dem desværre. Kan vi tage fredag den 4. december kl. 9-11?", SLOTS, SENT)
    own = Counter(datetime(2026, 12, 4, 9, tzinfo=COPENHAGEN), datetime(2026, 12, 4, 11, tzinfo=COPENHAGEN))
    assert (reading.counter, reading.verdict(1)) == ((own,), Verdict.NO)


def test_the_one_who_comes_instead_is_named():
    assert read("Torsdag sender jeg Nanna", SLOTS, SENT).delegate == "Nanna"
    assert read("Karen kan torsdag", SLOTS, SENT, deputies=["Karen Holm"]).delegate in (None, "Karen")


def test_a_machine_answers_no_poll():
    reading = read("Autosvar: jeg er på ferie til torsdag. Kontakt Ungebasen hvis det haster.", SLOTS, SENT)
    assert reading.not_availability and reading.says_nothing


def test_a_question_is_kept_beside_the_answer():
    text = "Torsdag passer. Skal vi have kaffe med?"
    reading = read(text, SLOTS, SENT)
    assert text[reading.question.start : reading.question.end] == "Skal vi have kaffe med?"
    assert letters(text) == "uyuy"


def test_without_proposals_there_is_nothing_to_answer():
    assert read("Ja", [], SENT).answers == {}


EXAMPLES = [(g, p) for g in groups() for p in g.phrases]
EXPECTED = {"yes": "y", "no": "n", "maybe": "m", "unknown": "u"}


@pytest.mark.parametrize("group", groups(), ids=lambda g: f"{g.kind}: {g.example}")
def test_each_phrase_is_in_its_example_and_is_read_as_its_class_says(group):
    wrong = []
    for phrase in group.phrases:
        example = group.example.format(phrase)
        assert phrase in example
        got = by_grammar(example, SLOTS, SENT)[1]
        if got != EXPECTED[group.expect]:
            wrong.append((example, got))
    assert wrong == []


def cases(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def score(rows, read_as):
    """Return the share of slots that are right, and of those turned; read_as: a row -> one letter a slot."""
    pairs = [
        pair for row in rows for pair in zip((g[0] for g in row["gold"].values()), read_as(row), strict=True)
    ]
    right = sum(g == p for g, p in pairs) / len(pairs)
    return right, sum({g, p} == {"y", "n"} for g, p in pairs) / len(pairs)


def as_accepted(row):
    """Return how a reply of our own is read: as was accepted, which test_replies_reread holds to be so."""
    return stored()[f"own/{row['id']}"]


def now(row):
    return [v[0] for v in predict(row["reply"], row["slots"], row["sent"]).values()]


def test_our_own_corpus_is_read_well():
    right, dangerous = score(cases(OWN), as_accepted)
    assert right >= 0.97 and dangerous <= 0.005


def test_no_kind_of_reply_in_our_own_corpus_is_read_badly():
    rows = cases(OWN)
    tags = {t for r in rows for t in r["tags"] if sum(t in other["tags"] for other in rows) > 2}
    poor = {t: score([r for r in rows if t in r["tags"]], as_accepted)[0] for t in tags}
    assert {t: s for t, s in poor.items() if s < 0.75} == {}


def test_the_shared_development_set_is_read_well():
    right, dangerous = score(cases(shared_data("availability", "dev.jsonl")), now)
    assert right >= 0.95 and dangerous <= 0.005
