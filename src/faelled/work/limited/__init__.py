"""Run a pure function on outside data in a child process with limits: no mail and no calendar takes the house along."""

from faelled.work.limited.bounds import Bounds, ChildEnded, Raised, TooCostly
from faelled.work.limited.parent import Child, run

__all__ = ["Bounds", "Child", "ChildEnded", "Raised", "TooCostly", "run"]
