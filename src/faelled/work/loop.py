"""The worker's loop: each duty in its turn, again and again; no duty's trouble stops another."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import close_old_connections, connections

from faelled.work import clock

log = logging.getLogger(__name__)

# A duty that had something to do is run again at once, so that a heap of work is not spread over its pauses; but after
# this many times it waits as usual, so that a duty that always finds something does not run hot.
_TIMES_IN_A_ROW = 100
_LONGEST_SLEEP = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the worker does. run takes the worker's name and returns how many things it did."""

    name: str
    run: Callable[[str], int]
    every: timedelta


@dataclass(slots=True)
class Turns:
    """When each duty is due next, by its name, and how often it ran in a row; a duty not named is due now."""

    due: dict[str, datetime] = field(default_factory=dict)
    in_a_row: dict[str, int] = field(default_factory=dict)

    def took(self, duty: Duty, done: int) -> None:
        """Note that *duty* ran and did so many things."""
        times = self.in_a_row.get(duty.name, 0) + 1 if done else _TIMES_IN_A_ROW
        again = times < _TIMES_IN_A_ROW
        self.in_a_row[duty.name] = times if again else 0
        self.due[duty.name] = clock.now() + (timedelta(0) if again else duty.every)


def run_due(duties: Sequence[Duty], worker: str, turns: Turns | None = None) -> int:
    """Run the duties that are due, once each, and return how many things they did.

    Without *turns* all of them are due. An error in one is logged by its class alone, since its words may hold content.
    """
    turns = turns if turns is not None else Turns()
    return sum(
        _run(duty, worker, turns) for duty in duties if turns.due.get(duty.name, clock.now()) <= clock.now()
    )


def run_for_ever(duties: Sequence[Duty], worker: str, stop: threading.Event) -> None:
    """Run *duties* as they come due, until *stop* is set; the duty under way is finished first."""
    turns = Turns()
    while not stop.is_set():
        if run_due(duties, worker, turns):
            continue
        next_due = min((turns.due[duty.name] for duty in duties), default=clock.now() + _LONGEST_SLEEP)
        pause = min(max(next_due - clock.now(), timedelta(milliseconds=20)), _LONGEST_SLEEP)
        stop.wait(pause.total_seconds())
    connections.close_all()


def _run(duty: Duty, worker: str, turns: Turns) -> int:
    try:
        done = duty.run(worker)
    except Exception as trouble:
        log.error("duty %s failed: %s", duty.name, type(trouble).__name__)
        close_old_connections()  # a database that was away is asked anew
        done = 0
    turns.took(duty, done)
    return done
