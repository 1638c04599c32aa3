"""What holds for any answer whatever: nothing raises, every time has its answer, the work has an end."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faelled.core.days import HOME
from faelled.core.replies import Slot, Verdict, read
from faelled.core.replies import quoting_headings as headings
from faelled.core.replies import reader as the_reader
from faelled.core.replies.quoting import split
from tests.effort import examples, share

SENT = datetime(2026, 11, 23, 9, tzinfo=HOME)
READ_AT_MOST = 5_000


def slot(number, day, hour, hours=2):
    start = datetime(2026, 12, day, hour, tzinfo=HOME)
    return Slot(number, start, start + timedelta(hours=hours))


SLOTS = [slot(1, 1, 9), slot(2, 3, 13), slot(3, 8, 9), slot(4, 10, 13)]


def letters(text, slots=SLOTS, sent=SENT):
    reading = read(text, slots, sent)
    return "".join(reading.verdict(s.number).value[0] for s in slots)


SAID = """
    torsdag tirsdag fredag ja nej ikke kun alle ingen helst måske resten undtagen men og eller hvis
    kan passer før efter mellem indtil fra til kl. kl uge den 1. 3. 8 10 9-11 13.30 25:61 1/12
    Thursday Tuesday works not only all none before after unless week 49 december 31/2 29. feb
    mandage formiddag eftermiddag jul påske Mette Nanna kommer stedet arbejder hver anden
    """
WORDS = SAID.split()
ODD = [
    "\n", "\n\n", ",", ".", "?", "!", ":", ";", "(", ")", "/", "-", "–", "*", "|", "✓", "÷", "v", "x", ":)", "½", "٣",
    "²", "\x00", "\u2028", "\ufeff", "\u200b", "İ", "ß", "🙂", "9" * 30, "1" * 7, "x" * 900, "> ", "-- \n", "2 el. 4",
    "Mvh Lone\n", "Hej\n", "Autosvar", "'s", "æøå", "a\u0301", "\ud800",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from([*WORDS, *ODD]), max_size=40).map(" ".join),
    st.lists(st.sampled_from([*WORDS, *ODD]), max_size=25).map("".join),
    st.text(max_size=200),
    st.text(st.characters(), max_size=200),  # half signs too, as broken mails have them
)
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31))
ZONES = st.sampled_from([HOME, UTC, timezone(timedelta(hours=1))])


@st.composite
def any_slots(draw):
    """No time, one or a dozen; any numbers, any hour of the day, minutes or days long, one zone."""
    zone = draw(ZONES)
    numbers = draw(st.lists(st.integers(1, 99), max_size=12, unique=True))
    starts = [draw(TIMES).replace(second=0, microsecond=0, tzinfo=zone) for _ in numbers]
    lengths = [timedelta(minutes=draw(st.sampled_from([5, 30, 60, 120, 480, 3000]))) for _ in numbers]
    return [Slot(n, start, start + long) for n, start, long in zip(numbers, starts, lengths, strict=True)]


SLOTS_OF_ANY_KIND = st.just(SLOTS) | any_slots()


@settings(max_examples=examples(1200), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=TEXTS,
    slots=SLOTS_OF_ANY_KIND,
    sent=TIMES.map(lambda at: at.replace(tzinfo=UTC)),
    lang=st.sampled_from([None, "da", "en"]),
    deputies=st.lists(st.sampled_from(["Mette", "Nanna Holm", "", " ", "Ann-Marie Bo"]), max_size=3),
)
def test_any_text_has_an_answer_for_every_time_and_says_where_it_stands(text, slots, sent, lang, deputies):
    found = read(text, slots, sent, lang=lang, deputies=deputies)
    assert found == read(text, slots, sent, lang=lang, deputies=deputies)
    assert set(found.answers) == {s.number for s in slots}
    spans = [span for answer in found.answers.values() for span in answer.because]
    spans += [found.question] if found.question else []
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(found.answers[n].verdict is Verdict.YES for n in found.prefers)
    assert all(c.start.tzinfo and (c.end is None or c.end > c.start) for c in found.counter)
    assert found.delegate is None or found.delegate in text


@settings(max_examples=examples(800), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, marks=st.sampled_from(["> ", ">", ">> ", "> > "]))
def test_what_is_only_quoted_answers_nothing(text, marks):
    quoted = "\n".join(marks + line for line in text.replace("\r", "\n").split("\n"))
    assert letters(split(quoted).new_text) == "uuuu"


PLAIN = [
    ("Torsdag passer fint", "uyuy"),
    ("Torsdag kan jeg ikke", "unun"),
    ("Kun torsdag", "nyny"),
    ("1 og 3 passer", "yuyu"),
    ("Alle på nær den 3.", "ynyy"),
    ("Tirsdag ja, torsdag nej", "ynyn"),
    ("Jeg vender tilbage", "uuuu"),
    ("Torsdag, hvis det skal være", "umum"),
    ("Thursdays only", "nyny"),
    ("1 ja\n2 nej\n3 ja\n4 nej", "ynyn"),
    ("Ja", "yyyy"),
    ("Nej desværre", "nnnn"),
]
BEFORE = ["Hej Bodil\n\n", "Hej\n", "Kære Bodil,\n\n", "Hi Bodil,\n", "Godmorgen\n\n"]
AFTER = [
    "\n\nMvh Lone",
    "\n\nVenlig hilsen\nLone Bach\nFamiliehuset",
    "\n\nHilsen Lone",
    "\n\nBest regards,\nLone",
    "\nKh Lone",
]


@pytest.mark.parametrize(("said", "meant"), PLAIN)
def test_a_greeting_and_a_sign_off_change_nothing(said, meant):
    around = [(before, after) for before in ["", *BEFORE] for after in ["", *AFTER]]
    read_as = {letters(before + said + after) for before, after in around}
    assert read_as == {meant}


UNITS = [
    "torsdag ", "ikke ", "1, 2 ", "kl. 9-10 og ", "resten kan jeg ikke. ", "hej ", "mvh\n", "hej\n\n", ".", "(", ":)",
    "2 el. ", "9", "x", "å", "\x00", "\u200b", "🙂", "?", "Mette kommer ", "> ", "den 3. ", "hvis ",
    "arbejder ikke torsdag\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", share(UNITS, of=5))
def test_a_hundred_thousand_signs_cost_what_their_beginning_costs(monkeypatch, unit):
    """Whatever stands beyond is not looked at; what was read is sent back for a yes or no."""
    looked_at = []
    whole = the_reader.body_of
    monkeypatch.setattr(the_reader, "body_of", lambda text: looked_at.append(len(text)) or whole(text))
    text = unit * (100_000 // len(unit))
    other = text[:READ_AT_MOST] + " nej, ingen af dem" * 5_000
    found = read(text, SLOTS, SENT)
    assert found == read(other, SLOTS, SENT)
    assert looked_at == [READ_AT_MOST, READ_AT_MOST]
    assert found.unsure == (1, 2, 3, 4)


def test_of_a_row_of_signs_no_more_is_read_than_of_words():
    """1,500 signs are read; what stands after them may say otherwise, so all is sent back."""
    row = "1, 2 " * 500
    assert read(row + "1, 2 " * 100, SLOTS, SENT) == read(row + "kun 3 " * 100, SLOTS, SENT)
    assert read(row + "1, 2 " * 100, SLOTS, SENT).unsure == (1, 2, 3, 4)


def longest_seen(monkeypatch, text):
    """Return the new text and the longest line that a pattern of the cutting was given."""
    seen = []
    whole = headings.tidy
    monkeypatch.setattr(headings, "tidy", lambda line: seen.append(whole(line)) or seen[-1])
    return split(text).new_text, max(map(len, seen)), len(seen)


def test_one_line_of_five_megabytes_is_cut_before_a_pattern_sees_it(monkeypatch):
    text = "Torsdag passer. " + "torsdag " * 655_360
    new, longest, lines = longest_seen(monkeypatch, text)
    assert (longest, lines) == (400, 1)
    assert new == text.strip()
    found = read(new, SLOTS, SENT)
    assert (found.verdict(2), found.verdict(1)) == (Verdict.YES, Verdict.UNKNOWN)
    assert found.unsure == (1, 2, 3, 4)


DEEP = [">" * 10_000 + " nej", "> " * 10_000 + "nej", ">" * 10_000 + " nej\n" + ">" * 9_999 + " ja"]


@pytest.mark.parametrize("quoted", DEEP, ids=["close", "apart", "one level up"])
def test_ten_thousand_quote_levels_hide_no_answer_and_are_none(monkeypatch, quoted):
    new, longest, lines = longest_seen(monkeypatch, "Torsdag passer\n\n" + quoted)
    assert (new, longest) == ("Torsdag passer", 400)
    assert lines <= 4
    assert letters(new) == "uyuy"
    assert letters(split(quoted).new_text) == "uuuu"


def test_ten_thousand_levels_one_deeper_on_each_line_are_history():
    tower = "\n".join(">" * depth + " Torsdag passer ikke" for depth in range(1, 1_000))
    assert split("Torsdag passer\n" + tower).new_text == "Torsdag passer"
