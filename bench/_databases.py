"""A bench on SQLite and on PostgreSQL, each in a process of its own, since settings are read once."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench import _house

Row = tuple[str, str, str]


def on_each(module: str, goals: str) -> list[Row]:
    """Run `python -m module FOLDER` on each database, and return the rows it told, with the database's name.

    PostgreSQL is the server that DATABASE_URL_POSTGRES names, where the bench makes a database of its own and drops
    it, or Debian's binaries started for the bench; without either one row says so.
    """
    rows = _outside(module, "SQLite", "")
    try:
        with _postgres() as database:
            rows += _outside(module, "PostgreSQL", database)
    except _NoPostgres as why:
        rows.append((f"{goals} on PostgreSQL", f"left out: {why}", ""))
    return rows


def tell(what: str, figure: str, goal: str) -> None:
    """Hand a row to the process that reads this one."""
    print(what, figure, goal, sep="\t", flush=True)


class _NoPostgres(Exception):
    """There is no PostgreSQL here."""


@contextmanager
def _postgres() -> Iterator[str]:
    from faelled.site.command.postgres import NoServer, temporary_server

    own = os.environ.get("DATABASE_URL_POSTGRES", "")
    if own:
        with _database_beside(own) as database:
            yield database
        return
    try:
        with temporary_server() as database:
            yield database
    except NoServer as why:
        raise _NoPostgres(why) from None


@contextmanager
def _database_beside(address: str) -> Iterator[str]:
    """Make a database of our own on the server of *address*, and drop it afterwards."""
    import psycopg

    name = f"faelled_bench_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _outside(module: str, what: str, database: str) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", module, folder], env=_house.environment(Path(folder), database),
            cwd=_house.ROOT, text=True, capture_output=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    rows = [line.split("\t") for line in done.stdout.splitlines() if line.count("\t") == 2]
    return [(f"{name}, {what}", figure, goal) for name, figure, goal in rows]
