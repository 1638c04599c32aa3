"""What a COUNTER asks for: another time for one meeting, or why no time can be had from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from faelled.core.invitations.values import CalendarMessage

LONGEST = timedelta(days=1)


class Unusable(StrEnum):
    """Why a COUNTER proposes no time that anybody could be asked about."""

    OVERTAKEN = "overtaken"  # it answers an invitation that has been replaced since
    UNREADABLE = "unreadable"  # no start, a whole day, or a zone nobody can name
    SAME = "same"  # the time the meeting has already
    PAST = "past"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The time that is proposed instead, aware, half-open [start, end)."""

    start: datetime
    end: datetime


def wanted_by(
    message: CalendarMessage, *, invited: Wanted, sequence: int, now: datetime, zone: ZoneInfo
) -> Wanted | Unusable:
    """Return the time a COUNTER proposes instead of *invited*.

    sequence: of the invitation that was sent last. zone: where a time without a zone is at home. A COUNTER without
    an end lasts as long as the meeting did. Source: RFC 5546, section 3.2.7.
    """
    if message.sequence < sequence:
        return Unusable.OVERTAKEN
    start = _moment(message.start, zone)
    if start is None:
        return Unusable.UNREADABLE
    end = _moment(message.end, zone) or start + (invited.end - invited.start)
    return judged(Wanted(start, end), invited=invited, now=now)


def judged(time: Wanted, *, invited: Wanted | None, now: datetime) -> Wanted | Unusable:
    """Return *time*, or why nobody can be asked about it."""
    if time.end <= time.start:
        return Unusable.UNREADABLE
    if time.end - time.start > LONGEST:
        return Unusable.TOO_LONG
    if time.start <= now:
        return Unusable.PAST
    return Unusable.SAME if time == invited else time


def _moment(when: datetime | date | None, zone: ZoneInfo) -> datetime | None:
    if not isinstance(when, datetime):
        return None
    return (when if when.tzinfo is not None else when.replace(tzinfo=zone)).astimezone(UTC)
