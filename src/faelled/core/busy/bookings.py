"""What one VEVENT says about time."""

from dataclasses import dataclass
from datetime import timedelta

from faelled.core.busy.rules import Rule
from faelled.core.busy.values import Moment


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry: whole days as dates, times aware; it ends its exact length after its start.

    extra: RDATE, each with its own length or None. floating: its start names no zone, so that it is its owner's.
    """

    number: int
    series: str
    start: Moment
    length: timedelta
    rules: tuple[Rule, ...] = ()
    extra: tuple[tuple[Moment, timedelta | None], ...] = ()
    left_out: tuple[Moment, ...] = ()
    replaces: Moment | None = None
    and_all_after: bool = False
    sequence: int = 0
    floating: bool = False
    busy: bool = True
