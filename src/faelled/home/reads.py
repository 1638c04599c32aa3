"""What Hjem shows one person: asked of every app, in a fixed number of queries."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from faelled.core.days.words import count_in_words, month_in_words
from faelled.core.kept import Kept, Row
from faelled.experiences import reads as experiences
from faelled.experiences.models import Experience
from faelled.home import words
from faelled.meetings.reads import about as meetings
from faelled.meetings.reads import kept_about as kept_in_meetings
from faelled.meetings.reads.about import NextMeeting
from faelled.partnerships import about as partnerships
from faelled.partnerships import own
from faelled.partnerships import reads as partners
from faelled.partnerships.about import Task
from faelled.partnerships.models import AuditEntry, Partnership, Person, Seat
from faelled.post import persons
from faelled.post import reads as post
from faelled.work import clock


@dataclass(frozen=True)
class Waiting:
    """Everything on one person's Hjem."""

    person: Person
    seats: list[Seat]
    tasks: list[Task]
    meeting: NextMeeting | None
    shared: list[Experience]
    used: Decimal
    now: datetime

    @property
    def greeting(self) -> str:
        """How one says hello at this hour."""
        words = {"name": self.person.first_name}
        if self.now.hour < 10:
            return _("Godmorgen, %(name)s") % words
        return (_("Goddag, %(name)s") if self.now.hour < 18 else _("Godaften, %(name)s")) % words

    @property
    def minutes(self) -> float:
        """What all of it costs."""
        return sum(task.minutes for task in self.tasks)

    @property
    def how_many(self) -> str:
        """How many things wait, as a sentence."""
        count = len(self.tasks)
        words = {"count": count_in_words(count, get_language() or "da").capitalize()}
        return ngettext("%(count)s ting venter på dig.", "%(count)s ting venter på dig.", count) % words

    @property
    def partnership(self) -> Partnership | None:
        """The partnership the menu leads to: the next meeting's, else the first."""
        if self.meeting is not None:
            return self.meeting.partnership
        return self.seats[0].membership.partnership if self.seats else None

    @property
    def led(self) -> Partnership | None:
        """The partnership the menu leads to, where its person coordinates it."""
        shown = self.partnership
        leads = [
            s for s in self.seats if s.role == Seat.Role.COORDINATOR and s.membership.partnership == shown
        ]
        return shown if leads else None

    @property
    def others(self) -> list[Partnership]:
        """Every partnership of somebody who is in several."""
        return [seat.membership.partnership for seat in self.seats] if len(self.seats) > 1 else []

    @property
    def minutes_used(self) -> int:
        """Minutes of this month's letters, whole ones."""
        return ceil(self.used)

    @property
    def share_used(self) -> int:
        """How much of the month's minutes is used, in per cent, at most 100."""
        allowed = self.person.minutes_per_month
        return min(100, round(100 * float(self.used) / allowed)) if allowed else 100

    @property
    def month(self) -> str:
        """The month's name."""
        return month_in_words(self.now.date(), lang=get_language() or "da", today=self.now.date())


def waiting_for(person: Person) -> Waiting:
    """Ask every app what waits for *person*."""
    seats = partners.seats_of(person)
    now = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    first_of_month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    tasks = [*meetings.about(seats), *partnerships.about(person, seats), *experiences.about(person, seats)]
    return Waiting(
        person=person,
        seats=seats,
        tasks=sorted(tasks, key=lambda task: task.weight),
        meeting=meetings.next_meeting(seats),
        shared=experiences.newest(seats),
        used=post.minutes_asked(str(person.key), first_of_month),
        now=now,
    )


# What is kept about me

SOURCES: dict[str, Callable[[Person], list[Kept]]] = {
    "partnerships": own.kept_about,
    "meetings": kept_in_meetings,
    "experiences": experiences.kept_about,
    "post": lambda person: persons.kept_about(str(person.key)),
}
SHOWN = 5  # rows of a kind on the page; the file has them all


@dataclass(frozen=True)
class Section:
    """One kind of thing that is kept about me, as the page shows it."""

    title: str
    why: str
    total: int
    rows: list[list[tuple[str, str]]]  # heading and value, where there is a value
    more: int
    mend: str


def kept_about(person: Person) -> list[Kept]:
    """Ask every app what it keeps about *person*; kinds of which there is nothing are left out."""
    return [kept for about in SOURCES.values() for kept in about(person) if kept.total]


def sections(person: Person) -> list[Section]:
    """Return what is kept about *person* in words, of each kind the newest; a fixed number of queries."""
    return [
        Section(
            title=kept.title,
            why=kept.why,
            total=kept.total,
            rows=[_row(kept, row) for row in kept.rows(SHOWN)],
            more=max(0, kept.total - SHOWN),
            mend=kept.mend,
        )
        for kept in kept_about(person)
    ]


def _row(kept: Kept, row: Row) -> list[tuple[str, str]]:
    said = [(heading, words.of(row[code], code)) for code, heading in kept.columns.items()]
    return [(heading, value) for heading, value in said if value]


def export(person: Person) -> Iterator[str]:
    """Yield all that is kept about *person*, as JSON, piece by piece: a long history is never in memory as a whole."""
    head = {"format": "faelled-my-data-1", "made_at": clock.now(), "name": person.name}
    yield json.dumps(head, ensure_ascii=False, default=_plain)[:-1] + ', "kept": {'
    for number, kept in enumerate(kept_about(person)):
        about = {"title": kept.title, "why": kept.why, "count": kept.total}
        opening = json.dumps(about, ensure_ascii=False)[:-1]
        yield f'{"," if number else ""}\n{json.dumps(kept.code)}: {opening}, "rows": ['
        for count, row in enumerate(kept.rows(None)):
            yield f"{',' if count else ''}\n  {json.dumps(dict(row), ensure_ascii=False, default=_plain)}"
        yield "]}"
    yield "}}\n"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


# The log

LINES_ON_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A line of the log in words."""

    when: str
    who: str
    what: str
    about: str


def lines(found: QuerySet[AuditEntry], page: str | None) -> tuple[Page[AuditEntry], list[Line]]:
    """Return one page of *found*, and its lines in words; a fixed number of queries."""
    shown = Paginator(found, LINES_ON_A_PAGE).get_page(page)
    entries = list(shown.object_list)
    names = own.names_of({entry.actor_key for entry in entries})
    about = own.names_of_objects(entries)
    return shown, [
        Line(
            when=words.of(entry.at, "at"),
            who=names.get(entry.actor_key) or (_("En, der er slettet") if entry.actor_key else "Fælled"),
            what=words.of(entry.action, "action"),
            about=about.get((entry.object_kind, entry.object_id), ""),
        )
        for entry in entries
    ]
