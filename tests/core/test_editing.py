"""A text being written: marks in its parts and after a thread, what replaces them, what may be kept."""

import hashlib

import pytest

from faelled.core.editing import look, masked, replaced
from faelled.core.guard import Context
from faelled.core.guard.finding import Mark as Level
from faelled.core.guard.finding import Type

HALF, REST = "0102" + "03", "12" + "34"


def digest(form):
    return hashlib.sha256(form.encode()).hexdigest()


def seen(body="", title="", **more):
    return look({"title": title, "body": body}, more.pop("context", Context()), digest=digest, **more)


@pytest.mark.parametrize(("body", "wording", "mended"), [
    ("Jeg så mor til Fatima i går.", "et barn", "Jeg så mor til et barn i går."),
    ("Fatima kom. Så gik Fatima.", "en person", "En person kom. Så gik en person."),  # a sentence begins
    ("Vi hjalp Fatima, og det gik.", "", "Vi hjalp, og det gik."),                   # taken out with its blank
    ("Fatimas søn læste.", "en mor", "En mors søn læste."),
])  # fmt: skip
def test_one_click_mends_every_place_of_the_same_words(body, wording, mended):
    looked = seen(body)
    mark = next(m for m in looked.marks if m.type is Type.PERSON)
    assert not wording or wording in mark.wordings
    assert replaced(looked.parts, mark, wording)["body"] == mended


def test_what_was_decided_is_open_no_more_but_for_what_must_go():
    looked = seen(f"Vi læste om Fatima. cpr {HALF}-{REST}")
    signs = {m.sign for m in looked.marks}
    again = seen(looked.parts["body"], decided=signs)
    assert [m.type for m in looked.open] == [Type.PERSON, Type.CPR]
    assert [m.type for m in again.open] == [Type.CPR]


@pytest.mark.parametrize(("title", "thread", "body", "kept"), [
    ("", "", f"cpr {HALF}-{REST}.", "cpr ••••••-••••."),
    ("", "", f"cpr {HALF}\n{REST}", "cpr ••••••\n••••"),      # over two lines
    (f"Sagen {HALF}", "", f"{REST} igen", "•••• igen"),          # over title and text
    ("", f"Husk {HALF}", f"{REST} er resten", "•••• er resten"),  # over two comments
    ("", "Husk kaffe", "Vi ses kl. 10", "Vi ses kl. 10"),
])  # fmt: skip
def test_of_a_cpr_number_only_dots_are_kept_and_the_dots_stop_it(title, thread, body, kept):
    looked = seen(body, title=title, context=Context(thread=[thread]))
    parts = masked(looked)
    assert parts["body"] == kept
    assert HALF not in parts["title"] + parts["body"]
    assert bool(seen(kept).open) is ("•" in kept)
    assert all(not m.words and not m.may_stay for m in looked.marks if m.type is Type.CPR)


def test_dots_that_the_guard_sees_something_in_are_one_mark():
    """A thread that ends in digits, and a draft that begins with the dots of what followed them."""
    looked = seen("•••• er resten", context=Context(thread=[f"Husk {HALF}"]))
    assert len(looked.marks) == 1 and looked.pieces("body")[0][1] is looked.marks[0]


def test_colleagues_may_be_named_and_are_told_apart():
    looked = seen("Signe og Fatima læste højt.", context=Context(own_names={"Signe Holm"}))
    assert looked.colleagues == ("Signe",) and [m.words for m in looked.marks] == ["Fatima"]


def test_a_preview_shows_all_words_and_no_number():
    looked = seen(f"Fatima, cpr {HALF}-{REST}, læste.")
    text = "".join(piece for piece, _ in looked.pieces("body"))
    assert text == "Fatima, cpr ••••••, læste."
    assert [m.level for _, m in looked.pieces("body") if m] == [Level.SETTLE, Level.STOP]
