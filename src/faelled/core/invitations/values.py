"""The values an invitation is made of, and what a calendar part somebody sent us says."""

from dataclasses import dataclass
from datetime import date, datetime

from faelled.core.days import HOME


@dataclass(frozen=True, slots=True)
class Invitation:
    """One meeting as one person is invited to it.

    start, end: aware, half-open [start, end), in any zone; they are written in *zone*, an IANA name.
    stamp: when this very letter was made; fresh in each one. uid: the same for the life of the meeting.
    sequence: up by one when time or place changes, and at the cancellation.
    organizer_address: an address of our own, never a participant's.
    """

    uid: str
    sequence: int
    summary: str
    start: datetime
    end: datetime
    stamp: datetime
    organizer_name: str
    organizer_address: str
    attendee_name: str
    attendee_address: str
    place: str
    description: str
    url: str | None
    lang: str
    zone: str = HOME.key


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One meeting in somebody's feed; tentative while it is only a proposal."""

    uid: str
    sequence: int
    summary: str
    start: datetime
    end: datetime
    stamp: datetime
    place: str = ""
    description: str = ""
    url: str | None = None
    lang: str = "da"
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """One event of a calendar object somebody sent; text is "" and the rest None where the file is silent.

    method: in capitals ("REPLY", "COUNTER", ...). dtstamp: in UTC. organizer, attendee: bare addresses in
    lower case. attendee, partstat: only where exactly one person is named, and that person says one thing;
    attendees holds all of them as (address, partstat).
    start, end, recurrence_id: a date for whole days; a datetime without a zone where the file gives none;
    None where it is missing, broken, or in a zone nobody can name, for a guessed hour is worse than none.
    """

    method: str
    uid: str
    sequence: int
    dtstamp: datetime | None
    organizer: str | None
    attendee: str | None
    partstat: str | None
    start: datetime | date | None
    end: datetime | date | None
    recurrence_id: datetime | date | None
    summary: str
    comment: str
    attendees: tuple[tuple[str, str], ...]


class UnreadableCalendar(ValueError):
    """Nothing in a calendar object can be used.

    code: too_large, not_a_calendar, too_deep, too_many or nothing_usable.
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"The calendar object cannot be read: {code}.")
        self.code = code


class InvalidInvitation(ValueError):
    """The caller asked for an invitation that no calendar would understand.

    code: no_zone, ends_too_early, far_away, unknown_zone, bad_sequence, bad_uid, bad_address, own_organizer,
    bad_url or bad_language.
    """

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"The invitation cannot be written ({code}): {what}.")
        self.code = code
