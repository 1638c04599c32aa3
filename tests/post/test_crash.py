"""The intake and the worker are killed in the middle of their work: nothing is lost, nothing happens twice (R1, R2)."""

import os
import random
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.post.conftest import mail

pytestmark = [pytest.mark.smtp, pytest.mark.fault]
ROOT = Path(__file__).resolve().parent.parent.parent
COMMON = "faelled@faelled.example"
MAILS, LETTERS, KILLS = 120, 60, 3


class Machine:
    """Processes of the gateway around one SQLite file."""

    def __init__(self, folder):
        self.database, self.taken = folder / "post.sqlite3", folder / "taken"
        self.taken.touch()
        self.errors = (folder / "errors").open(
            "w"
        )  # kept beside the database, for whoever looks into a failure
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("FAELLED_")
        } | {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "TAKEN": str(self.taken),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def start(self, what, number=0):
        command = [sys.executable, "-m", "tests.post.crashing", what, str(number)]
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    @contextmanager
    def running(self, what, number=0):
        process = self.start(what, number)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    def asks(self, number):
        with self.running("ask", number) as process:
            return process.stdout.readline().strip()

    def all(self, sql):
        with sqlite3.connect(self.database, timeout=20) as database:
            return database.execute(sql).fetchall()


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_killed_intake_loses_no_mail_and_keeps_none_twice(machine):
    machine.asks(1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chance = random.Random(7)
    waiting = [f"<{number}@x.example>" for number in range(MAILS)]
    for kill in range(KILLS + 1):
        with machine.running("intake", port) as process:
            assert process.stdout.readline() == "ready\n"
            until = chance.randrange(5, 2 * MAILS // KILLS) if kill < KILLS else MAILS
            _send(port, waiting, until, process if kill < KILLS else None)
    assert not waiting
    assert machine.all("select count(*), count(distinct fingerprint) from post_incomingletter") == [
        (MAILS, MAILS)
    ]
    assert machine.all("pragma integrity_check") == [("ok",)]


def _send(port, waiting, until, victim):
    """Send what waits; a mail leaves the queue with its 250. *victim* is killed while the last is under way."""
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=10) as server:
            for sent in range(until):
                if not waiting:
                    return
                if victim is not None and sent == until - 1:
                    subprocess.Popen(["sh", "-c", f"sleep 0.00{sent % 9}; kill -9 {victim.pid}"])
                server.sendmail(
                    "lone@familiehuset.example", [COMMON], mail("Ja", Message_ID=waiting[0], Date=None)
                )
                waiting.pop(0)
    except (smtplib.SMTPException, OSError):
        return  # what a mail server does: it keeps the mail and tries again


@pytest.mark.parametrize("what", ["carry", "open"])
def test_a_killed_worker_ends_everything_once(machine, what):
    to = machine.asks(LETTERS if what == "carry" else 1)
    if what == "open":
        _fill(machine, to)
    chance = random.Random(3)
    for _ in range(KILLS):
        with machine.running(what) as worker:
            _wait_until_it_works(machine, what)
            time.sleep(chance.random() * 0.15)
            worker.kill()
    with machine.running(what) as worker:
        deadline = time.monotonic() + 60
        while _left(machine, what) and time.monotonic() < deadline:
            worker.stdout.readline()
    assert _left(machine, what) == 0
    if what == "carry":
        taken = machine.taken.read_text().split()
        assert len(set(taken)) == LETTERS
        # Killed between the server's 250 and the commit a letter goes again, with the same Message-ID.
        assert len(taken) <= LETTERS + KILLS
    else:
        effects = machine.all(
            "select count(*), count(distinct about_id) from post_outgoingletter where kind = 'effect'"
        )
        assert effects == [(LETTERS, LETTERS)]


def _left(machine, what):
    table = "post_outgoingletter" if what == "carry" else "post_incomingletter"
    return machine.all(f"select count(*) from {table} where state = 'waiting'")[0][0]  # noqa: S608


def _wait_until_it_works(machine, what):
    before, deadline = _left(machine, what), time.monotonic() + 20
    while before and _left(machine, what) == before and time.monotonic() < deadline:
        time.sleep(0.01)


def _fill(machine, to):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with machine.running("intake", port) as process:
        assert process.stdout.readline() == "ready\n"
        with smtplib.LMTP("127.0.0.1", port, timeout=10) as server:
            for number in range(LETTERS):
                sender = f"lone{number}@familiehuset.example"
                server.sendmail(
                    sender, [to], mail(f"Nr. {number}", sender=sender, Message_ID=f"<{number}@x.example>")
                )
