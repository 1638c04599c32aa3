"""Whose turn it is: fixed before the question goes out, handed on by "byt", remembered as a debt until it is paid."""

from django.db import transaction

from faelled.core import rota
from faelled.meetings import reads
from faelled.meetings.actions import asking, inviting, letters
from faelled.meetings.actions.errors import NobodyCanHost
from faelled.meetings.models import Ask, Meeting, Round, Turn
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Membership, Partnership, Seat
from faelled.work import clock


def choose(partnership: Partnership, *, swapped: frozenset[str] = frozenset()) -> rota.Choice | rota.NoHost:
    """Return whose turn it is by the core's rule, leaving out the houses that handed this turn on."""
    houses = partners.memberships_with_people(partnership)
    candidates = [
        rota.Candidate(
            key=str(m.pk),
            can_host=m.organisation.can_host,
            contact=str(m.people[0].pk) if m.people else None,
        )
        for m in houses
    ]
    everybody = frozenset(str(m.pk) for m in houses)
    taken = Turn.objects.filter(partnership=partnership).exclude(state=Turn.State.HANDED_ON)
    turns = [
        rota.Turn(
            host=str(turn.membership_id),
            on=turn.on or reads.today(partnership),
            # Everybody is expected at a turn that is still to come; otherwise its host would be next again.
            visitors=everybody
            if turn.state == Turn.State.COMING
            else frozenset(str(v.pk) for v in turn.visitors.all()),
        )
        for turn in taken.prefetch_related("visitors")
    ]
    debts: dict[str, int] = {}
    for membership_id in Turn.objects.filter(
        partnership=partnership, state=Turn.State.HANDED_ON, redeemed_at__isnull=True
    ).values_list("membership_id", flat=True):
        debts[str(membership_id)] = debts.get(str(membership_id), 0) + 1
    return rota.next_host(candidates, turns, debts=debts, swapped=swapped)


def appoint(round_: Round, *, swapped: frozenset[str] = frozenset()) -> Membership | None:
    """Fix the host of *round_* and write the turn down; None when no house can host."""
    choice = choose(round_.partnership, swapped=swapped)
    if isinstance(choice, rota.NoHost):
        Round.objects.filter(pk=round_.pk).update(host=None, host_reasons=[])
        round_.host, round_.host_reasons = None, []
        return None
    houses = {str(m.pk): m for m in partners.memberships(round_.partnership)}
    host = houses[choice.host]
    names = {key: m.organisation.name for key, m in houses.items()}
    reasons = [{lang: rota.in_words(choice, lang, names) for lang in ("da", "en")}]
    Turn.objects.create(partnership=round_.partnership, membership=host, round=round_)
    Turn.objects.filter(
        pk__in=Turn.objects.filter(
            partnership=round_.partnership,
            membership=host,
            state=Turn.State.HANDED_ON,
            redeemed_at__isnull=True,
        ).values_list("pk", flat=True)[:1]
    ).update(redeemed_at=clock.now())
    Round.objects.filter(pk=round_.pk).update(host=host, host_reasons=reasons)
    round_.host, round_.host_reasons = host, reasons
    return host


def release(round_: Round) -> None:
    """Give the coming turn of a round back: the meeting will not be held. A debt it would have paid stands again."""
    coming = Turn.objects.filter(round=round_, state=Turn.State.COMING, meeting__isnull=True)
    for turn in coming:
        debt = Turn.objects.filter(
            membership=turn.membership, state=Turn.State.HANDED_ON, redeemed_at__gte=round_.started_at
        ).first()
        if debt is not None:
            Turn.objects.filter(pk=debt.pk).update(redeemed_at=None)
    coming.delete()


@transaction.atomic
def hand_on(round_id: int, by: Seat) -> Membership:
    """Move the turn to the next house that can, and keep the debt; its contact is told.

    Raises NobodyCanHost: then the turn stays where it is.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    turn = Turn.objects.filter(round=round_, state=Turn.State.COMING).first()
    if turn is None:
        raise NobodyCanHost
    refused = Turn.objects.filter(round=round_, state=Turn.State.HANDED_ON).values_list(
        "membership_id", flat=True
    )
    swapped = frozenset(str(m) for m in refused) | {str(turn.membership_id)}
    if isinstance(choose(round_.partnership, swapped=swapped), rota.NoHost):
        raise NobodyCanHost
    Turn.objects.filter(pk=turn.pk).update(state=Turn.State.HANDED_ON, on=reads.today(round_.partnership))
    host = appoint(round_, swapped=swapped)
    if host is None:
        raise NobodyCanHost
    people.record(by.person, "turn_handed_on", partnership_id=round_.partnership_id, about=round_)
    _tell_next(round_, host)
    _follow_in_meeting(round_, host)
    return host


def _tell_next(round_: Round, host: Membership) -> None:
    if round_.state == Round.State.DRAFT:
        return
    contacts = [s for s in partners.seats_in(round_.partnership) if s.membership_id == host.pk]
    if not contacts:
        return
    contact = max(contacts, key=lambda s: s.host_contact)
    proposals = reads.live_proposals(round_)
    ask = asking.new_ask(round_, contact, Ask.Kind.HOST, proposals)
    letters.turn_handed_on(ask, proposals)


def _follow_in_meeting(round_: Round, host: Membership) -> None:
    """A turn handed on after the meeting was agreed moves the meeting's place as well."""
    meeting = Meeting.objects.filter(proposal__round=round_, state=Meeting.State.PLANNED).first()
    if meeting is not None:
        Turn.objects.filter(round=round_, state=Turn.State.COMING).update(meeting=meeting)
        inviting.change(meeting.pk, host=host)
