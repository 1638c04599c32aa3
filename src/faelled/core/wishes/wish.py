"""What somebody wishes of a meeting: how long, when, and whether that must be or would be nice."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from faelled.core.days import Stretch, Week, week_of
from faelled.core.replies.reading import Span


@dataclass(frozen=True, slots=True)
class Hours:
    """Some hours of a day. The whole meeting lies between opens and closes; it starts before starts_before.

    closes is None for "no matter how late". Midnight at the end of a day is None as well.
    """

    opens: time = time(0)
    closes: time | None = None
    starts_before: time | None = None

    def hold(self, start: datetime, end: datetime) -> bool:
        """Whether a meeting lies in these hours; both times on the same local clock."""
        if start.time() < self.opens or (self.starts_before and start.time() >= self.starts_before):
            return False
        return self.closes is None or (end.date() == start.date() and end.time() <= self.closes)


# The parts of the day as people here mean them; the reply reader judges by the same borders.
EARLY = Hours(starts_before=time(9))
MORNING = Hours(closes=time(12, 30))
LUNCH = Hours(opens=time(11, 30), closes=time(13, 30))
AFTER_LUNCH = Hours(opens=time(12, 30), starts_before=time(17))
AFTERNOON = Hours(opens=time(12), starts_before=time(17))
EVENING = Hours(opens=time(17))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; month counts from 1."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class DayHours:
    """Hours said of one weekday (0 is Monday) alone: "onsdag først efter 12"."""

    weekday: int
    hours: Hours


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a meeting may lie. A kind that is empty says nothing; within a kind any of the values will do.

    Weeks, months and dates are one kind together: "i uge 49 eller tirsdag den 15. december".
    earliest, latest: both days included. by_day: goes before `hours` on its weekday.
    """

    weeks: tuple[Week, ...] = ()
    months: tuple[Month, ...] = ()
    dates: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[Hours, ...] = ()
    by_day: tuple[DayHours, ...] = ()
    starts: tuple[time, ...] = ()
    earliest: date | None = None
    latest: date | None = None

    def __bool__(self) -> bool:
        """Whether anything is said at all."""
        return self != NO_BOUNDS

    @property
    def names_days(self) -> bool:
        """Whether it says which days of the calendar, not only which weekdays."""
        return bool(self.weeks or self.months or self.dates or self.earliest or self.latest)

    def day_fits(self, day: date) -> bool:
        """Whether *day* lies in what is said of days."""
        return all(self.judged_days(day))

    def judged_days(self, day: date) -> list[bool]:
        """Return one verdict for each kind that says something about days."""
        verdicts: list[bool] = []
        if self.weeks or self.months or self.dates:
            named = week_of(day) in self.weeks or Month(day.year, day.month) in self.months
            verdicts.append(named or day in self.dates)
        if self.weekdays:
            verdicts.append(day.weekday() in self.weekdays)
        if self.earliest or self.latest:
            verdicts.append((self.earliest or day) <= day <= (self.latest or day))
        return verdicts

    def judged(self, start: datetime, end: datetime) -> list[bool]:
        """Return one verdict per kind that says something; [start, end) lies on the local clock."""
        verdicts = self.judged_days(start.date())
        hours = tuple(d.hours for d in self.by_day if d.weekday == start.weekday()) or self.hours
        if hours:
            verdicts.append(any(h.hold(start, end) for h in hours))
        if self.starts:
            verdicts.append(start.time() in self.starts)
        return verdicts

    def fits(self, start: datetime, end: datetime) -> bool:
        """Whether a meeting [start, end) on the local clock lies inside all that is said."""
        return all(self.judged(start, end))


NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A time the writer proposed outright; end is None when none was said."""

    start: datetime
    end: datetime | None = None

    def stretch(self, duration: timedelta) -> Stretch:
        """Return the time, as long as *duration* where no end was said."""
        return Stretch(self.start, self.end or self.start + duration)


@dataclass(frozen=True, slots=True)
class Wish:
    """A start mail, read.

    required: must hold. preferred: "helst"; nice where it can be had. refused: not in any of these.
    disliked: "helst ikke"; only if there is nothing better. place: the key of a known place that was named.
    topic: the words that say what the meeting is about. because: the words the wish rests on.
    understood: the mail asks for a meeting; if not, nobody is asked anything.
    """

    duration: timedelta | None = None
    required: Bounds = NO_BOUNDS
    preferred: Bounds = NO_BOUNDS
    refused: tuple[Bounds, ...] = ()
    disliked: tuple[Bounds, ...] = ()
    times: tuple[AskedTime, ...] = ()
    place: str | None = None
    topic: Span | None = None
    understood: bool = False
    because: tuple[Span, ...] = ()


ANY_TIME = Wish(understood=True)
"""The wish of somebody who only asks for a meeting."""
