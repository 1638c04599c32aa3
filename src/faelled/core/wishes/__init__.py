"""UNDERSTAND a start mail: what its writer wishes of a meeting."""

from faelled.core.wishes.reading import read_wish
from faelled.core.wishes.wish import ANY_TIME, AskedTime, Bounds, DayHours, Hours, Month, Wish

__all__ = ["ANY_TIME", "AskedTime", "Bounds", "DayHours", "Hours", "Month", "Wish", "read_wish"]
