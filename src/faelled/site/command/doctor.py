"""`faelled doctor`: is this installation well? One line for each thing, and what to do about it."""

import socket
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from faelled.site.command import serving, start_django


@dataclass(frozen=True)
class Seen:
    """What was looked at: *trouble* says what to do, and is empty when all is well."""

    what: str
    trouble: str = ""


def examine(*, mail: str | None, wait: int) -> int:
    """Look at everything, and with *mail* send a letter there and wait for the answer; returns 1 if unwell."""
    start_django()
    seen = [look() for look in LOOKS]
    if mail:
        seen.append(_by_mail(mail, wait))
    for one in seen:
        print(
            f"{'ok   ' if not one.trouble else 'WRONG'}  {one.what}{': ' + one.trouble if one.trouble else ''}"
        )
    wrong = sum(bool(one.trouble) for one in seen)
    print(f"doctor: {len(seen) - wrong} ok, {wrong} wrong")
    return int(wrong > 0)


def _python() -> Seen:
    fine = sys.version_info >= (3, 11)
    return Seen("Python 3.11 or later", "" if fine else f"this is {sys.version.split()[0]}")


def _key_file() -> Seen:
    from django.conf import settings

    mode = stat.S_IMODE(settings.KEY_FILE.stat().st_mode)
    return Seen(
        "the key file is for its owner alone", f"chmod 600 {settings.KEY_FILE}" if mode & 0o077 else ""
    )


def _keys_fit() -> Seen:
    from faelled.site.command import serving

    return Seen(
        "the key file opens what the database holds",
        "" if serving.keys_fit() else "restore the key file that belongs to this database",
    )


def _database() -> Seen:
    from django.db import Error, connection

    try:
        pending = serving.pending_migrations()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous")
                if cursor.fetchone()[0] < 2:
                    return Seen("the database keeps what it says it keeps", "PRAGMA synchronous is not FULL")
                if "ENABLE_FTS5" not in {row[0] for row in cursor.execute("PRAGMA compile_options")}:
                    return Seen("SQLite can search", f"SQLite {sqlite3.sqlite_version} is without FTS5")
    except Error as trouble:
        return Seen("the database answers", type(trouble).__name__)
    return Seen(
        "the database answers and is up to date",
        f"run ./faelled migrate ({pending[0]} ...)" if pending else "",
    )


def _static_files() -> Seen:
    from django.conf import settings

    collected = (settings.STATIC_ROOT / "staticfiles.json").exists()
    return Seen(
        "the look is in place", "" if collected else "start ./faelled serve once: it collects the files"
    )


def _ready_for_the_world() -> Seen:
    from django.conf import settings
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=not settings.LOOPBACK)
    # The proxy in front turns http into https, so Django's own redirect stays off.
    serious = [one for one in found if one.id != "security.W008" and one.level >= checks.WARNING]
    return Seen("Django's own checks", "; ".join(f"{one.id} {one.msg}" for one in serious))


def _relay() -> Seen:
    from django.conf import settings

    return _listens(
        "the mail relay answers", settings.SMTP_RELAY, "set FAELLED_SMTP_RELAY to your mail server"
    )


def _intake() -> Seen:
    from django.conf import settings

    return _listens("the mail intake answers", settings.LMTP_LISTEN, "start ./faelled serve")


def _mailbox() -> Seen:
    from django.conf import settings

    from faelled.post import reads

    if not settings.IMAP_HOST:
        return Seen("mail is handed to us; no mailbox is fetched")
    state = reads.mailbox_state()
    since = state.failing_since if state else None
    return Seen(
        f"the mailbox at {settings.IMAP_HOST} is fetched",
        f"{state.error} since {since:%Y-%m-%d %H:%M} UTC; look at FAELLED_IMAP_*" if state and since else "",
    )


def _listens(what: str, place: str, advice: str) -> Seen:
    host, _, port = place.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=3):
            return Seen(what)
    except OSError as trouble:
        return Seen(what, f"nobody at {place} ({type(trouble).__name__}); {advice}")


def _by_mail(address: str, wait: int) -> Seen:
    from faelled.post import doctor

    said = doctor.check(
        address, wait=timedelta(seconds=wait), say=lambda line: print(f"       {line}", flush=True)
    )
    arrived = bool(said) and said[-1].startswith("Svaret er kommet ind")
    return Seen(
        "a letter went out and its answer came in",
        "" if arrived else " ".join(said[-1:]) or "nothing was sent",
    )


LOOKS: tuple[Callable[[], Seen], ...] = (
    _python, _key_file, _database, _keys_fit, _static_files, _ready_for_the_world, _relay, _intake, _mailbox,
)  # fmt: skip
