"""Calendars -> busy blocks: when somebody is busy, and nothing about what with."""

from faelled.core.busy.reading import read
from faelled.core.busy.told import heard, plain, told
from faelled.core.busy.values import Busy, Reason, State, Unreadable

__all__ = ["Busy", "Reason", "State", "Unreadable", "heard", "plain", "read", "told"]
