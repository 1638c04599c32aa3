"""What a calendar says about when its owner is busy, and nothing else of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from faelled.core.days import Stretch


class State(StrEnum):
    """Whether the time outside the blocks may be taken for free: only after READ."""

    READ = "read"
    EMPTY = "empty"  # a calendar without a single entry: more often a fault than a free year
    UNREADABLE = "unreadable"  # no calendar, none of its entries can be read, or not read to its end


class Reason(StrEnum):
    """Why an entry, or a part of it, could not be read."""

    NOT_A_CALENDAR = "not_a_calendar"
    TOO_LARGE = "too_large"  # the file, its lines or its entries
    TOO_LONG = "too_long"  # an entry has more in it than an honest program writes
    BROKEN_START = "broken_start"
    BROKEN_END = "broken_end"
    BROKEN_RULE = "broken_rule"
    BROKEN_DATES = (
        "broken_dates"  # EXDATE, EXRULE, RDATE, RECURRENCE-ID or FREEBUSY; the rest of the entry counts
    )
    SUB_DAILY = "sub_daily"  # repeats every hour, minute or second
    TOO_MANY = "too_many"  # more occurrences than anybody has, or too costly to find
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A broken entry: its number in the file from 1, or 0 for the file itself. Its UID is nobody's business."""

    entry: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Busy:
    """When the owner of a calendar is busy.

    blocks: in UTC, in order, neither overlapping nor touching, within what was asked for.
    unreadable: what is missing in them. zones_guessed: the names, as the file has them, of zones nobody could
    tell, whose times were taken for the owner's.
    """

    blocks: tuple[Stretch, ...]
    unreadable: tuple[Unreadable, ...]
    zones_guessed: tuple[str, ...]
    state: State


Moment = datetime | date


class BrokenEntry(ValueError):
    """An entry says something that cannot be read."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
