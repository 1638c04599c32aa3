"""Replies to a draft, a proposal to decide, and the question whether a decision was theirs."""

from django.utils import translation

from faelled.core.replies import short
from faelled.core.replies.short import YesNo
from faelled.meetings import actions, reads
from faelled.meetings.actions import letters
from faelled.meetings.actions.errors import MeetingError
from faelled.meetings.inbox.arriving import known_sender
from faelled.meetings.inbox.doubting import ask_whether_it_was_them
from faelled.meetings.inbox.hosting import hand_on
from faelled.meetings.inbox.starting import draft_from, read_the_wish
from faelled.meetings.models import Ask, Proposal, Round
from faelled.post.routes import Arrival
from faelled.work import clock

Kind = Ask.Kind
State = Round.State


def draft(ask: Ask, arrival: Arrival) -> None:
    """The starter's answer to what would be asked: yes, no, or another wish."""
    said = short.read_yes_no(arrival.letter.new_text)
    if ask.round.state == State.CANCELLED:
        if (
            said is not YesNo.NO
        ):  # a yes to a draft that another wish took the place of, or that was thrown away
            letters.answer(ask, "closed", {"agreed": ""})
    elif said is YesNo.YES and not known_sender(arrival, ask.seat.person):
        ask_whether_it_was_them(ask, "yes")
    elif said is YesNo.YES:
        _send_out(ask)
    elif said is YesNo.NO and ask.round.state == State.DRAFT:
        if known_sender(arrival, ask.seat.person):  # else it lies, and is forgotten by itself in a week
            actions.call_off(ask.round_id, ask.seat)
    elif ask.round.state == State.DRAFT:
        _other_wish(ask, arrival)


def _send_out(ask: Ask) -> None:
    try:
        actions.send_out(ask.round_id)
    except MeetingError as trouble:
        letters.answer(ask, "cannot", {"why": _why(trouble, ask)})


def _why(trouble: MeetingError, ask: Ask) -> str:
    with translation.override(ask.seat.person.language):
        return str(trouble)


def _other_wish(ask: Ask, arrival: Arrival) -> None:
    """Instead of yes or no the starter wrote other wishes: the draft is made anew."""
    wish = read_the_wish(arrival, ask.round.partnership)
    if not wish.understood:
        letters.answer(ask, "say_yes_or_no", {})
        return
    seats = [p.seat for p in reads.participants(ask.round)]
    actions.call_off(ask.round_id, ask.seat)
    draft_from(wish, arrival, ask.seat, seats, words=ask.round.words)


def decide(ask: Ask, arrival: Arrival) -> None:
    """The coordinator's answer to the proposed time: yes, no, or the number of another."""
    wished = _wished_for(ask, arrival.letter.new_text)
    if wished is not None:
        _adopt(ask, wished, arrival)
        return
    choice = _chosen(ask, arrival.letter.new_text)
    if choice is None:
        if short.read_yes_no(arrival.letter.new_text) is YesNo.NO:
            actions.hold_back(ask.round_id, ask.seat)
            letters.answer(ask, "which_then", {"times": _numbered(ask)})
        else:
            letters.answer(ask, "say_yes_or_number", {"times": _numbered(ask)})
        return
    newer = reads.asks_of(ask.round, Kind.DECIDE, ask.seat)
    if newer and newer[0].pk != ask.pk and int(newer[0].decision) != choice:
        best = letters.time_words(
            ask.round, Proposal.objects.get(pk=newer[0].decision), ask.seat.person.language
        )
        letters.answer(newer[0], "overtaken", {"best": best})
    elif not known_sender(arrival, ask.seat.person):
        ask_whether_it_was_them(ask, str(choice))
    else:
        _approve(ask, choice)


def _chosen(ask: Ask, text: str) -> int | None:
    """Return the id of the proposal a yes or a number means; a yes means the time that very letter named."""
    by_number = {int(number): int(pk) for number, pk in ask.items}
    if short.read_yes_no(text) is YesNo.YES:
        return int(ask.decision)
    number = short.read_number(text, tuple(by_number))
    return by_number.get(number) if number is not None else None


def _wished_for(ask: Ask, text: str) -> int | None:
    """Return the id of the time that somebody wrote themselves, when its number is the answer."""
    by_number = {c.number: c.pk for c in reads.open_counters(ask.round)}
    number = short.read_number(text, tuple(by_number)) if by_number else None
    return by_number.get(number) if number is not None else None


def adopt_by_number(round_: Round, ask: Ask | None, arrival: Arrival) -> bool:
    """Whether the mail is the number of a time that somebody wrote; then everybody is asked about it."""
    wished = (
        _wished_for(ask, arrival.letter.new_text) if ask is not None and ask.round_id == round_.pk else None
    )
    if ask is None or wished is None:
        return False
    _adopt(ask, wished, arrival)
    return True


def counter(ask: Ask, arrival: Arrival) -> None:
    """The coordinator's answer to a time that was proposed instead of an agreed meeting."""
    wanted = int(ask.decision)
    said = short.read_yes_no(arrival.letter.new_text)
    if said is YesNo.YES:
        _adopt(ask, wanted, arrival)
    elif said is YesNo.NO and known_sender(arrival, ask.seat.person):
        actions.decline(wanted, ask.seat)
    elif said is None and (asked := reads.counter(wanted)) is not None and ask.answered_at is None:
        letters.other_time(ask, asked)


def _adopt(ask: Ask, counter_id: int, arrival: Arrival) -> None:
    if not known_sender(arrival, ask.seat.person):
        ask_whether_it_was_them(ask, f"adopt {counter_id}")
        return
    _ask_everybody(ask, counter_id)


def _ask_everybody(ask: Ask, counter_id: int) -> None:
    try:
        actions.adopt(counter_id, ask.seat)
    except MeetingError as trouble:
        letters.answer(ask, "cannot", {"why": _why(trouble, ask)})


def _approve(ask: Ask, proposal_id: int) -> None:
    try:
        actions.approve(ask.round_id, proposal_id, ask.seat)
    except MeetingError as trouble:
        letters.answer(ask, "cannot", {"why": _why(trouble, ask)})


def _numbered(ask: Ask) -> list[dict[str, object]]:
    return letters.numbered(ask.round, reads.live_proposals(ask.round), ask.seat.person.language)


def changed(ask: Ask, arrival: Arrival) -> None:
    """The known address says whether a decision from another address was theirs."""
    if not known_sender(arrival, ask.seat.person) or ask.closed_at is not None:
        return
    said = short.read_yes_no(arrival.letter.new_text)
    if said not in {YesNo.YES, YesNo.NO}:
        return
    Ask.objects.filter(pk=ask.pk).update(closed_at=clock.now(), answered_at=clock.now())
    kind, pk, decision = ask.decision.split(":")
    original = reads.ask(int(pk))
    if said is YesNo.NO or original is None:
        return
    if decision == "swap":
        hand_on(original)
    elif decision.startswith("adopt "):
        _ask_everybody(original, int(decision.removeprefix("adopt ")))
    elif kind in {Kind.DRAFT, Kind.OTHER_TIMES}:
        _send_out(original)
    elif kind == Kind.DECIDE:
        _approve(original, int(decision))
    elif kind == Kind.MOVED and original.meeting_id:
        actions.reopen(original.meeting_id, original.seat)


def moved(ask: Ask, arrival: Arrival) -> None:
    """The coordinator's answer to the news that the meeting has lost somebody it needs."""
    said = short.read_yes_no(arrival.letter.new_text)
    if said is not YesNo.YES or ask.meeting_id is None or ask.answered_at is not None:
        return
    if not known_sender(arrival, ask.seat.person):
        ask_whether_it_was_them(ask, "yes")
        return
    Ask.objects.filter(pk=ask.pk).update(answered_at=clock.now())
    actions.reopen(ask.meeting_id, ask.seat)
