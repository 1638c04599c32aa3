"""RRULE -> a rule that can be followed in the time there is, or a reason why not."""

import functools
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from faelled.core.busy.values import BrokenEntry, Moment, Reason

_SUB_DAILY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,13}")
_MOST_TIMES_A_DAY = 24
_LONGEST = 2_000  # characters: every minute, every day of the year


class Frequency(StrEnum):
    """The period a rule repeats in; what repeats within a day is refused."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule. Source: RFC 5545, section 3.3.10.

    until: the last moment; a day, a time on the entry's own clock, or one in UTC. weekdays: (n, weekday), Monday
    being 0, n the n-th of the month or year, from its end if negative, 0 for each of them.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


@functools.lru_cache(maxsize=512)
def rule(text: str) -> Rule:
    """Return the rule *text* says, passing over what is no part of a rule. Raises BrokenEntry."""
    if len(text) > _LONGEST:
        raise BrokenEntry(Reason.TOO_MANY)
    parts = _parts(text)
    frequency = parts.get("FREQ", "")
    if frequency in _SUB_DAILY:
        raise BrokenEntry(Reason.SUB_DAILY)
    if frequency not in Frequency.__members__:
        raise BrokenEntry(Reason.BROKEN_RULE)
    found = Rule(
        frequency=Frequency(frequency),
        interval=_numbers(parts, "INTERVAL", 1, 10**6)[0] if "INTERVAL" in parts else 1,
        count=_count(parts.get("COUNT", "")),
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        months=_numbers(parts, "BYMONTH", 1, 12),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        year_days=_numbers(parts, "BYYEARDAY", -366, 366),
        week_numbers=_numbers(parts, "BYWEEKNO", -53, 53),
        weekdays=_weekdays(parts.get("BYDAY", "")),
        hours=_numbers(parts, "BYHOUR", 0, 23),
        minutes=_numbers(parts, "BYMINUTE", 0, 59),
        seconds=_numbers(parts, "BYSECOND", 0, 59),
        positions=_numbers(parts, "BYSETPOS", -366, 366),
        week_start=_WEEKDAYS.index(parts["WKST"]) if parts.get("WKST") in _WEEKDAYS else 0,
    )
    if max(len(found.hours), 1) * max(len(found.minutes), 1) * max(len(found.seconds), 1) > _MOST_TIMES_A_DAY:
        raise BrokenEntry(Reason.TOO_MANY)
    return found


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in text.upper().replace("\\", "").split(";"):
        name, _, value = piece.partition("=")
        if value.strip():
            found.setdefault(name.strip().removeprefix("RRULE:"), value.strip())
    return found


def _numbers(parts: dict[str, str], name: str, least: int, most: int) -> tuple[int, ...]:
    return tuple(sorted({_number(one, least, most) for one in parts.get(name, "").split(",") if one.strip()}))


def _number(text: str, least: int, most: int) -> int:
    digits = text.strip()
    if not _WHOLE.fullmatch(digits) or not least <= int(digits) <= most:
        raise BrokenEntry(Reason.BROKEN_RULE)
    return int(digits)


def _count(text: str) -> int | None:
    # Some programs write -1 where they mean no end.
    return None if not text or text.startswith("-") else _number(text, 1, 10**12)


def _until(text: str) -> Moment:
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise BrokenEntry(Reason.BROKEN_RULE)
    day, clock, utc = found.groups()
    try:
        if clock is None:
            return date(int(day[:4]), int(day[4:6]), int(day[6:]))
        local = datetime.strptime(day + clock, "%Y%m%d%H%M%S")  # noqa: DTZ007 on the entry's own clock
    except ValueError as trouble:
        raise BrokenEntry(Reason.BROKEN_RULE) from trouble
    return local.replace(tzinfo=UTC) if utc else local


def _weekdays(value: str) -> tuple[tuple[int, int], ...]:
    found: dict[tuple[int, int], None] = {}
    for text in value.split(","):
        if not text.strip():
            continue
        day = _DAY.fullmatch(text.strip())
        if day is None:
            raise BrokenEntry(Reason.BROKEN_RULE)
        found[int(day[1] or 0), _WEEKDAYS.index(day[2])] = None
    return tuple(found)
