"""The one clock of the house. Tests and the demo set it; nobody else asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _source()


def set_source(source: Callable[[], datetime] | None) -> None:
    """Let *source* tell the time from now on; None goes back to the system's clock."""
    global _source
    _source = source or _system_time
