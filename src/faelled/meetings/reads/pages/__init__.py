"""What the pages show, each in a fixed number of queries whatever its size."""

from faelled.meetings.reads.pages.answers import AnswerRow, answer_rows, meeting_in_words

__all__ = ["AnswerRow", "answer_rows", "meeting_in_words"]
