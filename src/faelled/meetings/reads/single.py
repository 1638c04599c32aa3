"""One question, one meeting, one attendance: with what handling a mail about it needs."""

from collections.abc import Iterable

from django.conf import settings

from faelled.core import proposals as suggesting
from faelled.core.proposals import Proposed
from faelled.meetings.models import Ask, Attendance, CounterProposal, Meeting, Round
from faelled.meetings.reads.calendar import today
from faelled.partnerships.models import Partnership, Seat
from faelled.post import sealing

_ASK = (
    "seat__person",
    "seat__membership__organisation",
    "round__partnership",
    "round__starter__person",
    "round__starter__membership__organisation",
    "round__host__organisation",
    "meeting",
)
_ATTENDANCE = (
    "seat__person",
    "seat__membership__organisation",
    "meeting__partnership",
    "meeting__host__organisation",
    "meeting__proposal__round__partnership",
    "meeting__proposal__round__starter__person",
    "meeting__proposal__round__starter__membership__organisation",
)


def ask(pk: int) -> Ask | None:
    """Return a question with its person and round."""
    # Not first(): with so many columns its ORDER BY costs more than the look-up.
    return next(iter(Ask.objects.select_related(*_ASK).filter(pk=pk)), None)


def partnership_of_ask(pk: int) -> int | None:
    """Return the partnership that a question belongs to."""
    return Ask.objects.filter(pk=pk).values_list("round__partnership", flat=True).first()


def open_times_ask(seat: Seat) -> Ask | None:
    """Return the newest question about times that *seat* could still answer."""
    running = [Round.State.ASKING, Round.State.PROPOSED]
    found = Ask.objects.select_related(*_ASK).filter(
        seat=seat, kind=Ask.Kind.TIMES, closed_at__isnull=True, round__state__in=running
    )
    return found.order_by("-pk").first()


def is_asked(of: Ask) -> bool:
    """Whether the person is still among those the round asks; only a closed question has to be looked up."""
    if of.closed_at is None:
        return True
    return of.round.participants.filter(seat=of.seat, removed_at__isnull=True).exists()


def round_(pk: int) -> Round | None:
    """Return a round with its partnership and starter."""
    wanted = ("partnership", "starter__person", "starter__membership__organisation", "host__organisation")
    return Round.objects.select_related(*wanted).filter(pk=pk).first()


def round_of_thread(partnership: Partnership, ids: Iterable[str]) -> Round | None:
    """Return the newest round, not called off, that grew from a thread with one of these mails in it."""
    hashes = [sealing.keyed_hash(one, "thread") for one in ids]
    found = Round.objects.filter(partnership=partnership, thread__in=hashes).exclude(
        state=Round.State.CANCELLED
    )
    return found.order_by("-pk").first()


def newest_ask(of: Round, seat: Seat) -> Ask | None:
    """Return the newest question of a round that *seat* has not closed."""
    found = Ask.objects.select_related(*_ASK).filter(round=of, seat=seat, closed_at__isnull=True)
    return found.order_by("-pk").first()


def meeting_of(of: Round) -> Meeting | None:
    """Return the meeting a round led to, through the rounds that moved it since."""
    found = Meeting.objects.select_related("host__organisation").filter(proposal__round=of).first()
    return found or (Meeting.objects.filter(pk=of.reopens_id).first() if of.reopens_id else None)


def attendance(pk: int) -> Attendance | None:
    """Return one invited seat with its meeting."""
    return Attendance.objects.select_related(*_ATTENDANCE).filter(pk=pk).first()


def attendance_of(of: Round, seat: Seat) -> Attendance | None:
    """Return the seat's place at the meeting a round led to."""
    meeting = meeting_of(of)
    if meeting is None:
        return None
    return Attendance.objects.select_related(*_ATTENDANCE).filter(meeting=meeting, seat=seat).first()


def counter(pk: int) -> CounterProposal | None:
    """Return a time that somebody proposed, with who did."""
    return CounterProposal.objects.select_related("seat__person", "round", "attendance").filter(pk=pk).first()


def another_is_invited(attendance: Attendance, address: str) -> bool:
    """Whether *address* is that of somebody else who is invited to the same meeting."""
    others = attendance.meeting.attendances.filter(withdrawn_at__isnull=True).exclude(pk=attendance.pk)
    return others.filter(seat__person__addresses__address=address).exists()


def address_of(partnership: Partnership) -> str:
    """Return the mail address a partnership is written to."""
    return f"{partnership.slug}@{settings.MAIL_DOMAIN}"


def why_nothing(proposed: Proposed, partnership: Partnership, lang: str) -> list[str]:
    """Return the sentences that say why no time could be proposed."""
    return [suggesting.in_words(reason, lang, {}, today=today(partnership)) for reason in proposed.reasons]
