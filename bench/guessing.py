"""R14 and R28: what the time of an answer tells somebody who guesses links, reply addresses and mail addresses.

In this process, through Django's own client, since a served house stops answering a net after twenty wrong links. Right
and wrong take turns, so that whatever else the machine does falls on both.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from pathlib import Path

from bench import _house

TURNS, PEOPLE, A_MINUTE = 400, 40, 60
CODES = 3  # asked of one address; the sixth within an hour is not sent
Row = tuple[str, str, str]
_nets = (f"10.{n // 250}.{n % 250}.7" for n in count())


def main(args: list[str]) -> list[Row]:
    """Measure, and return rows for the table of `faelled bench`."""
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        _house.work_in(Path(folder))
        from bench import _crowd
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("collectstatic", interactive=False, verbosity=0)
        world = _crowd.world_of(PEOPLE)
        seats = [actor.seat for actor in world.actors.values()]
        links = [question.token for question in _crowd.round_asked(world, seats, proposals=3)]
        rows = [("load average before", _house.load(), ""), *_links(links), *_replies(), *_codes(world)]
        return [*rows, *_guesses(), ("load average after", _house.load(), "")]


def _links(good: Sequence[str]) -> list[Row]:
    """A link that is wrong altogether, and one that is right but for its last sign."""
    from faelled.post.addresses import new_token

    near = [_nearly(token) for token in good]
    wrong = [(lambda: _opens(new_token()), lambda n=n: _opens(near[n % len(near)])) for n in range(TURNS)]
    return [_row("R14 link: wrong, and all but the last sign right", wrong, 1)]


def _replies() -> list[Row]:
    from faelled.post.addresses import look_up, new_token, reply_token, with_token

    near = [with_token("svar", _nearly(reply_token("ask", number, "k"))) for number in range(100)]
    pairs = [
        (lambda: look_up(with_token("svar", new_token())), lambda n=n: look_up(near[n % 100]))
        for n in range(TURNS)
    ]
    return [_row("R14 reply address at RCPT: the same", pairs, 1)]


def _codes(world) -> list[Row]:
    """Asking for a code: an address that is known, which gets a letter, and one that is not."""
    known = [actor.mailboxes[0] for actor in world.actors.values()]
    for address in known:  # the first time of all makes the account
        _asks(address)
    pairs = [
        (lambda n=n: _asks(f"ukendt{n}@ungebasen.example"), lambda n=n: _asks(known[n % len(known)]))
        for n in range(CODES * len(known))
    ]
    return [_row("R28 a code asked for: unknown address, and known", pairs, 10)]


def _guesses() -> list[Row]:
    """As many guesses as a minute allows, of links and reply addresses by turns, past the limit."""
    from faelled.post.addresses import follow_link, look_up, new_token, with_token

    hits = tried = 0
    until = time.monotonic() + A_MINUTE
    while time.monotonic() < until:
        token = new_token()
        hits += (look_up(with_token("svar", token)) or follow_link(token)) is not None
        tried += 2
    return [("R14 wrong guesses of a token in a minute, no limit: hits", f"{hits} of {tried}", "0 of 10^6")]


def _opens(token: str) -> None:
    answer = _client().get(f"/svar/{token}/", REMOTE_ADDR=next(_nets))
    if answer.status_code != 404:
        raise RuntimeError(f"a wrong link was answered {answer.status_code}")


def _asks(address: str) -> None:
    _client().cookies.clear()
    answer = _client().post("/log-ind/", {"email": address}, REMOTE_ADDR=next(_nets))
    if answer.status_code != 302:
        raise RuntimeError(f"{answer.status_code} when a code was asked for")


@cache
def _client():
    """One for all: the middleware is built by each client's first request."""
    from django.test import Client

    return Client()


def _nearly(token: str) -> str:
    return token[:-1] + ("a" if token[-1] != "a" else "e")


def _row(what: str, pairs: Sequence[tuple[Callable[[], object], Callable[[], object]]], goal: int) -> Row:
    times: tuple[list[float], list[float]] = ([], [])
    for pair in pairs:
        for kept, tried in zip(times, pair, strict=True):
            began = time.perf_counter()
            tried()
            kept.append((time.perf_counter() - began) * 1000)
    one, other = map(statistics.median, times)
    figure = f"p50 {one:.2f} and {other:.2f} ms, apart {abs(one - other):.2f}, {len(pairs)} of each"
    return (what, figure, f"< {goal} ms apart")
