"""A plain HTTP client that keeps its connection open and costs little, so that the server is what is measured."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

Ask = tuple[str, str, bytes]  # method, path, body


@dataclass(frozen=True)
class Answered:
    """What came back, and the seconds it took."""

    status: int
    body: bytes
    seconds: float

    @property
    def good(self) -> bool:
        """Whether the server said that it did what was asked."""
        return 200 <= self.status < 400


class Line:
    """One connection to 127.0.0.1:port; a connection the server has closed is opened anew."""

    def __init__(self, port: int, *, cookie: str = "") -> None:
        self.port = port
        self.head = f"Host: 127.0.0.1:{port}\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")
        self.door: socket.socket | None = None

    def ask(self, method: str, path: str, body: bytes = b"") -> Answered:
        """Send one request and read its answer to the end."""
        request = f"{method} {path} HTTP/1.1\r\n{self.head}"
        if method == "POST":
            request += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        raw = f"{request}\r\n".encode() + body
        began = time.perf_counter()
        fresh = self.door is None
        try:
            status, page = self._exchange(raw, method)
        except (ConnectionError, EOFError):
            self.close()
            if (
                fresh or method == "POST"
            ):  # a POST whose answer was lost may have been taken: it is not sent again
                raise
            status, page = self._exchange(raw, method)
        return Answered(status, page, time.perf_counter() - began)

    def open(self) -> None:
        """Connect now, so that many lines can be sent on at the same moment."""
        if self.door is None:
            self.door = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """Hang up."""
        if self.door is not None:
            self.door.close()
            self.door = None

    def _exchange(self, raw: bytes, method: str) -> tuple[int, bytes]:
        self.open()
        assert self.door is not None
        self.door.sendall(raw)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, page = got.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        while method != "HEAD" and len(page) < length:
            page += self._more()
        if b"connection: close" in lines:
            self.close()
        return int(head[9:12]), page

    def _more(self) -> bytes:
        assert self.door is not None
        piece = self.door.recv(65536)
        if not piece:
            raise EOFError
        return piece


def form(**fields: str) -> bytes:
    """Return a form's fields as a browser posts them."""
    return urlencode(fields).encode()


def in_turn(port: int, asks: Sequence[Ask], *, clients: int = 1, cookie: str = "") -> list[Answered]:
    """Send *asks* over so many lines at a time, each sending every n-th, and return the answers in order."""
    answers: dict[int, Answered] = {}

    def one(number: int) -> None:
        line = Line(port, cookie=cookie)
        for place in range(number, len(asks), clients):
            answers[place] = line.ask(*asks[place])
        line.close()

    _together(one, clients)
    return [answers[place] for place in range(len(asks))]


def at_once(port: int, asks: Sequence[Ask]) -> list[Answered]:
    """Send every one of *asks* over a line of its own in the same moment, and return the answers in order."""
    start = threading.Barrier(len(asks))
    answers: dict[int, Answered] = {}

    def one(number: int) -> None:
        line = Line(port)
        line.open()
        start.wait()
        answers[number] = line.ask(*asks[number])
        line.close()

    _together(one, len(asks))
    return [answers[number] for number in range(len(asks))]


def _together(work: Callable[[int], None], times: int) -> None:
    troubles: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]


def middle_and_late(seconds: Sequence[float]) -> str:
    """Return p50 and p95 in milliseconds, as the table shows them."""
    p50, p95 = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[18] * 1000
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
