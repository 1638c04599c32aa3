"""Every letter that meetings writes: one function a letter, with what it may say decided here and not in the template.

A place comes from partnerships.reads, which never gives a protected house's name to a letter.
"""

from faelled.meetings.actions.letters.news import invitation, note_for_letters, say, stays
from faelled.meetings.actions.letters.questions import (
    Class,
    about_ask,
    answer,
    as_it_would_go_out,
    coming_or_not,
    other_time,
    packed,
    question,
    reminder,
    rule_broken,
    to_decide,
    too_late,
    turn_handed_on,
    understood_right,
    was_it_you,
)
from faelled.meetings.actions.letters.words import numbered, span_words, time_words, where

__all__ = [
    "Class",
    "about_ask",
    "answer",
    "as_it_would_go_out",
    "coming_or_not",
    "invitation",
    "note_for_letters",
    "numbered",
    "other_time",
    "packed",
    "question",
    "reminder",
    "rule_broken",
    "say",
    "span_words",
    "stays",
    "time_words",
    "to_decide",
    "too_late",
    "turn_handed_on",
    "understood_right",
    "was_it_you",
    "where",
]
