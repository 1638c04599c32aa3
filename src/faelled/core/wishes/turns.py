"""Turns of phrase for times that only start mails need, as values and tables."""

from dataclasses import dataclass
from datetime import time, timedelta

from faelled.core.days.expressions import (
    Edge,
    Feast,
    Holiday,
    Month,
    Part,
    PartOfDay,
    RelativeDay,
    Side,
    Third,
    WeekdayRange,
)
from faelled.core.days.expressions.tokens import keys


@dataclass(frozen=True, slots=True)
class Within:
    """ "inden for de næste to uger": so long from the day of writing."""

    reach: timedelta


@dataclass(frozen=True, slots=True)
class Season:
    """ "til foråret": the months of a season, in order."""

    months: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class InMonths:
    """ "næste måned" is 1."""

    count: int


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """ "den første torsdag i februar"; nth counts from 1, and -1 is the last."""

    nth: int
    weekday: int
    month: int


@dataclass(frozen=True, slots=True)
class DayAfter:
    """ "dagen efter": the day after the one last named."""


@dataclass(frozen=True, slots=True)
class SameTime:
    """ "samme tid": the clock time last named."""


@dataclass(frozen=True, slots=True)
class Between:
    """ "mellem 9 og 12": hours the meeting lies within, not the hours it fills."""

    start: time
    end: time


Added = NthWeekday | Within | Season | Between | DayAfter | SameTime | InMonths
Turn = Part | DayAfter | SameTime | InMonths | RelativeDay | WeekdayRange | Edge

HOUR_WORDS = frozenset({"time", "timer", "timers", "times", "hour", "hours", "hrs"})
MINUTE_WORDS = frozenset({"min", "minut", "minutter", "minutters", "minute", "minutes", "mins"})
NTH = {"forste": 1, "anden": 2, "tredje": 3, "fjerde": 4, "sidste": -1} | {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
}
DAY_WORDS = {
    "dage": 1,
    "dag": 1,
    "days": 1,
    "uger": 7,
    "uge": 7,
    "weeks": 7,
    "week": 7,
    "maneder": 30,
    "maned": 30,
}
SEASONS = {
    **dict.fromkeys(("forar", "foraret", "spring"), (3, 4, 5)),
    **dict.fromkeys(("sommer", "sommeren", "summer"), (6, 7, 8)),
    **dict.fromkeys(("efterar", "efteraret", "autumn"), (9, 10, 11)),
    **dict.fromkeys(("vinter", "vinteren", "winter"), (12, 1, 2)),
}
LENGTHS = {
    keys(phrase): timedelta(minutes=minutes)
    for minutes, phrases in {
        30: "half - hour|halvtimes|en halv times|halv times|en halv time|halv time|half an hour|a half hour|half hour",
        45: "tre kvarter|tre kvarters|three quarters of an hour",
        60: "en times|en time|et times|an hour|one hour",
        90: "halvanden time|halvanden times|an hour and a half|one and a half hours|en og en halv time|"
        "en time og en halv|one hour and a half",
        120: "et par timer|et par timers|a couple of hours",
        150: "to en halv time|to og en halv time|two and a half hours|to en halv times",
        210: "halv dag|tre en halv time|tre og en halv time|three and a half hours|en halv dag|half a day",
    }.items()
    for phrase in phrases.split("|")
}
WITHIN = frozenset(
    keys(phrase)
    for phrases in (
        "inden for de næste|inden for de kommende|indenfor de næste|indenfor de kommende|inden for|indenfor",
        "i løbet af de næste|i løbet af de kommende|de næste|de kommende",
        "within the next|within|in the next|over the next|the next|in the coming",
    )
    for phrase in phrases.split("|")
)
_TURNS: dict[str, Turn] = {
    "tidligt på dagen|først på dagen|fra morgenstunden|early in the day": Part(PartOfDay.EARLY),
    "sidst på dagen|sent på dagen|hen på eftermiddagen|late in the day": Part(PartOfDay.AFTERNOON, Third.END),
    "dagen efter|dagen derpå|the day after|the following day|the next day": DayAfter(),
    "samme tid|samme tidspunkt|same time": SameTime(),
    "denne måned|i denne måned|this month": InMonths(0),
    "næste måned|i næste måned|next month": InMonths(1),
    "tmrw|tmr": RelativeDay(1),
    "weekenden|i weekenden|en weekend|the weekend|a weekend": WeekdayRange(5, 6),
    "inden sommeren|før sommeren|before summer|before the summer|before the summer holidays|"
    "before the summer holiday|before the summer break": Edge(Side.BEFORE, Holiday(Feast.SUMMER)),
    "efter sommeren|after summer|after the summer|after the summer holidays|after the summer holiday|"
    "after the summer break": Edge(Side.AFTER, Holiday(Feast.SUMMER)),
    "inden månedens udgang|inden udgangen af måneden|inden månedens slutning|før månedens udgang|"
    "before the end of the month|by the end of the month": Edge(Side.UNTIL, Month(None)),
    "inden foråret|før foråret|before spring": Edge(Side.BEFORE, Month(3)),
    "inden efteråret|før efteråret|before autumn": Edge(Side.BEFORE, Month(9)),
}
PHRASES = {keys(phrase): what for phrases, what in _TURNS.items() for phrase in phrases.split("|")}
LONGEST_PHRASE = max(len(k) for k in PHRASES)
LONGEST_LENGTH = max(len(k) for k in LENGTHS)
LONGEST_WITHIN = max(len(k) for k in WITHIN)
