"""The demo played from the outside: one command, pages by HTTP, mail by real SMTP in and real SMTP out."""

import html
import http.cookiejar
import mailbox
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds: how long a slow machine may take before we say that nothing comes
SILENT = {
    "nanna@ungebasen.example": "1 og 3 passer fint, resten går ikke.\n\nMvh Nanna",
    "lone@familiehuset.example": "Den første er god for mig. Nr. 2 kan jeg ikke.",
    "mette@familiehuset.example": "Alle dage er fine",
    "vagten@familiehuset.example": "Vi kan på alle fem.\nVagten",
}

pytestmark = pytest.mark.smtp


def free_ports(count):
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [door.getsockname()[1] for door in doors]
    finally:
        for door in doors:
            door.close()


class Demo:
    """The running command, and a browser without scripts looking at it."""

    def __init__(self, folder):
        self.folder = folder
        web, lmtp, smtp = free_ports(3)
        self.origin = f"http://127.0.0.1:{web}"
        self.words = ["--port", str(web), "--lmtp-port", str(lmtp), "--smtp-port", str(smtp)]
        self.cookies = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    @contextmanager
    def running(self, *words):
        env = {
            k: v for k, v in os.environ.items() if not k.startswith(("FAELLED_", "DJANGO_", "DATABASE_URL"))
        }
        env |= {"PYTHONPATH": str(ROOT / "src"), "FAELLED_VAR": str(self.folder)}
        said = (self.folder / "said").open("a+")
        house = subprocess.Popen(
            [sys.executable, "-m", "faelled", "demo", *self.words, *words],
            env=env, stdout=said, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            self.until(lambda: house.poll() is not None or self.answers(), "a page")
            assert house.poll() is None, (self.folder / "said").read_text()
            yield house
        finally:
            house.send_signal(signal.SIGTERM)
            house.wait(60)
            said.close()
        assert house.returncode == 0

    def until(self, done, what):
        for _ in range(PATIENCE * 2):
            if found := done():
                return found
            time.sleep(0.5)
        raise AssertionError(f"waited in vain for {what}\n{(self.folder / 'said').read_text()}")

    def answers(self):
        try:
            return "Postkasser" in self.get("/postkasser/")
        except OSError:
            return False

    def get(self, path):
        with self.browser.open(self.origin + path, timeout=30) as answer:
            return answer.read().decode()

    def press(self, page, action, **fields):
        """Send the form of *page* that goes to *action*."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self.browser.open(self.origin + action, body, timeout=30) as answer:
            return answer.read().decode()

    def letters(self, address):
        """Return (path, subject) of the mails in a box, newest first."""
        rows = re.findall(
            r'<a href="(/postkasser/[^/"]+/\w+/)#mail"[^>]*><b>(.*?)</b>', self.get("/postkasser/")
        )
        own = [(path, re.sub(r"<[^>]+>", "", subject)) for path, subject in rows if f"/{address}/" in path]
        return [(path, html.unescape(subject).replace("\u00a0", " ")) for path, subject in own]

    def answer(self, address, text, *, subject):
        path = self.until(
            lambda: next((p for p, s in self.letters(address) if s.startswith(subject)), None), subject
        )
        return self.press(self.get(path), f"{path}svar/", text=text)

    def boxes(self):
        return sorted((self.folder / "demo" / "post" / "ind").iterdir())

    def calendars(self, box):
        found = []
        for raw in (mailbox.Maildir(box).get_bytes(key) for key in mailbox.Maildir(box).keys()):  # noqa: SIM118
            for part in message_from_bytes(raw, policy=policy.default).walk():
                if part.get_content_type() == "text/calendar":
                    found.append((part.get_param("method"), part.get_payload(decode=True).decode()))
        return found

    def asked(self, question):
        base = sqlite3.connect(f"file:{self.folder / 'demo' / 'faelled.sqlite3'}?mode=ro", uri=True)
        try:
            return base.execute(question).fetchall()
        finally:
            base.close()


@pytest.mark.long
def test_the_story_of_the_demo_is_played_until_every_mailbox_holds_the_invitation(tmp_path):
    demo = Demo(tmp_path)
    with demo.running():
        assert len(demo.boxes()) == 8
        for address, text in SILENT.items():
            said = demo.answer(address, text, subject="Mødetider")
            assert "Mailen er sendt som" in said
            assert html.escape(text.splitlines()[0]) in said, "the mail's own page shows what was answered"
        demo.answer("morten@ungebasen.example", "nej", subject="Kan du ")
        demo.answer("bodil@biblioteket.example", "ja", subject="Mødetid: skal det være")
        demo.until(lambda: all(demo.calendars(box) for box in demo.boxes()), "eight invitations")
        for box in demo.boxes():
            ((method, calendar),) = demo.calendars(box)
            assert method == "REQUEST"
            assert "METHOD:REQUEST" in calendar

        (path, subject), *_ = demo.letters("lone@familiehuset.example")
        assert subject.startswith("Vi ses ")
        demo.press(demo.get(path), f"{path}kalender/", pressed="ACCEPTED")
        accepted = "SELECT count(*) FROM meetings_attendance a JOIN meetings_meeting m ON m.id = a.meeting_id WHERE {}"
        now = "partstat = 'ACCEPTED' AND m.starts > datetime('now')"
        demo.until(lambda: demo.asked(accepted.format(now)) == [(1,)], "Lone's calendar")

    with demo.running():
        assert demo.letters("lone@familiehuset.example")[0] == (path, subject), "stopped and begun again"
        page = demo.get("/postkasser/")
        demo.press(page, "/postkasser/log-ind/", address="bodil@biblioteket.example")
        assert "Bodil" in demo.get("/p/1/")

    with demo.running("--fresh"):
        assert len(demo.letters("lone@familiehuset.example")) == 2, "begun anew"


def test_a_taken_port_is_said_with_the_option_that_names_another(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as door:
        taken = str(door.getsockname()[1])
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FAELLED_VAR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-m", "faelled", "demo", "--smtp-port", taken, "--port", "0", "--lmtp-port", "0"],
            env=env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "--smtp-port NUMBER" in done.stderr and taken in done.stderr
    assert not (tmp_path / "demo").exists()
