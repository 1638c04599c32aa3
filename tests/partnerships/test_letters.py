"""Every letter of this part, in both languages: neutral, whole, and saying how to answer."""

import re
from pathlib import Path

import pytest

from faelled.partnerships import actions, inbox
from faelled.post.letters import About
from faelled.post.models import OutgoingLetter
from faelled.post.opening import FailedBecause
from tests.cast import STREET, bare
from tests.effort import in_turn

FOLDER = Path(inbox.__file__).parent / "templates" / "partnerships" / "letters"
NAMES = sorted({f.name.partition(".")[0] for f in FOLDER.glob("*.txt")})
EVERYTHING = {
    "partnership": "Familier på biblioteket", "others": "Krisecentret og Ungebasen", "invited_by": "Bodil Hansen",
    "shared_third": "familierne", "minutes": 30, "code": "ABCD-EFGH", "sign_in": "http://127.0.0.1:8000/log-ind/",
    "by": "Bodil Hansen", "who": "Lone Friis", "who_first": "Lone", "organisation": "Familiehuset",
    "members_path": "/p/1/medlemmer/2/", "words": "Hvem kommer?", "reader": "Bodil", "invited": True,
    "other_address": True, "addresses": [{"name": "Familier", "address": "familier@faelled.example"}],
    "because": "postkassen findes ikke", "what_now": "Spørg efter den nye.",
    "too_large": True, "is_house": False, "page": "http://127.0.0.1:8000/hjem/mine-data/",
}  # fmt: skip
USED = sorted(
    set(re.findall(r"letters/(\w+)", "".join(f.read_text() for f in FOLDER.parents[2].rglob("*.py"))))
)


@pytest.fixture
def letter(world, lone):
    def rendered(template, language="da", context=None, called="Lone Friis"):
        lone.seat.person.language = language
        lone.seat.person.name = called
        actions.write_to(
            lone.seat, f"partnerships/letters/{template}", about=About("welcome", lone.seat.pk, world.partnership.pk),
            context=EVERYTHING if context is None else context,
            letter_class=OutgoingLetter.Class.ANSWER, thread="prøve",
            link_to="velkommen", on_behalf_of="",
        )  # fmt: skip
        world.settles_down()
        return world.mailbag.all[-1]

    return rendered


def test_every_letter_that_is_written_exists_and_none_lies_unused():
    told = [f"coordinator_told_{what}" for what in ("left", "declined")]
    confirmed = ["stop_confirmed", "less_confirmed", "started_again"]
    assert set(NAMES) == set(USED) | set(told) | set(confirmed)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_speaks_both_languages(name):
    assert all((FOLDER / f"{name}.{lang}.txt").exists() for lang in ("da", "en"))


@pytest.mark.words
@pytest.mark.parametrize(("name", "lang"), in_turn(NAMES, ("da", "en")))
def test_a_letter_is_whole_and_neutral(letter, name, lang):
    mail = letter(name, lang)
    assert mail.message["Content-Language"] == lang
    assert len(mail.subject) <= 78 and "\n" not in mail.subject
    assert not re.search(r"\{[{%]|%\}|\}\}|None|&quot;|&#", mail.text)
    spoken = mail.text.partition("Hilsen Fælled")[0].partition("Regards, Fælled")[0]
    assert (
        "!" not in spoken
        and "venligst" not in spoken.lower()
        and "  " not in spoken.replace("\n", " ").strip()
    )
    assert all(word not in spoken.lower() for word in ("runde", "token", "deadline", "session"))


@pytest.mark.words
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_shows_names_as_they_are_and_never_as_markup(letter, name):
    nasty = '<script>alert("x")</script> & Co\r\nBcc: alle@x.example'
    mail = letter(
        name,
        context={k: nasty if isinstance(v, str) and k != "sign_in" else v for k, v in EVERYTHING.items()},
    )
    assert "<script>" not in mail.html and mail.message["Bcc"] is None
    assert "&amp;lt;" not in mail.html


@pytest.mark.parametrize("name", ["welcome", "left", "coordinator_told_left"])
def test_a_very_long_name_makes_a_letter_that_can_be_sent(letter, name):
    mail = letter(
        name,
        context={k: "L" * 300 if isinstance(v, str) else v for k, v in EVERYTHING.items()},
        called="L" * 300,
    )
    assert len(mail.subject) <= 180
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 998


def raw_mail(sender: str, text: str, to: str = "faelled@faelled.example") -> bytes:
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: Hej\r\nMessage-ID: <{abs(hash(text))}@x.example>"
    return f"{head}\r\n\r\n{text}\r\n".encode()


def test_a_mail_that_answers_nothing_is_asked_back_and_changes_nothing(world, lone):
    world.receives(
        raw_mail("lone@familiehuset.example", "stop"),
        "faelled@faelled.example",
        envelope_from="lone@familiehuset.example",
    )
    assert lone.person.mail_choice == "all"  # anybody can write a sender's address
    assert "Hvad svarer du" in lone.latest.subject and "familier@faelled.example" in lone.latest.text
    lone.writes("stop")
    assert lone.person.mail_choice == "stop"


def test_a_stranger_at_the_common_address_hears_nothing(world):
    world.receives(
        raw_mail("fremmed@x.example", "Hej"), "faelled@faelled.example", envelope_from="fremmed@x.example"
    )
    assert not world.mailbag.all


def test_a_known_sender_is_told_when_a_mail_was_set_aside(world, lone):
    inbox.tell_set_aside(1, "LONE@familiehuset.example", "too_deep")
    inbox.tell_set_aside(2, "fremmed@x.example", "too_deep")
    world.settles_down()
    assert [m.subject for m in world.mailbag.all] == ["Jeg kunne ikke læse din mail"]


def test_words_nobody_can_read_are_said_so(world, bodil):
    actions.set_mail_choice(bodil.person, "less", by_mail=True)
    world.settles_down()
    bodil.writes("Hej Aisha, det skal du ikke tænke på")  # she coordinates: there is nobody to give it to
    assert "ikke give videre" in bodil.latest.subject


@pytest.mark.parametrize("text", ["", " ", "\u200b", "x" * 100_000, "Mvh Lone", "\x00"])
def test_a_mail_without_words_is_met_quietly(world, lone, text):
    actions.set_mail_choice(lone.person, "less", by_mail=True)
    world.settles_down()
    lone.writes(text or " ")
    assert lone.person.mail_choice == "less"


def test_an_out_of_office_answer_is_never_answered(world, lone):
    actions.set_mail_choice(lone.person, "less", by_mail=True)
    world.settles_down()
    lone.writes("Jeg er tilbage mandag. Nej tak.", headers={"Auto-Submitted": "auto-replied"})
    assert len(lone.inbox) == 1


def test_a_refused_word_in_an_answer_is_masked_before_bodil_reads_it(world, lone, aisha, bodil):
    actions.refuse_words(aisha.person.organisation, [STREET], actor=aisha.person)
    actions.set_mail_choice(lone.person, "less", by_mail=True)
    world.settles_down()
    lone.writes(f"Skal vi mødes på {STREET} næste gang?")
    assert "Hemmelighedsvej" not in bodil.latest.text and "mødes på" in bodil.latest.text


def test_a_bounce_to_the_reply_address_marks_the_mailbox(world, lone, bodil):
    actions.set_mail_choice(lone.person, "less", by_mail=True)
    world.settles_down()
    assert bare(str(lone.latest.message["Reply-To"])).startswith("svar+")
    inbox.undeliverable(str(lone.person.key), "lone@familiehuset.example", FailedBecause.NO_MAILBOX)
    world.settles_down()
    assert "kommer ikke frem" in bodil.latest.subject
