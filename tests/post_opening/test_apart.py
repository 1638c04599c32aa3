"""A mail opened in the child with limits is the same letter; what costs too much, and what lies, is set aside."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from faelled.post import incoming
from faelled.post.incoming.aside import look
from faelled.post.models import IncomingLetter
from faelled.post.opening import CannotOpen, apart, open_apart, open_mail
from faelled.post.opening.plain import NoLetter, as_letter, as_plain
from faelled.post.own_lines import OwnLines, hash_of
from faelled.work.limited import Bounds
from tests.effort import examples

MAILS = sorted((Path(__file__).resolve().parent.parent / "mails" / "opening").glob("*.eml"))
TOO_LITTLE = Bounds(cpu=0.02)


def heavy():
    """A mail within every limit of size that takes far more than TOO_LITTLE to open."""
    lines = b"Den 3. december 2026 kl. 10.00 skrev Lone <lone@familiehuset.example\n" * 20_000
    return b"From: Lone <lone@familiehuset.example>\nSubject: x\n\n" + lines


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.stem)
def test_the_same_letter_comes_out_of_the_child(mail):
    raw = mail.read_bytes()
    assert open_apart(raw) == open_mail(raw)


def test_the_lines_of_our_letter_go_along():
    own = OwnLines(b"key", frozenset({hash_of("Mødetider i december", b"key")}))
    raw = b"From: x@y.example\n\nJa\n\n" + "\n".join(["> Mødetider i december"] * 5).encode()
    assert open_apart(raw, own_lines=own) == open_mail(raw, is_own_line=own)
    assert own("> MØDETIDER i  december!") and not own("Ja")


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"Content-Type: message/rfc822\n\n" * 100, "too_deep"), (b"X: " + b"y" * 20_000, "header_too_long")],
)
def test_what_is_beyond_the_limits_is_said_by_its_name(raw, code):
    with pytest.raises(CannotOpen) as trouble:
        open_apart(raw)
    assert trouble.value.code == code


def test_what_costs_too_much_cannot_be_opened(monkeypatch):
    monkeypatch.setattr(apart, "_BOUNDS", TOO_LITTLE)
    with pytest.raises(CannotOpen) as trouble:
        open_apart(heavy())
    assert trouble.value.code == "too_costly"


@pytest.mark.parametrize(
    "lie",
    [
        None,
        [],
        {},
        {"letter": {"kind": "answer"}},
        {"letter": []},
        {"letter": None},
        {"cannot": "<script>"},
        {"cannot": None},
    ],
)
def test_a_child_that_lies_is_not_believed(monkeypatch, lie):
    monkeypatch.setattr(apart.limited, "run", lambda *what, **bounds: lie)
    with pytest.raises(CannotOpen) as trouble:
        open_apart(b"From: x@y.example\n\nJa")
    assert trouble.value.code == "unreadable"


PLAIN = as_plain(open_mail(next(m for m in MAILS if m.stem == "kalendersvar").read_bytes()))


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("wrong", [None, 7, "x", [1], {"a": 1}, True, [["a"]]])
def test_a_field_of_another_shape_makes_no_letter(name, wrong):
    good = as_letter(PLAIN)
    try:
        odd = as_letter(PLAIN | {name: wrong})
    except NoLetter:
        return
    # Then the value was one the field may have.
    assert isinstance(getattr(odd, name), type(getattr(good, name))) or wrong is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=8,
)


@effort(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(PLAIN)), value=JSON)
def test_whatever_the_child_says_is_a_letter_or_none(name, value):
    try:
        letter = as_letter(PLAIN | {name: value})
    except NoLetter:
        return
    assert as_letter(as_plain(letter)) == letter


def test_every_field_of_a_letter_crosses():
    letter = as_letter(PLAIN)
    assert {field.name for field in dataclasses.fields(letter)} == PLAIN.keys()


@pytest.mark.django_db
def test_a_mail_that_costs_too_much_is_set_aside_and_can_be_looked_at(world, lone, monkeypatch):
    monkeypatch.setattr(apart, "_BOUNDS", TOO_LITTLE)
    lone.writes_to_the_partnership("Torsdag passer. " + "Den 3. december 2026 kl. 10 skrev:\n" * 9_000)
    row = IncomingLetter.objects.latest("pk")
    assert (row.state, row.reason) == ("aside", "too_costly")
    assert "Torsdag passer" in look(row)
    monkeypatch.undo()
    incoming.retry(row)
    incoming.open_waiting("w1")
    row.refresh_from_db()
    assert row.state == "handled"
