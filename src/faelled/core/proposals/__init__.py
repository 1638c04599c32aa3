"""DECIDE which times to propose for a meeting, each with its reasons."""

from faelled.core.proposals.reasons import Reason, in_words
from faelled.core.proposals.suggesting import propose
from faelled.core.proposals.values import Half, Proposed, Suggestion, Taught, WorkingHours

__all__ = ["Half", "Proposed", "Reason", "Suggestion", "Taught", "WorkingHours", "in_words", "propose"]
