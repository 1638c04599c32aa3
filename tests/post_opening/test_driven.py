"""Mails that real programs wrote to us, driven by `./faelled interop` (tests/mails/opening/driven): what is read."""

from pathlib import Path

import pytest

from faelled.post.opening import Kind, open_mail

DRIVEN = Path(__file__).resolve().parent.parent / "mails" / "opening" / "driven"
NEW_TEXT = {
    "thunderbird-velkommen": "Ja tak, det vil jeg gerne.\n\nMvh Lone",
    "thunderbird-svar": "1 og 2 passer fint, resten kan jeg ikke.\n\nMvh Lone",
    "thunderbird-tekst": "Nummer 3 kan jeg alligevel godt.\nMvh Lone",
    "roundcube-svar": "Alle tiderne passer fint. Mvh Morten",
    "neomutt-svar": "Alle tiderne passer fint.\n\nMvh Aisha",
}
PRESSED = {"thunderbird-accept": ("ACCEPTED", 0), "thunderbird-decline": ("DECLINED", 1)}


def opened(name):
    return open_mail((DRIVEN / f"{name}.eml").read_bytes())


@pytest.mark.parametrize(("name", "text"), NEW_TEXT.items(), ids=NEW_TEXT)
def test_the_answer_is_cut_exactly(name, text):
    letter = opened(name)
    assert (letter.kind, letter.new_text, letter.automatic) == (Kind.ANSWER, text, False)


@pytest.mark.parametrize(("name", "said"), PRESSED.items(), ids=PRESSED)
def test_a_button_that_was_pressed_is_read(name, said):
    letter = opened(name)
    assert letter.kind is Kind.CALENDAR
    (answer,) = letter.calendar  # the event stands in the mail twice, and is one
    assert (answer.method, answer.partstat, answer.sequence) == ("REPLY", *said)
    assert answer.attendee == "lone@familiehuset.example"
    assert letter.in_reply_to == "", "so the address it came to must tell what it answers"


def test_every_driven_mail_is_read_here():
    assert {path.stem for path in DRIVEN.glob("*.eml")} == {*NEW_TEXT, *PRESSED}
