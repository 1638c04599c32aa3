"""DECIDE which times to propose: those that keep the fewest people out, spread over days and hours."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from faelled.core.days import HOME, Stretch, local
from faelled.core.days.calendar import (
    SchoolHoliday,
    add_working_days,
    exists_on_the_clock,
    is_working_day,
    on_the_clock,
    public_holidays,
)
from faelled.core.proposals import reasons as why
from faelled.core.proposals.reasons import Reason
from faelled.core.proposals.spreading import Candidate, spread_out
from faelled.core.proposals.values import (
    NOTHING_TAUGHT,
    ORDINARY_HOURS,
    Proposed,
    Suggestion,
    Taught,
    WorkingHours,
)
from faelled.core.wishes.wish import Bounds, Wish

A_DAY = timedelta(days=1)
STEP = timedelta(minutes=30)
FARTHEST = timedelta(days=400)
WIDEST = (time(7), time(22))

ONE_PERSON_OUT = 10
DISLIKED = 15
SCHOOL_HOLIDAY = 25
UNMET_PREFERENCE = 6
LEANING, MOST_LEANING = 2, 8
HALF_PAST = 1
OVER_LUNCH = 2
# Municipal offices close early on Fridays, so a Friday afternoon is the last thing to suggest.
FRIDAY_AFTERNOON = 2


@dataclass(frozen=True)
class _Given:
    """All that is known when times are sought."""

    wish: Wish
    now: datetime
    working: WorkingHours
    days_off_by_person: Mapping[str, Collection[int]]
    off: Collection[date]
    school_holidays: Sequence[SchoolHoliday]
    busy: Mapping[str, Sequence[Stretch]]
    needed: Collection[str]
    taught: Taught
    earliest_working_days: int
    latest_working_days: int
    duration: timedelta
    zone: ZoneInfo
    busy_on: dict[date, list[tuple[str, Stretch]]] = field(default_factory=dict)


def propose(
    wish: Wish,
    *,
    now: datetime,
    working: WorkingHours = ORDINARY_HOURS,
    days_off_by_person: Mapping[str, Collection[int]] | None = None,
    holidays: Collection[date] = (),
    school_holidays: Sequence[SchoolHoliday] = (),
    busy: Mapping[str, Sequence[Stretch]] | None = None,
    needed: Collection[str] = (),
    taught: Taught = NOTHING_TAUGHT,
    earliest_working_days: int = 3,
    latest_working_days: int = 30,
    duration: timedelta = timedelta(hours=2),
    want: int = 5,
    most: int = 10,
    zone: ZoneInfo = HOME,
) -> Proposed:
    """Return at most *want* times (never over *most*) worth asking about, in order; none of them in the past.

    holidays: days off beside the public holidays. duration: where the wish names none. Days the wish names go
    before the reach in working days, but people always get until tomorrow to answer. needed: persons without whom
    there is no meeting, so that no time is proposed at which they are busy; the others are only avoided. Times the
    writer named outright are returned alone, unless they were refused before. An empty result carries its reasons.
    """
    given = _Given(
        wish=wish,
        now=now,
        working=working,
        days_off_by_person=days_off_by_person or {},
        off=holidays,
        school_holidays=school_holidays,
        busy=busy or {},
        needed=needed,
        taught=taught,
        earliest_working_days=earliest_working_days,
        latest_working_days=latest_working_days,
        duration=wish.duration or duration,
        zone=zone,
    )
    outright = list(_asked_for(given))
    return Proposed(tuple(outright[:most])) if outright else _found(given, max(0, min(want, most)))


def _found(given: _Given, want: int) -> Proposed:
    """Return at most *want* of the times that fit what is said of days and hours, or why there is none."""
    wish = given.wish
    if wish.times and all(t.start.astimezone(UTC) <= given.now.astimezone(UTC) for t in wish.times):
        return Proposed((), (why.InThePast(),))
    days = _days(given)
    if not days:
        return Proposed((), (_why_no_day(given),))
    given.busy_on.update(_busy_by_day(given, days))
    fitting = _candidates(given, days)
    if not fitting:
        return Proposed((), (_why_no_hour(given, days),))
    candidates = [c for c in fitting if not _keeps_out(c, given.needed)]
    if not candidates:
        return Proposed((), (why.NeededIsBusy(),))
    said = (wish.required, wish.preferred)
    return Proposed(
        tuple(
            spread_out(
                candidates,
                want,
                over_weekdays=not any(b.weekdays for b in said),
                over_halves=not any(b.hours or b.starts or b.by_day for b in said),
            )
        )
    )


def _asked_for(given: _Given) -> Iterator[Suggestion]:
    for asked in sorted(given.wish.times, key=lambda t: t.start.astimezone(UTC)):
        stretch = asked.stretch(given.duration)
        ahead = stretch.start.astimezone(UTC) > given.now.astimezone(UTC)
        if ahead and not any(stretch.overlaps(r) for r in given.taught.refused):
            start, end = local(stretch.start, given.zone), local(stretch.end, given.zone)
            taken = tuple(sorted(p for p, b in given.busy.items() if any(stretch.overlaps(one) for one in b)))
            yield Suggestion(start, end, (why.AskedFor(), *([why.Busy(taken)] if taken else [])))


def _reach(given: _Given) -> tuple[date, date]:
    """Return the first and last day that proposals may lie on, as far as the wish lets the reach decide."""
    today = local(given.now, given.zone).date()
    required = given.wish.required
    first = add_working_days(today, given.earliest_working_days, given.off)
    if required.earliest and required.earliest > first:
        # "efter nytår" opens as many days from there as an ordinary question has.
        first = min(required.earliest, today + FARTHEST)
        width = max(0, given.latest_working_days - given.earliest_working_days)
        return first, add_working_days(first, width, given.off)
    if required.weeks or required.months or required.dates:
        return first, today + FARTHEST
    return first, add_working_days(today, given.latest_working_days, given.off)


def _days(given: _Given) -> list[date]:
    first, last = _reach(given)
    found = [d for d in _each_day(first, last) if _may_be_used(d, given)]
    if not found and given.wish.required.names_days:
        tomorrow = local(given.now, given.zone).date() + A_DAY
        found = [d for d in _each_day(tomorrow, first) if _may_be_used(d, given)]
    return found


def _each_day(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + n * A_DAY


def _may_be_used(day: date, given: _Given) -> bool:
    required = given.wish.required
    if not required.day_fits(day) or day in given.off or day in public_holidays(day.year):
        return False
    # A weekend is used only by somebody who asks for it by name.
    worked = is_working_day(day) and day.weekday() in given.working.weekdays
    return worked or day in required.dates or day.weekday() in required.weekdays


def _why_no_day(given: _Given) -> Reason:
    today = local(given.now, given.zone).date()
    first, _ = _reach(given)
    wish = given.wish.required
    ahead = [d for d in _each_day(today, today + FARTHEST) if wish.day_fits(d)]
    if wish.names_days and not ahead:
        return why.TooFar() if _names_a_day_after(wish, today) else why.InThePast()
    if wish.names_days and ahead[-1] < first and any(is_working_day(d, given.off) for d in ahead):
        return why.TooSoon(add_working_days(today, 1, given.off))
    return why.NoWorkingDay()


def _names_a_day_after(bounds: Bounds, today: date) -> bool:
    weeks = (date.fromisocalendar(w.year, w.number, 1) for w in bounds.weeks)
    months = (date(m.year, m.month, 1) for m in bounds.months)
    return any(d > today for d in (*bounds.dates, *weeks, *months, bounds.earliest or today))


def _candidates(given: _Given, days: Sequence[date], refused: bool = False) -> list[Candidate]:
    """Return every time on *days* that fits the wish. refused: also those that were refused before."""
    inside = [*_times(given, days, (given.working.opens, given.working.closes), refused)]
    required = given.wish.required
    if inside or not (required.hours or required.starts or required.by_day):
        return [_weighed(s, given, ()) for s in inside]
    outside = _times(given, days, WIDEST, refused)
    return [_weighed(s, given, (why.OutsideWorkingHours(),)) for s in outside]


def _times(
    given: _Given, days: Sequence[date], window: tuple[time, time], refused: bool
) -> Iterator[Stretch]:
    starts = _starts(given.wish, *window)
    for day in days:
        closes = datetime.combine(day, window[1])
        asked = [] if refused else [r for r in given.taught.refused if abs((r.start.date() - day).days) <= 1]
        for clock in starts:
            if datetime.combine(day, clock) + given.duration > closes:
                continue
            if not exists_on_the_clock(day, clock, given.zone):
                continue
            start = on_the_clock(day, clock, given.zone)
            end = (start.astimezone(UTC) + given.duration).astimezone(given.zone)
            stretch = Stretch(start, end)
            if _fits(stretch, given.wish) and not any(stretch.overlaps(r) for r in asked):
                yield stretch


def _fits(time_: Stretch, wish: Wish) -> bool:
    refused = any(b and b.fits(time_.start, time_.end) for b in wish.refused)
    return not refused and wish.required.fits(time_.start, time_.end)


def _starts(wish: Wish, opens: time, closes: time) -> list[time]:
    """Return the clock times a meeting may begin at: every half hour, and the hours the writer named."""
    midnight = datetime.combine(date(2000, 1, 1), time(0))
    half_hours = [(midnight + n * STEP).time() for n in range(48)]
    named = [
        clock
        for bounds in (wish.required, wish.preferred)
        for clock in (
            *bounds.starts,
            *(h.opens for h in bounds.hours),
            *(d.hours.opens for d in bounds.by_day),
        )
    ]
    return sorted({t for t in (opens, *half_hours, *named) if opens <= t < closes})


def _why_no_hour(given: _Given, days: Sequence[date]) -> Reason:
    if _candidates(given, days, refused=True):
        return why.AllAskedAlready()
    return why.TooLong(given.duration)


def _busy_by_day(given: _Given, days: Sequence[date]) -> dict[date, list[tuple[str, Stretch]]]:
    wanted, found = set(days), defaultdict(list)
    for person, blocks in sorted(given.busy.items()):
        for block in blocks:
            first, last = local(block.start, given.zone).date(), local(block.end, given.zone).date()
            for day in _each_day(max(first, days[0]), min(last, days[-1])):
                if day in wanted:
                    found[day].append((person, block))
    return dict(found)


def _weighed(time_: Stretch, given: _Given, known: tuple[Reason, ...]) -> Candidate:
    """Return the time with what it costs and why."""
    start, end, wish = time_.start, time_.end, given.wish
    cost, reasons = 0, list(known)
    off = tuple(sorted(p for p, days in given.days_off_by_person.items() if start.weekday() in days))
    taken = {p for p, b in given.busy_on.get(start.date(), ()) if p not in off and time_.overlaps(b)}
    if off:
        reasons.append(why.DayOff(off))
    if taken:
        reasons.append(why.Busy(tuple(sorted(taken))))
    cost += ONE_PERSON_OUT * (len(off) + len(taken))
    if holiday := _school_holiday(start.date(), given.school_holidays):
        reasons.append(why.InSchoolHoliday(holiday.name, holiday.guess))
        cost += SCHOOL_HOLIDAY
    unmet = wish.preferred.judged(start, end).count(False)
    cost += UNMET_PREFERENCE * unmet
    cost += DISLIKED * sum(1 for b in wish.disliked if b and b.fits(start, end))
    if wish.preferred:
        reasons.append(why.NotAsPreferred() if unmet else why.AsPreferred())
    leaning = max(-MOST_LEANING, min(MOST_LEANING, given.taught.leaning(start)))
    cost -= LEANING * leaning
    if leaning > 0:
        reasons.append(why.SuitedBefore())
    cost += _awkwardness(start, end)
    return Candidate(Suggestion(start, end, tuple(reasons) or (why.FreeForAll(),)), cost)


def _keeps_out(candidate: Candidate, needed: Collection[str]) -> bool:
    """Whether somebody who is needed is busy then."""
    return any(isinstance(r, why.Busy) and set(r.persons) & set(needed) for r in candidate.suggestion.reasons)


def _awkwardness(start: datetime, end: datetime) -> int:
    cost = HALF_PAST if start.minute else 0
    if start.time() < time(12, 30) and end.time() > time(12):
        cost += OVER_LUNCH
    if start.weekday() == 4 and end.time() > time(13):
        cost += FRIDAY_AFTERNOON
    return cost


def _school_holiday(day: date, holidays: Iterable[SchoolHoliday]) -> SchoolHoliday | None:
    return next((h for h in holidays if h.first <= day <= h.last), None)
