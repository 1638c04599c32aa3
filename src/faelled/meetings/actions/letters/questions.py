"""Letters that put a question to one person, or answer what that person wrote to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from faelled.core.days.words import count_in_words, list_in_words
from faelled.meetings import reads
from faelled.meetings.actions.letters import words
from faelled.meetings.models import Ask, CounterProposal, Meeting, Participant, Proposal, Round
from faelled.meetings.reads import busy
from faelled.partnerships import actions as people
from faelled.post.letters import About
from faelled.post.models import OutgoingLetter
from faelled.post.wording import one_line
from faelled.work import clock

Class = OutgoingLetter.Class
HALF_MINUTE, ONE_MINUTE = 0.5, 1.0


def about_ask(ask: Ask) -> About:
    """Return what a letter with this question is about."""
    return About("ask", ask.pk, ask.round.partnership_id)


def _ask(ask: Ask, template: str, context: Mapping[str, Any], **more: Any) -> OutgoingLetter | None:
    round_ = ask.round
    return people.write_to(
        ask.seat,
        f"meetings/letters/{template}",
        about=about_ask(ask),
        context=words.common(round_, ask.seat) | dict(context),
        thread=words.thread_of(round_),
        on_behalf_of=words.behalf(round_, ask.seat),
        deadline=round_.answers_by,
        **more,
    )


def question(
    ask: Ask, proposals: Sequence[Proposal], *, changed: Sequence[Proposal] = ()
) -> OutgoingLetter | None:
    """Ask for times: the first time, or again after the list was changed (*changed* are the new ones)."""
    lang, round_ = ask.seat.person.language, ask.round
    host = words.host_of(round_)
    hosting = bool(ask.seat.host_contact and round_.host_id == ask.seat.membership_id)
    new = {p.pk for p in changed}
    staying = [p for p in proposals if p.pk not in new]
    context = {
        "times": words.numbered(round_, changed or proposals, lang),
        "when": words.span(round_, changed or proposals, lang),
        "example": words.example(round_, changed or proposals, lang),
        "place": words.where(host, lang),
        "instead_of": _instead_of(round_, lang),
        "away_for": words.away_for(ask.seat, round_),
        "your_turn": hosting,
        "turn_reasons": words.turn_reasons(round_, lang) if hosting else "",
        "old_times": words.numbered(round_, staying, lang),
        "said": words.in_numbers(staying, words.said_by(ask.seat, staying), lang),
    }
    template = "times_changed" if changed else "ask_times"
    return _ask(
        ask,
        template,
        context,
        letter_class=Class.ASK,
        minutes=ONE_MINUTE,
        link_to="svar",
        not_before=reads.office_moment(reads.habits(round_.partnership)),
    )


def reminder(
    ask: Ask, proposals: Sequence[Proposal], answered: int, asked: int, best: Proposal | None
) -> OutgoingLetter | None:
    """Remind the silent, once, with what the others said."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {
        "times": words.numbered(round_, proposals, lang),
        "when": words.span(round_, proposals, lang),
        "example": words.example(round_, proposals, lang),
        "others": words.numbered(round_, [p for p in proposals if p != best], lang),
        "answered": count_in_words(answered, lang).capitalize(),
        "nobody_yet": answered == 0,
        "one_yet": answered == 1,
        "asked": count_in_words(asked, lang),
        "best": words.time_words(round_, best, lang) if best else "",
    }
    return _ask(
        ask,
        "remind",
        context,
        letter_class=Class.ASK,
        minutes=HALF_MINUTE,
        link_to="svar",
        not_before=reads.office_moment(reads.habits(round_.partnership)),
    )


def understood_right(
    ask: Ask, proposals: Sequence[Proposal], wrote: str, verdicts: Mapping[int, str]
) -> OutgoingLetter | None:
    """Send a reading back: one unsure time (yes or no), several, or a whole reading to confirm (*verdicts*)."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {
        "times": words.numbered(round_, proposals, lang),
        "wrote": one_line(wrote, at_most=300),
        "one": words.time_words(round_, proposals[0], lang) if len(proposals) == 1 else "",
        "said": words.in_numbers(proposals, verdicts, lang),
        "when": words.span(round_, proposals, lang),
        "example": words.example(round_, proposals, lang),
    }
    return _ask(
        ask,
        "understood_right",
        context,
        letter_class=Class.ANSWER,
        minutes=HALF_MINUTE,
        at_once=True,
        link_to="svar",
    )


def to_decide(
    ask: Ask,
    best: Proposal,
    reasons: Sequence[str],
    others: Sequence[Proposal],
    *,
    time_is_up: bool,
    unsure: Sequence[str],
) -> OutgoingLetter | None:
    """Tell the coordinator the best time, with the reasons, and ask for a yes."""
    lang, round_ = ask.seat.person.language, ask.round
    own = reads.habits(round_.partnership)
    host = words.host_of(round_)
    context = {
        "best": words.time_words(round_, best, lang),
        "place": words.where(host, lang),
        "time_is_up": time_is_up,
        "ended": reasons[0] if reasons else "",
        "reasons": " ".join(reasons[1:]),
        "others": words.numbered(round_, others, lang),
        "wished_for": words.wished_for(round_, lang),
        "away": words.away(round_, lang),
        "unsure": list_in_words(list(unsure), lang),
        "decides_itself_at": words.moment_words(round_, clock.now() + own.decides_after, lang)
        if own.decides_itself
        else "",
        "hold": words.minutes_in_words(own.hold, lang),
    }
    return _ask(
        ask, "to_decide", context, letter_class=Class.ASK, minutes=ONE_MINUTE, at_once=True, link_to="svar"
    )


def as_it_would_go_out(
    ask: Ask,
    proposals: Sequence[Proposal],
    people_asked: Sequence[Participant],
    *,
    reasons: Sequence[str] = (),
    others_named: Sequence[str] = (),
) -> OutgoingLetter | None:
    """Show the starter alone what would be asked, and of whom; nothing is sent to anyone before a yes."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {
        "times": words.numbered(round_, proposals, lang),
        "when": words.span(round_, proposals, lang),
        "place": words.where(words.host_of(round_), lang),
        "count": count_in_words(len(people_asked), lang),
        "one_person": len(people_asked) == 1,
        "names": words.names_for(people_asked, ask.seat, lang),
        "why_not": " ".join(reasons),
        "after_none": ask.kind == Ask.Kind.OTHER_TIMES,
        "instead_of": _instead_of(round_, lang),
        "answers_by": words.moment_words(round_, reads.deadline_from_now(round_), lang),
        "others_named": list_in_words(list(others_named), lang),
        "unread": words.names_for(_calendar_unread(people_asked), ask.seat, lang),
    }
    return _ask(
        ask, "draft", context, letter_class=Class.ANSWER, minutes=HALF_MINUTE, at_once=True, link_to="svar"
    )


def _calendar_unread(people_asked: Sequence[Participant]) -> list[Participant]:
    unread = busy.unread({p.seat.person_id for p in people_asked})
    return [p for p in people_asked if p.seat.person_id in unread]


def _instead_of(round_: Round, lang: str) -> str:
    """Return when the meeting is that a new time is looked for; "" for a new meeting."""
    moved = round_.reopens
    return words.span_words(round_, moved.starts, moved.ends, lang) if moved else ""


def other_time(ask: Ask, counter: CounterProposal) -> OutgoingLetter | None:
    """Ask the coordinator whether everybody should be asked about a time that somebody invited proposes."""
    lang, round_, meeting = ask.seat.person.language, ask.round, ask.meeting
    context = {
        "who": counter.seat.person.first_name,
        "time": words.span_words(round_, meeting.starts, meeting.ends, lang) if meeting else "",
        "other": words.span_words(round_, counter.starts, counter.ends, lang),
        "until": words.moment_words(round_, counter.answer_by, lang),
        "other_address": counter.other_address,
        "page": f"{settings.ORIGIN}/moeder/{ask.meeting_id}/",
    }
    return _ask(ask, "other_time", context, letter_class=Class.ASK, minutes=HALF_MINUTE, at_once=True)


def turn_handed_on(ask: Ask, proposals: Sequence[Proposal]) -> OutgoingLetter | None:
    """Tell the next house's contact that the turn has come to them."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {
        "when": words.span(round_, proposals, lang),
        "turn_reasons": words.turn_reasons(round_, lang),
    }
    return _ask(ask, "your_turn", context, letter_class=Class.ASK, minutes=HALF_MINUTE, at_once=True)


def was_it_you(ask: Ask, decision: str) -> OutgoingLetter | None:
    """Ask the known address whether a decision that came from another one was theirs.

    decision: "swap", the id of the time that was chosen, or a plain yes to what the first question asked.
    """
    asked = Ask.objects.values_list("decision", flat=True).get(pk=ask.pk).partition(":")[0]
    chosen = Proposal.objects.filter(pk=decision).first() if decision.isdecimal() else None
    context = {
        "swapped": decision == "swap",
        "chosen": words.time_words(ask.round, chosen, ask.seat.person.language) if chosen else "",
        "moved": asked == Ask.Kind.MOVED,
    }
    return _ask(
        ask,
        "was_it_you",
        context,
        letter_class=Class.ANSWER,
        minutes=HALF_MINUTE,
        at_once=True,
    )


def too_late(ask: Ask, meeting: Meeting) -> OutgoingLetter | None:
    """Thank for an answer that came too late, and say what was agreed."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {"agreed": words.span_words(round_, meeting.starts, meeting.ends, lang)}
    return _ask(ask, "too_late", context, letter_class=Class.ANSWER, minutes=HALF_MINUTE, at_once=True)


def answer(ask: Ask, template: str, context: Mapping[str, Any]) -> OutgoingLetter | None:
    """Answer what somebody wrote to a question; their next reply is read as a reply to the same question."""
    lang, round_ = ask.seat.person.language, ask.round
    live = reads.live_proposals(round_)
    best = next((p for p in live if ask.kind == Ask.Kind.DECIDE and str(p.pk) == ask.decision), None)
    known = {
        "when": words.span(round_, live, lang),
        "times": words.numbered(round_, live, lang),
        "best": words.time_words(round_, best, lang) if best else "",
    }
    return _ask(ask, template, known | dict(context), letter_class=Class.ANSWER, at_once=True)


def packed(ask: Ask) -> OutgoingLetter | None:
    """Tell somebody whose answer came in a winmail.dat how to answer; it is never opened."""
    lang, live = ask.seat.person.language, reads.live_proposals(ask.round)
    context = {"when": words.span(ask.round, live, lang), "times": words.numbered(ask.round, live, lang)}
    return _ask(ask, "packed", context, letter_class=Class.ANSWER, at_once=True, link_to="svar")


def coming_or_not(ask: Ask, meeting: Meeting) -> OutgoingLetter | None:
    """Ask plainly whether somebody comes, when their answer to an invitation could not be read."""
    context = {"time": words.span_words(ask.round, meeting.starts, meeting.ends, ask.seat.person.language)}
    return _ask(ask, "coming_or_not", context, letter_class=Class.ANSWER, minutes=HALF_MINUTE, at_once=True)


def rule_broken(
    ask: Ask, meeting: Meeting, who: Sequence[str], missing: Sequence[str]
) -> OutgoingLetter | None:
    """Tell the coordinator that the meeting no longer has everyone the rule asks for."""
    lang = ask.seat.person.language
    context = {
        "time": words.span_words(ask.round, meeting.starts, meeting.ends, lang),
        "who": list_in_words(list(who), lang),
        "missing": list_in_words(list(missing), lang),
    }
    return _ask(ask, "rule_broken", context, letter_class=Class.ASK, minutes=ONE_MINUTE, at_once=True)
