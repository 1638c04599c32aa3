"""How well start mails are read: each field against gold that was written by meaning, before any reading.

A case is one JSON object a line: id, set ("dev" or "held"), lang, sent, text, gold. In gold a kind that is left out
says nothing; weeks are "2026-W49", hours a part of the day by name or "10:00-14:00" with either end open.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from faelled.core.days import HOME, Week
from faelled.core.wishes import calendar_of_writing as seen
from faelled.core.wishes import wish
from faelled.core.wishes.reading import read_wish
from faelled.core.wishes.wish import AskedTime, Bounds, Hours, Month, Wish

PLACES = {"Familiehuset": "family", "Biblioteket": "library", "Ungebasen": "youth", "Krisecentret": "crisis"}
FIELDS = (
    *("understood", "duration", "days", "weekdays", "hours", "limits"),
    *("preferred", "refused", "times", "place", "topic"),
)
_NAMED_HOURS = {
    "early": wish.EARLY,
    "morning": wish.MORNING,
    "lunch": wish.LUNCH,
    "after_lunch": wish.AFTER_LUNCH,
    "afternoon": wish.AFTERNOON,
    "late_afternoon": seen.LATE_AFTERNOON,
    "evening": wish.EVENING,
}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """One case: the fields that were read wrong, none if the whole mail was read right."""

    case: str
    held: bool
    wrong: tuple[str, ...]


def score(line: str) -> Score:
    """Return how the case on one line is read. Raises ValueError or KeyError where the line is no case."""
    case = json.loads(line)
    read = read_wish(case["text"], sent=datetime.fromisoformat(case["sent"]), known_places=PLACES)
    topic = case["text"][read.topic.start : read.topic.end].strip(" ,") if read.topic else None
    got, gold = _fields(read, topic), _fields(_wish(case["gold"]), case["gold"].get("topic"))
    # Of a mail that asks for nothing, nothing else is used.
    compared = FIELDS if gold["understood"] else ("understood",)
    return Score(case["id"], case["set"] == "held", tuple(f for f in compared if got[f] != gold[f]))


def report(scores: Iterable[Score]) -> str:
    """Return the share read right, by set: whole mails, then each field."""
    lines, scores = [], list(scores)
    for name, held in (("dev", False), ("held", True)):
        part = [s for s in scores if s.held is held]
        if not part:
            continue
        lines.append(f"{name}: {len(part)} mails, whole {_share(part, lambda s: not s.wrong)}")
        lines += [f"  {field:<11}{_share(part, lambda s, f=field: f not in s.wrong)}" for field in FIELDS]
    return "\n".join(lines)


def _share(scores: list[Score], right: Any) -> str:
    count = sum(1 for s in scores if right(s))
    return f"{count}/{len(scores)} = {count / len(scores):.3f}"


def _fields(read: Wish, topic: str | None) -> dict[str, object]:
    required = read.required
    return {
        "understood": read.understood,
        "duration": read.duration,
        "days": (required.weeks, required.months, required.dates),
        "weekdays": required.weekdays,
        "hours": (required.hours, required.by_day, required.starts),
        "limits": (required.earliest, required.latest),
        "preferred": read.preferred,
        "refused": (read.refused, read.disliked),
        "times": read.times,
        "place": read.place,
        "topic": topic.lower() if topic else None,
    }


def _wish(gold: Json) -> Wish:
    return Wish(
        duration=timedelta(minutes=gold["duration"]) if "duration" in gold else None,
        required=_bounds(gold),
        preferred=_bounds(gold.get("preferred", {})),
        refused=tuple(_bounds(b) for b in gold.get("refused", ())),
        disliked=tuple(_bounds(b) for b in gold.get("disliked", ())),
        times=tuple(AskedTime(_moment(a), _moment(b) if b else None) for a, b in gold.get("times", ())),
        place=gold.get("place"),
        understood=gold["understood"],
    )


def _bounds(gold: Json) -> Bounds:
    return Bounds(
        weeks=tuple(Week(int(w[:4]), int(w[6:])) for w in gold.get("weeks", ())),
        months=tuple(Month(int(m[:4]), int(m[5:])) for m in gold.get("months", ())),
        dates=tuple(date.fromisoformat(d) for d in gold.get("dates", ())),
        weekdays=tuple(gold.get("weekdays", ())),
        hours=tuple(_hours(h) for h in gold.get("hours", ())),
        starts=tuple(time.fromisoformat(t) for t in gold.get("starts", ())),
        earliest=date.fromisoformat(gold["earliest"]) if "earliest" in gold else None,
        latest=date.fromisoformat(gold["latest"]) if "latest" in gold else None,
    )


def _hours(gold: str) -> Hours:
    if gold in _NAMED_HOURS:
        return _NAMED_HOURS[gold]
    opens, _, closes = gold.partition("-")
    return Hours(
        time.fromisoformat(opens) if opens else time(0), time.fromisoformat(closes) if closes else None
    )


def _moment(gold: str) -> datetime:
    return datetime.fromisoformat(gold).replace(tzinfo=HOME)
