"""Which times are suggested, told with the people we know; now is Friday 20 November 2026 at 10."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faelled.core.days import HOME, Stretch, Week
from faelled.core.days.calendar import public_holidays, school_holiday_guess
from faelled.core.days.words import time_in_words
from faelled.core.proposals import Half, Taught, WorkingHours, in_words, propose
from faelled.core.proposals import reasons as why
from faelled.core.wishes.wish import (
    AFTERNOON,
    ANY_TIME,
    EVENING,
    MORNING,
    AskedTime,
    Bounds,
    DayHours,
    Hours,
    Month,
    Wish,
)

NOW = datetime(2026, 11, 20, 10, tzinfo=HOME)
NAMES = {"lone": "Lone", "morten": "Morten", "aisha": "Aisha"}


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HOME)


def required(**bounds) -> Wish:
    return Wish(required=Bounds(**bounds), understood=True)


def said(proposed) -> list[str]:
    return [time_in_words(s.start, s.end, today=NOW.date()) for s in proposed]


def test_five_times_of_two_hours_spread_over_days_and_both_halves_of_the_day():
    times = propose(ANY_TIME, now=NOW)
    assert len(times) == 5
    assert len({s.start.date() for s in times}) == 5
    assert {s.start.weekday() for s in times} >= {0, 1, 2, 3}
    assert {Half.of(s.start) for s in times} == set(Half)
    assert all(s.end - s.start == timedelta(hours=2) for s in times)
    assert all(time(8, 30) <= s.start.time() and s.end.time() <= time(15, 30) for s in times)
    # Three working days to answer in: Monday, Tuesday, Wednesday.
    assert times[0].start.date() >= date(2026, 11, 25)


def test_the_same_facts_give_the_same_times():
    assert said(propose(ANY_TIME, now=NOW)) == said(propose(ANY_TIME, now=NOW))


def test_two_weeks_and_a_preference_for_mornings():
    wish = Wish(
        duration=timedelta(hours=2),
        required=Bounds(weeks=(Week(2026, 49), Week(2026, 50))),
        preferred=Bounds(hours=(MORNING,)),
        understood=True,
    )
    times = propose(wish, now=NOW)
    assert len(times) == 5
    assert {s.start.isocalendar().week for s in times} == {49, 50}
    assert all(s.end.time() <= time(12, 30) for s in times)
    assert all(why.AsPreferred() in s.reasons for s in times)


def test_a_week_far_ahead_is_proposed_although_it_lies_beyond_the_reach():
    times = propose(required(weeks=(Week(2027, 20),)), now=NOW)
    assert {s.start.isocalendar().week for s in times} == {20}


def test_a_day_nearer_than_the_reach_is_proposed_when_it_was_named():
    assert {s.start.date() for s in propose(required(dates=(date(2026, 11, 24),)), now=NOW)} == {
        date(2026, 11, 24)
    }


def test_after_new_year_opens_a_month_from_there():
    times = propose(required(earliest=date(2027, 1, 2)), now=NOW)
    assert len(times) == 5
    assert all(date(2027, 1, 4) <= s.start.date() <= date(2027, 2, 15) for s in times)


def test_part_time_days_are_avoided_where_they_can_be():
    times = propose(ANY_TIME, now=NOW, days_off_by_person={"lone": {3}, "morten": {0}})
    assert {s.start.weekday() for s in times}.isdisjoint({0, 3})


def test_a_part_time_day_is_named_where_it_cannot_be_avoided():
    times = propose(required(weekdays=(3,)), now=NOW, days_off_by_person={"lone": {3}})
    assert all(why.DayOff(("lone",)) in s.reasons for s in times)
    assert in_words(times[0].reasons[0], "da", NAMES, today=NOW.date()) == "Lone arbejder ikke den dag."


def test_a_full_calendar_moves_the_time():
    free = propose(required(dates=(date(2026, 12, 3),)), now=NOW, want=1)[0]
    busy = {"aisha": [Stretch(at(2026, 12, 3, 8), at(2026, 12, 3, 12))]}
    moved = propose(required(dates=(date(2026, 12, 3),)), now=NOW, want=1, busy=busy)[0]
    assert free.start.hour < 12 <= moved.start.hour
    assert moved.reasons == (why.FreeForAll(),)


def test_somebody_away_for_weeks_is_busy_every_day_of_them():
    busy = {"aisha": [Stretch(at(2026, 11, 1), at(2026, 12, 4))]}
    assert all(s.start >= at(2026, 12, 4) for s in propose(ANY_TIME, now=NOW, busy=busy))


def test_school_holidays_are_avoided_and_said_to_be_a_guess():
    now = at(2027, 1, 25, 9)
    holidays = school_holiday_guess(2027)
    assert all(s.start.isocalendar().week != 7 for s in propose(ANY_TIME, now=now, school_holidays=holidays))
    inside = propose(required(weeks=(Week(2027, 7),)), now=now, school_holidays=holidays)
    assert why.InSchoolHoliday("Vinterferie", True) in inside[0].reasons
    sentence = in_words(why.InSchoolHoliday("Vinterferie", True), "da", {}, today=now.date())
    assert sentence == "Det er i skoleferien (vinterferie, skøn)."


def test_public_holidays_and_days_the_house_is_closed_are_never_proposed():
    closed = {date(2026, 12, 28), date(2026, 12, 29)}
    times = propose(required(weeks=(Week(2026, 53),)), now=NOW, holidays=closed, want=10)
    assert {s.start.date() for s in times} == {date(2026, 12, 30)}


def test_what_was_refused_is_not_asked_again():
    asked = propose(ANY_TIME, now=NOW)
    again = propose(ANY_TIME, now=NOW, taught=Taught(refused=tuple(Stretch(s.start, s.end) for s in asked)))
    assert len(again) == 5
    assert not any(Stretch(a.start, a.end).overlaps(Stretch(b.start, b.end)) for a in asked for b in again)


def test_answers_teach_which_days_suit():
    taught = Taught(weekdays={1: 6, 0: -6, 4: -6}, halves={Half.AFTERNOON: 3})
    times = propose(ANY_TIME, now=NOW, taught=taught)
    weekdays = [s.start.weekday() for s in times]
    assert weekdays.count(1) >= 2 and not {0, 4} & set(weekdays)
    assert why.SuitedBefore() in times[0].reasons


def test_times_named_outright_are_proposed_as_they_stand():
    wish = Wish(
        times=(
            AskedTime(at(2026, 12, 5, 18), at(2026, 12, 5, 20)),
            AskedTime(at(2026, 12, 3, 10)),
            AskedTime(at(2026, 11, 3, 10)),
        ),
        understood=True,
    )
    assert said(propose(wish, now=NOW)) == ["torsdag 3. december kl. 10-12", "lørdag 5. december kl. 18-20"]


def test_times_named_outright_and_refused_give_others():
    asked = at(2026, 12, 3, 10)
    wish = Wish(times=(AskedTime(asked),), understood=True)
    times = propose(wish, now=NOW, taught=Taught(refused=(Stretch(asked, at(2026, 12, 3, 12)),)))
    assert len(times) == 5 and all(s.start != asked for s in times)


def test_an_evening_is_outside_working_hours_and_says_so():
    times = propose(required(hours=(EVENING,), weekdays=(2,)), now=NOW)
    assert all(s.start.hour >= 17 and why.OutsideWorkingHours() in s.reasons for s in times)


def test_a_saturday_is_proposed_to_somebody_who_asks_for_one():
    assert all(s.start.weekday() == 5 for s in propose(required(weekdays=(5,)), now=NOW))


def test_hours_said_of_one_weekday_bind_that_day_only():
    wish = required(weekdays=(1, 2), by_day=(DayHours(2, Hours(opens=time(12))),))
    times = propose(wish, now=NOW, want=10)
    assert all(s.start.hour >= 12 for s in times if s.start.weekday() == 2)
    assert any(s.start.hour < 12 for s in times if s.start.weekday() == 1)


def test_refused_days_are_left_out_and_disliked_ones_come_last():
    wish = Wish(
        refused=(Bounds(weekdays=(4,)), Bounds(weekdays=(3,), hours=(AFTERNOON,))),
        disliked=(Bounds(weekdays=(0,)),),
        understood=True,
    )
    times = propose(wish, now=NOW)
    assert all(s.start.weekday() not in (0, 4) for s in times)
    assert all(s.end.time() <= time(14) for s in times if s.start.weekday() == 3)


@pytest.mark.parametrize(
    ("wish", "reason", "sentence"),
    [
        (
            required(dates=(date(2026, 11, 3),)),
            why.InThePast(),
            "De dage, du nævner, er forbi.",
        ),
        (
            Wish(times=(AskedTime(at(2026, 11, 3, 10)),)),
            why.InThePast(),
            "De dage, du nævner, er forbi.",
        ),
        (
            required(dates=(date(2026, 11, 20),)),
            why.TooSoon(date(2026, 11, 23)),
            "Det er for tidligt: alle skal nå at svare. Den første dag, "
            "jeg kan foreslå, er mandag 23. november.",
        ),
        (
            required(dates=(date(2026, 12, 25),)),
            why.NoWorkingDay(),
            "De dage, du nævner, er weekend, helligdag eller fravalgt.",
        ),
        (
            Wish(duration=timedelta(hours=9)),
            why.TooLong(timedelta(hours=9)),
            "Et møde på 9 timer er længere end det tidsrum, det skal ligge i.",
        ),
        (
            required(dates=(date(2031, 12, 3),)),
            why.TooFar(),
            "De dage, du nævner, er mere end et år ude i fremtiden.",
        ),
        (required(months=(Month(2026, 2),)), why.InThePast(), "De dage, du nævner, er forbi."),
    ],
)
def test_nothing_fits_and_the_reason_is_said(wish, reason, sentence):
    nothing = propose(wish, now=NOW)
    assert not nothing and nothing.reasons == (reason,)
    assert in_words(reason, "da", {}, today=NOW.date()) == sentence
    assert in_words(reason, "en", {}, today=NOW.date())


def test_a_day_that_has_been_asked_about_from_end_to_end():
    day = Stretch(at(2026, 12, 3, 0), at(2026, 12, 4, 0))
    nothing = propose(required(dates=(date(2026, 12, 3),)), now=NOW, taught=Taught(refused=(day,)))
    assert nothing.reasons == (why.AllAskedAlready(),)


def test_a_clock_time_that_summer_time_skips_is_not_proposed():
    night = WorkingHours(weekdays=frozenset(range(7)), opens=time(1), closes=time(5))
    wish = required(dates=(date(2028, 3, 26),))
    times = propose(wish, now=at(2028, 3, 1, 9), working=night, duration=timedelta(minutes=30), want=10)
    clocks = {s.start.time() for s in times}
    assert time(3) in clocks and not clocks & {time(2), time(2, 30)}


def test_two_hours_stay_two_hours_over_the_end_of_summer_time():
    night = WorkingHours(weekdays=frozenset(range(7)), opens=time(1), closes=time(5))
    times = propose(required(dates=(date(2027, 10, 31),)), now=at(2027, 10, 1, 9), working=night, want=1)
    assert times[0].end.astimezone(UTC) - times[0].start.astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize(("want", "most", "count"), [(0, 10, 0), (-3, 10, 0), (50, 10, 10), (3, 10, 3)])
def test_never_more_than_the_most(want, most, count):
    assert len(propose(ANY_TIME, now=NOW, want=want, most=most)) == count


WISHES = st.builds(
    Wish,
    duration=st.none() | st.integers(15, 600).map(lambda m: timedelta(minutes=m)),
    required=st.builds(
        Bounds,
        weekdays=st.lists(st.integers(0, 6), max_size=3).map(tuple),
        weeks=st.lists(st.integers(1, 53).map(lambda n: Week(2026, n)), max_size=3).map(tuple),
        hours=st.sampled_from([(), (MORNING,), (EVENING,), (AFTERNOON, MORNING)]),
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    WISHES,
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.dictionaries(st.sampled_from(["lone", "morten"]), st.sets(st.integers(0, 6)), max_size=2),
)
def test_whatever_is_wished_times_lie_ahead_apart_and_inside_the_wish(wish, naive, days_off):
    now = naive.replace(tzinfo=UTC)
    times = propose(wish, now=now, days_off_by_person=days_off)
    assert times or times.reasons
    assert all(s.start.astimezone(UTC) > now for s in times)
    assert all(wish.required.fits(s.start, s.end) for s in times)
    assert all(s.start.date() not in public_holidays(s.start.year) for s in times)
    assert all(a.end.astimezone(UTC) <= b.start.astimezone(UTC) for a, b in pairwise(times))


def test_a_time_that_somebody_needed_cannot_is_not_proposed():
    wish = required(dates=(date(2026, 12, 3),))
    whole_day = {"aisha": [Stretch(at(2026, 12, 3, 0), at(2026, 12, 4, 0))]}
    assert propose(wish, now=NOW, busy=whole_day), "the others are only avoided"
    assert propose(wish, now=NOW, busy=whole_day, needed={"aisha"}).reasons == (why.NeededIsBusy(),)
    morning = {"aisha": [Stretch(at(2026, 12, 3, 8), at(2026, 12, 3, 12))]}
    assert all(s.start.hour >= 12 for s in propose(wish, now=NOW, busy=morning, needed={"aisha"}))


@pytest.mark.parametrize(
    ("persons", "da", "en"),
    [
        (("lone",), "Én er optaget ifølge kalenderen.", "One is busy, says the calendar."),
        (("aisha", "lone"), "To er optaget ifølge kalenderen.", "Two are busy, says the calendar."),
    ],
)
def test_who_is_busy_is_not_said_but_how_many(persons, da, en):
    assert in_words(why.Busy(persons), "da", NAMES, today=NOW.date()) == da
    assert in_words(why.Busy(persons), "en", NAMES, today=NOW.date()) == en
