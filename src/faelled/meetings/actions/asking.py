"""Questions: put to one person, shown exactly as kept, closed when they have been overtaken."""

from collections.abc import Sequence

from faelled.meetings.actions import letters
from faelled.meetings.models import Ask, Participant, Proposal, Round
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Seat
from faelled.post import addresses, outgoing, sealing
from faelled.work import clock


def ask_participant(
    round_: Round,
    participant: Participant,
    proposals: Sequence[Proposal],
    *,
    changed: Sequence[Proposal] = (),
) -> Ask | None:
    """Put the question to one participant; somebody without a mail address answers by phone."""
    if participant.by_hand or participant.unreachable:
        return None
    ask = new_ask(round_, participant.seat, Ask.Kind.TIMES, proposals)
    letters.question(ask, proposals, changed=changed)
    return ask


def new_ask(
    round_: Round, seat: Seat, kind: Ask.Kind, proposals: Sequence[Proposal], *, decision: str = ""
) -> Ask:
    """Store a question with the numbered times exactly as its letter will show them.

    decision: what a plain yes to it means, such as the id of the proposal it recommends.
    """
    recipient = partners.recipient(seat.person)
    return Ask.objects.create(
        kind=kind,
        round=round_,
        seat=seat,
        items=[[p.number, p.pk] for p in proposals],
        decision=decision,
        sent_to=sealing.keyed_hash(recipient.address, "asked") if recipient else "",
    )


def close_asks(round_: Round, *kinds: Ask.Kind) -> None:
    """Close the open questions of these kinds: letters not yet sent stay here, links run out."""
    open_asks = round_.asks.filter(closed_at__isnull=True)
    if kinds:
        open_asks = open_asks.filter(kind__in=kinds)
    for ask in open_asks:
        outgoing.withdraw(letters.about_ask(ask))
        addresses.withdraw("ask", ask.pk)
    open_asks.update(closed_at=clock.now())
