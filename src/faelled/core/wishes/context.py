"""What the whole mail says, which decides what one of its words means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from faelled.core.days import Week
from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Holiday,
    Hours,
    Month,
    Part,
    RelativeDay,
    RelativeWeek,
    Weekday,
    Weeks,
)
from faelled.core.wishes import calendar_of_writing as seen
from faelled.core.wishes import wish
from faelled.core.wishes.moods import Said
from faelled.core.wishes.phrases import Mood
from faelled.core.wishes.turns import InMonths, Season, Within

_WISHED = (Mood.FIRM, Mood.SOFT, Mood.FALLBACK)
_OF_A_WEEK = frozenset({"of", "commencing", "beginning", "starting", "med", "omkring", "around"})
_ANY_SUCH_DAY = frozenset(
    {"en", "et", "a", "an", "any", "hver", "every", "om", "each", "alle", "all", "some"}
)


@dataclass(frozen=True)
class Context:
    """told: the times that count, in order. only_week: the one week that is named, if it is one.

    names_days: the mail says which days of the calendar it means, so a weekday narrows them.
    """

    told: tuple[Said, ...]
    words: Sequence[str]
    only_week: Week | None
    names_days: bool
    today: date

    @classmethod
    def of(cls, told: Sequence[Said], words: Sequence[str], today: date) -> "Context":
        """Return the context of the times of one mail."""
        wished = [s.time.what for s in told if s.mood in _WISHED]
        weeks = [
            w
            for what in wished
            if isinstance(what, Weeks)
            for n in what.numbers
            if (w := seen.week_ahead(n, today))
        ]
        weeks += [
            seen.weeks_on(today, what.offset)
            for what in wished
            if isinstance(what, RelativeWeek) and what.offset is not None and what.offset >= 0
        ]
        days = (Weeks, RelativeWeek, Month, InMonths, Season, Within, DayRange, Holiday)
        names = any(isinstance(what, days) for what in wished)
        edges = any(isinstance(what, Edge) and not isinstance(what.of, Clock | Part) for what in wished)
        return cls(tuple(told), words, weeks[0] if len(weeks) == 1 else None, names or edges, today)

    def month_of(self, said: Said) -> wish.Month | None:
        """Return the month a bare "den 8." lies in: that of another date in its sentence, a later one first."""
        nearby = [s.time for s in self.told if s.sentence == said.sentence]
        later = [t for t in nearby if t.first > said.time.first]
        earlier = [t for t in reversed(nearby) if t.first < said.time.first]
        for time_ in (*later, *earlier):
            what = time_.what.last if isinstance(time_.what, DayRange) else time_.what
            month = what.month if isinstance(what, Day | Month) else None
            if month is not None:
                return seen.month_ahead(month, self.today)
        return None

    def says_the_week_of(self, said: Said) -> bool:
        """Whether a date stands for its week: "the week of 7 December", "ugen med den 7."."""
        before = self.words[max(0, said.time.first - 2) : said.time.first]
        return len(before) == 2 and before[0] in ("week", "ugen") and before[1] in _OF_A_WEEK

    def lone_weekday(self, said: Said) -> bool:
        """Whether a weekday means the next one: "kan I torsdag?", but not "en torsdag", "torsdage"."""
        if self.names_days:
            return False
        beside = [
            s.time for s in self.told if s.sentence == said.sentence and isinstance(s.time.what, Weekday)
        ]
        return not any(self._any_such(t.first) for t in beside)

    def _any_such(self, at: int) -> bool:
        word = self.words[at]
        before = self.words[at - 1] if at else ""
        return before in _ANY_SUCH_DAY or word.endswith(("dage", "dagene", "days", "day's", "dags"))

    def clock_in_the_week(self, said: Said) -> bool:
        """Whether a clock time is said of this weekday: "onsdag i uge 49 kl. 10"."""
        return said.mood is Mood.FIRM and any(
            isinstance(s.time.what, Clock | Hours) and s.mood is Mood.FIRM
            for s in self.told
            if s.sentence == said.sentence
        )

    def paired_weekday(self, said: Said, last_day: date | None) -> int | None:
        """Return the weekday of a pair, where there are several: "tirsdag formiddag eller torsdag eftermiddag".

        last_day: the day last named, for pairs whose day is a date.
        """
        pairs = [
            (one, other)
            for one, other in pairwise(self.told)
            if isinstance(one.time.what, Weekday | Day | RelativeDay)
            and isinstance(other.time.what, Part)
            and other.time.first - one.time.last <= 1
            and other.mood is Mood.FIRM
        ]
        day = next((one.time.what for one, other in pairs if other is said), None)
        if day is None or len({other.time.what for _, other in pairs}) < 2:
            return None
        if isinstance(day, Weekday):
            return day.day
        return last_day.weekday() if last_day else None

    def one_more_way(self, said: Said) -> bool:
        """Whether "eller" stands before a time."""
        return any(w in ("eller", "or") for w in self.words[max(0, said.time.first - 2) : said.time.first])

    def tied_weekday(self, said: Said) -> int | None:
        """Return the weekday that hours are said of, where other weekdays are named beside it."""
        weekdays = [s for s in self.told if isinstance(s.time.what, Weekday) and s.mood in _WISHED]
        if len({s.time.what for s in weekdays}) < 2:
            return None
        mine = [s for s in weekdays if s.clause == said.clause and s.time.first < said.time.first]
        close = [s for s in mine if said.time.first - s.time.last <= 3]
        nearest = close[-1] if close else mine[0] if len(mine) == 1 else None
        what = nearest.time.what if nearest else None
        return what.day if isinstance(what, Weekday) else None
