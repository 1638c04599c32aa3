"""When people are busy, as far as their calendars tell; never with what. A fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import CharField
from django.db.models.functions import Cast

from faelled.core.days import Stretch
from faelled.meetings.models import BusyBlock, ConnectedCalendar
from faelled.partnerships.models import Person
from faelled.work import clock

FILE_STALE = timedelta(days=14)
State = ConnectedCalendar.State


@dataclass(frozen=True)
class Calendars:
    """What is known of several people, by the key of a person.

    busy: in order. known: those of whom nothing but busy is hidden; of everybody else nobody knows whether they are
    free.
    """

    busy: Mapping[int, list[Stretch]]
    known: frozenset[int]


def is_stale(row: ConnectedCalendar) -> bool:
    """Whether what a calendar said is too old to go by."""
    kept = FILE_STALE if row.kind == ConnectedCalendar.Kind.FILE else settings.CALENDAR_STALE
    return row.read_at is not None and row.read_at <= clock.now() - kept


def tells(row: ConnectedCalendar) -> bool:
    """Whether what is kept of a calendar can be gone by. One that was away just now still tells what it did before."""
    return row.state in {State.OK, State.UNREACHABLE} and row.read_at is not None and not is_stale(row)


def calendars_of(person: Person) -> list[ConnectedCalendar]:
    """Return the calendars *person* has connected."""
    return list(ConnectedCalendar.objects.filter(person=person))


def calendars(persons: Collection[int], begin: datetime, end: datetime) -> Calendars:
    """Return when these people are busy between *begin* and *end*; two queries whatever the number."""
    rows = list(ConnectedCalendar.objects.filter(person__in=persons).defer("address"))
    telling = {row.pk: row.person_id for row in rows if tells(row)}
    silent = {row.person_id for row in rows if row.pk not in telling}
    busy: dict[int, list[Stretch]] = {}
    blocks = BusyBlock.objects.filter(calendar__in=telling, starts__lt=end, ends__gt=begin)
    # As text: Django's own way from a row to two aware times costs most of the answer for fifty people.
    told = (
        blocks.order_by("starts")
        .annotate(begin=Cast("starts", CharField()), stop=Cast("ends", CharField()))
        .values_list("calendar", "begin", "stop")
    )
    for calendar, starts, ends in told:
        busy.setdefault(telling[calendar], []).append(Stretch(_in_utc(starts), _in_utc(ends)))
    return Calendars(busy, frozenset(set(telling.values()) - silent))


def unread(persons: Collection[int]) -> frozenset[int]:
    """Return those who have connected a calendar that cannot be gone by: unreadable, away for long, or too old."""
    rows = ConnectedCalendar.objects.filter(person__in=persons).defer("address")
    return frozenset(row.person_id for row in rows if not tells(row))


def _in_utc(text: str) -> datetime:
    """Return a time as the database writes it: its connections speak UTC, and only PostgreSQL's say so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def own_blocks(person: Person, days: int = 14) -> list[Stretch]:
    """Return when *person* is busy from now on, overlapping blocks of several calendars as one."""
    now = clock.now()
    found = calendars([person.pk], now, now + timedelta(days=days)).busy.get(person.pk, [])
    return _joined(found)


def _joined(blocks: Iterable[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for block in blocks:
        if joined and block.start <= joined[-1].end:
            joined[-1] = Stretch(joined[-1].start, max(joined[-1].end, block.end))
        else:
            joined.append(block)
    return joined
