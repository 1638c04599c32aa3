"""Who has hosted when, and who has seen whose house."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from faelled.core.days.words import day_in_words
from faelled.meetings.models import Meeting, Round, Turn
from faelled.meetings.reads.calendar import today
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Membership, Partnership


@dataclass(frozen=True)
class HouseTurns:
    """How often a house has hosted. owes: turns it handed on and has not made good yet."""

    membership: Membership
    held: int
    owes: int
    has_contact: bool


@dataclass(frozen=True)
class Visit:
    """Whether one house has been at another's. own: it is the same house."""

    host: Membership
    words: str
    own: bool


@dataclass(frozen=True)
class Guest:
    """One house and all the visits it has made, or not."""

    membership: Membership
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class TurnShown:
    """One turn in the list."""

    turn: Turn
    words: str


@dataclass(frozen=True)
class RotaShown:
    """The whole rota; five queries whatever its size."""

    houses: tuple[HouseTurns, ...]
    guests: tuple[Guest, ...]
    held: tuple[TurnShown, ...]
    coming: tuple[TurnShown, ...]


def rota_shown(partnership: Partnership, lang: str) -> RotaShown:
    """Return the rota of *partnership*."""
    memberships = partners.memberships_with_people(partnership)
    turns = list(
        Turn.objects.filter(partnership=partnership)
        .select_related("membership__organisation", "round", "meeting")
        .prefetch_related("visitors")
        .order_by("on", "pk")
    )
    day = today(partnership)
    held = [t for t in turns if _is_held(t, day)]
    counted = Counter(t.membership_id for t in held)
    owed = Counter(
        t.membership_id for t in turns if t.state == Turn.State.HANDED_ON and t.redeemed_at is None
    )
    return RotaShown(
        houses=tuple(HouseTurns(m, counted[m.pk], owed[m.pk], bool(m.people)) for m in memberships),
        guests=tuple(_guests(memberships, held, day, lang)),
        held=tuple(TurnShown(t, _on(t, day, lang)) for t in reversed(held)),
        coming=tuple(TurnShown(t, _on(t, day, lang)) for t in turns if _is_coming(t, day)),
    )


def _is_held(turn: Turn, day: date) -> bool:
    if turn.state == Turn.State.HELD:
        return True
    past = turn.on is not None and turn.on < day
    return turn.state == Turn.State.COMING and past and turn.meeting is not None


def _is_coming(turn: Turn, day: date) -> bool:
    if turn.state != Turn.State.COMING or _is_held(turn, day):
        return False
    if turn.meeting is not None:
        return turn.meeting.state == Meeting.State.PLANNED
    # A draft is for its starter's eyes.
    return turn.round is not None and turn.round.state not in {Round.State.DRAFT, Round.State.CANCELLED}


def _on(turn: Turn, day: date, lang: str) -> str:
    return day_in_words(turn.on, lang=lang, today=day) if turn.on else ""


def _guests(memberships: list[Membership], held: list[Turn], day: date, lang: str) -> list[Guest]:
    seen: dict[tuple[int, int], str] = {}
    for turn in held:  # in order, so the latest visit stays
        for visitor in turn.visitors.all():
            seen[visitor.pk, turn.membership_id] = _on(turn, day, lang)
    hosts = [m for m in memberships if m.organisation.can_host]
    return [
        Guest(m, tuple(Visit(h, seen.get((m.pk, h.pk), ""), h.pk == m.pk) for h in hosts))
        for m in memberships
    ]
