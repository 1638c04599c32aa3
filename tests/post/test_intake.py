"""Real sockets: mail in by LMTP and SMTP, mail out by SMTP, all on loopback."""

import smtplib
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from queue import Queue

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import OperationalError

from faelled.post import addresses, doctor, incoming, intake, outgoing, transport
from faelled.post.models import IncomingLetter, OutgoingLetter
from tests.post.conftest import COMMON, LONE, ask, mail

pytestmark = [pytest.mark.smtp, pytest.mark.django_db(transaction=True), pytest.mark.once]
SENDER = "lone@familiehuset.example"


@pytest.fixture
def gateway():
    """Addresses (host, port) of LMTP and SMTP."""
    stop, ready = threading.Event(), Queue()
    thread = threading.Thread(
        target=intake.serve, args=("127.0.0.1:0", "127.0.0.1:0", stop), kwargs={"ready": ready.put}
    )
    thread.start()
    try:
        yield [
            (host, int(port)) for host, port in (address.rsplit(":", 1) for address in ready.get(timeout=10))
        ]
    finally:
        stop.set()
        thread.join(timeout=10)
        assert not thread.is_alive()


@pytest.fixture(params=["lmtp", "smtp"])
def server(request, gateway):
    lmtp, smtp = gateway
    made = smtplib.LMTP(*lmtp, timeout=20) if request.param == "lmtp" else smtplib.SMTP(*smtp, timeout=20)
    with made:
        yield made


@pytest.fixture
def to_lone():
    return addresses.reply_address("ask", 1, LONE.person_key)


def test_a_mail_is_kept_before_the_answer(server, to_lone):
    assert server.sendmail(SENDER, [to_lone], mail("Torsdag passer")) == {}
    assert IncomingLetter.objects.get().state == "waiting"


def test_unknown_addresses_are_refused_in_the_dialogue_and_the_known_one_gets_its_mail(server, to_lone):
    guesses = [
        f"svar+{'a' * 26}@{settings.MAIL_DOMAIN}",
        "lone@elsewhere.example",
        f"ø@{settings.MAIL_DOMAIN}",
    ]
    refused = server.sendmail(SENDER, [*guesses[:2], to_lone], mail("Ja"))
    assert {address: code for address, (code, _) in refused.items()} == dict.fromkeys(guesses[:2], 550)
    server.ehlo_or_helo_if_needed()
    assert server.docmd("MAIL", f"FROM:<{SENDER}> SMTPUTF8")[0] == 250
    server.send(f"RCPT TO:<{guesses[2]}>\r\n".encode())
    assert server.getreply()[0] in (550, 553)
    server.send(b"RCPT TO:<\xff\xfe@x.example>\r\n")
    assert server.getreply()[0] >= 500
    assert IncomingLetter.objects.count() == 1


def test_many_guesses_on_one_connection_are_cut_off(server):
    server.ehlo_or_helo_if_needed()
    server.mail(SENDER)
    codes = [server.rcpt(f"svar+{addresses.new_token()}@{settings.MAIL_DOMAIN}")[0] for _ in range(25)]
    assert codes == [550] * 20 + [421] * 5


def test_each_recipient_has_an_answer_of_its_own_over_lmtp(gateway, to_lone):
    with smtplib.LMTP(*gateway[0], timeout=20) as server:
        server.ehlo()
        server.mail(SENDER)
        server.rcpt(to_lone)
        server.rcpt(COMMON)
        assert server.data(mail("Ja"))[0] == 250
        assert server.getreply()[0] == 250  # the second recipient's
        assert server.noop()[0] == 250
    assert IncomingLetter.objects.count() == 2


def test_a_database_that_is_gone_means_later_and_then_it_works_again(server, to_lone, monkeypatch):
    def gone(*what):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "receive", gone)
        with pytest.raises(
            (smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException)
        ) as no:
            server.sendmail(SENDER, [to_lone], mail("Ja"))
        assert no.value.smtp_code == 451
        assert not IncomingLetter.objects.exists()
    with monkeypatch.context() as patch:
        patch.setattr(intake, "knows", gone)
        with pytest.raises(smtplib.SMTPRecipientsRefused) as no:
            server.sendmail(SENDER, [to_lone], mail("Ja"))
        assert no.value.recipients[to_lone][0] == 451
    assert server.sendmail(SENDER, [to_lone], mail("Ja")) == {}
    assert IncomingLetter.objects.count() == 1


def test_25_mb_are_kept_and_more_is_refused_while_the_sender_can_hear_it(gateway, to_lone, settings):
    line = b"x" * 998 + b"\r\n"
    big = mail("Ja").replace(b"\n", b"\r\n") + line * (25 * 1024)
    with smtplib.SMTP(*gateway[1], timeout=60) as server:
        assert server.sendmail(SENDER, [to_lone], big) == {}
        with pytest.raises((smtplib.SMTPSenderRefused, smtplib.SMTPDataError)) as no:
            server.sendmail(SENDER, [to_lone], big + line * 2000)
        assert no.value.smtp_code == 552
    assert IncomingLetter.objects.get().size > 25_000_000


def test_a_line_of_a_million_signs_is_real_mail(server, to_lone):
    raw = mail("Ja").replace(b"\n", b"\r\n") + b"<p>" + b"x" * 1_000_000 + b"</p>\r\n"
    assert server.sendmail(SENDER, [to_lone], raw) == {}
    assert IncomingLetter.objects.get().size > 1_000_000


@pytest.mark.parametrize(
    "said",
    [b"\xff\xfe\x00\r\n", b"MAIL FROM:<" + b"a" * 5000 + b">\r\n", b"\r\n" * 100, b"DATA\r\n",
     b"HELO x\r\nRCPT TO:\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"MAIL FROM:<x@x.example>\r\n"],
)  # fmt: skip
def test_nonsense_in_the_dialogue_hurts_nobody(gateway, to_lone, said):
    for address in gateway:
        with socket.create_connection(address, timeout=10) as line:
            line.sendall(said)
            line.recv(4096)
    with smtplib.SMTP(*gateway[1], timeout=20) as server:
        assert server.sendmail(SENDER, [to_lone], mail("Ja")) == {}


def test_a_connection_that_ends_in_the_middle_of_a_mail_leaves_nothing(gateway, to_lone):
    with socket.create_connection(gateway[1], timeout=10) as line:
        line.sendall(
            f"HELO x\r\nMAIL FROM:<{SENDER}>\r\nRCPT TO:<{to_lone}>\r\nDATA\r\n".encode() + b"Subject: halv"
        )
    with smtplib.SMTP(*gateway[1], timeout=20) as server:
        server.noop()
    assert not IncomingLetter.objects.exists()


def test_no_address_reaches_the_log(server, to_lone, caplog, monkeypatch):
    monkeypatch.setattr(intake, "receive", lambda *what, **how: 1 / 0)
    with pytest.raises(smtplib.SMTPException):
        server.sendmail(SENDER, [to_lone], mail("hemmeligt"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("faelled")]
    assert ours == ["mail could not be kept: ZeroDivisionError"]


# Out


class MailServer:
    """Somebody else's mail server; answers as it is told."""

    def __init__(self):
        self.taken, self.at_rcpt, self.at_data = [], None, None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_rcpt:
            return self.at_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.at_data:
            return self.at_data
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@contextmanager
def running(mail_server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mail_server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield transport.Smtp("127.0.0.1", port, timeout=10)
    finally:
        controller.stop()


def test_letters_go_out_by_real_smtp():
    theirs = MailServer()
    letter = ask()
    with running(theirs) as relay, transport.use(relay):
        assert outgoing.carry("w1") == 1
    [(sender, recipients, content)] = theirs.taken
    assert sender.startswith("retur+") and recipients == [LONE.address]
    assert b"Subject: =?utf-8?" in content
    letter.refresh_from_db()
    assert letter.state == "sent"


@pytest.mark.parametrize(
    ("where", "answer", "permanent"),
    [("at_rcpt", "550 5.1.1 lone@familiehuset.example unknown", True), ("at_rcpt", "450 4.2.1 later", False),
     ("at_data", "554 5.7.1 no", True), ("at_data", "452 4.3.1 full", False)],
)  # fmt: skip
def test_what_a_server_says_is_understood(where, answer, permanent):
    theirs = MailServer()
    setattr(theirs, where, answer)
    with running(theirs) as relay, pytest.raises(transport.Refused) as no:
        relay.send("retur@x.example", LONE.address, b"Subject: x\r\n\r\nx\r\n")
    assert (no.value.permanent, no.value.code, no.value.by_server) == (permanent, answer[:3], True)


def test_a_relay_that_is_not_there_is_a_passing_trouble():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(transport.Refused) as no:
            transport.Smtp("127.0.0.1", taken.getsockname()[1], timeout=2).send(
                "a@x.example", LONE.address, b"x"
            )
    assert (no.value.permanent, no.value.code, no.value.by_server) == (False, "no_connection", False)


@pytest.mark.parametrize(("wants", "code"), [({"tls": "starttls"}, "no_tls"), ({"tls": "tls"}, "no_tls"),
                                             ({"user": "x", "password": "y"}, "no_tls")])  # fmt: skip
def test_what_the_relay_cannot_do_is_our_trouble_and_not_the_readers(wants, code):
    with running(MailServer()) as plain, pytest.raises(transport.Refused) as no:
        transport.Smtp(plain.host, plain.port, timeout=5, **wants).send("a@x.example", LONE.address, b"x")
    assert (no.value.permanent, no.value.code) == (False, code)


def test_a_password_does_not_stand_in_what_is_printed():
    assert "hemmeligt" not in repr(transport.Smtp("h", 25, password="hemmeligt"))


# Both ways


class Answering(MailServer):
    """Takes our letter and sends an answer to its Reply-To through our own intake."""

    def __init__(self, intake_at):
        super().__init__()
        self.intake_at = intake_at

    async def handle_DATA(self, server, session, envelope):
        reply_to = message_from_bytes(envelope.content, policy=policy.default)["Reply-To"]
        raw = mail("Nr. 2 passer", to=reply_to)

        def answer():
            with smtplib.SMTP(*self.intake_at, timeout=10) as ours:
                ours.sendmail(SENDER, [reply_to], raw)

        threading.Thread(target=answer).start()
        return await super().handle_DATA(server, session, envelope)


def wait_for(what):
    stop = threading.Event()
    for _ in range(200):
        if what():
            return
        stop.wait(0.05)
    raise AssertionError("it never came")


def test_a_question_and_its_answer_by_real_smtp_both_ways(gateway, inbox):
    ask()
    with running(Answering(gateway[1])) as relay, transport.use(relay):
        outgoing.carry("w1")
        wait_for(lambda: incoming.open_waiting("w1"))
    assert [arrival.letter.new_text.strip() for arrival in inbox.replies] == ["Nr. 2 passer"]
    assert OutgoingLetter.objects.get().state == "sent"


def test_the_doctor_sees_mail_go_both_ways(gateway, monkeypatch):
    pause = doctor.time.sleep
    monkeypatch.setattr(doctor.time, "sleep", lambda seconds: (pause(0.05), incoming.open_waiting("w1")))
    with running(Answering(gateway[1])) as relay, transport.use(relay):
        lines = doctor.check("bodil@biblioteket.example", wait=timedelta(seconds=20))
    assert lines[-1] == "Svaret er kommet ind og læst. Mail virker begge veje."


def test_the_doctor_says_what_is_wrong(monkeypatch):
    nothing = timedelta(0)
    theirs = MailServer()
    theirs.at_rcpt = "550 no such user"
    with running(theirs) as relay, transport.use(relay):
        assert "afvist (550)" in doctor.check("bodil@biblioteket.example", wait=nothing)[-1]
        assert "ikke en mailadresse" in doctor.check("bodil", wait=nothing)[-1]
        theirs.at_rcpt = None
        assert "Der kom intet svar" in doctor.check("bodil@biblioteket.example", wait=nothing)[-1]
        incoming.receive(mail("Ja"), [COMMON], SENDER)
        assert "Der ligger 1 mails" in doctor.check("bodil@biblioteket.example", wait=nothing)[-1]
    with transport.use(relay):
        assert "no_connection" in doctor.check("bodil@biblioteket.example", wait=nothing)[-1]
