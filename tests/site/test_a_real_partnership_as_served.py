"""Three addresses agree on a meeting, with nothing but two commands: `faelled invite`, then `faelled serve`.

The parts run as processes of their own and are reached as the world reaches them: pages by Chromium, mail by SMTP in
and out. Only their clock is ours, so that five minutes and a night need not be waited for.
"""

import re
import smtplib
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import pytest
from aiosmtpd.controller import Controller

from tests.cast import bare
from tests.site.test_a_real_partnership import AISHA, BODIL, LONE, Mailboxes, _calendar, _text
from tests.site.test_serving import ROOT, environment, free_port

pytestmark = [pytest.mark.smtp, pytest.mark.browser]
PATIENCE = 120  # seconds: how long a slow machine may take before we say that nothing comes
# The command as it is, with a clock that is ahead of the machine's by the seconds that a file names.
COMMAND = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from faelled.work import clock
ahead = Path(sys.argv.pop(1))
clock.set_source(lambda: datetime.now(UTC) + timedelta(seconds=float(ahead.read_text())))
from faelled.site.command import main
sys.exit(main(sys.argv[1:]))
"""
# Signing in counts its minutes by the machine's clock, so only whole days are added: the story plays next Monday.
# In UTC; an hour later in summer, well inside the hours of letters either way.
MONDAY_NINE = timedelta(hours=8)


class House:
    """One installation: its folder, its commands, and the mail servers around it."""

    def __init__(self, folder, boxes, relay):
        self.folder, self.boxes = folder, boxes
        self.web, self.lmtp, self.smtp = free_port(), free_port(), free_port()
        self.origin = f"http://127.0.0.1:{self.web}"
        self.env = environment(folder) | {
            "FAELLED_SMTP_RELAY": "{}:{}".format(*relay),
            "FAELLED_LMTP_LISTEN": f"127.0.0.1:{self.lmtp}",
            "FAELLED_SMTP_LISTEN": f"127.0.0.1:{self.smtp}",
            "FAELLED_ORIGIN": self.origin,
        }
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        begins = today + timedelta(days=7 - today.weekday()) + MONDAY_NINE
        self.ahead = (begins - datetime.now(UTC)).total_seconds()
        self.let_pass(timedelta())

    @property
    def now(self):
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def let_pass(self, span):
        self.ahead += span.total_seconds()
        new = self.folder / "ahead.new"
        new.write_text(str(self.ahead))
        new.replace(self.folder / "ahead")

    def command(self, *words):
        return [sys.executable, "-c", COMMAND, str(self.folder / "ahead"), *words]

    def run(self, *words):
        done = subprocess.run(
            self.command(*words), env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self):
        with (self.folder / "log").open("w") as log:
            house = subprocess.Popen(
                self.command("serve", "--listen", f"127.0.0.1:{self.web}"),
                env=self.env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                yield house
            finally:
                house.terminate()
                house.wait(60)
        assert house.returncode == 0, (self.folder / "log").read_text()

    def until(self, found, what):
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if something := found():
                return something
            time.sleep(0.2)
        raise AssertionError(f"waited in vain for {what}\n{(self.folder / 'log').read_text()}")

    def has_read_all_mail(self):
        base = sqlite3.connect(f"file:{self.folder / 'faelled.sqlite3'}?mode=ro", uri=True)
        try:
            states = base.execute("SELECT DISTINCT state FROM post_incomingletter").fetchall()
            return states == [("handled",)]
        finally:
            base.close()

    def mail(self, address, subject):
        """Wait for the newest mail to *address* whose subject begins so."""
        return self.until(
            lambda: next(
                (m for m in reversed(self.boxes.of(address)) if str(m["Subject"]).startswith(subject)), None
            ),
            f"{subject!r} to {address}",
        )

    def sends(self, sender, to, text, *, answering=None):
        message = EmailMessage()
        message["From"], message["To"] = sender, to
        message["Subject"] = f"SV: {answering['Subject']}" if answering else "Møde"
        message["Date"] = format_datetime(self.now)
        message["Message-ID"] = make_msgid(domain="kommune.example")
        if answering is not None:
            message["In-Reply-To"] = str(answering["Message-ID"])
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=20) as server:
            server.sendmail(sender, [to], message.as_bytes())

    def answers(self, who, text, *, subject):
        asked = self.mail(who, subject)
        self.sends(who, bare(str(asked["Reply-To"])), text, answering=asked)


@pytest.fixture
def house(tmp_path):
    boxes = Mailboxes()
    relay = Controller(boxes, hostname="127.0.0.1", port=free_port())
    relay.start()
    try:
        yield House(tmp_path, boxes, relay.server.sockets[0].getsockname()[:2])
    finally:
        relay.stop()


def signs_in(page, house, sign_in):
    page.goto(sign_in)
    page.get_by_label("Mail").fill(BODIL)
    page.keyboard.press("Enter")
    letter = house.mail(BODIL, "Din kode til Fælled")
    code = re.search(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})\s*$", _text(letter), re.M).group(1)
    page.get_by_label("Kode").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "log-ind" not in url)


def founds(page, house):
    page.goto(f"{house.origin}/start/")
    page.locator("[name=name]").fill("Familier på biblioteket")
    page.locator("[name=shared_third]").fill("familierne")
    page.locator("[name=lines]").fill(
        f"Aisha Karim, {AISHA}, Krisecentret, beskyttet\nLone Friis, {LONE}, Familiehuset"
    )
    page.locator("main form button.button-primary").click()
    page.wait_for_url("**/p/*/**")


def test_three_addresses_agree_on_a_meeting(browser, house):
    said = house.run("invite", "Bodil Hansen", BODIL)
    sign_in = re.search(r"http\S+", said).group()
    with house.serving():
        assert "log-ind" in _text(house.mail(BODIL, "Du kan logge ind")), "mailed as well as printed"
        with browser.open_page(sign_in) as (page, _):
            signs_in(page, house, sign_in)
            founds(page, house)
            address = re.search(r"[\w.-]+@faelled\.example", page.content()).group()
        for who in (AISHA, LONE):
            house.answers(who, "Ja tak", subject="Velkommen")
        house.sends(BODIL, address, "Kan vi mødes to timer om to uger, helst formiddag?")
        house.answers(BODIL, "Ja", subject="Mødetider")
        for who in (AISHA, LONE):
            house.answers(who, "Alle tiderne passer fint", subject="Mødetider")
        house.until(lambda: len(house.boxes.of(BODIL)) > 3, "Bodil's own question")
        house.answers(BODIL, "Alle tiderne passer fint", subject="Mødetider")
        house.answers(BODIL, "ja", subject="Mødetid: skal det være")
        house.until(lambda: house.has_read_all_mail(), "the worker to read the ja")
        house.let_pass(timedelta(minutes=6))
        for who in (AISHA, LONE, BODIL):
            invitation = house.mail(who, "Vi ses ")
            assert "METHOD:REQUEST" in _calendar(invitation)
            assert f"mailto:{who}" in _calendar(invitation)
    assert BODIL not in (house.folder / "log").read_text()
