"""From nothing to an agreed meeting: invited, signed in, a partnership of three started, and every mail by real SMTP.

Web pages are asked for as a browser does; mail goes out through a relay and comes in through the gateway, on loopback.
"""

import re
import smtplib
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from queue import Queue

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from faelled.partnerships import actions as people
from faelled.partnerships.models import Seat
from faelled.post import intake, transport
from faelled.site.duties import DUTIES
from tests.cast import bare
from tests.site.test_serving import free_port

pytestmark = pytest.mark.smtp
BODIL, AISHA, LONE = "bodil@biblioteket.example", "aisha@krisecentret.example", "lone@familiehuset.example"


class Mailboxes:
    """What the mail servers of three organisations have received."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails += [
            (to, message_from_bytes(envelope.content, policy=policy.default)) for to in envelope.rcpt_tos
        ]
        return "250 OK"

    def of(self, address):
        return [message for to, message in self.mails if to == address]


@pytest.fixture
def gateway(transactional_db):
    """The intake on real sockets; yields its SMTP address."""
    stop, ready = threading.Event(), Queue()
    thread = threading.Thread(
        target=intake.serve, args=("127.0.0.1:0", "127.0.0.1:0", stop), kwargs={"ready": ready.put}
    )
    thread.start()
    try:
        host, port = ready.get(timeout=10)[1].rsplit(":", 1)
        yield host, int(port)
    finally:
        stop.set()
        thread.join(timeout=20)


@pytest.fixture
def mailboxes():
    boxes = Mailboxes()
    relay = Controller(boxes, hostname="127.0.0.1", port=free_port())
    relay.start()
    host, port = relay.server.sockets[0].getsockname()[:2]
    transport.use(transport.Smtp(host, port))
    yield boxes
    transport.use(None)
    relay.stop()


def works_through():
    for _ in range(30):
        if sum(duty.run("test") for duty in DUTIES) == 0:
            return
    raise AssertionError("the worker never comes to rest")


def sends(gateway, sender, to, text, now, *, answering=None, subject="Møde"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = format_datetime(now), make_msgid(domain="kommune.example")
    body = text
    if answering is not None:
        message["In-Reply-To"] = str(answering["Message-ID"])
        history = answering.get_body(("plain",)).get_content()
        body += "\n\nDen 16. nov. 2026 skrev Fælled:\n" + "".join(
            f"> {line}\n" for line in history.splitlines()
        )
    message.set_content(body)
    with smtplib.SMTP(*gateway, timeout=20) as server:
        server.sendmail(sender, [to], message.as_bytes())
    works_through()


def answers(gateway, boxes, who, text, now):
    mail = boxes.of(who)[-1]
    sends(
        gateway, who, bare(str(mail["Reply-To"])), text, now, answering=mail, subject=f"SV: {mail['Subject']}"
    )


def test_three_addresses_agree_on_a_meeting(gateway, mailboxes, clock):
    browser = Client()
    people.invite_first("Bodil Hansen", BODIL, "Biblioteket")
    works_through()
    assert mailboxes.of(BODIL), "the way in is mailed as well as printed"

    browser.post("/log-ind/", {"email": BODIL})
    works_through()
    code = re.search(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})\s*$", _text(mailboxes.of(BODIL)[-1]), re.M).group(1)
    assert browser.post("/log-ind/kode/", {"code": code}).status_code == 302

    lines = f"Aisha Karim, {AISHA}, Krisecentret, beskyttet\nLone Friis, {LONE}, Familiehuset"
    form = {
        "name": "Familier på biblioteket",
        "shared_third": "familierne",
        "lines": lines,
        "organisations": "",
    }
    response = browser.post("/start/", form)
    assert response.status_code == 302, response.content.decode()
    works_through()
    assert Seat.objects.filter(state="in").count() == 1, "nobody is in before they have said yes"
    for address in (AISHA, LONE):
        assert "Familier på biblioteket" in _text(mailboxes.of(address)[-1])
        answers(gateway, mailboxes, address, "Ja tak", clock.now)
    assert Seat.objects.filter(state="in").count() == 3

    slug = Seat.objects.first().membership.partnership.slug
    wish = "Kan vi mødes to timer i uge 49 eller 50, helst formiddag?"
    sends(gateway, BODIL, f"{slug}@faelled.example", wish, clock.now)
    answers(gateway, mailboxes, BODIL, "Ja", clock.now)
    for address in (AISHA, LONE, BODIL):
        assert str(mailboxes.of(address)[-1]["Subject"]).startswith("Mødetider")
        answers(gateway, mailboxes, address, "Alle tiderne passer fint", clock.now)
    answers(gateway, mailboxes, BODIL, "ja", clock.now)
    clock.now += timedelta(minutes=6)
    works_through()
    for address in (AISHA, LONE, BODIL):
        invitation = mailboxes.of(address)[-1]
        kinds = [part.get_content_type() for part in invitation.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
        assert f"mailto:{address}" in _calendar(invitation)
        assert "METHOD:REQUEST" in _calendar(invitation)


def _text(message):
    return message.get_body(("plain",)).get_content()


def _calendar(message):
    part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
    return part.get_payload(decode=True).decode().replace("\r\n ", "")
