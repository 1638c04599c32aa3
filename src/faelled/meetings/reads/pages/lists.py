"""What a partnership has agreed, and what is being asked: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from faelled.core.days.words import span_subject, time_in_words
from faelled.meetings.models import Answer, Meeting, Participant, Round
from faelled.meetings.reads.calendar import today, zone
from faelled.partnerships.models import Partnership, Seat
from faelled.work import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

EARLIER = 12
RUNNING = (Round.State.ASKING, Round.State.PROPOSED, Round.State.DECIDED, Round.State.EXHAUSTED)


@dataclass(frozen=True)
class Agreed:
    """An agreed meeting in the list. host: the house's name, for pages behind sign-in only."""

    meeting: Meeting
    words: str
    host: str
    coming: int


@dataclass(frozen=True)
class Asked:
    """A search for a time in the list."""

    round: Round
    when: str
    answered: int
    asked: int


def meetings_coming(partnership: Partnership, lang: str) -> list[Agreed]:
    """Return the meetings that are not over, the next first."""
    rows = _meetings(partnership).filter(ends__gt=clock.now(), state=Meeting.State.PLANNED)
    return _agreed(rows.order_by("starts"), partnership, lang)


def meetings_earlier(partnership: Partnership, lang: str) -> list[Agreed]:
    """Return the latest meetings that are over or cancelled, the latest first."""
    over = Q(ends__lte=clock.now()) | Q(state=Meeting.State.CANCELLED)
    return _agreed(_meetings(partnership).filter(over).order_by("-starts")[:EARLIER], partnership, lang)


def _meetings(partnership: Partnership) -> Any:
    comes = Q(attendances__partstat="ACCEPTED") | (
        Q(attendances__expected=True) & ~Q(attendances__partstat__in=["DECLINED", "TENTATIVE"])
    )
    return (
        Meeting.objects.filter(partnership=partnership)
        .select_related("host__organisation")
        .annotate(coming=Count("attendances", filter=comes & Q(attendances__withdrawn_at__isnull=True)))
    )


def _agreed(rows: Any, partnership: Partnership, lang: str) -> list[Agreed]:
    place, day = zone(partnership), today(partnership)
    return [
        Agreed(
            m,
            time_in_words(m.starts, m.ends, lang=lang, today=day, zone=place),
            m.host.organisation.name if m.host else "",
            m.coming,
        )
        for m in rows
    ]


def rounds_running(partnership: Partnership, lang: str) -> list[Asked]:
    """Return the searches for a time that are not over, the latest first; two queries."""
    return _asked(Round.objects.filter(partnership=partnership, state__in=RUNNING), partnership, lang)


def drafts_of(seat: Seat, lang: str, *, also_by_itself: bool) -> list[Asked]:
    """Return the drafts that *seat* started. also_by_itself: and those the system made for the coordinators."""
    partnership = seat.membership.partnership
    own = Q(starter=seat)
    if also_by_itself:
        own |= Q(follows__isnull=False) | Q(reopens__isnull=False)
    rows = Round.objects.filter(own, partnership=partnership, state=Round.State.DRAFT)
    return _asked(rows, partnership, lang)


def _asked(rows: "QuerySet[Round]", partnership: Partnership, lang: str) -> list[Asked]:
    spoke = Answer.objects.filter(
        seat=OuterRef("seat"), proposal__round=OuterRef("round"), proposal__withdrawn_at__isnull=True
    )
    found = list(rows.prefetch_related("proposals").order_by("-pk"))
    participants = Participant.objects.filter(round__in=found, removed_at__isnull=True)
    participants = participants.exclude(seat__state=Seat.State.LEFT)
    asked: dict[int, list[bool]] = {}
    for round_id, has in participants.annotate(has=Exists(spoke)).values_list("round_id", "has"):
        asked.setdefault(round_id, []).append(has)
    return [
        Asked(r, _span(r, partnership, lang), sum(asked.get(r.pk, [])), len(asked.get(r.pk, [])))
        for r in found
    ]


def _span(round_: Round, partnership: Partnership, lang: str) -> str:
    live = [p.starts for p in round_.proposals.all() if p.withdrawn_at is None]
    return span_subject(live, lang, zone=zone(partnership))


def just_asked(starter: Seat, words: str, seats: Sequence[int]) -> Round | None:
    """Return what *starter* asked the same people about a moment ago: a button pressed twice asks once."""
    lately = clock.now() - timedelta(minutes=2)
    rows = Round.objects.filter(
        starter=starter, words=words, started_at__gte=lately, state=Round.State.ASKING
    ).prefetch_related("participants")
    return next((r for r in rows if {p.seat_id for p in r.participants.all()} == set(seats)), None)
