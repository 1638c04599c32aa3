"""What many stories begin with is told once in a process, and laid back into the database for each of them.

It is laid back only where everything stands as it did before the first telling: the tables, the clock and the mail that
has gone out. Otherwise the beginning is told anew, so a fixture that changes something first is never overlooked. All
tables take longer to read than to lay back, so they are read again only where the database has counted a change.
"""

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.db import connection, transaction

_ALWAYS_THE_SAME = {"contenttypes", "auth"}  # written by the migrations alone

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class State:
    """All that a beginning leaves behind it."""

    rows: Rows
    now: datetime
    sent: tuple[Any, ...]


@dataclass(frozen=True)
class Kept:
    """A beginning: how everything stood before and after it, and what it returned."""

    before: State
    after: State
    returned: Any


@dataclass
class Ground:
    """How the tables stand where nothing has been written yet, and as they were read last; with the marks of both."""

    began: Hashable = None
    rows: Rows | None = None
    last: tuple[Hashable, Rows | None] = (None, None)


_kept: dict[Hashable, list[Kept]] = {}
_ground = Ground()
_AT_MOST = 4  # ways that everything may stand before a beginning, to be remembered
_CLOCK, _MAILBAG = object(), object()  # stand for those of the story, which are new for each


def beginning(tell: Callable[[], Any], *which: Hashable, clock: Any, mailbag: Any) -> Any:
    """Return what *tell* returns, and leave behind what it leaves behind. which: tells its variants apart."""
    code = getattr(tell, "func", tell).__code__
    key = (code.co_filename, code.co_firstlineno, *which)
    before = _state(clock, mailbag)
    kept = _kept.setdefault(key, [])
    known = next((one for one in kept if one.before == before), None)
    if known is None:
        told = tell()
        if len(kept) < _AT_MOST:
            returned = copy.deepcopy(told, {id(clock): _CLOCK, id(mailbag): _MAILBAG})
            kept.append(Kept(before, _state(clock, mailbag), returned))
        return told
    _lay_back(known, clock, mailbag)
    return copy.deepcopy(known.returned, {id(_CLOCK): clock, id(_MAILBAG): mailbag})


def stored() -> Rows:
    """Return every row of every table, as the database has it."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.app_label not in _ALWAYS_THE_SAME}
    return {table: _rows(table) for table in sorted(tables)}


def begins(*, takes_all_back: bool) -> None:
    """Note that a test begins in which nothing is written yet; takes_all_back: its transaction ends with it."""
    _ground.began = _mark() if takes_all_back else None
    _ground.rows = _ground.rows if takes_all_back else None
    _ground.last = None, None


def _state(clock: Any, mailbag: Any) -> State:
    return State(standing(), clock.now, tuple(mailbag.carrier.sent))


def standing() -> Rows:
    """Return what *stored* does, from memory where nothing was written since."""
    mark = _mark()
    if mark is None:
        return stored()
    if _ground.last[0] != mark:
        untouched = mark == _ground.began
        rows = _ground.rows if untouched and _ground.rows is not None else stored()
        _ground.rows = rows if untouched else _ground.rows
        _ground.last = mark, rows
    return _ground.last[1]


def _mark() -> Hashable:
    """Return what is another one once a row was changed, or changes were taken back; None where others may commit."""
    if not connection.in_atomic_block:
        return None
    if connection.vendor == "sqlite":
        changes = connection.connection.total_changes
    else:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGES_ON_POSTGRESQL)
            changes = cursor.fetchone()
    return id(connection.connection), changes, tuple(connection.savepoint_ids)


_CHANGES_ON_POSTGRESQL = """
    SELECT pg_current_xact_id_if_assigned()::text, sum(n_tup_ins + n_tup_upd + n_tup_del)
    FROM pg_stat_xact_user_tables
"""


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608  ours
        return [tuple(map(_plain, row)) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat()  # SQLite gives a time, and takes none
    return bytes(value) if isinstance(value, memoryview) else value


def _lay_back(known: Kept, clock: Any, mailbag: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in known.after.rows.items():
            before = known.before.rows[table]
            if rows == before:
                continue
            name = connection.ops.quote_name(table)
            if before:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608
            if rows:
                row = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
                values = [value for each in rows for value in each]
                cursor.execute(f"INSERT INTO {name} VALUES {', '.join([row] * len(rows))}", values)  # noqa: S608
    _ground.last = _mark(), known.after.rows
    clock.now = known.after.now
    mailbag.carrier.sent[:] = known.after.sent
