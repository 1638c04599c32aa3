"""An agreed meeting as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from faelled.core.days.words import count_in_words, list_in_words, time_in_words
from faelled.meetings.models import AgendaItem, Attendance, Meeting
from faelled.meetings.reads.calendar import today, zone
from faelled.meetings.reads.pages.counters import CounterShown, counters_shown
from faelled.meetings.reads.pages.words import breakable
from faelled.meetings.reads.rounds import counters_to
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Membership, Seat
from faelled.work import clock

_MEETING = (
    "partnership",
    "host__organisation",
    "proposal__round__starter__person",
    "proposal__round__starter__membership__organisation",
    "proposal__round__partnership",
)


@dataclass(frozen=True)
class HouseComing:
    """Who of one house comes, who does not, and who has not said."""

    membership: Membership
    coming: tuple[str, ...]
    not_coming: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """One point of the agenda, and who wrote it."""

    text: str
    by: str


@dataclass(frozen=True)
class MeetingShown:
    """Everything a meeting's page may need; who may see what of it is the view's matter."""

    meeting: Meeting
    words: str
    place: str
    note: str
    attendances: tuple[Attendance, ...]
    houses: tuple[HouseComing, ...]
    agenda: tuple[Point, ...]
    first_visits: tuple[str, ...]
    lang: str

    @property
    def coming(self) -> int:
        """How many come."""
        return sum(len(h.coming) for h in self.houses)

    @property
    def coming_words(self) -> str:
        """How many come, as a heading says it."""
        return count_in_words(self.coming, self.lang).capitalize()

    @property
    def visitors(self) -> str:
        """The houses that see the host's for the first time, as a sentence names them."""
        return list_in_words(self.first_visits, self.lang)

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.meeting.ends <= clock.now()

    @property
    def cancelled(self) -> bool:
        """Whether it will not be held."""
        return self.meeting.state == Meeting.State.CANCELLED

    @property
    def protected(self) -> bool:
        """Whether the host's address is told in person only."""
        return bool(self.meeting.host and self.meeting.host.organisation.protected)

    @property
    def open(self) -> bool:
        """Whether anything about it can still change."""
        return not self.over and not self.cancelled

    @cached_property
    def counters(self) -> tuple[CounterShown, ...]:
        """The times people proposed instead; asked for by the page of a coordinator alone."""
        return counters_shown(counters_to(self.meeting), self.meeting.partnership, self.lang)

    def attendance_of(self, seat: Seat) -> Attendance | None:
        """Return the seat's own line, if it is invited."""
        return next((a for a in self.attendances if a.seat_id == seat.pk), None)


def meeting_shown(pk: int, lang: str) -> MeetingShown:
    """Return the meeting *pk* as its page shows it; it exists. Four queries."""
    meeting = Meeting.objects.select_related(*_MEETING).get(pk=pk)
    host = meeting.host.organisation if meeting.host else None
    rows = meeting.attendances.filter(withdrawn_at__isnull=True).exclude(seat__state=Seat.State.LEFT)
    attendances = tuple(
        rows.select_related("seat__person", "seat__membership__organisation").order_by(
            "seat__membership__position", "seat_id"
        )
    )
    houses = tuple(_houses(attendances))
    return MeetingShown(
        meeting=meeting,
        words=words_of(meeting, lang),
        place=partners.place_for(host, lang),
        note=breakable(meeting.practical_note or (host.practical_note if host else "")),
        attendances=attendances,
        houses=houses,
        agenda=tuple(_point(item) for item in meeting.agenda.select_related("written_by")),
        first_visits=tuple(_first_visits(meeting, houses)),
        lang=lang,
    )


def _point(item: AgendaItem) -> Point:
    return Point(breakable(item.text), item.written_by.first_name if item.written_by else "")


def words_of(meeting: Meeting, lang: str) -> str:
    """Return when a meeting is, as a page writes it."""
    place, day = zone(meeting.partnership), _today(meeting)
    return time_in_words(meeting.starts, meeting.ends, lang=lang, today=day, zone=place)


def _today(meeting: Meeting) -> date:
    return today(meeting.partnership)


def _houses(attendances: Iterable[Attendance]) -> list[HouseComing]:
    found: dict[int, list[Attendance]] = {}
    for attendance in attendances:
        found.setdefault(attendance.seat.membership_id, []).append(attendance)
    return [
        HouseComing(
            rows[0].seat.membership,
            tuple(a.seat.person.first_name for a in rows if a.comes),
            tuple(a.seat.person.first_name for a in rows if not a.comes and a.partstat == "DECLINED"),
            tuple(a.seat.person.first_name for a in rows if not a.comes and a.partstat != "DECLINED"),
        )
        for rows in found.values()
    ]


def _first_visits(meeting: Meeting, houses: Iterable[HouseComing]) -> list[str]:
    """Return the houses that come and have not been at the host's before."""
    if meeting.host is None:
        return []
    before = meeting.host.turns.filter(on__lt=meeting.starts).values_list("visitors", flat=True)
    seen = set(before)
    return [
        h.membership.organisation.name
        for h in houses
        if h.coming and h.membership.pk != meeting.host_id and h.membership.pk not in seen
    ]
