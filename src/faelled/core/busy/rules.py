"""RRULE -> a rule that can be followed in the time there is, or a reason why not."""

import re

from faelled.core.busy.values import BrokenEntry, Reason, Rule

_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_SUB_DAILY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_NUMBERS = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
_MOST_TIMES_A_DAY = 24
_LONGEST = 2_000


def rule(text: str) -> Rule:
    """Return the rule *text* says, what is no part of a rule left out. Raises BrokenEntry."""
    if len(text) > _LONGEST:
        raise BrokenEntry(Reason.TOO_MANY)
    parts = _parts(text)
    frequency = parts.get("FREQ", "")
    if frequency in _SUB_DAILY:
        raise BrokenEntry(Reason.SUB_DAILY)
    if frequency not in _FREQUENCIES:
        raise BrokenEntry(Reason.BROKEN_RULE)
    kept = {"FREQ": frequency} | {k: v for k, v in ((k, _part(k, v)) for k, v in parts.items()) if v}
    if _times_a_day(kept) > _MOST_TIMES_A_DAY:
        raise BrokenEntry(Reason.TOO_MANY)
    return Rule(";".join(f"{k}={v}" for k, v in kept.items()))


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in text.upper().replace("\\", "").split(";"):
        name, _, value = piece.partition("=")
        if value.strip():
            found.setdefault(name.strip().removeprefix("RRULE:"), value.strip())
    return found


def _part(name: str, value: str) -> str:
    if name in _NUMBERS:
        return ",".join(str(n) for n in _numbers(value, *_NUMBERS[name]))
    if name == "BYDAY":
        return _days(value)
    if name == "INTERVAL":
        return str(_number(value, 1, 10_000))
    if name == "COUNT":
        # Some programs write -1 where they mean no end.
        return "" if value.startswith("-") else str(_number(value, 1, 10**12))
    if name == "WKST":
        return value if _DAY.fullmatch(value) else ""
    if name == "UNTIL":
        if not _UNTIL.fullmatch(value):
            raise BrokenEntry(Reason.BROKEN_RULE)
        return value
    return ""


def _numbers(value: str, least: int, most: int) -> list[int]:
    return sorted({_number(one, least, most) for one in value.split(",") if one.strip()})


def _number(text: str, least: int, most: int) -> int:
    digits = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,13}", digits) or not least <= int(digits) <= most:
        raise BrokenEntry(Reason.BROKEN_RULE)
    return int(digits)


def _days(value: str) -> str:
    days = [d.strip() for d in value.split(",") if d.strip()]
    if not days or not all(_DAY.fullmatch(d) for d in days):
        raise BrokenEntry(Reason.BROKEN_RULE)
    return ",".join(dict.fromkeys(days))


def _times_a_day(parts: dict[str, str]) -> int:
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(parts.get(name, "0").split(","))
    return times
