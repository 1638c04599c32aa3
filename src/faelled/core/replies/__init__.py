"""Understand an answer: free text to numbered proposals, and the small answers yes, no, a number, a word."""

from faelled.core.replies.reader import read
from faelled.core.replies.reading import NOTHING, Counter, Reading, Slot, SlotAnswer, Span, Verdict

__all__ = ["NOTHING", "Counter", "Reading", "Slot", "SlotAnswer", "Span", "Verdict", "read"]
