"""A mail in somebody's name that they did not send (R18): with a stolen token, and without one."""

import pytest

from faelled.meetings.models import Answer, Round
from faelled.post import incoming
from faelled.post.origin import dns
from tests.cast import bare

pytestmark = pytest.mark.goal("R18")
DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]
SERVER = "mx.faelled.example"


@pytest.fixture(autouse=True)
def promises(settings, monkeypatch):
    """Every house asks others to refuse what it did not sign; our own mail server says what it found."""
    settings.AUTHSERV_ID, settings.CHECK_SENDERS = SERVER, True
    monkeypatch.setattr(
        dns, "ask", lambda name: ("v=DMARC1; p=reject",) if name.startswith("_dmarc.") else ()
    )


def really_writes(world, actor, text):
    """Answer the latest letter by the person's own mail server, and let ours find that out."""
    mail = actor.latest
    raw = actor.composes(text, mail)
    domain = actor.mailboxes[-1].split("@")[1]
    found = f"Authentication-Results: {SERVER}; dmarc=pass header.from={domain}\n".encode()
    incoming.receive(
        found + raw, [bare(str(mail.message["Reply-To"]))], actor.mailboxes[-1], by_own_server=True
    )
    world.settles_down()


def test_a_decision_in_the_coordinators_name_waits_until_she_confirms(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    really_writes(world, lone, "3 passer")
    really_writes(world, bodil, "3 passer")
    assert a_round.state == "proposed"
    bodil.writes("ja")  # it carries the token and her address, and her house did not sign it
    assert a_round.state == "proposed"
    really_writes(world, bodil, "ja")
    assert a_round.state == "decided"


def test_nobody_can_confirm_in_her_name_either(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    really_writes(world, lone, "3 passer")
    really_writes(world, bodil, "3 passer")
    bodil.writes("ja")
    letters = len(bodil.inbox)
    bodil.writes("ja")
    assert a_round.state == "proposed" and len(bodil.inbox) == letters


def test_an_answer_in_her_name_is_marked_as_from_another_address(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("3 passer")
    assert set(Answer.objects.values_list("other_address", "given_by")) == {(True, "")}
    really_writes(world, lone, "1 passer")
    assert not Answer.objects.get(seat=lone.seat, proposal__number=1).other_address


@pytest.mark.parametrize("text", ["ja", "3 passer", "Kan vi mødes to timer i uge 50?", "stop", "nej tak"])
def test_without_a_token_a_name_changes_nothing(a_round, world, bodil, lone, text):
    a_round.asks(bodil, lone, about=DECEMBER)
    really_writes(world, lone, "2 passer")
    before = list(Answer.objects.values_list("pk", "verdict"))
    lone.writes_to_the_partnership(text)
    lone.person.refresh_from_db()
    assert list(Answer.objects.values_list("pk", "verdict")) == before
    assert lone.person.mail_choice == "all"
    assert set(Round.objects.values_list("state", flat=True)) <= {"asking", "draft"}
