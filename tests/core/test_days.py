"""Days in words and on the calendar: each line is something a letter says or a clock does."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.core.days import HOME, NaiveTime, NoSuchWeek, Week, local, week_of
from faelled.core.days.calendar import (
    add_working_days,
    days_of_week,
    deadline_after,
    exists_on_the_clock,
    is_working_day,
    next_office_moment,
    next_week_numbered,
    on_the_clock,
    public_holidays,
    school_holiday_guess,
)
from faelled.core.days.words import (
    count_in_words,
    day_in_words,
    list_in_words,
    moment_in_words,
    month_in_words,
    span_subject,
    time_in_words,
)

TODAY = date(2026, 11, 20)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HOME)


@pytest.mark.parametrize(
    ("start", "end", "danish", "english"),
    [
        (
            at(2026, 12, 3, 13),
            at(2026, 12, 3, 15),
            "torsdag 3. december kl. 13-15",
            "Thursday 3 December 13:00-15:00",
        ),
        (
            at(2026, 12, 3, 9, 30),
            at(2026, 12, 3, 11),
            "torsdag 3. december kl. 9.30-11",
            "Thursday 3 December 09:30-11:00",
        ),
        (
            at(2027, 1, 7, 9),
            at(2027, 1, 7, 11),
            "torsdag 7. januar 2027 kl. 9-11",
            "Thursday 7 January 2027 09:00-11:00",
        ),
        (at(2026, 11, 27, 16), None, "fredag 27. november kl. 16", "Friday 27 November at 16:00"),
        (
            at(2026, 12, 4, 22),
            at(2026, 12, 5, 0),
            "fredag 4. december kl. 22-24",
            "Friday 4 December 22:00-24:00",
        ),
        (
            at(2026, 12, 31, 22),
            at(2027, 1, 1, 1),
            "torsdag 31. december kl. 22 til fredag 1. januar 2027 kl. 1",
            "Thursday 31 December at 22:00 to Friday 1 January 2027 at 01:00",
        ),
        # 12.00 UTC is 13 in winter and 14 in summer: the words follow the clock on the wall.
        (
            datetime(2026, 12, 3, 12, tzinfo=UTC),
            datetime(2026, 12, 3, 14, tzinfo=UTC),
            "torsdag 3. december kl. 13-15",
            "Thursday 3 December 13:00-15:00",
        ),
    ],
)
def test_a_time_in_words(start, end, danish, english):
    assert time_in_words(start, end, today=TODAY) == danish
    assert time_in_words(start, end, lang="en", today=TODAY) == english


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(NaiveTime):
        moment_in_words(datetime(2026, 12, 3, 13), today=TODAY)


def test_a_day_and_a_month_in_words():
    assert day_in_words(date(2026, 12, 3), today=TODAY) == "torsdag 3. december"
    assert day_in_words(date(2028, 2, 29), lang="en", today=TODAY) == "Tuesday 29 February 2028"
    assert month_in_words(date(2026, 12, 3)) == "december"
    assert month_in_words(date(2027, 1, 7), today=TODAY) == "januar 2027"


@pytest.mark.parametrize(
    ("count", "lang", "words"),
    [
        *((0, "da", "nul"), (1, "da", "én"), (2, "da", "to"), (8, "da", "otte"), (12, "da", "tolv")),
        *((13, "da", "13"), (8, "en", "eight"), (-1, "da", "-1"), (10**30, "en", str(10**30))),
    ],
)
def test_a_count_in_words(count, lang, words):
    assert count_in_words(count, lang) == words


def test_one_place_and_one_time_differ_in_danish():
    assert count_in_words(1, neuter=True) == "ét"
    assert count_in_words(1, "en", neuter=True) == "one"


@pytest.mark.parametrize(
    ("parts", "danish", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a og b", "a and b"),
        (["a", "b", "c"], "a, b og c", "a, b and c"),
    ],
)
def test_a_list_in_words(parts, danish, english):
    assert list_in_words(parts, "da") == danish
    assert list_in_words(parts, "en") == english
    assert list_in_words(["a", "b"], "da", choice=True) == "a eller b"


@pytest.mark.parametrize(
    ("starts", "danish", "english"),
    [
        ([date(2026, 12, 1), date(2026, 12, 9)], "i december", "in December"),
        ([date(2026, 11, 30), date(2026, 12, 9)], "i uge 49 og 50", "in weeks 49 and 50"),
        ([date(2026, 12, 31), date(2027, 1, 1)], "i uge 53", "in week 53"),
        ([date(2026, 12, 9), date(2026, 11, 18)], "i november og december", "in November and December"),
        ([date(2026, m, 18) for m in (8, 9, 10, 11)], "fra august til november", "from August to November"),
        ([at(2026, 12, 1, 10), at(2026, 12, 3, 13)], "i december", "in December"),
        ([], "", ""),
    ],
)
def test_what_a_subject_says_of_the_times(starts, danish, english):
    assert span_subject(starts) == danish
    assert span_subject(starts, "en") == english


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 2), "Skærtorsdag"),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 6, 5), "Grundlovsdag"),
        (date(2026, 12, 24), "Juleaftensdag"),
        (date(2022, 6, 5), "Pinsedag, Grundlovsdag"),
        (date(2023, 5, 5), "Store bededag"),
    ],
)
def test_holidays_by_name(day, name):
    assert public_holidays(day.year)[day] == name


def test_great_prayer_day_is_worked_since_2024():
    assert is_working_day(date(2024, 4, 26))
    assert not is_working_day(date(2023, 5, 5))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 30), 1, date(2027, 1, 4)),
        (date(2026, 4, 1), 1, date(2026, 4, 7)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_working_days_step_over_weekends_and_holidays(start, count, end):
    assert add_working_days(start, count) == end


def test_days_the_house_is_closed_are_stepped_over():
    assert add_working_days(date(2026, 11, 20), 1, off={date(2026, 11, 23)}) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("start", "days", "ends"),
    [
        (at(2026, 11, 20, 14), 5, at(2026, 11, 27, 16)),
        (at(2026, 7, 2, 9), 3, at(2026, 7, 28, 16)),  # asked in week 27: weeks 28 to 30 do not count
        (at(2026, 7, 15, 9), 1, at(2026, 7, 27, 16)),  # asked in the middle of them
        (at(2026, 10, 23, 14), 2, at(2026, 10, 27, 16)),  # over the end of summer time, still 16 on the wall
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), 1, at(2026, 11, 23, 16)),  # it is Friday here already
    ],
)
def test_a_deadline_stands_still_in_july(start, days, ends):
    assert deadline_after(start, days, time(16)) == ends
    assert ends.hour == 16


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(2026, 11, 20, 10), at(2026, 11, 20, 10)),
        (at(2026, 11, 20, 6, 59), at(2026, 11, 20, 7)),
        (at(2026, 11, 20, 17), at(2026, 11, 23, 7)),
        (at(2026, 11, 21, 10), at(2026, 11, 23, 7)),
        (at(2026, 12, 23, 18), at(2026, 12, 28, 7)),
        (at(2026, 3, 28, 12), at(2026, 3, 30, 7)),
    ],
)
def test_letters_wait_for_the_office_to_open(now, then):
    assert next_office_moment(now) == then


@pytest.mark.parametrize(("day", "week"), [(date(2027, 1, 1), (2026, 53)), (date(2024, 12, 30), (2025, 1))])
def test_weeks_around_new_year(day, week):
    assert week_of(day) == Week(*week)
    assert day in days_of_week(*week)


@pytest.mark.parametrize(
    ("year", "week"), [(2025, 53), (2026, 54), (2026, 0), (2026, -3), (10**9, 1), (0, 1)]
)
def test_a_week_that_no_year_has(year, week):
    with pytest.raises(NoSuchWeek):
        days_of_week(year, week)


@pytest.mark.parametrize(
    ("number", "today", "week"),
    [
        (49, TODAY, Week(2026, 49)),
        (47, TODAY, Week(2026, 47)),
        (46, TODAY, Week(2027, 46)),
        (53, TODAY, Week(2026, 53)),
        (53, date(2027, 2, 1), None),  # the next one is in 2032: a slip of the pen
        (99, TODAY, None),
    ],
)
def test_the_next_week_of_a_number(number, today, week):
    assert next_week_numbered(number, today) == week


def test_a_clock_time_that_summer_time_skips():
    assert not exists_on_the_clock(date(2026, 3, 29), time(2, 30))
    assert on_the_clock(date(2026, 3, 29), time(2, 30)) == at(2026, 3, 29, 3, 30)
    assert exists_on_the_clock(date(2026, 10, 25), time(2, 30))


def test_school_holidays_are_guesses_in_order():
    holidays = school_holiday_guess(2026)
    assert [h.name for h in holidays] == [
        "Vinterferie",
        "Påskeferie",
        "Sommerferie",
        "Efterårsferie",
        "Juleferie",
    ]
    assert all(h.guess for h in holidays)
    named = {h.name: (h.first, h.last) for h in holidays}
    assert named["Sommerferie"][0] == date(2026, 6, 27)
    assert named["Juleferie"] == (date(2026, 12, 19), date(2027, 1, 3))


@given(st.integers(2000, 2098))
def test_school_holidays_hold_their_weeks_and_never_overlap(year):
    holidays = school_holiday_guess(year)
    assert all(a.first <= a.last < b.first for a, b in pairwise(holidays))
    assert set(days_of_week(year, 42)) <= {holidays[3].first + n * timedelta(days=1) for n in range(9)}
    assert holidays[4].first <= date(year, 12, 23) < date(year + 1, 1, 1) <= holidays[4].last


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.integers(1, 40))
def test_a_deadline_is_a_later_working_day_at_its_hour(moment, days):
    start = moment.replace(tzinfo=UTC)
    ends = deadline_after(start, days, time(16))
    assert is_working_day(ends.date()) and ends.hour == 16
    assert (ends.date() - local(start).date()).days >= days
    assert week_of(ends.date()).number not in range(28, 31)
