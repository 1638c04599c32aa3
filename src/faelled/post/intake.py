"""Mail in by LMTP and SMTP. The server is told 250 when the mail is stored, and 4xx when it could not be."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar
from weakref import WeakKeyDictionary, WeakSet

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from faelled.post.keeping import knows, receive

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")

_KEEPERS = 4  # threads; SQLite has one writer and is no faster with more
_RECIPIENTS = 100  # of one mail: RFC 5321, section 4.5.3.1.8, wants at least so many to be taken
_GUESSES = 20  # unknown recipients on one connection
_IDLE = 120.0  # seconds
_AT_ONCE = 200  # connections
_LOOKS_FOR_STOP = 0.1  # seconds

_KEPT = "250 2.0.0 Kept"
_UNKNOWN = "550 5.1.1 No such address here"
_TOO_MANY = "452 4.5.3 Too many recipients"
_GUESSING = "421 4.7.0 Too many unknown addresses"
_LATER = "451 4.3.0 Cannot be kept just now, try again later"


class Keeper:
    """Answers what the mail servers ask; every question to the database is asked in a thread of *pool*.

    lmtp: it wants one answer for each recipient after the mail (RFC 2033, section 4.2).
    """

    def __init__(self, pool: ThreadPoolExecutor, *, lmtp: bool) -> None:
        self._pool = pool
        self._lmtp = lmtp
        self._guesses: WeakKeyDictionary[Session, int] = WeakKeyDictionary()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take *address* or refuse it while the sender's server is still there to tell its user."""
        if len(envelope.rcpt_tos) >= _RECIPIENTS:
            return _TOO_MANY
        guesses = self._guesses.get(session, 0)
        if guesses >= _GUESSES:
            return _GUESSING
        known = await self._ask(partial(knows, address))
        if known is None:
            return _LATER
        if not known:
            self._guesses[session] = guesses + 1
            return _UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail; only then answer 250."""
        content = envelope.original_content or b""
        # LMTP is spoken by a mail server to the house it delivers for (RFC 2033); SMTP by anybody.
        keep = partial(
            receive, content, envelope.rcpt_tos, envelope.mail_from or "", by_own_server=self._lmtp
        )
        rows = await self._ask(keep)
        answer = _LATER if rows is None else _KEPT
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self._lmtp else answer

    async def handle_exception(self, error: Exception) -> str:
        """Answer what went wrong in the dialogue itself with "later", and log no word of it."""
        log.error("mail dialogue failed: %s", type(error).__name__)
        return _LATER

    async def _ask(self, question: Callable[[], _Answer]) -> _Answer | None:
        """Return the answer, or None when the database has none."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(_in_thread, question))


def _in_thread(question: Callable[[], _Answer]) -> _Answer | None:
    # Whatever went wrong, a full disk, a lost key, a fault of ours: the sender's server keeps the mail and tries again.
    # The connection is closed after trouble only: Django's own rule would open the SQLite file anew for every question.
    try:
        return question()
    except Exception as trouble:
        log.error("mail could not be kept: %s", type(trouble).__name__)
        connection.close()
        return None


def _close_all(pool: ThreadPoolExecutor) -> None:
    """End the threads of *pool*, each after it has closed its own connection to the database."""
    all_here = threading.Barrier(_KEEPERS)

    def close_mine() -> None:
        all_here.wait()  # so that no thread takes this task twice
        connection.close()

    for _ in range(_KEEPERS):
        pool.submit(close_mine)
    pool.shutdown(wait=True)


class _LongLines:
    # Real programs write HTML as one line far beyond RFC 5321's 1,000 bytes, and refusing it would bounce real mail.
    line_length_limit = settings.MAIL_SIZE_LIMIT


class _Smtp(_LongLines, SMTP):
    pass


class _Lmtp(_LongLines, LMTP):
    pass


def serve(
    lmtp: str, smtp: str, stop: threading.Event, *, ready: Callable[[tuple[str, ...]], None] | None = None
) -> None:
    """Listen until *stop* is set, then finish the mails under way.

    lmtp, smtp: "host:port", or "" for none; port 0 takes a free one. ready: told the addresses when both listen.
    Raises OSError when an address is taken.
    """
    asyncio.run(_serve(lmtp, smtp, stop, ready))


async def _serve(
    lmtp: str, smtp: str, stop: threading.Event, ready: Callable[[tuple[str, ...]], None] | None
) -> None:
    logging.getLogger("mail").setLevel(
        logging.ERROR
    )  # it would note every line of the dialogue, addresses and all
    pool = ThreadPoolExecutor(_KEEPERS, thread_name_prefix="keeper")
    open_connections: WeakSet[SMTP] = WeakSet()
    servers: list[asyncio.Server] = []
    try:
        for address, protocol in ((lmtp, _Lmtp), (smtp, _Smtp)):
            if address:
                keeper = Keeper(pool, lmtp=protocol is _Lmtp)
                host, port = _host_and_port(address)
                make = partial(_dialogue, protocol, keeper, open_connections)
                loop = asyncio.get_running_loop()
                servers.append(await loop.create_server(make, host, port, backlog=_AT_ONCE))
        if ready is not None:
            ready(tuple("{}:{}".format(*server.sockets[0].getsockname()[:2]) for server in servers))
        while not stop.is_set():
            await asyncio.sleep(_LOOKS_FOR_STOP)
    finally:
        for server in servers:
            server.close()
        await _hang_up(open_connections)
        await asyncio.to_thread(_close_all, pool)


def _dialogue(protocol: type[SMTP], keeper: Keeper, open_connections: WeakSet[SMTP]) -> SMTP:
    dialogue = protocol(
        keeper,
        data_size_limit=settings.MAIL_SIZE_LIMIT,
        enable_SMTPUTF8=True,
        hostname=settings.MAIL_DOMAIN,
        ident="Faelled",
        timeout=_IDLE,
        loop=asyncio.get_running_loop(),
    )
    open_connections.add(dialogue)
    return dialogue


async def _hang_up(open_connections: WeakSet[SMTP]) -> None:
    """Close the connections; a mail whose end was read is kept first, the others come again by themselves."""
    for dialogue in list(open_connections):
        if dialogue.transport is not None:
            with suppress(Exception):
                dialogue.transport.close()
    await asyncio.sleep(0)


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)
