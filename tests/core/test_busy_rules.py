"""Rules of repetition, tried against dateutil, and series with exceptions against recurring-ical-events."""

from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.busy import Reason
from faelled.core.busy.expanding import Window
from faelled.core.busy.reading import expanded, look
from faelled.core.busy.repeating import Effort, times
from faelled.core.busy.rules import rule
from faelled.core.busy.values import BrokenEntry
from tests.core.test_busy import calendar, event
from tests.effort import examples

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def numbers(name, values, most=3):
    chosen = st.lists(values, min_size=1, max_size=most, unique=True)
    return chosen.map(lambda some: f"{name}={','.join(map(str, some))}")


def nonzero(most):
    return st.integers(1, most) | st.integers(-most, -1)


def parts(frequency, nth):
    """Parts that go with a frequency: nth weekdays only where the standard has them."""
    weekday = st.sampled_from(WEEKDAYS)
    if nth:
        # Plain and counted weekdays together are one list to the standard and two to dateutil.
        weekday = weekday | st.tuples(nonzero(5), weekday).map(lambda t: f"{t[0]}{t[1]}")
    days = st.lists(weekday, min_size=1, max_size=3, unique=True)
    days = days.filter(lambda some: len({len(d) > 2 for d in some}) == 1).map(
        lambda some: f"BYDAY={','.join(some)}"
    )
    some = [
        days,
        numbers("BYMONTH", st.integers(1, 12)),
        numbers("BYHOUR", st.integers(0, 23), 2),
        numbers("BYMINUTE", st.integers(0, 59), 2),
    ]
    if frequency != "WEEKLY":
        some.append(numbers("BYMONTHDAY", nonzero(31)))
    if frequency in ("YEARLY", "MONTHLY"):
        some.append(numbers("BYSETPOS", nonzero(4), 2))
    if frequency == "YEARLY":
        some += [numbers("BYYEARDAY", nonzero(366)), numbers("BYWEEKNO", nonzero(53))]
    chosen = st.lists(st.sampled_from(some), max_size=3, unique=True).flatmap(lambda c: st.tuples(*c))
    interval = st.just("") | st.integers(1, 5).map(lambda n: f"INTERVAL={n}")
    ends = st.sampled_from(["", "COUNT=7", "UNTIL=20270301T093000"])
    week = st.sampled_from(["", "WKST=SU", "WKST=MO"])
    return st.tuples(st.just(f"FREQ={frequency}"), interval, ends, week, chosen.map(";".join))


RULES = (
    st.sampled_from([("DAILY", False), ("WEEKLY", False), ("MONTHLY", True), ("YEARLY", True)])
    .flatmap(lambda kind: parts(*kind))
    .map(lambda some: ";".join(part for part in some if part))
    # With a position alone there is nothing to choose from, which dateutil refuses.
    .filter(lambda text: "BYSETPOS" not in text or text.count("BY") > 1)
    # A week is numbered by its own start; dateutil counts the n-th weekday of a year beside it otherwise.
    .filter(lambda text: "BYWEEKNO" not in text or "BYDAY" not in text)
)


@settings(max_examples=examples(800), deadline=None)
@given(
    RULES,
    st.datetimes(datetime(2023, 1, 1), datetime(2026, 12, 31)),
    st.integers(0, 900),
    st.integers(1, 400),
)
def test_a_rule_comes_true_when_dateutil_says(text, start, later, long):
    start = start.replace(microsecond=0, second=0)
    after = start + timedelta(days=later)
    before = after + timedelta(days=long)
    parsed = rule(text)
    ours = list(times(parsed, start, after, before, Effort()))
    # For a rule that never comes true dateutil looks until the year 9999, so it is told where to stop.
    theirs = rrulestr(text, dtstart=start)
    found = [when for when in takewhile(lambda when: when <= before, theirs) if when >= after]
    assert ours == found


def series(text, start, out, moved, name=";TZID=Europe/Copenhagen"):
    """Two entries: one that repeats, without some of its days, and one that moves one of them."""

    def at(when):
        return f"{when:%Y%m%dT%H%M%S}"

    lines = [f"UID:a\nDTSTART{name}:{at(start)}\nDTEND{name}:{at(start + timedelta(hours=1))}\nRRULE:{text}"]
    lines += [f"EXDATE{name}:{at(start + timedelta(days=n))}" for n in out]
    days, hours, all_after = moved
    old = start + timedelta(days=days)
    new = old + timedelta(hours=hours)
    which = ";RANGE=THISANDFUTURE" if all_after else ""
    change = f"UID:a\nRECURRENCE-ID{which}{name}:{at(old)}\nDTSTART{name}:{at(new)}\nDURATION:PT30M"
    return calendar(event("\n".join(lines)), event(change))


SIMPLE = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=DAILY;COUNT=9", "FREQ=DAILY;INTERVAL=2"]
)


@settings(max_examples=examples(800), deadline=None)
@given(
    SIMPLE,
    st.datetimes(datetime(2026, 1, 5), datetime(2026, 2, 28)),
    st.lists(st.integers(1, 12), max_size=3),
    st.tuples(st.integers(1, 12), st.integers(-30, 30), st.booleans()),
    st.sampled_from([";TZID=Europe/Copenhagen", ""]),
)
def test_a_series_with_exceptions_is_what_the_library_says(text, start, out, moved, name):
    start = start.replace(microsecond=0, second=0)
    content = series(text, start, out, moved, name)
    window = [datetime(2026, 2, 1, tzinfo=COPENHAGEN), datetime(2026, 3, 20, tzinfo=COPENHAGEN)]
    ours = sorted(
        (s.start, s.end) for _, s in expanded(look(content, COPENHAGEN), Window(*window, COPENHAGEN))
    )
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(*window)
    theirs = [[e[n].dt for n in ("DTSTART", "DTEND")] for e in found]
    assert ours == sorted(
        tuple((w if w.tzinfo else w.replace(tzinfo=COPENHAGEN)).astimezone(UTC) for w in both)
        for both in theirs
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FREQ=SECONDLY", Reason.SUB_DAILY),
        ("FREQ=HOURLY;INTERVAL=24", Reason.SUB_DAILY),
        ("FREQ=DAILY;BYHOUR=8,9;BYMINUTE=" + ",".join(map(str, range(60))), Reason.TOO_MANY),
        ("FREQ=NEVER", Reason.BROKEN_RULE),
        ("", Reason.BROKEN_RULE),
        ("FREQ=DAILY;INTERVAL=0", Reason.BROKEN_RULE),
        ("FREQ=DAILY;INTERVAL=9999999", Reason.BROKEN_RULE),
        ("FREQ=DAILY;BYMONTH=13", Reason.BROKEN_RULE),
        ("FREQ=DAILY;BYDAY=XX", Reason.BROKEN_RULE),
        ("FREQ=DAILY;UNTIL=20261340", Reason.BROKEN_RULE),
        ("FREQ=DAILY;BYMONTHDAY=" + "1," * 2_000, Reason.TOO_MANY),
    ],
)
def test_a_rule_nobody_can_follow_is_refused(text, reason):
    with pytest.raises(BrokenEntry) as refused:
        rule(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_a_rule_that_never_comes_true_costs_no_more_than_the_window(text):
    effort = Effort()
    assert (
        list(times(rule(text), datetime(1900, 1, 1), datetime(2026, 1, 1), datetime(2027, 1, 1), effort))
        == []
    )
    assert Effort().all - effort.all < 1_000


def test_a_count_is_counted_from_the_start_but_not_for_ever():
    start, year = datetime(1990, 1, 1, 8), (datetime(2026, 1, 1), datetime(2026, 12, 31))
    assert len(list(times(rule("FREQ=DAILY;COUNT=13150"), start, *year, Effort()))) == 1
    with pytest.raises(BrokenEntry):
        list(times(rule("FREQ=DAILY;COUNT=900000"), datetime(1601, 1, 1), *year, Effort()))
