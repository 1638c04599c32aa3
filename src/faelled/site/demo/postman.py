"""The demo's mail server for what goes out: it takes every mail and lays it into a mailbox on this machine."""

import asyncio
import socket
import threading
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from faelled.site.command.serving import Part
from faelled.site.demo import mailboxes

_LOOKS_FOR_STOP = 0.1  # seconds


class Postman:
    """Takes what the house sends."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Lay the mail into the boxes of its recipients."""
        raw = envelope.original_content or b""
        for address in envelope.rcpt_tos:
            await asyncio.to_thread(mailboxes.deliver, address, raw)
        return "250 2.0.0 In the box"


class IntoTheBoxes:
    """Carries without a server: for the mails of the days before the demo began."""

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        """Lay one mail into its box."""
        mailboxes.deliver(to, message)


def part(door: socket.socket) -> Part:
    """Return the part of the house that takes mail at *door*, a listening socket."""
    return Part("postman", partial(_serve, door))


def _serve(door: socket.socket, stop: threading.Event) -> None:
    asyncio.run(_run(door, stop))


async def _run(door: socket.socket, stop: threading.Event) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Postman(), hostname="localhost", enable_SMTPUTF8=True, loop=loop), sock=door
    )
    while not stop.is_set():
        await asyncio.sleep(_LOOKS_FOR_STOP)
    server.close()
