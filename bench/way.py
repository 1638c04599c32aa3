"""P8: a mail's whole way, intake to decision, stage by stage; and raw mail to stored interpretation.

Stored under a key, opened in the limited child, understood, its answer recorded with the round; then the round looked
at and the letter about a decision queued. In this process and its child, on a SQLite file and on PostgreSQL.
"""

import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import _house
from bench._databases import Row, on_each, tell

ROUNDS, PEOPLE, WARM = 20, 10, 10
FOUND = "to_decide"
SAID = (
    "Hej Bodil\r\n\r\n{first} passer mig fint, men {second} kan jeg ikke. {third} kunne gå, hvis det skal være.\r\n\r\n"
    "Venlig hilsen\r\nLone\r\n",
    "{first}: ja\r\n{second}: nej, der har jeg møde\r\n{third}: måske\r\n\r\nMvh Lone\r\n",
    "Jeg kan {second} og {third}, men ikke {first}, hvor jeg holder fri.\r\n\r\nVh Lone\r\n",
    "Alle tre passer.\r\n",
)
HISTORY = "\r\nDen man. 16. nov. 2026 kl. 09.00 skrev Fælled <faelled@faelled.example>:\r\n" + "".join(
    f"> {line}\r\n"
    for line in [
        "Hej Lone",
        "",
        "Hvornår kan du?",
        *["  noget der stod i brevet, og som ikke er et svar"] * 20,
    ]
)


def main(args: list[str]) -> list[Row]:
    """Measure on each database; return rows for the table."""
    if args:
        _inside(Path(args[0]))
        return []
    return on_each("bench.way", "P8")


def _inside(folder: Path) -> None:
    _house.work_in(folder, os.environ["DATABASE_URL"])
    from bench import _crowd

    from faelled.meetings import duties
    from faelled.post import incoming

    world = _crowd.world_of(PEOPLE)
    seats = [actor.seat for actor in world.actors.values()]
    mails = [
        mail for _ in range(ROUNDS + 1) for mail in _answers(_crowd.round_asked(world, seats, proposals=3))
    ]
    took: dict[str, list[float]] = defaultdict(list)
    with _timed(took):
        for raw, to in mails[:WARM]:
            incoming.receive(raw, [to], "lone@familiehuset.example")
        incoming.open_waiting("bench")
        duties.look_at_answers("bench")
        took.clear()
        me = _house.House(0, os.getpid())
        before = me.cpu()
        for raw, to in mails[WARM:]:
            _stage(
                took,
                "stored",
                lambda raw=raw, to=to: incoming.receive(raw, [to], "lone@familiehuset.example"),
            )
            _stage(took, "from stored to recorded", lambda: incoming.open_waiting("bench"))
        cpu = (me.cpu() - before) / len(took["stored"])
        _rounds(took)
    _report(took, cpu, len(mails) - WARM)


def _answers(questions: list[Any]) -> list[tuple[bytes, str]]:
    """Return the mails that answer *questions*, and the addresses they go to."""
    from faelled.core.days.words import time_in_words
    from faelled.meetings.models import Ask, Proposal
    from faelled.post import addresses
    from faelled.work import clock

    found = []
    for number, question in enumerate(questions):
        ask = Ask.objects.select_related("seat__person").get(
            seat=question.seat_id, round__proposals=question.proposals[0]
        )
        days = [
            time_in_words(row.starts, row.ends, today=clock.now().date())
            for row in Proposal.objects.filter(pk__in=question.proposals).order_by("number")
        ]
        words = SAID[number % len(SAID)].format(first=days[0].capitalize(), second=days[1], third=days[2])
        to = addresses.reply_address("ask", ask.pk, str(ask.seat.person.key))
        found.append((_mail(words + HISTORY, ask), to))
    return found


def _mail(text: str, ask: Any) -> bytes:
    from faelled.work import clock

    sender = ask.seat.person.addresses.get().address
    head = (
        f"From: Lone <{sender}>\r\nTo: Fælled\r\nSubject: SV: Hvornår kan du?\r\nMessage-ID: <{ask.pk}@x.example>\r\n"
        f"Date: {clock.now() - timedelta(minutes=1):%a, %d %b %Y %H:%M:%S +0000}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + text).encode()


def _stage(took: dict[str, list[float]], stage: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    try:
        return work()
    finally:
        took[stage].append(time.perf_counter() - began)


@contextmanager
def _timed(took: dict[str, list[float]]):
    """Let the opening and the reading be timed where they are called."""
    from faelled.core import replies
    from faelled.post.incoming import handling

    opening, reading = handling.open_apart, replies.read
    handling.open_apart = lambda *a, **k: _stage(took, "opened", lambda: opening(*a, **k))
    replies.read = lambda *a, **k: _stage(took, "understood", lambda: reading(*a, **k))
    try:
        yield
    finally:
        handling.open_apart, replies.read = opening, reading


def _rounds(took: dict[str, list[float]]) -> None:
    """Look at each answered round: the letter that a time is found, which the coordinator decides by, is queued."""
    from faelled.meetings import actions
    from faelled.meetings.models import Participant
    from faelled.post.models import OutgoingLetter

    fresh = Participant.objects.filter(fresh=True).values_list("round_id", flat=True)
    for pk in sorted(set(fresh)):
        before = OutgoingLetter.objects.filter(template__contains=FOUND).count()
        _stage(took, "round looked at, letter queued", lambda pk=pk: actions.look_at_answers(pk))
        queued = OutgoingLetter.objects.filter(template__contains=FOUND).count() - before
        assert queued, f"round {pk} queued no such letter"


def _report(took: dict[str, list[float]], cpu: float, mails: int) -> None:
    from faelled.meetings.models import Answer
    from faelled.post.models import IncomingLetter

    handled = IncomingLetter.objects.filter(state="handled").count()
    assert handled == mails + WARM, f"{handled} handled"
    answered = Answer.objects.values("seat", "proposal__round").distinct().count()
    whole = [sum(parts) for parts in zip(took["stored"], took["from stored to recorded"], strict=True)]
    tell("P8 load average, pace of the machine", f"{_house.load()}, {_house.pace()}", "")
    tell(
        "P8 raw mail to stored interpretation, per core",
        f"{1 / cpu:.0f} mails/s, {cpu * 1000:.1f} CPU-ms",
        ">= 150 mails/s",
    )
    tell(
        "P8 the same, waiting", f"{1 / statistics.mean(whole):.0f} mails/s, {_spread(whole)}", "p95 <= 15 ms"
    )
    for stage in (
        "stored",
        "opened",
        "understood",
        "from stored to recorded",
        "round looked at, letter queued",
    ):
        tell(f"P8 {stage}", f"{_spread(took[stage])} ({len(took[stage])})", "")
    tell("P8 mails handled, answers of people kept", f"{handled}, {answered}", f"{mails + WARM}")


def _spread(seconds: list[float]) -> str:
    p50, p95 = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[18] * 1000
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
