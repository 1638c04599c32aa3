"""Time expressions: what people write about days and hours, and where it stands."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from faelled.core.days.expressions import (
    Clock,
    Day,
    DayRange,
    Edge,
    Feast,
    Holiday,
    Hours,
    Length,
    Month,
    Number,
    Part,
    PartOfDay,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    Weekday,
    WeekdayRange,
    WeekParity,
    Weeks,
    Which,
    scan,
)


def meanings(text, **more):
    return [e.what for e in scan(text, **more)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "vagt til kl. 12, så først dér kan jeg",
            [Edge(Side.UNTIL, Clock(time(12))), Edge(Side.FROM, Clock(time(12)))],
        ),
        ("I finish at five, so not before then", [Clock(time(17)), Edge(Side.BEFORE, Clock(time(17)))]),
        (
            "hjemme til og med onsdag, derefter væk",
            [Edge(Side.UNTIL, Weekday(2)), Edge(Side.AFTER, Weekday(2))],
        ),
        ("nothing until the 10th, then I can", [Edge(Side.UNTIL, Day(10)), Edge(Side.FROM, Day(10))]),
        ("møde 9-11, inden da går det", [Hours(time(9), time(11)), Edge(Side.BEFORE, Clock(time(11)))]),
        ("on Friday then", [Weekday(4)]),
        ("først hjemme den 8., derefter kan jeg", [Day(8)]),
        ("da jeg er væk, derefter også", []),
    ],
)
def test_then_points_back_at_the_time_named_before_it(text, what):
    assert meanings(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("torsdag", Weekday(3)),
        ("torsdagene", Weekday(3)),
        ("tirsdagstiderne", Weekday(1)),
        ("onsdga", Weekday(2)),  # two letters swapped
        ("loerdag", Weekday(5)),
        ("Wednesdays", Weekday(2)),
        ("på fredag", Weekday(4, Which.COMING)),
        ("næste fredag", Weekday(4, Which.NEXT)),
        ("torsdagen efter", Weekday(3, Which.AFTER)),
        ("mandag om 14 dage", Weekday(0, weeks=2)),
        ("torsdag til fredag", WeekdayRange(3, 4)),
        ("d. 3.", Day(3)),
        ("3/12", Day(3, 12)),
        ("den 3. december", Day(3, 12)),
        ("the 12th", Day(12)),
        ("December 3rd", Day(3, 12)),
        ("08.01.2027", Day(8, 1, 2027)),
        ("07-04", Day(7, 4)),
        ("seksogtyvende november", Day(26, 11)),
        ("3.-5. dec", DayRange(Day(3, 12), Day(5, 12))),
        ("24 October - 8 November", DayRange(Day(24, 10), Day(8, 11))),
        ("uge 49", Weeks((49,))),
        ("ugerne 49 og 50", Weeks((49, 50))),
        ("w49", Weeks((49,))),
        ("ulige uger", WeekParity(even=False)),
        ("næste uge", RelativeWeek(1)),
        ("ugen efter", RelativeWeek(None)),
        ("i overmorgen", RelativeDay(2)),
        ("sent i november", Month(11, Third.END)),
        ("aprildatoerne", Month(4)),
        ("eftermiddagstiderne", Part(PartOfDay.AFTERNOON)),
        ("efter frokost", Part(PartOfDay.AFTER_NOON)),
        ("kl. 9", Clock(time(9))),
        ("kl 3", Clock(time(15))),  # nobody meets at three in the night
        ("halv tre", Clock(time(14, 30))),
        ("kvart over ti", Clock(time(10, 15))),
        ("half past two", Clock(time(14, 30))),
        ("9-11", Hours(time(9), time(11))),
        ("fra syv til fem", Hours(time(7), time(17))),
        ("fra kl. 13", Edge(Side.FROM, Clock(time(13)))),
        ("senest 15", Edge(Side.UNTIL, Clock(time(15)))),
        ("before 3pm", Edge(Side.BEFORE, Clock(time(15)))),
        ("til og med torsdag den 10. september", Edge(Side.UNTIL, Day(10, 9))),
        ("Wednesday or later", Edge(Side.FROM, Weekday(2))),
        ("to timer", Length(timedelta(hours=2))),
        ("halvanden time", Length(timedelta(minutes=90))),
        ("45 min", Length(timedelta(minutes=45))),
        ("efterårsferien", Holiday(Feast.AUTUMN)),
        ("mellem jul og nytår", Holiday(Feast.BETWEEN)),
        ("nr. 2", Number(2, labelled=True)),
        ("2'eren", Number(2, labelled=True)),
    ],
)
def test_one_expression_means_one_thing(text, what):
    assert meanings(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "man ved aldrig, mon ikke det går",  # "man" and "mon" are no Mondays here
        "jeg tør ikke love noget, har fri",
        "min søn er syg",
        "you may ask",
    ],
)
def test_everyday_words_are_no_days(text):
    assert meanings(text) == []


def test_a_list_of_days_shares_its_month():
    assert meanings("1 and 3 Dec are taken") == [Day(1, 12), Day(3, 12)]


def test_the_likely_days_settle_what_a_dot_means():
    assert meanings("12.11 er fin", likely=[date(2026, 11, 12)]) == [Day(12, 11)]
    assert meanings("12.11 er fin") == [Clock(time(12, 11))]


def test_fri_is_a_day_in_english_and_free_in_danish():
    assert meanings("Fri works", english=True) == [Weekday(4)]
    assert meanings("Fri hele dagen") == []


def test_every_expression_knows_where_it_stands():
    text = "Kan vi mødes to timer i uge 49, helst den 3. december?"
    assert [text[e.start : e.end] for e in scan(text)] == ["to timer", "uge 49", "den 3. december"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "9" * 50_000,
        "1/" * 5_000,
        "den " * 5_000,
        "kl. " * 5_000,
        "uge " * 5_000,
        "mandag-" * 5_000,
    ],
)
def test_hostile_text_is_scanned_all_the_same(text):
    found = scan(text)
    assert all(0 <= e.start < e.end <= len(text) for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
