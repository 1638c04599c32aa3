"""From times as they were said to bounds: each goes into the draft of its mood, as days and hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from faelled.core.days import Week, week_of
from faelled.core.days.calendar import on_the_clock
from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Holiday,
    Hours,
    Length,
    Month,
    Part,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    Weekday,
    WeekdayRange,
    Weeks,
    Which,
)
from faelled.core.wishes import calendar_of_writing as seen
from faelled.core.wishes import wish
from faelled.core.wishes.context import Context
from faelled.core.wishes.draft import Draft
from faelled.core.wishes.moods import Said
from faelled.core.wishes.phrases import Mood
from faelled.core.wishes.times_said import TimeSaid
from faelled.core.wishes.turns import Between, DayAfter, InMonths, NthWeekday, SameTime, Season, Within
from faelled.core.wishes.wish import AskedTime

A_DAY = timedelta(days=1)
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=12)


@dataclass
class Resolver:
    """Takes the times one by one, in order.

    open_days: days of this sentence that wait for a clock time; clocked_days: those that got one, for the next;
    open_clocks: clock times that wait for a day. filled: how long hours were that say when it begins and ends.
    """

    today: date
    zone: ZoneInfo
    firm: Draft = field(default_factory=Draft)
    soft: Draft = field(default_factory=Draft)
    fallback: Draft = field(default_factory=Draft)
    refused: dict[int, Draft] = field(default_factory=dict)
    disliked: dict[int, Draft] = field(default_factory=dict)
    duration: timedelta | None = None
    times: list[AskedTime] = field(default_factory=list)
    filled: timedelta | None = None
    last_week: Week | None = None
    open_days: list[date] = field(default_factory=list)
    clocked_days: list[date] = field(default_factory=list)
    open_clocks: list[tuple[time, time | None]] = field(default_factory=list)
    last_day: date | None = None
    last_clock: tuple[time, time | None] | None = None

    def draft_for(self, said: Said) -> Draft:
        """Return the draft that a time of this mood goes into; every refusing clause has one of its own."""
        match said.mood:
            case Mood.SOFT:
                return self.soft
            case Mood.FALLBACK:
                return self.fallback
            case Mood.NOT:
                return self.refused.setdefault(said.clause, Draft())
            case Mood.RATHER_NOT:
                return self.disliked.setdefault(said.clause, Draft())
            case _:
                return self.firm

    def take(self, all_said: Sequence[Said], words: Sequence[str]) -> None:
        """Put every time where it belongs. Lengths are facts whatever the mood."""
        lengths = [s.time.what.length for s in all_said if isinstance(s.time.what, Length)]
        self.duration = next((n for n in lengths if SHORTEST <= n <= LONGEST), None)
        told = [s for s in all_said if s.mood is not Mood.ASIDE and not isinstance(s.time.what, Length)]
        if not any(s.mood is Mood.SOFT for s in told):
            # Without a first choice a way out is one more choice.
            told = [replace(s, mood=Mood.FIRM) if s.mood is Mood.FALLBACK else s for s in told]
        context = Context.of(told, words, self.today)
        sentence = -1
        for n, said in enumerate(told):
            if said.sentence != sentence:
                self._end_of_sentence()
                sentence = said.sentence
            following = told[n + 1].time if n + 1 < len(told) else None
            if not _dated_after(said.time, following):
                self._take_one(said, context)
        self._end_of_sentence()

    def _end_of_sentence(self) -> None:
        """Days that no clock time came for are days; clock times that no day came for are hours."""
        self.firm.dates += self.open_days
        for start, end in self.open_clocks:
            self.firm.starts.append(start)
            if end and self.filled is None:
                self.filled = _length(start, end)
        self.open_days, self.clocked_days, self.open_clocks = [], [], []

    def _take_one(self, said: Said, context: Context) -> None:
        draft = self.draft_for(said)
        days = self._days_named(said, context)
        if days:
            self.last_day, self.last_week = days[-1], week_of(days[-1])
        if days is None:
            self._take_hours(said, draft, context)
        elif draft is not self.firm:
            draft.dates += days
        elif self.open_clocks and not self.open_days:
            self.times += [self._asked(day, *clock) for day in days for clock in self.open_clocks]
            self.open_clocks = []
        else:
            self.open_days += days

    def _take_clock(self, start: time, end: time | None, draft: Draft) -> None:
        if draft is not self.firm:
            draft.starts.append(start)
            return
        self.last_clock = (start, end)
        days = self.open_days or self.clocked_days
        if days:
            self.times += [self._asked(day, start, end) for day in days]
            self.clocked_days, self.open_days = days, []
        else:
            self.open_clocks.append((start, end))

    def _days_named(self, said: Said, context: Context) -> list[date] | None:
        """Return the days a time stands for, if it stands for single days; put all else of days in the draft."""
        match said.time.what:
            case Day() as day if not context.says_the_week_of(said):
                found = seen.day_ahead(day, self.today, context.month_of(said))
                return [found] if found else []
            case NthWeekday(nth, weekday, month):
                return [seen.nth_weekday(nth, weekday, seen.month_ahead(month, self.today))]
            case RelativeDay(count):
                return [self.today + count * A_DAY]
            case DayAfter():
                return [self.last_day + A_DAY] if self.last_day else []
            case Weekday(weekday, _, None) if context.clock_in_the_week(said) and context.only_week:
                return [seen.weekday_of(context.only_week, weekday)]
            case Weekday(weekday, Which.COMING, None) if not context.names_days:
                return [seen.weekday_ahead(weekday, self.today)]
            case Weekday(weekday, Which.NEXT, None):
                return [seen.weekday_of(seen.weeks_on(self.today, 1), weekday)]
            case Weekday(weekday, _, int() as weeks):
                return [seen.weekday_ahead(weekday, self.today - A_DAY) + timedelta(weeks=weeks)]
            case Weekday(weekday) if said.mood is Mood.FIRM and context.lone_weekday(said):
                return [seen.weekday_ahead(weekday, self.today)]
            case _:
                return None

    def _is_window(self, start: time, end: time) -> bool:
        """Whether hours are longer than the meeting, so that it lies somewhere in them."""
        return self.duration is not None and _length(start, end) > self.duration

    def _asked(self, day: date, start: time, end: time | None) -> AskedTime:
        first = on_the_clock(day, start, self.zone)
        return AskedTime(first, on_the_clock(day, end, self.zone) if end else None)

    def _take_hours(self, said: Said, draft: Draft, context: Context) -> None:
        match said.time.what:
            case Part() as part:
                weekday = context.paired_weekday(said, self.last_day)
                if weekday is not None and draft is self.firm:
                    draft.by_day.append(wish.DayHours(weekday, seen.part_hours(part)))
                else:
                    draft.parts.append(seen.part_hours(part))
            case Clock(at):
                self._take_clock(at, None, draft)
            case Hours(start, end) if not self._is_window(start, end):
                self._take_clock(start, end, draft)
            case Hours(start, end) | Between(start, end):
                self._take_window(wish.Hours(start, end), said, draft, context)
            case SameTime() if self.last_clock:
                self._take_clock(*self.last_clock, draft)
            case Edge() as edge:
                self._take_edge(_turned(edge) if said.turned else edge, said, draft, context)
            case _:
                self._take_days(said, draft, context)

    def _take_days(self, said: Said, draft: Draft, context: Context) -> None:
        match said.time.what:
            case Weekday(weekday):
                draft.weekdays.append(weekday)
            case WeekdayRange(first, last):
                draft.weekdays += range(first, last + 1)
            case Weeks(numbers):
                found = [w for n in numbers if (w := seen.week_ahead(n, self.today))]
                draft.weeks += found
                self.last_week = found[-1] if found else self.last_week
            case RelativeWeek(offset, third):
                self._take_week(offset, (third is not None and seen.THIRDS_OF_WEEK[third]) or (), draft)
            case Month(month, third):
                named = seen.month_ahead(month, self.today) if month else _month_of(self.today)
                if third is None:
                    draft.months.append(named)
                else:
                    draft.ranges.append(seen.part_of_month(named, third))
            case InMonths(count):
                year, index = divmod(self.today.year * 12 + self.today.month - 1 + count, 12)
                draft.months.append(wish.Month(year, index + 1))
            case Season(months):
                begins = seen.month_ahead(months[0], self.today)
                draft.months += [wish.Month(begins.year + (m < months[0]), m) for m in months]
            case Day() as day:
                within = seen.day_ahead(day, self.today, context.month_of(said))
                draft.weeks += [week_of(within)] if within else []
            case DayRange(first, last):
                ends = (self._day(first, said, context), self._day(last, said, context))
                if all(ends):
                    draft.ranges.append(ends)
            case Within(reach):
                draft.ranges.append((None, self.today + reach))
            case Holiday(feast):
                if days := seen.feast_ahead(feast, self.today):
                    draft.ranges.append(days)
            case _:
                pass

    def _day(self, day: Day, said: Said, context: Context) -> date | None:
        return seen.day_ahead(day, self.today, context.month_of(said))

    def _take_week(self, offset: int | None, weekdays: Sequence[int], draft: Draft) -> None:
        draft.weekdays += weekdays
        if offset is None:
            monday = seen.weekday_of(self.last_week or week_of(self.today), 0)
            self.last_week = week_of(monday + timedelta(weeks=1))
            draft.weeks.append(self.last_week)
        elif offset >= 0:
            self.last_week = seen.weeks_on(self.today, offset)
            draft.weeks.append(self.last_week)

    def _take_edge(self, edge: Edge, said: Said, draft: Draft, context: Context) -> None:
        forward = edge.side in (Side.FROM, Side.AFTER)
        match edge.of:
            case Clock(at):
                hours = wish.Hours(opens=at) if forward else wish.Hours(closes=at)
                self._take_window(hours, said, draft, context)
            case Part() as part:
                self._take_edge_of_part(seen.part_hours(part), forward, draft)
            case _:
                days = self._days_of(edge, said, context)
                if days is not None:
                    first, last = _side(edge.side, *days)
                    if first and context.one_more_way(said):
                        draft.others.append(first)
                    else:
                        draft.ranges.append((first, last))

    def _take_window(self, hours: wish.Hours, said: Said, draft: Draft, context: Context) -> None:
        weekday = context.tied_weekday(said)
        if weekday is not None and draft is self.firm:
            draft.by_day.append(wish.DayHours(weekday, hours))
            return
        draft.opens = hours.opens if hours.opens > time(0) else draft.opens
        draft.closes = hours.closes or draft.closes

    def _take_edge_of_part(self, hours: wish.Hours, forward: bool, draft: Draft) -> None:
        if forward:
            draft.opens = hours.closes or hours.opens
        else:
            draft.closes = hours.closes or hours.opens

    def _days_of(self, edge: Edge, said: Said, context: Context) -> tuple[date, date] | None:
        """Return the first and last day of what an edge is of."""
        match edge.of:
            case Day() as day:
                found = self._day(day, said, context)
                return (found, found) if found else None
            case RelativeDay(count):
                return (self.today + count * A_DAY,) * 2
            case Weekday(weekday):
                week = context.only_week
                on = seen.weekday_of(week, weekday) if week else seen.weekday_ahead(weekday, self.today)
                return on, on
            case Weeks(numbers):
                found_weeks = [w for n in numbers if (w := seen.week_ahead(n, self.today))]
                if not found_weeks:
                    return None
                return seen.weekday_of(found_weeks[0], 0), seen.weekday_of(found_weeks[-1], 6)
            case RelativeWeek(offset) if offset is not None and offset >= 0:
                meant = seen.weeks_on(self.today, offset)
                return seen.weekday_of(meant, 0), seen.weekday_of(meant, 6)
            case Month(month):
                named = seen.month_ahead(month, self.today) if month else _month_of(self.today)
                return seen.part_of_month(named, Third.START)[0], seen.part_of_month(named, Third.END)[1]
            case Holiday(feast):
                return seen.feast_ahead(feast, self.today)
            case _:
                return None


def _month_of(day: date) -> wish.Month:
    return wish.Month(day.year, day.month)


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


def _dated_after(time_: TimeSaid, following: TimeSaid | None) -> bool:
    """Whether the date after a weekday says more than it: "torsdag den 3. december".

    Where the two disagree the date counts, and the sender sees it in the draft that comes back.
    """
    return (
        isinstance(time_.what, Weekday)
        and following is not None
        and isinstance(following.what, Day | DayRange)
        and following.first - time_.last <= 3
    )


def _turned(edge: Edge) -> Edge:
    """ "ikke før kl. 10" is from 10 on; "ikke efter kl. 14" is until 14."""
    turned = {Side.BEFORE: Side.FROM, Side.UNTIL: Side.AFTER, Side.AFTER: Side.UNTIL, Side.FROM: Side.BEFORE}
    return Edge(turned[edge.side], edge.of)


def _side(side: Side, first: date, last: date) -> tuple[date | None, date | None]:
    match side:
        case Side.FROM:
            return first, None
        case Side.AFTER:
            return last + A_DAY, None
        case Side.BEFORE:
            return None, first - A_DAY
        case Side.UNTIL:
            return None, last
