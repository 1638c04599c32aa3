"""What a private feed shows: agreed meetings, and times that are only asked about. A fixed number of queries."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from faelled.core.invitations import FeedEvent
from faelled.meetings.models import Answer, Attendance, Feed, Meeting, Proposal, Round
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Person, Seat
from faelled.post.sealing import keyed_hash
from faelled.work import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT_IN_VIEW = timedelta(days=90)
"""How long a meeting stays in a feed once it is over."""
_ASKED_ABOUT = (Round.State.ASKING, Round.State.PROPOSED, Round.State.DECIDED)


def feed_by_token(token: str) -> Feed | None:
    """Return the feed with this token; one look-up by keyed hash whatever the token."""
    rows = Feed.objects.select_related("person", "partnership").filter(token_hash=keyed_hash(token, "feed"))
    return next(iter(rows), None)


def feeds_of(person: Person) -> dict[int | None, Feed]:
    """Return the feeds *person* has an address of, by partnership; None for the one of their own meetings."""
    return {feed.partnership_id: feed for feed in Feed.objects.filter(person=person)}


def shown_seats(feed: Feed) -> list[Seat]:
    """Return the seats whose meetings a feed may show: none once its person has left."""
    seats = partners.seats_of(feed.person)
    if feed.partnership_id is None:
        return seats
    return [s for s in seats if s.membership.partnership_id == feed.partnership_id]


def events(feed: Feed, seats: Sequence[Seat]) -> list[FeedEvent]:
    """Return what *feed* shows, the earliest first; nobody is named, and no protected house."""
    lang = feed.person.language
    agreed = [_agreed(m, lang) for m in _meetings(feed, seats)]
    asked = [_asked(p, lang) for p in _proposals(feed, seats)]
    return sorted([*agreed, *asked], key=lambda event: (event.start, event.uid))


def _meetings(feed: Feed, seats: Sequence[Seat]) -> "QuerySet[Meeting]":
    rows = Meeting.objects.select_related("partnership", "host__organisation").filter(
        state=Meeting.State.PLANNED, ends__gt=clock.now() - KEPT_IN_VIEW
    )
    if feed.partnership_id is not None:
        return rows.filter(partnership=feed.partnership_id)
    invited = Attendance.objects.filter(seat__in=seats, withdrawn_at__isnull=True)
    return rows.filter(pk__in=invited.exclude(partstat="DECLINED").values("meeting"))


def _proposals(feed: Feed, seats: Sequence[Seat]) -> Iterable[Proposal]:
    rows = Proposal.objects.select_related("round__partnership").filter(
        round__state__in=_ASKED_ABOUT, withdrawn_at__isnull=True, starts__gt=clock.now()
    )
    if feed.partnership_id is not None:
        return [p for p in rows.filter(round__partnership=feed.partnership_id) if _still_asked(p)]
    mine = rows.filter(
        round__participants__seat__in=seats, round__participants__removed_at__isnull=True
    ).distinct()
    refused = Answer.objects.filter(seat__in=seats, verdict="no", unsure=False)
    return [p for p in mine.exclude(pk__in=refused.values("proposal")) if _still_asked(p)]


def _still_asked(proposal: Proposal) -> bool:
    """Whether the time can still become the meeting: once one is chosen, the others cannot."""
    round_ = proposal.round
    return round_.state != round_.State.DECIDED or round_.chosen_id == proposal.pk


def _agreed(meeting: Meeting, lang: str) -> FeedEvent:
    host = meeting.host.organisation if meeting.host else None
    return FeedEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        summary=f"{'Meeting' if lang == 'en' else 'Møde'}: {meeting.partnership.name}",
        start=meeting.starts,
        end=meeting.ends,
        stamp=clock.now().replace(microsecond=0),
        place=partners.place_for(host, lang).rstrip(" ."),
        url=f"{settings.ORIGIN}/moeder/{meeting.pk}/",
        lang=lang,
    )


def _asked(proposal: Proposal, lang: str) -> FeedEvent:
    round_ = proposal.round
    return FeedEvent(
        uid=f"tid-{proposal.pk}@{settings.MAIL_DOMAIN}",
        sequence=0,
        summary=f"{'Perhaps a meeting' if lang == 'en' else 'Måske møde'}: {round_.partnership.name}",
        start=proposal.starts,
        end=proposal.ends,
        stamp=clock.now().replace(microsecond=0),
        url=f"{settings.ORIGIN}/moedetider/{round_.pk}/",
        lang=lang,
        tentative=True,
    )
