"""P1, P3 and P4: what it costs to open the answer page behind a mailed link, to vote on it, and to look at the round.

One round of 20 people and 10 times, everybody's answer in. SQL is counted in this process; time and processor time are
those of `faelled serve web` on loopback with a SQLite file of its own.
"""

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import _house
from bench._line import Answered, form, in_turn, middle_and_late

PEOPLE, TIMES = 20, 10
FEW_PEOPLE, FEW_TIMES = 9, 5  # a round as the demo has it
OPENS, VOTES = 2000, 600
Row = tuple[str, str, str]

# From GOALS.md, measured by others on two cores when quiet; ratios tell more than the figures.
PEERS = {
    "open": "Framadate 2.3-2.8 CPU-ms, 5 SQL, 117 kB; Rallly 20-24, 14, 109 kB",
    "vote": "Framadate 3.8-5.3 CPU-ms; Rallly 5.0-7.2, 13 SQL",
    "vote 1": "Framadate p95 5.6-7.3 ms, Rallly 12-13",
    "vote 8": "Framadate p95 39-41 ms, Rallly 46-51",
}


def main(args: list[str]) -> list[Row]:
    """Measure, and return rows for the table of `faelled bench`."""
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        _house.work_in(Path(folder))
        from bench import _crowd

        world = _crowd.world_of(PEOPLE)
        seats = [actor.seat for actor in world.actors.values()]
        questions = _crowd.round_asked(world, seats, proposals=TIMES)
        ballots = [
            ("POST", one.path, form(**one.fields(verdict))) for verdict in ("yes", "no") for one in questions
        ]
        opens = [("GET", one.path, b"") for one in questions]
        with _house.served(Path(folder)) as house:
            rows = [("load average before", _house.load(), ""), ("pace of the machine", _house.pace(), "")]
            in_turn(house.port, [*ballots, *opens], clients=8)  # every worker has done everything once
            rows += _votes(house, ballots, questions[0])
            rows += _opens(house, opens, questions[0])
            cookie = signed_in(world.actors["Bodil"])
            rows += _round_page(house, questions[0], cookie)
            few = _crowd.round_asked(world, seats[:FEW_PEOPLE], proposals=FEW_TIMES)
            in_turn(house.port, [("POST", one.path, form(**one.fields("yes"))) for one in few])
            rows += _weights(house, questions[0], few[0], cookie)
        return [*rows, ("load average after", _house.load(), "")]


def _votes(house, ballots, question) -> list[Row]:
    rows = [("P4 SQL per vote", counted("post", question.path, data=question.fields("maybe")), "<= 5")]
    for clients, goal in ((1, "<= 10 ms"), (8, "<= 40 ms")):
        before = house.cpu()
        answers = in_turn(house.port, repeated(ballots, VOTES), clients=clients)
        cost = (house.cpu() - before) / VOTES * 1000
        plural = "client" if clients == 1 else "clients"
        figure = f"{middle_and_late(seconds(answers))}, {cost:.1f} CPU-ms"
        rows.append((f"P4 vote, {clients} {plural}", figure, f"p95 {goal}; {PEERS[f'vote {clients}']}"))
    return rows


def _opens(house, opens, question) -> list[Row]:
    rows = [("P1 SQL per open by link", counted("get", question.path), "<= 5")]
    for clients in (1, 8):
        before = house.cpu()
        answers = in_turn(house.port, repeated(opens, OPENS), clients=clients)
        cost = (house.cpu() - before) / OPENS * 1000
        figure = f"{cost:.2f} CPU-ms, {middle_and_late(seconds(answers))}"
        goal = f"<= 3 CPU-ms; {PEERS['open']}" if clients == 1 else ""
        rows.append((f"P1 open by link, {clients} client{'s' if clients > 1 else ''}", figure, goal))
    size = statistics.median(len(answer.body) for answer in answers)
    return [*rows, ("P1 HTML of the answer page", f"{size / 1000:.1f} kB", "")]


def signed_in(actor) -> str:
    """Return the cookie of a browser in which *actor* is signed in."""
    from django.conf import settings
    from django.test import Client

    from faelled.partnerships.models import Account

    client = Client()
    account = Account.objects.create_user(actor.mailboxes[0], person=actor.seat.person)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def round_of(question) -> str:
    """Return the path of the page of the round that *question* belongs to."""
    from faelled.meetings.models import Proposal

    return f"/moedetider/{Proposal.objects.get(pk=question.proposals[0]).round_id}/"


def _round_page(house, question, cookie) -> list[Row]:
    """The round as its coordinator sees it, 20 people by 10 times."""
    from django.test import Client

    path, (name, value) = round_of(question), cookie.split("=")
    client = Client()
    client.cookies[name] = value
    sql = counted("get", path, client=client)
    asks = repeated([("GET", path, b"")], OPENS // 5)
    in_turn(house.port, asks[:40], clients=8, cookie=cookie)
    before = house.cpu()
    answers = in_turn(house.port, asks, cookie=cookie)
    cost = (house.cpu() - before) / len(asks) * 1000
    took = middle_and_late(seconds(answers))
    return [
        (f"P1 round page {PEOPLE} x {TIMES}, signed in: SQL", sql, "<= 12"),
        (f"P1 round page {PEOPLE} x {TIMES}, signed in", f"{cost:.1f} CPU-ms, {took}", "<= 10 CPU-ms"),
    ]


def _weights(house, question, few, cookie) -> list[Row]:
    """P3 for the pages that people meet most: behind a mailed link, and the round."""
    from tests.pages.browser import CHROMIUM, running_chromium

    if not CHROMIUM.exists():
        return [("P3 over the wire", "left out: no Chromium", "<= 4 requests, 60 kB")]
    origin, (name, value) = f"http://127.0.0.1:{house.port}", cookie.split("=")
    cookies = [{"name": name, "value": value, "url": origin}]
    pages = {
        "answer page": question.path,
        f"round page {PEOPLE} x {TIMES}": round_of(question),
        f"round page {FEW_PEOPLE} x {FEW_TIMES}": round_of(few),
    }
    rows = []
    with running_chromium() as browser:
        for what, path in pages.items():
            wire = browser.weigh(origin + path, cookies=() if path == question.path else cookies)
            figure = f"{wire.requests} requests, {wire.size / 1000:.1f} kB"
            rows.append((f"P3 {what} over the wire, cold", figure, "<= 4 requests, 60 kB"))
    return rows


def counted(method: str, path: str, *, client=None, **details) -> str:
    """Return how many SQL statements one request costs, the second time it is made; BEGIN and COMMIT told apart."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    ask = getattr(client or Client(), method)
    ask(path, **details)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(path, **details)
    if answer.status_code != 200:
        raise RuntimeError(f"{method} answered {answer.status_code}")
    said = [query["sql"].split()[0].upper() for query in queries]
    frame = sum(word in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"} for word in said)
    return f"{len(said) - frame}" + (f" (and {frame} of BEGIN, COMMIT)" if frame else "")


def repeated(asks: Sequence, count: int) -> list:
    """Return *count* asks: those given, again and again."""
    return [asks[place % len(asks)] for place in range(count)]


def seconds(answers: Sequence[Answered]) -> list[float]:
    """Return what each answer took. Raises RuntimeError when one of them was no 200: then nothing was measured."""
    bad = [answer.status for answer in answers if answer.status != 200]
    if bad:
        raise RuntimeError(f"{len(bad)} of {len(answers)} answers were {bad[0]}")
    return [answer.seconds for answer in answers]
