"""P11, R10 and R11: the same vote fifty times at once, fifty voters at once, and eight voters for a minute.

Through `faelled serve web`, on a SQLite file and on PostgreSQL (bench/_databases.py).
"""

import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from bench import _house
from bench._databases import Row, on_each, tell
from bench._line import Answered, Line, at_once, form, middle_and_late

AT_ONCE, TIMES = 50, 3
ROUNDS, SECONDS = 100, 60
VERDICTS = ("yes", "maybe", "no")


def main(args: list[str]) -> list[Row]:
    """Measure on each database; return rows for the table."""
    if args:
        _inside(args[0])
        return []
    return on_each("bench.racing", "R10, R11")


def _inside(folder: str) -> None:
    database = os.environ["DATABASE_URL"]
    _house.work_in(Path(folder), database)
    from bench import _crowd

    world = _crowd.world_of(AT_ONCE)
    seats = [actor.seat for actor in world.actors.values()]
    with _house.served(Path(folder), database=database) as house:
        tell("load average", _house.load(), "")
        _same_vote(house, [_crowd.round_asked(world, seats[:1], proposals=TIMES)[0] for _ in range(ROUNDS)])
        _many_voters(house, [_crowd.round_asked(world, seats, proposals=TIMES) for _ in range(ROUNDS)])
        _for_a_while(house, _crowd.round_asked(world, seats[:8], proposals=TIMES))


def _same_vote(house, questions) -> None:
    """The same answer, sent fifty times at once, leaves one row for each time."""
    answers: list[Answered] = []
    right = 0
    for question in questions:
        ask = ("POST", question.path, form(**question.fields("yes")))
        answers += at_once(house.port, [ask] * AT_ONCE)
        right += _stored(question) == Counter({(pk, "yes"): 1 for pk in question.proposals})
    figure = f"{right} of {len(questions)} rounds hold exactly {TIMES} rows; {_said(answers)}"
    tell(f"R10, P11 the same vote {AT_ONCE} times at once", figure, f"{ROUNDS} of {ROUNDS}")


def _many_voters(house, rounds) -> None:
    """Of fifty voters at once nobody's answer is lost once the server has said yes to it."""
    answers: list[Answered] = []
    lost = 0
    for questions in rounds:
        votes = [VERDICTS[place % 3] for place in range(len(questions))]
        asks = [
            ("POST", question.path, form(**question.fields(vote)))
            for question, vote in zip(questions, votes, strict=True)
        ]
        said = at_once(house.port, asks)
        answers += said
        for question, vote, answer in zip(questions, votes, said, strict=True):
            held = Counter({(pk, vote): 1 for pk in question.proposals})
            lost += answer.good and _stored(question) != held
    figure = f"{lost} lost of {sum(a.good for a in answers)}; {_said(answers)}"
    tell(f"R11 {AT_ONCE} voters at once, {len(rounds)} rounds", figure, "0 lost")


def _for_a_while(house, questions) -> None:
    """Eight voters change their minds for a minute; what stands in the end is what each was told last."""
    until = time.monotonic() + SECONDS
    answers: dict[int, list[Answered]] = {}
    last: dict[int, str] = {}

    def votes(place: int) -> None:
        question, line, given = questions[place], Line(house.port), []
        while time.monotonic() < until:
            vote = VERDICTS[len(given) % 3]
            given.append(line.ask("POST", question.path, form(**question.fields(vote))))
            if given[-1].good:
                last[place] = vote
        line.close()
        answers[place] = given

    threads = [threading.Thread(target=votes, args=(place,)) for place in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = sum(
        _stored(question) != Counter({(pk, last[place]): 1 for pk in question.proposals})
        for place, question in enumerate(questions)
    )
    every = [answer for given in answers.values() for answer in given]
    figure = f"{lost} of {len(questions)} voters lost their last; {len(every) / SECONDS:.0f} votes/s; {_said(every)}"
    tell(f"R11 {len(questions)} clients for {SECONDS} s", figure, "0 lost")


def _stored(question) -> Counter:
    """Return how often each (proposal, verdict) stands for the seat of *question*."""
    from faelled.meetings.models import Answer

    rows = Answer.objects.filter(proposal_id__in=question.proposals, seat_id=question.seat_id)
    return Counter(rows.values_list("proposal_id", "verdict"))


def _said(answers: list[Answered]) -> str:
    others = Counter(answer.status for answer in answers if not answer.good)
    refused = ", ".join(f"{count} x {status}" for status, count in sorted(others.items()))
    return f"{len(answers)} answers, {refused or 'all 2xx'}, {middle_and_late([a.seconds for a in answers])}"


if __name__ == "__main__":
    main(sys.argv[1:])
