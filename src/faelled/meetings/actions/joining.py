"""People who come, go, change address or are away while a round runs. Partnerships knows nothing of rounds: we look."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from faelled.meetings import reads
from faelled.meetings.actions import answering, asking, deciding, inviting, letters
from faelled.meetings.actions.errors import RoundIsClosed
from faelled.meetings.models import Answer, Ask, Attendance, Meeting, Participant, Round
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Seat
from faelled.post import addresses, outgoing, sealing
from faelled.post.opening import FailedBecause
from faelled.work import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

RUNNING = [Round.State.ASKING, Round.State.PROPOSED, Round.State.EXHAUSTED]


@transaction.atomic
def add_participant(round_id: int, seat: Seat, *, by: Seat) -> Participant:
    """Ask one more person; somebody who was taken off is asked again."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state not in {Round.State.DRAFT, *RUNNING}:
        raise RoundIsClosed
    participant, made = Participant.objects.get_or_create(round=round_, seat=seat)
    if not made and participant.removed_at is None:
        return participant
    participant.removed_at = None
    participant.by_hand = partners.recipient(seat.person) is None
    participant.save()
    if round_.state != Round.State.DRAFT:
        asking.ask_participant(round_, participant, reads.live_proposals(round_))
    people.record(by.person, "participant_added", partnership_id=round_.partnership_id, about=round_)
    return participant


@transaction.atomic
def remove_participant(round_id: int, seat: Seat, *, by: Seat | None) -> None:
    """Ask somebody no more; what they answered no longer counts."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    Participant.objects.filter(round=round_, seat=seat).update(removed_at=clock.now())
    for ask in round_.asks.filter(seat=seat, closed_at__isnull=True):
        outgoing.withdraw(letters.about_ask(ask))
        addresses.withdraw("ask", ask.pk)
    round_.asks.filter(seat=seat, closed_at__isnull=True).update(closed_at=clock.now())
    people.record(
        by.person if by else None, "participant_removed", partnership_id=round_.partnership_id, about=round_
    )
    if round_.state in RUNNING:
        deciding.after_a_change(round_)


@transaction.atomic
def record_absence(ask: Ask, until: date | None) -> None:
    """Somebody's mail said that they are away: their deputy is asked instead, or the coordinator is told."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=ask.round_id)
    participant = Participant.objects.filter(round=round_, seat=ask.seat, removed_at__isnull=True).first()
    if participant is None or round_.state not in RUNNING:
        return
    first_time = participant.absent_until is None
    Participant.objects.filter(pk=participant.pk).update(
        absent_until=until or reads.today(round_.partnership)
    )
    deputies = partners.deputies_of(ask.seat)
    for deputy in deputies:
        answering.ask_instead(round_, participant, deputy)
    if not deputies and first_time:
        deciding.tell_coordinators(
            round_,
            "away_without_deputy",
            {"who": ask.seat.person.first_name, "away_until": until},
            about=ask.seat,
        )


@transaction.atomic
def mark_unreachable(ask: Ask, because: FailedBecause) -> bool:
    """Mail to somebody came back for good: the coordinator is told, and their answer can be entered by hand.

    Returns whether the coordinators were told.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=ask.round_id)
    changed = Participant.objects.filter(round=round_, seat=ask.seat, unreachable=False).update(
        unreachable=True, came_back=because
    )
    return bool(changed) and _tell_of_failure(round_, ask, because, for_good=True)


@transaction.atomic
def note_came_back(ask: Ask, because: FailedBecause) -> bool:
    """Mail to somebody came back, though their address is right: the coordinator is told once, and it is used again.

    Returns whether the coordinators were told.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=ask.round_id)
    changed = Participant.objects.filter(round=round_, seat=ask.seat, unreachable=False, came_back="").update(
        came_back=because
    )
    return bool(changed) and _tell_of_failure(round_, ask, because, for_good=False)


def _tell_of_failure(round_: Round, ask: Ask, because: FailedBecause, *, for_good: bool) -> bool:
    if round_.state not in RUNNING:
        return False
    news = {"who": ask.seat.person.name, "because": because, "for_good": for_good}
    deciding.tell_coordinators(round_, "unreachable", news, about=ask.seat)
    return True


def follow_people() -> int:
    """See who has left or changed address, and do what that means for open questions and coming meetings."""
    return see_off() + _follow_addresses()


def see_off(seats: Collection[Seat] | None = None) -> int:
    """Do for everybody who has left, or for these *seats* alone, what it means for open rounds and coming meetings."""
    done = 0
    left = Q(seat__state=Seat.State.LEFT) if seats is None else Q(seat__in=seats)
    gone = Participant.objects.filter(left, round__state__in=RUNNING, removed_at__isnull=True)
    for pk in gone.values_list("pk", flat=True):
        participant = Participant.objects.select_related("seat__person", "round__partnership").get(pk=pk)
        deputies = partners.deputies_of(participant.seat)
        remove_participant(participant.round_id, participant.seat, by=None)
        for deputy in deputies:
            with transaction.atomic():
                answering.ask_instead(participant.round, participant, deputy)
        done += 1
    invited = Attendance.objects.filter(
        left,
        meeting__state=Meeting.State.PLANNED,
        meeting__ends__gt=clock.now(),
        withdrawn_at__isnull=True,
    )
    for pk in invited.values_list("pk", flat=True):
        inviting.withdraw(pk)
        done += 1
    return done


def _follow_addresses() -> int:
    """Put an unanswered question again where a person's address is another than the one it went to."""
    done = 0
    # Every minute, and nearly always nobody has moved: of each question no more is read than what tells.
    asked = list(_unanswered().values_list("pk", "sent_to", "seat__person"))
    reached_at = partners.living_addresses({person for _, _, person in asked})
    for pk, sent_to, person in asked:
        address = reached_at.get(person)
        if address is None or sealing.keyed_hash(address, "asked") == sent_to:
            continue
        _put_anew(_unanswered().get(pk=pk))
        done += 1
    return done


@transaction.atomic
def ask_again(round_id: int, seat_id: int, *, by: Seat) -> Seat | None:
    """Put the question anew to somebody whose mail came back though their address is right, such as a full mailbox.

    Returns who is asked; None when there is nobody to ask, as when they have answered meanwhile or were asked just now.
    """
    Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    came_back = Participant.objects.filter(
        round=round_id, removed_at__isnull=True, unreachable=False, by_hand=False
    ).exclude(came_back="")
    ask = _unanswered().filter(round=round_id, seat=seat_id, seat__in=came_back.values("seat")).first()
    if ask is None:
        return None
    _put_anew(ask)
    people.record(by.person, "asked_again", partnership_id=ask.round.partnership_id, about=ask.round)
    return ask.seat


def _unanswered() -> "QuerySet[Ask]":
    return Ask.objects.filter(
        ~Exists(Answer.objects.filter(seat=OuterRef("seat"), proposal__round=OuterRef("round"))),
        kind=Ask.Kind.TIMES,
        closed_at__isnull=True,
        round__state=Round.State.ASKING,
    ).select_related(
        "seat__person", "seat__membership__organisation", "round__partnership", "round__starter__person"
    )


@transaction.atomic
def _put_anew(ask: Ask) -> None:
    Participant.objects.filter(round=ask.round, seat=ask.seat).update(
        unreachable=False, by_hand=False, came_back=""
    )
    fresh = Participant.objects.select_related("seat__person", "seat__membership").get(
        round=ask.round, seat=ask.seat
    )
    Ask.objects.filter(pk=ask.pk).update(closed_at=clock.now())
    asking.ask_participant(ask.round, fresh, reads.live_proposals(ask.round))
