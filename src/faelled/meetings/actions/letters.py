"""Every letter that meetings writes: one function a letter, with what it may say decided here and not in the template.

A place comes from partnerships.reads, which never gives a protected house's name to a letter.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from faelled.core.days.words import (
    count_in_words,
    list_in_words,
    moment_in_words,
    span_subject,
    time_in_words,
)
from faelled.meetings import reads
from faelled.meetings.models import Ask, Attendance, Meeting, Participant, Proposal, Round
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Organisation, Seat
from faelled.post.letters import About, Calendar
from faelled.post.models import OutgoingLetter
from faelled.post.wording import one_line
from faelled.work import clock

Class = OutgoingLetter.Class
HALF_MINUTE, ONE_MINUTE = 0.5, 1.0


def about_ask(ask: Ask) -> About:
    """Return what a letter with this question is about."""
    return About("ask", ask.pk, ask.round.partnership_id)


def thread_of(round_: Round) -> str:
    """Return the one thread that all letters of a question share."""
    return f"round-{round_.pk}"


def behalf(round_: Round, reader: Seat) -> str:
    """Return who stands behind a letter to *reader*: "Bodil, Biblioteket"; "" where that is the reader."""
    if reader.pk == round_.starter_id:
        return ""
    house = _starters_house(round_)
    name = round_.starter.person.first_name
    return f"{name}, {house}" if house else name


def _starters_house(round_: Round) -> str:
    """Return the starter's house; "" for a protected one, since the sender's name shows on a locked phone."""
    organisation = round_.starter.membership.organisation
    return "" if organisation.protected else organisation.name


def _common(round_: Round, reader: Seat) -> dict[str, Any]:
    """Return what every letter about a question may say."""
    return {
        "starter": one_line(round_.starter.person.first_name),
        "house": _starters_house(round_),
        "from_you": reader.pk == round_.starter_id,
        "words": one_line(round_.words, at_most=1000),
        "answers_by": moment_words(round_, round_.answers_by, reader.person.language),
        "page": f"{settings.ORIGIN}/p/{round_.partnership_id}/moedetider/{round_.pk}/",
        "partnership_address": reads.address_of(round_.partnership),
    }


def span(round_: Round, proposals: Iterable[Proposal], lang: str) -> str:
    """Return when these times lie, as a subject says it: "i december"; "" for no times."""
    return span_subject([p.starts for p in proposals], lang, zone=reads.zone(round_.partnership))


def time_words(round_: Round, proposal: Proposal, lang: str) -> str:
    """Return "torsdag 3. december kl. 13-15"."""
    return span_words(round_, proposal.starts, proposal.ends, lang)


def span_words(round_: Round, start: datetime, end: datetime, lang: str) -> str:
    """Return a stretch of time on the clock of the round's partnership."""
    place = reads.zone(round_.partnership)
    return time_in_words(start, end, lang=lang, today=clock.now().astimezone(place).date(), zone=place)


def moment_words(round_: Round, moment: datetime | None, lang: str) -> str:
    """Return "fredag 27. november kl. 16"; "" for no moment."""
    if moment is None:
        return ""
    place = reads.zone(round_.partnership)
    return moment_in_words(moment, lang=lang, today=clock.now().astimezone(place).date(), zone=place)


def numbered(round_: Round, proposals: Iterable[Proposal], lang: str) -> list[dict[str, Any]]:
    """Return the numbered times exactly as the letter shows them."""
    return [{"number": p.number, "words": time_words(round_, p, lang)} for p in proposals]


def where(organisation: Organisation | None, lang: str) -> str:
    """Return the place as a letter may write it, without a full stop; "" when there is none yet."""
    return partners.place_for(organisation, lang).rstrip(" .") if organisation else ""


def host_of(round_: Round) -> Organisation | None:
    """Return the house that hosts, if one has been found."""
    return round_.host.organisation if round_.host else None


def _ask(ask: Ask, template: str, context: Mapping[str, Any], **more: Any) -> OutgoingLetter | None:
    round_ = ask.round
    return people.write_to(
        ask.seat,
        f"meetings/letters/{template}",
        about=about_ask(ask),
        context=_common(round_, ask.seat) | dict(context),
        thread=thread_of(round_),
        on_behalf_of=behalf(round_, ask.seat),
        deadline=round_.answers_by,
        **more,
    )


def question(
    ask: Ask, proposals: Sequence[Proposal], *, changed: Sequence[Proposal] = ()
) -> OutgoingLetter | None:
    """Ask for times: the first time, or again after the list was changed (*changed* are the new ones)."""
    lang, round_ = ask.seat.person.language, ask.round
    host = host_of(round_)
    hosting = bool(ask.seat.host_contact and round_.host_id == ask.seat.membership_id)
    new = {p.pk for p in changed}
    staying = [p for p in proposals if p.pk not in new]
    context = {
        "times": numbered(round_, changed or proposals, lang),
        "when": span(round_, changed or proposals, lang),
        "example": example(round_, changed or proposals, lang),
        "place": where(host, lang),
        "your_turn": hosting,
        "turn_reasons": turn_reasons(round_, lang) if hosting else "",
        "old_times": numbered(round_, staying, lang),
        "said": _in_numbers(staying, _said_by(ask.seat, staying), lang),
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
        "times": numbered(round_, proposals, lang),
        "when": span(round_, proposals, lang),
        "example": example(round_, proposals, lang),
        "others": numbered(round_, [p for p in proposals if p != best], lang),
        "answered": count_in_words(answered, lang).capitalize(),
        "nobody_yet": answered == 0,
        "one_yet": answered == 1,
        "asked": count_in_words(asked, lang),
        "best": time_words(round_, best, lang) if best else "",
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
        "times": numbered(round_, proposals, lang),
        "wrote": one_line(wrote, at_most=300),
        "one": time_words(round_, proposals[0], lang) if len(proposals) == 1 else "",
        "said": _in_numbers(proposals, verdicts, lang),
        "when": span(round_, proposals, lang),
        "example": example(round_, proposals, lang),
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
    host = host_of(round_)
    context = {
        "best": time_words(round_, best, lang),
        "place": where(host, lang),
        "ended": reasons[0] if reasons else "",
        "reasons": " ".join(reasons[1:]),
        "others": numbered(round_, others, lang),
        "unsure": list_in_words(list(unsure), lang),
        "decides_itself_at": moment_words(round_, clock.now() + own.decides_after, lang)
        if own.decides_itself
        else "",
        "hold": count_in_words(minutes, lang) if (minutes := int(own.hold.total_seconds() // 60)) else "",
        "one_minute": minutes == 1,
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
        "times": numbered(round_, proposals, lang),
        "when": span_subject([p.starts for p in proposals], lang, zone=reads.zone(round_.partnership)),
        "place": where(host_of(round_), lang),
        "count": count_in_words(len(people_asked), lang),
        "one_person": len(people_asked) == 1,
        "names": list_in_words([p.seat.person.first_name for p in people_asked], lang),
        "why_not": list(reasons),
        "after_none": ask.kind == Ask.Kind.OTHER_TIMES,
        "deadline": moment_words(round_, reads.deadline_from_now(round_), lang),
        "others_named": list_in_words(list(others_named), lang),
    }
    return _ask(
        ask, "draft", context, letter_class=Class.ANSWER, minutes=HALF_MINUTE, at_once=True, link_to="svar"
    )


def turn_handed_on(ask: Ask, proposals: Sequence[Proposal]) -> OutgoingLetter | None:
    """Tell the next house's contact that the turn has come to them."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {
        "when": span_subject([p.starts for p in proposals], lang, zone=reads.zone(round_.partnership)),
        "turn_reasons": " ".join(r.get(lang, r.get("da", "")) for r in round_.host_reasons),
    }
    return _ask(ask, "your_turn", context, letter_class=Class.ASK, minutes=HALF_MINUTE, at_once=True)


def was_it_you(ask: Ask, decision: str) -> OutgoingLetter | None:
    """Ask the known address whether a decision that came from another one was theirs."""
    return _ask(
        ask,
        "was_it_you",
        {"decision": decision},
        letter_class=Class.ANSWER,
        minutes=HALF_MINUTE,
        at_once=True,
    )


def too_late(ask: Ask, meeting: Meeting | None) -> OutgoingLetter | None:
    """Thank for an answer that came too late, and say what was agreed."""
    lang, round_ = ask.seat.person.language, ask.round
    context = {"agreed": span_words(round_, meeting.starts, meeting.ends, lang) if meeting else ""}
    return _ask(ask, "too_late", context, letter_class=Class.ANSWER, minutes=HALF_MINUTE, at_once=True)


def answer(ask: Ask, template: str, context: Mapping[str, Any]) -> OutgoingLetter | None:
    """Answer what somebody wrote to a question; their next reply is read as a reply to the same question."""
    return _ask(ask, template, context, letter_class=Class.ANSWER, at_once=True)


def coming_or_not(ask: Ask, meeting: Meeting) -> OutgoingLetter | None:
    """Ask plainly whether somebody comes, when their answer to an invitation could not be read."""
    context = {"when": span_words(ask.round, meeting.starts, meeting.ends, ask.seat.person.language)}
    return _ask(ask, "coming_or_not", context, letter_class=Class.ANSWER, minutes=HALF_MINUTE, at_once=True)


def say(
    seat: Seat, round_: Round, template: str, context: Mapping[str, Any], *, essential: bool = False
) -> OutgoingLetter | None:
    """Write a letter that asks nothing: news, trouble, or an answer to what somebody wrote."""
    return people.write_to(
        seat,
        f"meetings/letters/{template}",
        about=About("round", round_.pk, round_.partnership_id),
        context={"starter": round_.starter.person.first_name, "words": round_.words} | dict(context),
        letter_class=Class.ESSENTIAL if essential else Class.ANSWER,
        thread=thread_of(round_),
        at_once=True,
        on_behalf_of=behalf(round_),
    )


def invitation(
    attendance: Attendance, calendar: Calendar | None, *, cancelled: bool = False, changed: str = ""
) -> OutgoingLetter | None:
    """Send the invitation, an update (*changed*: time or place) or the cancellation."""
    meeting, person = attendance.meeting, attendance.seat.person
    lang = person.language
    place = reads.zone(meeting.partnership)
    today = clock.now().astimezone(place).date()
    organisation = meeting.host.organisation if meeting.host else None
    context = {
        "when": time_in_words(meeting.starts, meeting.ends, lang=lang, today=today, zone=place),
        "place": where(organisation, lang),
        "note": note_for_letters(meeting),
        "had_said_no": not attendance.expected,
        "changed": changed,
        "accepted": attendance.partstat == "ACCEPTED",
    }
    round_ = meeting.proposal.round if meeting.proposal else None
    return people.write_to(
        attendance.seat,
        "meetings/letters/cancelled" if cancelled else "meetings/letters/invitation",
        about=About("event", attendance.pk, meeting.partnership_id),
        context=context,
        letter_class=Class.ESSENTIAL,
        minutes=HALF_MINUTE,
        thread=thread_of(round_) if round_ else f"meeting-{meeting.pk}",
        at_once=True,
        accepted=attendance.expected or attendance.partstat == "ACCEPTED",
        calendar=calendar,
        on_behalf_of=behalf(round_) if round_ else "",
    )


def note_for_letters(meeting: Meeting) -> str:
    """Return the host's practical note; a protected house's note stays on the page behind sign-in."""
    if meeting.host is None or meeting.host.organisation.protected:
        return ""
    return meeting.practical_note or meeting.host.organisation.practical_note


def rule_broken(
    ask: Ask, meeting: Meeting, who: Sequence[str], missing: Sequence[str]
) -> OutgoingLetter | None:
    """Tell the coordinator that the meeting no longer has everyone the rule asks for."""
    lang = ask.seat.person.language
    context = {
        "when": span_words(ask.round, meeting.starts, meeting.ends, lang),
        "who": list_in_words(list(who), lang),
        "missing": list_in_words(list(missing), lang),
    }
    return _ask(ask, "rule_broken", context, letter_class=Class.ASK, minutes=ONE_MINUTE, at_once=True)
