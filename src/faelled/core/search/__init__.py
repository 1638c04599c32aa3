"""Search in Danish over a few hundred texts: stems, æøå written in any way, and the parts of compounds."""

from .ranking import Document, rank
from .words import words_for_search

__all__ = ["Document", "rank", "words_for_search"]
