"""What a time expression can mean, before anybody asks which real days it hits.

The values say what was written ("Thursday", "from 13", "week 49"); the reader of a reply or of a start mail
decides against its own proposals, or its own calendar, which times that is.
"""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum


class Which(StrEnum):
    """Which of the weekdays is meant: "fredag", "på fredag", "næste fredag", "fredagen efter", "fredagen inden"."""

    EVERY = "every"
    COMING = "coming"
    NEXT = "next"
    AFTER = "after"
    BEFORE = "before"


class PartOfDay(StrEnum):
    """The named parts of a day; the hours they stand for are the business of the reader."""

    EARLY = "early"
    MORNING = "morning"
    NOON = "noon"
    AFTER_NOON = "after_noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    LATE = "late"


class Third(StrEnum):
    """The beginning, middle or end of a week or a month."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Feast(StrEnum):
    """Holidays people speak of by name."""

    AUTUMN = "autumn"
    WINTER = "winter"
    EASTER = "easter"
    ASCENSION = "ascension"
    WHITSUN = "whitsun"
    CONSTITUTION = "constitution"
    CHRISTMAS = "christmas"
    LITTLE_CHRISTMAS_EVE = "little_christmas_eve"
    BETWEEN = "between"
    NEW_YEAR = "new_year"
    SUMMER = "summer"
    ANY = "any"


class Side(StrEnum):
    """On which side of its edge an open-ended window lies."""

    FROM = "from"
    AFTER = "after"
    BEFORE = "before"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, Monday is 0; weeks: how many weeks later than *which* says ("fredag om 14 dage" is 2)."""

    day: int
    which: Which = Which.EVERY
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class WeekdayRange:
    """ "torsdag til fredag", both included; Monday is 0."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month; month and year are None when they were not said; week: the whole week it lies in."""

    day: int
    month: int | None = None
    year: int | None = None
    week: bool = False


@dataclass(frozen=True, slots=True)
class DayRange:
    """ "3.-5. december", both included."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Weeks:
    """ISO week numbers."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeekParity:
    """ "lige uger" (even) or "ulige uger"."""

    even: bool


@dataclass(frozen=True, slots=True)
class RelativeWeek:
    """A week counted from the day of writing: 0 this, 1 next; None: the week after the one last spoken of."""

    offset: int | None
    third: Third | None = None


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """ "i dag" is 0, "i morgen" 1, "om 14 dage" 14; beside: counted from the day last spoken of, "dagen efter"."""

    days: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or a part of it; month is None for "slutningen af måneden"."""

    month: int | None
    third: Third | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day; third narrows it ("sen eftermiddag", "tidligt")."""

    part: PartOfDay
    third: Third | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock; about: "ved 12-tiden"."""

    at: time
    about: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time on the clock to another the same day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Length:
    """A duration."""

    length: timedelta


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by name."""

    feast: Feast


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no time by itself; labelled: "nr. 2", "mulighed 2", "2'eren"."""

    value: int
    labelled: bool = False


Point = (
    Weekday
    | Day
    | Weeks
    | RelativeWeek
    | RelativeDay
    | Month
    | Part
    | Clock
    | Holiday
    | DayRange
    | WeekdayRange
)


@dataclass(frozen=True, slots=True)
class Edge:
    """An open-ended window: everything on one *side* of *of* ("fra kl. 13", "til og med onsdag")."""

    side: Side
    of: Point


Meaning = (
    Point | WeekParity | Hours | Length | Number | Edge
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: text[start:end] says *what*; tokens [first, last) of the scanned text hold it."""

    start: int
    end: int
    what: Meaning
    first: int
    last: int
