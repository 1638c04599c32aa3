"""The mailbox of a real server: Dovecot, started for the test on loopback. Without it the test is left out."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from faelled.post import addresses, polling
from faelled.post.models import IncomingLetter, PolledMailbox, Sighting
from faelled.post.sealing import unseal_text
from tests.post.conftest import LONE, mail

DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.smtp,
    pytest.mark.long,
    pytest.mark.skipif(DOVECOT is None, reason="no Dovecot here (apt-get install dovecot-imapd)"),
]
PASSWORD = "only-for-this-test"
CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{folder}/mails
first_valid_uid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@pytest.fixture
def folder():
    """A folder that other users may enter, which pytest's own is not; Dovecot's parts refuse to run as root."""
    path = Path(tempfile.mkdtemp(prefix="faelled-dovecot-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def _users(folder):
    """Return who runs which part: Debian's own users for root, else whoever we are."""
    me = pwd.getpwuid(os.geteuid())
    login, internal, owner = ("dovenull", "dovecot", "nobody") if me.pw_uid == 0 else (me.pw_name,) * 3
    who = pwd.getpwnam(owner)
    (folder / "mails").mkdir()
    os.chown(folder / "mails", who.pw_uid, who.pw_gid)
    group = grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name
    return {"login": login, "user": internal, "group": group, "uid": who.pw_uid, "gid": who.pw_gid}


@pytest.fixture
def port(folder, settings):
    """The port of a fresh mailbox, and the settings that lead there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    config = folder / "dovecot.conf"
    config.write_text(CONFIG.format(folder=folder, port=number, password=PASSWORD, **_users(folder)))
    server = subprocess.Popen([DOVECOT, "-F", "-c", config])
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", number, "none"
    settings.IMAP_USER, settings.IMAP_PASSWORD = "faelled", PASSWORD
    try:
        _wait_for(number, folder / "log")
        yield number
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(port, log):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=2).logout()
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text() if log.exists() else "Dovecot did not start")


def signed_in(port):
    client = imaplib.IMAP4("127.0.0.1", port, timeout=20)
    client.login("faelled", PASSWORD)
    client.select("INBOX")
    return client


def put(port, *mails):
    client = signed_in(port)
    for raw in mails:
        client.append("INBOX", None, None, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    client.logout()


def left(port, what="ALL"):
    client = signed_in(port)
    found = client.uid("SEARCH", what)[1][0].split()
    client.logout()
    return len(found)


def numbered(number, to):
    return mail(f"Nr. {number}", to=to, Message_ID=f"<{number}@x.example>")


def test_mails_are_fetched_kept_and_deleted_and_the_rest_is_left(port, the_clock):
    ask = addresses.reply_address("ask", 1, LONE.person_key)
    put(port, numbered(1, ask), numbered(2, "chef@kommune.example"), numbered(3, ask), b"\0\r\n")
    assert polling.fetch("w1") == 2
    assert PolledMailbox.objects.get().error == ""
    assert {unseal_text(row.recipient) for row in IncomingLetter.objects.all()} == {ask}
    assert (left(port), left(port, "FLAGGED"), left(port, "SEEN")) == (2, 2, 0)
    assert Sighting.objects.get(what="mailbox_unknown_recipient").count >= 1
    the_clock.goes(minutes=1)
    assert polling.fetch("w1") == 0


@pytest.mark.parametrize(("after", "what", "how_many"), [("seen", "SEEN", 1), ("taget", "ALL", 0)])
def test_a_mail_that_was_kept_is_marked_or_moved(port, settings, after, what, how_many):
    settings.IMAP_AFTER = after
    client = signed_in(port)
    client.create("taget")
    client.logout()
    put(port, numbered(1, "faelled@faelled.example"))
    assert polling.fetch("w1") == 1
    assert left(port, what) == how_many


def test_what_a_person_marked_as_deleted_is_left_to_them(port):
    put(port, numbered(1, "faelled@faelled.example"), numbered(2, "chef@kommune.example"))
    client = signed_in(port)
    client.uid("STORE", client.uid("SEARCH", "ALL")[1][0].split()[1], "+FLAGS", r"(\Deleted)")
    client.logout()
    assert polling.fetch("w1") == 1
    assert left(port, "DELETED") == 1


def test_a_wrong_password_is_seen_and_not_logged(port, settings, caplog):
    settings.IMAP_PASSWORD = "wrong-and-secret"
    assert polling.fetch("w1") == 0
    assert PolledMailbox.objects.get().error and PolledMailbox.objects.get().failing_since
    assert "wrong-and-secret" not in caplog.text and "faelled@" not in caplog.text
