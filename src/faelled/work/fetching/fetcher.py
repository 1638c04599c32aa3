"""One GET over https: to the very machine that was looked up and allowed, within limits of time, size and redirects."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from faelled.work.fetching import addresses
from faelled.work.fetching.addresses import Place, Refused, safe_address

Resolve = Callable[[str, int, float], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]

_PIECE = 64 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_LONGEST_TAG = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost, redirects included. size: bytes, both as sent and as unpacked."""

    seconds: float = 10.0
    size: int = 5_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was there, and what to say next time so that it need not be sent again."""

    content: bytes
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It is as it was."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was got. code: a Refused code, too_large, too_slow, too_many_redirects, no_answer, or http_404."""

    code: str


def _open(ip: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((ip, port), timeout=seconds)


_USUAL = Limits()


def fetch(
    address: str,
    *,
    etag: str = "",
    last_modified: str = "",
    private: bool = False,
    limits: Limits = _USUAL,
    resolve: Resolve = addresses.resolve,
    connect: Connect = _open,
) -> Fetched | Unchanged | Failed:
    """Return what lies at *address*. Never raises for anything another machine does.

    private: also plain http, and machines of private networks. Neither the address nor what it holds is logged.
    """
    until = time.monotonic() + limits.seconds
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    where = address
    try:
        for _ in range(limits.redirects + 1):
            place = safe_address(where, private=private)
            ips = addresses.allowed(resolve(place.host, place.port, _left(until)), private=private)
            answer = _ask(place, ips[0], {k: v for k, v in known.items() if v}, until, limits, connect)
            if not isinstance(answer, str):
                return answer
            where = urljoin(place.whole, answer)
    except Refused as trouble:
        return Failed(trouble.code)
    except TimeoutError:
        return Failed("too_slow")
    except (OSError, ValueError, http.client.HTTPException, urllib3.exceptions.HTTPError):
        return Failed("no_answer" if time.monotonic() < until else "too_slow")
    return Failed("too_many_redirects")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Pinned:
    """A connection to the machine that was allowed, whatever its name would be looked up to now."""

    opened: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.opened


class _PinnedHTTPS(_Pinned, HTTPSConnection):
    pass


class _PinnedHTTP(_Pinned, HTTPConnection):
    pass


def _ask(
    place: Place, ip: str, known: dict[str, str], until: float, limits: Limits, connect: Connect
) -> Fetched | Unchanged | Failed | str:
    """Return what the machine says; a text is where it sends us on to."""
    opened = connect(ip, place.port, _left(until))
    with contextlib.closing(opened), _ended(opened, until):
        opened.settimeout(_left(until))
        kind = _PinnedHTTPS if place.scheme == "https" else _PinnedHTTP
        if place.scheme == "https":
            # The certificate is for the name, and the name is what was asked for.
            connection = kind(place.host, place.port, ssl_context=ssl.create_default_context())  # type: ignore[call-arg]
        else:
            connection = kind(place.host, place.port)
        connection.opened = opened
        with contextlib.closing(connection):
            # Not gzip: what is not packed cannot swell. A machine that packs all the same is unpacked piece by piece.
            head = {
                "Accept": "text/calendar, */*;q=0.1",
                "Accept-Encoding": "identity",
                "User-Agent": "Faelled",
            }
            connection.request("GET", place.target, headers=head | known, preload_content=False)
            return _heard(connection.getresponse(), until, limits)


@contextlib.contextmanager
def _ended(opened: socket.socket, until: float) -> Iterator[None]:
    """Shut *opened* at the end of our patience: a time limit on each read does not end a drip that never stops."""

    def shut() -> None:
        with contextlib.suppress(OSError):
            raw.shutdown(socket.SHUT_RDWR)

    raw = opened.dup()  # wrapping in TLS takes the socket itself away
    watch = threading.Timer(max(0.0, until - time.monotonic()), shut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        raw.close()


def _heard(response: BaseHTTPResponse, until: float, limits: Limits) -> Fetched | Unchanged | Failed | str:
    if response.status == 304:
        return Unchanged()
    if response.status in _REDIRECTS and response.headers.get("Location"):
        return str(response.headers["Location"])
    if response.status != 200:
        return Failed(f"http_{response.status}")
    content = bytearray()
    while piece := response.read(_PIECE, decode_content=True):
        content += piece
        _left(until)
        if len(content) > limits.size:
            return Failed("too_large")
    _left(until)  # what ends because we shut it is not whole
    return Fetched(bytes(content), _said(response, "ETag"), _said(response, "Last-Modified"))


def _said(response: BaseHTTPResponse, name: str) -> str:
    said = str(response.headers.get(name, ""))
    return said if len(said) <= _LONGEST_TAG and said.isascii() and said.isprintable() else ""
