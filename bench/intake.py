"""P7: mails a second over LMTP into the database, each kept and committed before its 250; on 1 and on 8 connections.

On a SQLite file and on PostgreSQL (bench/_databases.py). The senders are a process of their own, so that they and the
server do not wait for one interpreter lock, and their processor time is not counted.
"""

import os
import smtplib
import statistics
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from bench import _house
from bench._databases import Row, on_each, tell

MAILS, SIZE = 1000, 2600  # mails for each number of connections; bytes of each
CONNECTIONS = (1, 8)
GOAL = ">= 400 mails/s; Mailman 202-274, Postfix 414-680"
WORDS = "Torsdag 3. december passer fint, men onsdag kan jeg kun efter kl. 10. Hilsen Lone\r\n"


def main(args: list[str]) -> list[Row]:
    """Measure on each database; return rows for the table."""
    if args:
        _inside(Path(args[0]))
        return []
    return on_each("bench.intake", "P7")


def _inside(folder: Path) -> None:
    _house.work_in(folder, os.environ["DATABASE_URL"])
    from faelled.post import addresses

    tell("P7 load average, pace of the machine", f"{_house.load()}, {_house.pace()}", "")
    to = addresses.reply_address("bench", 1, f"{time.time()}")
    with _listening() as (host, port):
        for connections in CONNECTIONS:
            _taken_in(host, port, to, connections)


@contextmanager
def _listening():
    from faelled.post import intake

    stop, ready, listening = threading.Event(), threading.Event(), []

    def heard(places):
        listening.extend(places)
        ready.set()

    server = threading.Thread(target=intake.serve, args=("127.0.0.1:0", "", stop), kwargs={"ready": heard})
    server.start()
    try:
        ready.wait(10)
        host, port = listening[0].rsplit(":", 1)
        yield host, int(port)
    finally:
        stop.set()
        server.join()


def _taken_in(host: str, port: int, to: str, connections: int) -> None:
    from faelled.post.models import IncomingLetter

    before, cpu = IncomingLetter.objects.count(), time.process_time()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as senders:
        took, each = senders.submit(_send, host, port, to, connections).result()
    cpu = (time.process_time() - cpu) / MAILS * 1000
    kept = IncomingLetter.objects.count() - before
    p50, p95 = statistics.median(each) * 1000, statistics.quantiles(each, n=20)[18] * 1000
    figure = f"{MAILS / took:.0f} mails/s, p50 {p50:.1f} ms, p95 {p95:.1f} ms, {cpu:.2f} CPU-ms a mail"
    tell(f"P7 mails over LMTP, connections: {connections}", f"{figure}, kept {kept} of {MAILS}", GOAL)


def _send(host: str, port: int, to: str, connections: int) -> tuple[float, list[float]]:
    """Return the seconds it took and the seconds of each mail."""

    def one(number: int) -> list[float]:
        seconds = []
        with smtplib.LMTP(host, port) as client:
            for mail in range(number, MAILS, connections):
                raw = _mail(f"{connections}.{mail}", to)
                began = time.perf_counter()
                client.sendmail("lone@familiehuset.example", [to], raw)
                seconds.append(time.perf_counter() - began)
        return seconds

    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        each = [seconds for some in pool.map(one, range(connections)) for seconds in some]
    return time.perf_counter() - began, each


def _mail(number: str, to: str) -> bytes:
    head = (
        f"From: Lone <lone@familiehuset.example>\r\nTo: {to}\r\nSubject: SV: tider\r\n"
        f"Message-ID: <{number}@x.example>\r\n"
        "Date: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{number}\r\n"
    )
    return (head + WORDS * ((SIZE - len(head)) // len(WORDS) + 1)).encode()[:SIZE]


if __name__ == "__main__":
    main(sys.argv[1:])
