"""Replies about the proposed times: what was read counts, or is sent back for a yes."""

from faelled.core import replies
from faelled.core.replies import short
from faelled.core.replies.reading import Reading, Slot, SlotAnswer, Verdict
from faelled.core.replies.short import YesNo
from faelled.meetings import actions, reads
from faelled.meetings.actions import answering, asking, letters
from faelled.meetings.inbox.arriving import colleague, known_sender, written_at
from faelled.meetings.models import Answer, Ask, Meeting, Proposal
from faelled.partnerships import reads as partners
from faelled.post.routes import Arrival
from faelled.work import clock

Kind = Ask.Kind


TO_VERDICT = {YesNo.YES: Verdict.YES, YesNo.NO: Verdict.NO, YesNo.MAYBE: Verdict.MAYBE}


def slots(ask: Ask) -> list[Slot]:
    """Return the times exactly as the letter numbered them, withdrawn ones included: they were shown.

    On the partnership's clock, as the letter wrote them: "kl. 10" in an answer is ten o'clock there.
    """
    place = reads.zone(ask.round.partnership)
    shown = {int(pk): int(number) for number, pk in ask.items}
    rows = Proposal.objects.filter(pk__in=shown)
    found = (Slot(shown[p.pk], p.starts.astimezone(place), p.ends.astimezone(place)) for p in rows)
    return sorted(found, key=lambda s: s.number)


def read(ask: Ask, arrival: Arrival) -> Reading:
    """Return the mail, read against the times its question showed."""
    colleagues = [s.person.first_name for s in partners.seats_in(ask.round.partnership)]
    return replies.read(arrival.letter.new_text, slots(ask), written_at(arrival), deputies=colleagues)


def times(ask: Ask, arrival: Arrival) -> None:
    """An answer to the question which times suit."""
    if ask.round.state not in answering.OPEN:
        _too_late(ask, arrival)
        return
    said = short.read_yes_no(arrival.letter.new_text)
    if ask.reminded_at and ask.decision and said in TO_VERDICT:
        # The reminder asked about one time only, so that is the one a bare yes or no is about.
        shown = {int(pk): int(number) for number, pk in ask.items}
        reading = Reading({shown[int(ask.decision)]: SlotAnswer(TO_VERDICT[said])})
    else:
        reading = read(ask, arrival)
    take_answer(ask, arrival, reading)


def confirm(ask: Ask, arrival: Arrival) -> None:
    """An answer to "have I understood you": the yes, or what was meant instead."""
    if ask.round.state not in answering.OPEN:
        _too_late(ask, arrival)
        return
    known = known_sender(arrival, ask.seat.person)
    said = short.read_yes_no(arrival.letter.new_text)
    if ask.heard and said is YesNo.YES:
        reading = actions.as_heard(ask)
    elif len(ask.items) == 1 and not ask.heard and said in TO_VERDICT:
        reading = Reading({int(ask.items[0][0]): SlotAnswer(TO_VERDICT[said])})
    else:
        reading = read(ask, arrival)
    actions.confirm(
        ask, reading, text=arrival.letter.new_text, written_at=written_at(arrival), other_address=not known
    )


def take_answer(ask: Ask, arrival: Arrival, reading: Reading) -> None:
    """Hand the reading to the action that the page uses, too."""
    known = known_sender(arrival, ask.seat.person)
    actions.record_answers(
        ask,
        reading,
        text=arrival.letter.new_text,
        written_at=written_at(arrival),
        source=Answer.Source.MAIL,
        given_by="" if known else colleague(ask, arrival),
        other_address=not known,
    )


def _too_late(ask: Ask, arrival: Arrival) -> None:
    """An answer after the end: thanks, and what was agreed."""
    meeting = reads.meeting_of(ask.round)
    if meeting is None or meeting.state != Meeting.State.PLANNED or meeting.starts <= clock.now():
        letters.answer(ask, "closed", {"agreed": ""})
        return
    if ask.round.asks.filter(kind=Kind.LATE, seat=ask.seat, closed_at__isnull=True).exists():
        return  # they have been thanked and asked already
    late = asking.new_ask(ask.round, ask.seat, Kind.LATE, [])
    letters.too_late(late, meeting)
