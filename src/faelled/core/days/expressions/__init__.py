"""Time expressions in Danish and English text: what was written, and where.

scan(text) finds weekdays, dates, weeks, parts of the day, clock times, windows, durations, months, holidays and
bare numbers. It knows no calendar: whoever asks resolves "torsdag" or "efter kl. 13" against its own times.
"""

from faelled.core.days.expressions.kinds import (
    Clock,
    Day,
    DayRange,
    Edge,
    Expression,
    Feast,
    Holiday,
    Hours,
    Length,
    Meaning,
    Month,
    Number,
    Part,
    PartOfDay,
    Point,
    RelativeDay,
    RelativeWeek,
    Side,
    Third,
    Weekday,
    WeekdayRange,
    WeekParity,
    Weeks,
    Which,
)
from faelled.core.days.expressions.scanning import scan, scan_tokens
from faelled.core.days.expressions.tokens import Token, fold, keys, listed, tokenise, words_of

__all__ = [
    "Clock",
    "Day",
    "DayRange",
    "Edge",
    "Expression",
    "Feast",
    "Holiday",
    "Hours",
    "Length",
    "Meaning",
    "Month",
    "Number",
    "Part",
    "PartOfDay",
    "Point",
    "RelativeDay",
    "RelativeWeek",
    "Side",
    "Third",
    "Token",
    "WeekParity",
    "Weekday",
    "WeekdayRange",
    "Weeks",
    "Which",
    "fold",
    "keys",
    "listed",
    "scan",
    "scan_tokens",
    "tokenise",
    "words_of",
]
