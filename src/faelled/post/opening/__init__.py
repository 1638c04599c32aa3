"""Bytes -> Letter: automatic? bounce? calendar part? new text? Knows no database and no app."""

from faelled.post.opening.apart import open_apart
from faelled.post.opening.letter import CannotOpen, Kind, Letter, Limits
from faelled.post.opening.opener import open_mail
from faelled.post.opening.reasons import NOT_THE_ADDRESS, FailedBecause, reason

__all__ = [
    "NOT_THE_ADDRESS",
    "CannotOpen",
    "FailedBecause",
    "Kind",
    "Letter",
    "Limits",
    "open_apart",
    "open_mail",
    "reason",
]
