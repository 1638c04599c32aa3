"""Letters out: when a letter goes, and what happens when it cannot."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.db import transaction

from faelled.post import outgoing, transport
from faelled.post.letters import About
from faelled.post.models import OutgoingLetter
from faelled.post.opening import FailedBecause
from faelled.work import clock
from tests.post import routes_for_tests
from tests.post.conftest import LONE, MORTEN, ask

pytestmark = pytest.mark.django_db
State = OutgoingLetter.State


class Broken:
    """A transport that refuses."""

    def __init__(self, **refusal):
        self.refusal = refusal
        self.tried = 0

    def send(self, envelope_from, to, message):
        self.tried += 1
        raise transport.Refused(**self.refusal)


# When it goes


@pytest.mark.django_db(transaction=True)
def test_a_letter_needs_the_transaction_of_its_decision():
    with pytest.raises(outgoing.NotInTransaction):
        outgoing.write(
            "tests/letters/news", to=LONE, about=About("ask", 1), context={}, thread="t", letter_class="ask"
        )


def test_a_letter_goes_down_with_its_decision():
    with pytest.raises(RuntimeError), transaction.atomic():
        ask()
        raise RuntimeError
    assert not OutgoingLetter.objects.exists()


def test_a_letter_waits_for_its_moment(mailbag, the_clock):
    ask(not_before=clock.now() + timedelta(hours=2))
    assert outgoing.carry("w1") == 0
    the_clock.goes(hours=2)
    assert outgoing.carry("w1") == 1
    assert message_from_bytes(mailbag.sent[0].message, policy=policy.default)["Date"].datetime == clock.now()


def test_a_withdrawn_letter_never_goes(mailbag):
    letter = ask()
    assert outgoing.withdraw(About("ask", 1)) == 1
    assert outgoing.carry("w1") == 0 and not mailbag.sent
    letter.refresh_from_db()
    assert (letter.state, bytes(letter.content)) == (State.WITHDRAWN, b"")


def test_a_letter_withdrawn_while_the_one_before_it_is_carried_does_not_go(mailbag, monkeypatch):
    ask(LONE, about_id=1)
    ask(MORTEN, about_id=2)
    send = mailbag.send

    def send_and_withdraw(*what):
        send(*what)
        outgoing.withdraw(About("ask", 2))

    monkeypatch.setattr(transport.Captured, "send", lambda self, *what: send_and_withdraw(*what))
    assert outgoing.carry("w1") == 1
    assert [mail.to for mail in mailbag.sent] == [LONE.address]


def test_two_workers_never_carry_the_same_letter(mailbag):
    ask()
    assert outgoing.carry("w1") + outgoing.carry("w2") == 1


# When it cannot


def test_a_worker_that_died_is_taken_over_after_its_lease(mailbag, the_clock):
    class PowerCut(BaseException):
        pass

    class Dies:
        def send(self, *what):
            raise PowerCut

    ask()
    with transport.use(Dies()), pytest.raises(PowerCut):
        outgoing.carry("w1")
    assert outgoing.carry("w2") == 0
    the_clock.goes(minutes=3)
    assert outgoing.carry("w2") == 1


@pytest.mark.parametrize("code", ["421", "450", "451"])
def test_a_passing_refusal_is_tried_again_with_longer_and_longer_pauses_and_then_given_up(
    code, inbox, the_clock
):
    letter = ask()
    broken = Broken(permanent=False, code=code)
    with transport.use(broken):
        outgoing.carry("w1")
        assert outgoing.carry("w1") == 0 and broken.tried == 1
        for _ in range(20):
            the_clock.goes(minutes=257)
            outgoing.carry("w1")
    letter.refresh_from_db()
    assert (letter.state, letter.failure, broken.tried) == (State.FAILED, code, 8)
    assert inbox.undelivered == [
        (letter.pk, LONE.person_key, "ask", 1, LONE.address, 7, FailedBecause.UNKNOWN, True)
    ]


def test_a_permanent_refusal_is_told_once_and_leaves_no_content(inbox):
    letter = ask()
    with transport.use(Broken(permanent=True, code="550")):
        outgoing.carry("w1")
        outgoing.carry("w1")
    letter.refresh_from_db()
    assert (letter.state, letter.failure, bytes(letter.content)) == (State.FAILED, "550", b"")
    assert len(inbox.undelivered) == 1


@pytest.mark.parametrize(
    ("said", "because", "for_good"),
    [
        (b"5.1.1 <lone@x.example>: user unknown", FailedBecause.NO_MAILBOX, True),
        (b"5.2.2 mailbox full", FailedBecause.FULL, False),
        (b"5.7.1 rejected", FailedBecause.REFUSED, False),
        (b"no", FailedBecause.UNKNOWN, True),
    ],
)
def test_a_server_that_refuses_at_once_says_why(inbox, monkeypatch, said, because, for_good):
    letter = ask()

    def refuses(self, envelope_from, to, message):
        with transport._refusals():
            raise smtplib.SMTPRecipientsRefused({to: (550, said)})

    monkeypatch.setattr(transport.Captured, "send", refuses)
    with transport.use(transport.Captured()):
        outgoing.carry("w1")
    letter.refresh_from_db()
    assert letter.failed_because == because
    assert inbox.undelivered[0][-2:] == (because, for_good)


def test_a_relay_that_is_down_over_the_weekend_loses_no_letter_and_blames_nobody(inbox, the_clock, mailbag):
    letter = ask()
    with transport.use(Broken(permanent=False, code="no_connection")):
        for _ in range(66):
            outgoing.carry("w1")
            the_clock.goes(hours=1)
    assert outgoing.carry("w1") == 1
    letter.refresh_from_db()
    assert letter.state == State.SENT and not inbox.undelivered


def test_a_relay_that_stays_away_ends_the_letter_but_marks_no_mailbox(inbox, the_clock):
    letter = ask()
    the_clock.goes(days=5)
    with transport.use(Broken(permanent=False, code="no_connection")):
        outgoing.carry("w1")
    letter.refresh_from_db()
    assert letter.state == State.FAILED and not inbox.undelivered


def test_a_route_that_fails_does_not_send_the_letter_again(inbox, monkeypatch):
    monkeypatch.setattr(routes_for_tests, "undeliverable", lambda *what: 1 / 0)
    letter = ask()
    with transport.use(Broken(permanent=True, code="550")) as broken:
        outgoing.carry("w1")
        outgoing.carry("w1")
    letter.refresh_from_db()
    assert (letter.state, broken.tried) == (State.FAILED, 1)


def test_the_log_holds_no_address_and_no_words(caplog):
    ask()
    with transport.use(Broken(permanent=True, code="550")):
        outgoing.carry("w1")
    assert "550" in caplog.text
    assert LONE.address not in caplog.text and "Lone" not in caplog.text and "bogbussen" not in caplog.text


def test_a_letter_withdrawn_while_the_server_takes_it_is_told_as_sent(mailbag, monkeypatch):
    letter = ask()
    send = mailbag.send

    def send_and_withdraw(*what):
        send(*what)
        outgoing.withdraw(About("ask", 1))

    monkeypatch.setattr(transport.Captured, "send", lambda self, *what: send_and_withdraw(*what))
    outgoing.carry("w1")
    letter.refresh_from_db()
    assert (letter.state, len(mailbag.sent)) == (State.SENT, 1)
