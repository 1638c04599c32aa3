"""Understand what must not be shared: personal data in Danish (and English) text."""

from .finding import SURE, Context, Finding, Mark, Reason, Type
from .mask import mask_answer
from .sweep import find

__all__ = ["SURE", "Context", "Finding", "Mark", "Reason", "Type", "find", "mask_answer"]
