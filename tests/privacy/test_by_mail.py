"""Rights by mail: "mine data" is answered with where to go, never with the data, and changes nothing."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import pytest

from faelled.core.replies.short import Word, read_word
from faelled.partnerships.inbox import MOST_ABOUT_DATA
from tests.kept import stored

pytestmark = pytest.mark.once
COMMON = "faelled@faelled.example"


def write_to_the_house(world, actor, text, *, subject="Hej", sender=None):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender or actor.mailboxes[0], COMMON, subject
    mail["Date"], mail["Message-ID"] = format_datetime(world.clock.now), make_msgid(domain="kommune.example")
    mail.set_content(text)
    world.receives(mail.as_bytes(), COMMON, envelope_from=sender or actor.mailboxes[0])


@pytest.mark.parametrize(("text", "meant"), [
    ("Mine data", True),
    ("slet mine oplysninger\n\nMvh Lone", True),
    ("Hej\n\nGlem mig, tak", True),
    ("Delete my data, please", True),
    ("hvad ved i om mig", True),
    ("Mine data viser, at torsdag passer bedst", False),
    ("Slet mig ikke", False),
    ("", False),
])  # fmt: skip
def test_it_is_all_that_the_mail_says(text, meant):
    assert (read_word(text) is Word.MY_DATA) is meant


@pytest.mark.parametrize("to", ["common", "partnership", "answer"])
def test_the_answer_says_where_and_holds_no_data(world, lone, to):
    before = {t: r for t, r in stored().items() if t.startswith(("partnerships", "meetings"))}
    if to == "partnership":
        lone.writes_to_the_partnership("Hvad ved I om mig?", subject="Spørgsmål")
    elif to == "common":
        write_to_the_house(world, lone, "", subject="Mine data")
    else:
        write_to_the_house(world, lone, "noget helt andet")
        lone.writes("Slet mine data")
    letter = lone.latest
    assert letter.subject == "Hvad Fælled ved om dig" and "/hjem/mine-data/" in letter.text
    assert "Familiehuset" not in letter.text and lone.mailboxes[0] not in letter.text
    assert {t: r for t, r in stored().items() if t.startswith(("partnerships", "meetings"))} == before


def test_a_stranger_hears_nothing_and_nobody_is_flooded(world, lone):
    for _ in range(MOST_ABOUT_DATA + 3):
        world.clock.passes(minutes=1)
        write_to_the_house(world, lone, "Mine data")
    assert len([m for m in lone.inbox if m.subject == "Hvad Fælled ved om dig"]) == MOST_ABOUT_DATA
    sent = len(world.mailbag.all)
    write_to_the_house(world, lone, "Mine data", sender="fremmed@ukendt.example")
    assert len(world.mailbag.all) == sent
