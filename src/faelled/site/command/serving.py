"""`faelled serve`: one parent, a child process for each part. The parts are forked from one loaded parent.

A part that dies takes the others with it: whoever started the command (systemd, a container) starts it anew, and
half a house that looks whole helps nobody.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

from faelled.site.command import start_django

log = logging.getLogger(__name__)
GRACE = 15  # seconds between asking a part to stop and ending it
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Part:
    """A part of the house in a process of its own: *run* returns when the event is set."""

    name: str
    run: Callable[[threading.Event], None]


def serve(names: Sequence[str], *, listen: str) -> int:
    """Make ready what the named parts need, then run them until SIGTERM; returns the exit code."""
    if "web" in names and not is_free(listen):
        print(
            f"faelled: {listen} is taken or no place to listen; name another with --listen HOST:PORT.",
            file=sys.stderr,
        )
        return 2
    start_django()
    if not prepare(migrate_too="web" in names):
        return 1
    makers = {"web": lambda: web(listen), "worker": worker, "mail": mail}
    return run([makers[name]() for name in dict.fromkeys(names)])


def migrate() -> int:
    """Bring the database up to date."""
    start_django()
    return 0 if _in_a_child(_migrate) == 0 else 1


def prepare(*, migrate_too: bool) -> bool:
    """Make the first start's folders and tables, and collect the static files; says what is missing otherwise.

    A worker or an intake that is started alone leaves the tables to `web` or `faelled migrate`, so that two
    machines never migrate at once.
    """
    # In a child of its own: the parent must hold no open database when it forks, and needs none of the memory.
    if _in_a_child(_prepare if migrate_too else _look) == 0:
        if _in_a_child(_look_at_keys) == 0:
            return True
        from django.conf import settings

        print(
            f"faelled: the key file {settings.KEY_FILE} does not open what the database holds. "
            "Restore the one that belongs to this database.",
            file=sys.stderr,
        )
        return False
    if not migrate_too:
        print("faelled: the database is not up to date; run `./faelled migrate` first.", file=sys.stderr)
    return False


def is_free(place: str) -> bool:
    """Whether we can listen on *place*, HOST:PORT: nobody else does, and the host is one of ours."""
    host, _, port = place.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as gunicorn does: a port just left is free
        try:
            door.bind((host.strip("[]"), int(port)))
        except (OSError, ValueError, OverflowError):
            return False
    return True


def web(listen: str) -> Part:
    """The pages, by gunicorn: two processes of four threads, forked from what is loaded already."""

    def run_web(stop: threading.Event) -> None:
        from faelled.site.command.pages import serve_pages

        serve_pages(listen)

    return Part("web", run_web)


def worker() -> Part:
    """What is due: letters out, mail opened, deadlines."""

    def run_worker(stop: threading.Event) -> None:
        from django.conf import settings

        from faelled.work import loop

        duties = import_module(settings.DUTIES).DUTIES
        loop.run_for_ever(duties, f"{socket.gethostname()}-{os.getpid()}", stop)

    return Part("worker", run_worker)


def mail() -> Part:
    """The intake: LMTP and SMTP."""

    def run_mail(stop: threading.Event) -> None:
        from django.conf import settings

        from faelled.post import intake

        intake.serve(settings.LMTP_LISTEN, settings.SMTP_LISTEN, stop)

    return Part("mail", run_mail)


def run(parts: Sequence[Part]) -> int:
    """Run *parts* until SIGTERM or SIGINT (0), or until one ends by itself (its exit code, never 0)."""
    _load_once()
    children = [_fork.Process(target=_live, args=(part, os.getpid()), name=part.name) for part in parts]
    for child in children:
        child.start()
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()
        _stop(children)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    ended = wait([child.sentinel for child in children])
    first = next(child for child in children if child.sentinel in ended)
    first.join()
    _end(children)
    if asked.is_set():
        return 0
    log.error("the part %s ended by itself (%s), so the others were stopped", first.name, first.exitcode)
    code = first.exitcode or 1
    return code if code > 0 else 128 - code


def _live(part: Part, parent: int) -> None:
    _die_with(parent)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    part.run(stop)
    if not stop.is_set():
        raise SystemExit(1)


def _die_with(parent: int) -> None:
    """Be stopped when the parent is killed; Linux alone can promise that, elsewhere the part lives on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            raise SystemExit(1)


def _stop(children: Iterable[ForkProcess]) -> None:
    for child in children:
        if child.is_alive():
            child.terminate()


def _end(children: Iterable[ForkProcess]) -> None:
    _stop(children)
    for child in children:
        child.join(GRACE)
        if child.is_alive():
            child.kill()
            child.join()


def _load_once() -> None:
    """Load everything before forking, so that the parts share the memory of what they all need."""
    from django.urls import get_resolver

    from faelled.site import wsgi

    _ = wsgi.application, get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def _in_a_child(work: Callable[[], None]) -> int:
    child = _fork.Process(target=work)
    child.start()
    child.join()
    return child.exitcode or 0


def _prepare() -> None:
    _migrate()
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)


def _look() -> None:
    if pending_migrations():
        raise SystemExit(1)


def _look_at_keys() -> None:
    if not keys_fit():
        raise SystemExit(1)


def keys_fit() -> bool:
    """Whether what was sealed last opens with the key file; a file made anew beside an old database does not."""
    from django.db import Error

    from faelled.post import reads

    try:
        return reads.opens_what_was_sealed_last()
    except Error:
        return True  # no table yet, or no database: that is said elsewhere


def pending_migrations() -> list[str]:
    """Return the names of the migrations the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
