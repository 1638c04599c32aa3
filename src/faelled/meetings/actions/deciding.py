"""Deciding: what the core says is next, what the coordinator says to it, and the minutes in which it can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from faelled.core import rounds
from faelled.core.wishes import ANY_TIME, Wish
from faelled.meetings import reads
from faelled.meetings.actions import asking, inviting, letters, starting
from faelled.meetings.actions.errors import RoundIsClosed, TimeIsPast
from faelled.meetings.actions.keeping import KEPT_FOR
from faelled.meetings.models import Ask, Meeting, Participant, Proposal, Round
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Seat
from faelled.work import clock

State = Round.State
_DECISIONS = {Ask.Kind.DECIDE, Ask.Kind.COUNTER, Ask.Kind.MOVED}  # what the coordinators alone are asked


@transaction.atomic
def look_at_answers(round_id: int) -> None:
    """Take the next step from answers that came since the last look."""
    round_ = (
        Round.objects.select_for_update(of=("self",))
        .select_related("partnership", "starter__person")
        .get(pk=round_id)
    )
    Participant.objects.filter(round=round_, fresh=True).update(fresh=False)
    after_a_change(round_)


def after_a_change(round_: Round) -> None:
    """Settle early, or see that no time can work any more, once somebody has answered or no longer counts."""
    if round_.state == State.PROPOSED:
        _tell_anew(round_)
    elif round_.state in {State.ASKING, State.EXHAUSTED}:
        take_next_step(round_)


def take_next_step(round_: Round) -> rounds.Step:
    """Ask the core what to do now, and do it."""
    now = reads.present(round_)
    step = rounds.next_step(reads.facts(now))
    match step:
        case rounds.Settled(number, reasons, runners_up):
            _propose(now, number, reasons, runners_up)
        case rounds.AskAgain(persons, _, leading):
            _remind(now, frozenset(int(p) for p in persons), leading)
        case rounds.ProposeAnew() if _may_still_be_saved(now):
            pass
        case rounds.ProposeAnew(reasons):
            _propose_anew(now, reasons)
        case rounds.Wait():
            pass
    return step


def sentences(reasons: Sequence[rounds.Reason], lang: str, now: reads.Present) -> list[str]:
    """Return the reasons as a letter or a page says them."""
    return [reads.reason_in_words(now, reason, lang) for reason in reasons]


def _propose(
    now: reads.Present, number: int, reasons: Sequence[rounds.Reason], others: Sequence[int]
) -> None:
    """Tell the coordinators the best time, and wait for a yes."""
    round_ = now.round
    by_number = {p.number: p for p in now.proposals}
    changed = round_.chosen_id != by_number[number].pk or round_.state != State.PROPOSED
    round_.state, round_.chosen = State.PROPOSED, by_number[number]
    round_.told_at = clock.now() if changed else round_.told_at
    round_.save(update_fields=["state", "chosen", "told_at"])
    if not changed:
        return
    asking.close_asks(round_, Ask.Kind.DECIDE)
    unsure = {a.seat_id for a in now.answers.values() if a.unsure}
    unsure_names = [p.seat.person.first_name for p in now.participants if p.seat_id in unsure]
    for seat in deciders(round_):
        ask = asking.new_ask(round_, seat, Ask.Kind.DECIDE, now.proposals, decision=str(by_number[number].pk))
        letters.to_decide(
            ask,
            by_number[number],
            sentences(reasons, seat.person.language, now),
            [by_number[n] for n in others],
            time_is_up=bool(now.silent()),
            unsure=unsure_names,
        )


def _tell_anew(round_: Round) -> None:
    """An answer came while the coordinator was thinking: tell again only where the best time is another one."""
    now = reads.present(round_)
    step = rounds.next_step(reads.facts(now))
    match step:
        case rounds.Settled(number, reasons, others):
            _propose(now, number, reasons, others)
        case rounds.ProposeAnew(reasons) if not _may_still_be_saved(now):
            _propose_anew(now, reasons)
        case _:
            pass


def _may_still_be_saved(now: reads.Present) -> bool:
    """Whether somebody has been asked "have I understood you", and there is still time to answer that."""
    deadline = now.round.answers_by
    return deadline is not None and clock.now() < deadline and any(a.unsure for a in now.answers.values())


def deciders(round_: Round) -> list[Seat]:
    """Return who may say yes: the coordinators, or the starter where there is none."""
    return partners.coordinators(round_.partnership) or [round_.starter]


def may_still_answer(ask: Ask) -> bool:
    """Whether a question is still its person's to answer: in, no observer since, and a decision a decider's."""
    seat = ask.seat
    if seat.state == Seat.State.LEFT or seat.role == Seat.Role.OBSERVER:
        return False
    asked = ask.decision.partition(":")[0] if ask.kind == Ask.Kind.CHANGED else ask.kind
    return asked not in _DECISIONS or seat in deciders(ask.round)


def tell_coordinators(
    round_: Round, template: str, context: Mapping[str, Any], *, about: Seat | None = None
) -> None:
    """Tell the coordinators of trouble, or of something only a human can answer."""
    address = ""
    if about is not None:
        recipient = partners.recipient(about.person)
        address = recipient.address if recipient else ""
    for seat in deciders(round_):
        if about is None or seat.pk != about.pk:
            letters.say(seat, round_, template, dict(context) | {"address": address})


def _remind(now: reads.Present, seats: frozenset[int], leading: int | None) -> None:
    best = next((p for p in now.proposals if p.number == (leading or _most_wanted(now))), None)
    answered = len(now.participants) - len(now.silent())
    for participant in now.participants:
        if participant.seat_id not in seats:
            continue
        for ask in reads.asks_of(now.round, Ask.Kind.TIMES, participant.seat)[:1]:
            letters.reminder(ask, now.proposals, answered, len(now.participants), best)
            asked_about = str(best.pk) if best else ""
            Ask.objects.filter(pk=ask.pk).update(reminded_at=clock.now(), decision=asked_about)


def _most_wanted(now: reads.Present) -> int | None:
    """Return the time most have said yes to, also where the rule is not met yet; None when nobody has."""
    rows = [t for t in rounds.totals(reads.facts(now)) if t.yes]
    return max(rows, key=lambda t: (t.yes, t.maybe)).number if rows else None


def _propose_anew(now: reads.Present, reasons: Sequence[rounds.Reason]) -> None:
    """No time works: prepare the next best times from what the answers taught, and show them to the starter."""
    round_ = now.round
    if round_.state == State.EXHAUSTED:
        return
    round_.state, round_.chosen = State.EXHAUSTED, None
    round_.save(update_fields=["state", "chosen"])
    asking.close_asks(round_, Ask.Kind.DECIDE, Ask.Kind.CONFIRM)
    next_round(round_, lambda lang: sentences(reasons, lang, now))


def next_round(round_: Round, why: Any, wish: Wish = ANY_TIME) -> Round | None:
    """Draft the round that follows *round_*, and mail it to the coordinator for a yes; None when no time is left."""
    seats = [p.seat for p in reads.participants(round_)]
    taught = starting.taught_by(round_)
    proposed = starting.suggest(round_.partnership, wish, seats, taught=taught)
    leader = deciders(round_)[0]
    lang = leader.person.language
    times = _wished_for(round_, lang) + starting.as_times(proposed, seats, round_.partnership, lang)
    if not times or not seats:
        tell_coordinators(round_, "no_times_left", {"why_not": why(lang)})
        return None
    following = starting.draft(
        round_.partnership,
        leader,
        words=round_.words,
        times=times,
        seats=seats,
        lasts=round_.lasts,
        follows=round_,
        reopens=round_.reopens,
    )
    starting.show_to_starter(following, reasons=why(lang), kind=Ask.Kind.OTHER_TIMES)
    return following


def _wished_for(round_: Round, lang: str) -> list[starting.NewTime]:
    """Return the times people wrote themselves: a yes to the draft adopts them."""
    says = "{} proposes it." if lang == "en" else "{} foreslår den."
    return [
        starting.NewTime(c.starts, c.ends, (says.format(c.seat.person.first_name),))
        for c in reads.open_counters(round_)
    ]


@transaction.atomic
def approve(round_id: int, proposal_id: int, by: Seat | None) -> Round:
    """Decide on a time; it is carried out when the minutes for undoing have passed. None decides by itself.

    Raises RoundIsClosed, TimeIsPast.
    """
    round_ = (
        Round.objects.select_for_update(of=("self",))
        .select_related("partnership", "starter__person")
        .get(pk=round_id)
    )
    if round_.state in {State.DECIDED, State.SETTLED} and round_.chosen_id == proposal_id:
        return round_  # a yes that came twice
    if round_.state not in {State.ASKING, State.PROPOSED, State.EXHAUSTED, State.DECIDED}:
        raise RoundIsClosed
    proposal = Proposal.objects.filter(pk=proposal_id, round=round_, withdrawn_at__isnull=True).first()
    if proposal is None:
        raise RoundIsClosed
    if proposal.starts <= clock.now():
        raise TimeIsPast
    own = reads.habits(round_.partnership)
    round_.state, round_.chosen, round_.decided_by = State.DECIDED, proposal, by
    round_.decided_at = clock.now()
    round_.carry_at = clock.now() + own.hold
    round_.held = False
    round_.save()
    people.record(
        by.person if by else None, "time_decided", partnership_id=round_.partnership_id, about=round_
    )
    return round_


@transaction.atomic
def hold_back(round_id: int, by: Seat) -> bool:
    """Undo a decision that has not been carried out; False when it is too late, or there was none."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state == State.PROPOSED:
        Round.objects.filter(pk=round_.pk).update(held=True)  # nor does it decide by itself any more
        return True
    if round_.state != State.DECIDED:
        return False
    round_.state, round_.carry_at, round_.held = State.PROPOSED, None, True
    round_.told_at = round_.told_at or clock.now()
    round_.save()
    people.record(by.person, "decision_held", partnership_id=round_.partnership_id, about=round_)
    return True


@transaction.atomic
def carry_out(round_id: int) -> bool:
    """Carry out a decision whose minutes are over: the meeting is made and everybody is invited, once."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state != State.DECIDED or round_.carry_at is None or round_.carry_at > clock.now():
        return False
    round_.state, round_.closed_at = State.SETTLED, clock.now()
    round_.delete_after = clock.now() + KEPT_FOR
    round_.save(update_fields=["state", "closed_at", "delete_after"])
    asking.close_asks(round_)
    inviting.make_meeting(round_)
    return True


@transaction.atomic
def time_passes(round_id: int) -> bool:
    """Look at a round because time has passed: remind, tell the coordinator, or decide by itself where that is on.

    Returns whether there was anything to do.
    """
    round_ = (
        Round.objects.select_for_update(of=("self",))
        .select_related("partnership", "starter__person")
        .get(pk=round_id)
    )
    if round_.state == State.ASKING:
        take_next_step(round_)
        # Who should be reminded has been; what is left to wait for is the last day for answers.
        Round.objects.filter(pk=round_.pk, remind_at__lte=clock.now()).update(
            reminded_at=clock.now(), remind_at=None
        )
        return True
    own = reads.habits(round_.partnership)
    if round_.state != State.PROPOSED or not own.decides_itself or round_.held or round_.told_at is None:
        return False
    if round_.chosen_id is None or round_.told_at + own.decides_after > clock.now():
        return False
    approve(round_.pk, round_.chosen_id, None)
    return True


@transaction.atomic
def reopen(meeting_id: int, by: Seat) -> Round | None:
    """The rule no longer holds: find a new time for the same meeting."""
    meeting = Meeting.objects.select_related("proposal__round__partnership", "host__organisation").get(
        pk=meeting_id
    )
    if meeting.proposal is None or meeting.state != Meeting.State.PLANNED:
        return None
    old = meeting.proposal.round
    old.reopens = meeting
    return next_round(old, lambda lang: [])
