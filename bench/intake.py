"""Mails a second over LMTP into the database, each kept and committed before its 250; on 1 and on 8 connections.

Runs against the database that DATABASE_URL names, or a SQLite file of its own: `python -m bench.intake --mails 1000`.
"""

import argparse
import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

MOST = 5000
WORDS = "Torsdag 3. december passer fint, men onsdag kan jeg kun efter kl. 10. Hilsen Lone\r\n"


def main(args: list[str]) -> int:
    """Measure and print; args as on the command line."""
    parser = argparse.ArgumentParser(prog="bench.intake", description=__doc__)
    parser.add_argument(
        "--mails", type=int, default=1000, help=f"for each number of connections, at most {MOST}"
    )
    parser.add_argument("--size", type=int, default=2600, help="bytes of each mail")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(args)
    if options.inside:
        _measure(min(options.mails, MOST), options.size)
        return 0
    # A process of its own: the settings are read once, and they must name the database of the measurement.
    with tempfile.TemporaryDirectory() as folder:
        root = Path(__file__).resolve().parent.parent
        environment = (
            {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
            | dict(os.environ)
            | {
                "FAELLED_VAR": folder,
                "DJANGO_SETTINGS_MODULE": "faelled.site.settings",
                "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
            }
        )
        again = [
            sys.executable,
            "-m",
            "bench.intake",
            "--inside",
            f"--mails={options.mails}",
            f"--size={options.size}",
        ]
        return subprocess.run(again, env=environment, cwd=root, check=False).returncode


def _measure(mails: int, size: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from faelled.post import addresses, intake
    from faelled.post.models import IncomingLetter

    call_command("migrate", verbosity=0)
    to = addresses.reply_address("bench", 1, f"{time.time()}")  # a lasting database has an older run's
    stop, ready, listening = threading.Event(), threading.Event(), []

    def heard(places):
        listening.extend(places)
        ready.set()

    server = threading.Thread(target=intake.serve, args=("127.0.0.1:0", "", stop), kwargs={"ready": heard})
    server.start()
    ready.wait(10)
    host, port = listening[0].rsplit(":", 1)
    try:
        for connections in (1, 8):
            before = IncomingLetter.objects.count()
            cpu = time.process_time()
            # The senders are a process of their own, so that they and the server do not wait for one interpreter lock.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as senders:
                took, each = senders.submit(_send, host, int(port), to, mails, connections, size).result()
            cpu = (time.process_time() - cpu) / mails * 1000
            kept = IncomingLetter.objects.count() - before
            p50, p95 = statistics.median(each) * 1000, statistics.quantiles(each, n=20)[18] * 1000
            print(
                f"P7 intake {connection.vendor}, {connections} connections: {mails / took:.0f} mails/s, "
                f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, {cpu:.2f} CPU-ms a mail, kept {kept} of {mails}"
            )
    finally:
        stop.set()
        server.join()


def _send(host, port, to, mails, connections, size):
    """Return the seconds it took and the seconds of each mail."""

    def one(number):
        seconds = []
        with smtplib.LMTP(host, port) as client:
            for mail in range(number, mails, connections):
                raw = _mail(f"{connections}.{mail}", to, size)
                began = time.perf_counter()
                client.sendmail("lone@familiehuset.example", [to], raw)
                seconds.append(time.perf_counter() - began)
        return seconds

    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        each = [seconds for some in pool.map(one, range(connections)) for seconds in some]
    return time.perf_counter() - began, each


def _mail(number, to, size):
    head = (
        f"From: Lone <lone@familiehuset.example>\r\nTo: {to}\r\nSubject: SV: tider\r\n"
        f"Message-ID: <{number}@x.example>\r\n"
        "Date: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{number}\r\n"
    )
    return (head + WORDS * ((size - len(head)) // len(WORDS) + 1)).encode()[:size]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
