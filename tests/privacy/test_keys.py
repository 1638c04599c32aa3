"""Keys that are rotated while the house runs: nothing is lost, every address still leads where it led."""

import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

from faelled.post import keyring, resealing, sealing
from faelled.post.keyring import KeyFileTrouble, Keys
from faelled.post.models import IncomingLetter, ReplyAddress
from faelled.site.command import keys as command
from faelled.site.command import serving
from tests.site.test_serving import environment

pytestmark = pytest.mark.once


@pytest.fixture
def key_file(settings, tmp_path):
    """A key file of an installation from before rotation: one line, which seals and hashes."""
    settings.TESTING, settings.KEY_FILE = False, tmp_path / "keys"
    settings.KEY_FILE.write_text(Fernet.generate_key().decode() + "\n")
    settings.KEY_FILE.chmod(0o600)
    return settings.KEY_FILE


def older():
    return resealing.go_through(resealing.sealed_columns(), sealing.keys(), write=False).older


def test_a_question_asked_before_the_rotation_is_answered_after_it(key_file, world, a_round, bodil, lone):
    a_round.asks(bodil, lone, about=["2026-12-01 10:00"])
    [before] = keyring.read(key_file).sealing
    assert command.rotate(key_file, settle=0) == 0
    after = keyring.read(key_file)
    assert (len(after.sealing), after.hashing) == (1, before) and before not in after.sealing
    assert key_file.stat().st_mode & 0o077 == 0
    lone.writes("Ja, det passer")
    assert a_round.said(lone) == {1: "yes"}
    assert older() == 0


def test_a_rotation_that_was_cut_short_is_begun_again(key_file, world, a_round, bodil, lone, monkeypatch):
    a_round.asks(bodil, lone, about=["2026-12-01 10:00"])

    def cut_short(columns, keys, *, write):
        whole(columns[:1], keys, write=write)
        raise KeyboardInterrupt

    whole = resealing.go_through
    monkeypatch.setattr(resealing, "go_through", cut_short)
    with pytest.raises(KeyboardInterrupt):
        command.rotate(key_file, settle=0)
    monkeypatch.setattr(resealing, "go_through", whole)
    assert len(keyring.read(key_file).sealing) == 2 and older() > 0
    lone.writes("Ja, det passer")  # half of it is sealed with each
    assert command.rotate(key_file, settle=0) == 0
    assert len(keyring.read(key_file).sealing) == 1 and older() == 0
    assert a_round.said(lone) == {1: "yes"}


def test_a_row_that_no_key_opens_is_named_and_holds_nothing_up(key_file, world, a_round, lone, capsys):
    a_round.asks(lone, about=["2026-12-01 10:00"])
    broken = ReplyAddress.objects.order_by("pk").first()
    ReplyAddress.objects.filter(pk=broken.pk).update(token=b"gAAAAAbroken")
    assert command.rotate(key_file, settle=0) == 1
    assert f"post_replyaddress {broken.pk}" in capsys.readouterr().err
    assert older() == 0 and bytes(ReplyAddress.objects.get(pk=broken.pk).token) == b"gAAAAAbroken"
    assert command.status(key_file) == 1


def test_what_is_sealed_with_the_old_key_meanwhile_is_found_by_the_second_look(key_file, world, monkeypatch):
    first = sealing.seal("før")

    def somebody_was_writing(_seconds):
        IncomingLetter.objects.create(
            fingerprint="f", raw=first, size=3, delete_after=world.clock.now, received_at=world.clock.now
        )

    monkeypatch.setattr(command.time, "sleep", somebody_was_writing)
    assert command.rotate(key_file) == 0
    assert sealing.unseal(IncomingLetter.objects.get().raw) == b"f\xc3\xb8r"


def test_a_key_that_is_added_seals_at_once_and_changes_no_hash(key_file):
    before = sealing.seal("skrevet før")
    hashed, purpose = sealing.keyed_hash("lone", "asked"), sealing.key_for("line")
    assert command.add(key_file) == 0
    after = sealing.seal("skrevet efter")
    newest, *_ = keyring.read(key_file).sealing
    assert (
        Fernet(newest).decrypt(after) == b"skrevet efter" and sealing.unseal(before) == "skrevet før".encode()
    )
    assert (hashed, purpose) == (sealing.keyed_hash("lone", "asked"), sealing.key_for("line"))


def test_a_new_installation_hashes_with_a_key_that_seals_nothing(tmp_path):
    keyring.make(tmp_path / "keys")
    made = keyring.read(tmp_path / "keys")
    keyring.make(tmp_path / "keys")  # the second of two processes
    assert keyring.read(tmp_path / "keys") == made and made.hashing not in made.sealing


def test_every_column_that_is_sealed_is_found():
    """A new binary column counts as sealed until somebody says in site/command/keys.py that it is not."""
    found = {
        f"{model._meta.label}.{name}" for model, name in resealing.sealed_columns(but=command.NOT_SEALED)
    }
    assert {
        "post.IncomingLetter.raw", "post.IncomingLetter.sender", "post.IncomingLetter.recipient",
        "post.OutgoingLetter.content", "post.OutgoingLetter.recipient", "post.OutgoingLetter.message_id",
        "post.ReplyAddress.token", "meetings.ConnectedCalendar.address",
    } <= found  # fmt: skip


A_KEY = Fernet.generate_key().decode()


@pytest.mark.parametrize(("text", "said"), [
    ("", "is empty"),
    ("hash:" + A_KEY, "is empty"),
    (A_KEY[:-3], "no key"),
    (f"{A_KEY}\nhash:{A_KEY}\nhash:{A_KEY}", "no key"),
    ("nøgle", "UnicodeDecodeError"),
    (None, "There is no key file"),
], ids=["empty", "hash alone", "cut short", "two hashes", "no ASCII", "none"])  # fmt: skip
def test_a_key_file_that_is_damaged_is_said_so(tmp_path, text, said):
    file = tmp_path / "keys"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileTrouble, match=said) as trouble:
        keyring.read(file)
    assert "backup" in str(trouble.value) and str(file) in str(trouble.value)


def test_a_replaced_file_is_whole_or_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "keys"
    keyring.make(file)
    before = keyring.read(file)
    monkeypatch.setattr(keyring.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        keyring.replace(file, Keys((A_KEY,), A_KEY))
    assert keyring.read(file) == before


@pytest.mark.parametrize("word", ["status", "rotate"])
def test_without_a_key_file_the_command_makes_none(tmp_path, word):
    command_line = [sys.executable, "-m", "faelled", "keys", word]
    done = subprocess.run(command_line, env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 2 and "Restore it from your backup" in done.stderr
    assert not (tmp_path / "keys").exists()


def test_a_key_file_made_anew_beside_an_old_database_is_noticed(key_file, world, a_round, lone):
    a_round.asks(lone, about=["2026-12-01 10:00"])
    assert serving.keys_fit()
    key_file.unlink()
    keyring.make(key_file)
    assert not serving.keys_fit()
