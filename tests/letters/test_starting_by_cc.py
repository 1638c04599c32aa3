"""The partnership's address on cc in a running thread: who is proposed, what is read, and how often."""

from email.message import EmailMessage

import pytest

from faelled.meetings import reads
from faelled.meetings.models import Participant, Round

US = "familier@faelled.example"
WISH = "Skal vi mødes to timer i uge 49 om bogbussen?"
HISTORY = """

Den man. 16. nov. 2026 kl. 08.00 skrev Lone Friis <lone@familiehuset.example>:

> Familien på Birkevej har brug for os. Ring til mig.
"""


@pytest.fixture
def thread(world, lone, morten):
    """Write a mail in the thread of Lone, Morten and a stranger, with the partnership on cc."""

    def writes(
        actor, text, *, to=(), sender=None, message_id="<2@kommune.example>", headers=None, history=HISTORY
    ):
        message = EmailMessage()
        message["From"] = sender or f"{actor.name} <{actor.mailboxes[0]}>"
        message["To"] = ", ".join(to or [lone.mailboxes[0], morten.mailboxes[0], "vibeke@skolen.example"])
        message["Cc"] = f"Familier <{US}>"
        message["Subject"] = "SV: Bogbussen"
        message["Message-ID"] = message_id
        message["In-Reply-To"] = "<1@kommune.example>"
        message["References"] = "<0@kommune.example> <1@kommune.example>"
        for name, value in (headers or {}).items():
            message[name] = value
        message.set_content(text + history)
        world.receives(message.as_bytes(), US, envelope_from="x@kommune.example")

    return writes


def asked() -> set[str]:
    rows = Participant.objects.filter(round=Round.objects.latest("pk"))
    return {p.seat.person.first_name for p in rows.select_related("seat__person")}


def test_members_on_the_mail_are_proposed_and_others_are_named_to_the_starter_only(
    world, thread, bodil, lone, morten
):
    thread(bodil, WISH)
    assert asked() == {"Bodil", "Lone", "Morten"}
    assert "Jeg kender ikke vibeke@skolen.example" in bodil.latest.text
    assert len(world.mailbag.all) == 1, "nobody but the starter hears of it before a yes"
    bodil.writes("ja")
    for reader in (lone, morten):
        assert "vibeke" not in reader.latest.text and "Kan" not in reader.latest.subject
    assert not [m for m in world.mailbag.all if "vibeke" in m.to]


def test_nothing_of_the_thread_is_read_or_sent_on(world, thread, bodil, lone):
    thread(bodil, WISH)
    bodil.writes("ja")
    for mail in world.mailbag.all:
        assert "Birkevej" not in mail.text and "Ring til mig" not in mail.text
    shown = next(m for m in bodil.inbox if "skal jeg spørge" in m.subject).text
    top = next(line for line in shown.splitlines() if "Øverst" in line)
    assert "bogbussen" in top, "the draft shows what would be sent"
    assert top.removeprefix("Øverst i spørgsmålet står: ").strip() in lone.latest.text.replace("\r\n", " ")


@pytest.mark.parametrize("text", ["Tak for sidst!", "God idé, jeg tager kage med.", "Det kan vi godt."])
def test_they_go_on_talking_and_nothing_more_happens(world, thread, bodil, lone, morten, text):
    thread(bodil, WISH)
    before = len(world.mailbag.all)
    for number, actor in enumerate((lone, morten, bodil), start=3):
        thread(actor, text, message_id=f"<{number}@kommune.example>", to=[bodil.mailboxes[0]])
    assert Round.objects.count() == 1 and len(world.mailbag.all) == before


def test_a_later_mail_that_names_other_days_is_a_new_wish(world, thread, bodil):
    thread(bodil, WISH)
    thread(bodil, "Kan vi hellere mødes to timer i uge 51?", message_id="<3@kommune.example>")
    states = list(Round.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "draft"], "the starter's own draft is made anew"
    assert "december" in bodil.latest.text and reads.live_proposals(Round.objects.latest("pk"))


def test_a_thread_nobody_understands_is_asked_back_about_once_a_day(world, thread, lone):
    for number in range(3):
        thread(lone, f"Hej alle, hvad siger I? {number}", message_id=f"<{number}@kommune.example>")
    assert len(lone.inbox) == 1 and Round.objects.count() == 0


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Vibeke <vibeke@skolen.example>", {}),  # a stranger in the thread
        ("Bodil via liste <liste@skolen.example>", {"List-Id": "<liste.skolen.example>"}),  # a rewritten From
        ("Bodil via liste <liste@skolen.example>", {}),
    ],
)
def test_whom_we_do_not_know_starts_nothing_and_hears_nothing(world, thread, bodil, sender, headers):
    thread(bodil, WISH, sender=sender, headers=headers)
    assert Round.objects.count() == 0 and world.mailbag.all == []
