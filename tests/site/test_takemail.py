"""A mail server that can only run a program: `faelled takemail` keeps what it is given, or says when to try again."""

import io
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from faelled.post import addresses, keyring
from faelled.post import keeping as keeper
from faelled.post.models import IncomingLetter
from faelled.post.sealing import unseal, unseal_text
from faelled.site.command import taking
from tests.effort import share
from tests.site.test_serving import environment

LONE = "lone@familiehuset.example"
MAIL = (
    f"From: Lone <{LONE}>\nTo: faelled@faelled.example\nSubject: SV: tider\nMessage-ID: <1@familiehuset.example>\n"
    "Date: Mon, 23 Nov 2026 10:00:00 +0100\n\nTorsdag passer.\n"
).encode()
COMMON = "faelled@faelled.example"


def take(raw=MAIL, recipients=(COMMON,), sender=LONE):
    return taking.take(io.BytesIO(raw), recipients, sender)


def kept():
    return [(unseal(row.raw), unseal_text(row.recipient)) for row in IncomingLetter.objects.order_by("pk")]


@pytest.mark.django_db
def test_a_mail_is_kept_as_the_intake_keeps_it():
    ask = addresses.reply_address("ask", 1, "key-of-lone")
    assert take(recipients=(COMMON, ask.upper())) == taking.OK
    sealed = f"Return-Path: <{LONE}>\r\n".encode() + MAIL
    assert kept() == [(sealed, COMMON), (sealed, ask)]


@pytest.mark.django_db
def test_the_same_mail_again_or_by_lmtp_is_one_mail():
    assert take() == take() == taking.OK
    keeper.receive(MAIL.replace(b"\n", b"\r\n"), [COMMON], LONE)  # as it comes over a socket
    assert len(kept()) == 1


@pytest.mark.django_db
def test_an_unknown_address_is_refused_and_the_known_one_beside_it_has_its_mail():
    assert take(recipients=("bodil@faelled.example",)) == taking.NO_USER
    assert kept() == []
    assert take(recipients=("bodil@faelled.example", COMMON)) == taking.NO_USER
    assert [recipient for _, recipient in kept()] == [COMMON]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw", [b"", b"\n\r\n", b"From lone@familiehuset.example Mon Nov 23 10:00:00 2026\n"]
)
def test_nothing_at_all_is_no_mail(raw):
    assert take(raw) == taking.DATA_ERROR
    assert kept() == []


@pytest.mark.django_db
def test_what_is_too_large_is_refused_unread(settings):
    settings.MAIL_SIZE_LIMIT = len(MAIL)
    assert take() == taking.OK
    assert take(MAIL + b"x") == taking.DATA_ERROR
    assert len(kept()) == 1


@pytest.mark.django_db
def test_the_line_of_a_mailbox_file_on_top_is_no_part_of_the_mail():
    assert take(b"From lone@familiehuset.example Mon Nov 23 10:00:00 2026\n" + MAIL, sender="") == taking.OK
    assert kept()[0][0] == b"Return-Path: <>\r\n" + MAIL


@pytest.mark.parametrize("argv", [[], ["--sender=x@y.example"], ["--fast", COMMON]])
def test_asked_wrongly(argv, capsys):
    with pytest.raises(SystemExit) as left:
        taking.main(argv)
    assert left.value.code == taking.USAGE
    assert "faelled takemail: " in capsys.readouterr().err


def test_trouble_of_ours_means_try_again_and_says_nothing_of_the_mail(monkeypatch, capsys):
    def locked(*what):
        raise OperationalError(f"database is locked by {LONE}")

    monkeypatch.setattr(taking, "take", locked)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "faelled.site.settings")
    assert taking.main([COMMON]) == taking.TEMPORARY
    said = capsys.readouterr().err
    assert "OperationalError" in said and LONE not in said


# As a program


@pytest.fixture(scope="module")
def installed(tmp_path_factory, django_db_setup, django_db_blocker):
    """The environment of an installation with its keys and its tables: a copy of the tests' own, before any story."""
    folder = tmp_path_factory.mktemp("installed")
    keyring.make(folder / "keys")
    with django_db_blocker.unblock(), closing(sqlite3.connect(folder / "faelled.sqlite3")) as tables:
        connection.ensure_connection()
        connection.connection.backup(tables)
    return environment(folder)


def run(env, *words, mail=MAIL):
    return subprocess.run(
        [sys.executable, "-m", "faelled", "takemail", *words], env=env, input=mail, capture_output=True
    )


def test_the_program_keeps_a_mail_and_says_nothing(installed):
    for _ in range(2):
        done = run(installed, f"--sender={LONE}", "--", COMMON)
        assert (done.returncode, done.stdout, done.stderr) == (taking.OK, b"", b"")
    refused = (
        (("--", "nobody@faelled.example"), MAIL, taking.NO_USER),
        ((f"--sender={LONE}",), MAIL, taking.USAGE),
        ((COMMON,), b"", taking.DATA_ERROR),
    )
    for words, mail, code in share(refused, of=3):
        assert run(installed, *words, mail=mail).returncode == code


def test_without_our_environment_nothing_is_sent_back_and_no_key_is_made(installed, tmp_path):
    env = installed | {"FAELLED_VAR": str(tmp_path)}
    assert run(env, COMMON).returncode == taking.TEMPORARY
    assert not (tmp_path / "keys").exists()
    (tmp_path / "keys").write_bytes((Path(installed["FAELLED_VAR"]) / "keys").read_bytes())
    assert run(env, COMMON).returncode == taking.TEMPORARY  # no tables


def test_it_loads_no_app_and_no_page(installed):
    """It is started for every mail: what is imported is paid for each time."""
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'faelled.site.lean'\n"
        "import django; django.setup(); import faelled.post.keeping\n"
        "print(*[name for name in sys.modules if name.startswith(('faelled.', 'allauth', 'icalendar', 'holidays'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], env=installed, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "faelled.post.keeping" in loaded, done.stderr
    assert not any(
        name.startswith(("faelled.meetings", "faelled.partnerships", "faelled.core", "allauth", "icalendar"))
        for name in loaded
    )
