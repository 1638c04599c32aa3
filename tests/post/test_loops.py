"""Machines that answer machines: at most one mail a day is caused by an automatic sender, and a loop ends."""

import pytest

from faelled.post import addresses, incoming, outgoing
from faelled.post.models import IncomingLetter, OutgoingLetter, Sighting
from tests.effort import LONG
from tests.post import routes_for_tests
from tests.post.conftest import COMMON, LONE, ask, mail
from tests.post.test_incoming import absence, bounce

pytestmark = [pytest.mark.django_db, pytest.mark.goal("R8"), pytest.mark.once]
ROUNDS = 1000 if LONG else 100


def opens_all():
    while incoming.open_waiting("w1"):
        pass


@pytest.fixture
def to_lone():
    return addresses.reply_address("ask", 1, LONE.person_key)


def test_a_thousand_absences_are_one(to_lone, inbox, row):
    for number in range(ROUNDS):
        raw = absence(
            Message_ID=f"<{number}@x.example>",
            Date=f"Mon, 23 Nov 2026 10:{number // 60:02}:{number % 60:02} +0100",
        )
        incoming.receive(raw, [to_lone], "")
    opens_all()
    row(f"{ROUNDS:,} absences in a day: heard", len(inbox.absences), met=len(inbox.absences) == 1)
    assert len(inbox.absences) == 1 and not inbox.replies
    assert Sighting.objects.get(what="automatic_again").count == ROUNDS - 1
    assert not IncomingLetter.objects.exclude(state="handled").exists()


def test_the_next_day_an_absence_counts_again(to_lone, inbox, the_clock):
    for number in range(2):
        incoming.receive(absence(Message_ID=f"<{number}@x.example>", Date=None), [to_lone], "")
        opens_all()
        the_clock.goes(days=1)
    assert len(inbox.absences) == 2


def test_a_heap_of_bounces_tells_once(inbox, mailbag, row):
    ask()
    outgoing.carry("w1")
    for number in range(ROUNDS):
        incoming.receive(
            bounce(message_id=f"<{number}@x.example>") + b"%d" % number, [mailbag.sent[0].envelope_from], ""
        )
    opens_all()
    row(f"{ROUNDS:,} bounces of one letter: told", len(inbox.undelivered), met=len(inbox.undelivered) == 1)
    assert len(inbox.undelivered) == 1


def test_two_houses_of_ours_do_not_talk_to_each_other(to_lone, inbox, mailbag, monkeypatch, row):
    """Everything that comes is answered by this app; the other house sends our own letters back as its answers."""

    def answers(arrival):
        ask(about_id=arrival.about_id)

    monkeypatch.setitem(routes_for_tests.ROUTES, "ask", routes_for_tests.Route(answers, answers, answers))
    ask()
    for _ in range(20):
        outgoing.carry("w1")
        for sent in list(mailbag.sent):
            for address in (to_lone, COMMON, sent.envelope_from):
                incoming.receive(sent.message, [address], "svar@other.example")
        opens_all()
    written = OutgoingLetter.objects.count()
    row("two houses that answer each other, 20 rounds: letters", written, met=written == 1)
    assert written == 1


def test_a_robot_that_hides_is_stopped_and_a_human_sees_it(to_lone, inbox):
    for number in range(ROUNDS // 4):
        raw = mail("Tak for din henvendelse.", Message_ID=f"<{number}@x.example>", Date=None)
        incoming.receive(raw, [to_lone], "lone@familiehuset.example")
    opens_all()
    assert len(inbox.replies) == 20
    aside = IncomingLetter.objects.filter(state="aside", reason="too_many")
    assert aside.count() == ROUNDS // 4 - 20
    assert len(inbox.asides) == 1
