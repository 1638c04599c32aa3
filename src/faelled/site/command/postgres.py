"""A PostgreSQL server for the tests: Debian's own binaries in a folder that goes away, on a socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

BINARIES = Path("/usr/lib/postgresql")
OWNER = "postgres"


class NoServer(Exception):
    """There is no PostgreSQL here to run the tests on; the text says why."""


@contextmanager
def temporary_server() -> Iterator[str]:
    """Start a server and yield the address of its database; it and its files are gone afterwards.

    Raises NoServer.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="faelled-pg-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = _owner()
        shutil.chown(folder, user)
    try:
        _call(programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", OWNER, "-E", "UTF8", user=user)
        # What a test wrote need not survive the machine, and a test of durability looks at the setting itself.
        careless = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        options = f"-c listen_addresses='' {careless} -k {folder}"
        start = ("start", "-w", "-l", folder / "log", "-o", options)
        _call(programs / "pg_ctl", "-D", folder / "data", *start, user=user)
        try:
            yield f"postgres://{OWNER}@/{OWNER}?host={quote(str(folder), safe='')}"
        finally:
            _call(programs / "pg_ctl", "-D", folder / "data", "stop", "-m", "immediate", user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = (
        sorted(BINARIES.glob("*/bin"), key=lambda path: int(path.parent.name)) if BINARIES.is_dir() else []
    )
    if not found:
        raise NoServer(
            f"no server under {BINARIES} (apt-get install postgresql), and no DATABASE_URL_POSTGRES"
        )
    return found[-1]


def _owner() -> str:
    try:
        return pwd.getpwnam(OWNER).pw_name
    except KeyError:
        raise NoServer(f"the server does not run as root, and there is no user called {OWNER}") from None


def _call(*words: object, user: str | None) -> None:
    done = subprocess.run(
        [str(word) for word in words], user=user, cwd="/", check=False, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    if done.returncode:
        raise NoServer(f"{Path(str(words[0])).name} failed: {done.stderr.strip()[-300:]}")
