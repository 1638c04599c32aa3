"""Letters that bring news: trouble for the coordinator, the invitation, its changes and its end."""

from collections.abc import Mapping
from typing import Any

from faelled.core.days.words import time_in_words
from faelled.meetings import reads
from faelled.meetings.actions.letters import words
from faelled.meetings.models import Attendance, Meeting, Round
from faelled.partnerships import actions as people
from faelled.partnerships.models import Seat
from faelled.post import reads as post
from faelled.post.letters import About, Calendar
from faelled.post.models import OutgoingLetter
from faelled.work import clock

Class = OutgoingLetter.Class
HALF_MINUTE = 0.5
_ANSWERS, _ESSENTIAL_NEWS = {"nobody_reads"}, {"called_off"}


def say(seat: Seat, round_: Round, template: str, context: Mapping[str, Any]) -> OutgoingLetter | None:
    """Write a letter that asks nothing: trouble for the coordinator in office hours, news and answers at once."""
    letter_class = Class.ANSWER if template in _ANSWERS else Class.NOTICE
    if template in _ESSENTIAL_NEWS:
        letter_class = Class.ESSENTIAL
    when = words.span(round_, reads.live_proposals(round_), seat.person.language)
    if template == "away_without_deputy":
        back = context["away_until"]
        context = dict(context) | {"away_until": words.day_of_return(round_, back, seat.person.language)}
    if template == "unreachable":
        context = dict(context) | post.failure_words(context["because"], seat.person.language)
    if template == "asked_something":
        context = dict(context) | {"wished_for": words.wished_for(round_, seat.person.language)}
    return people.write_to(
        seat,
        f"meetings/letters/{template}",
        about=About("round", round_.pk, round_.partnership_id),
        context=words.common(round_, seat) | {"when": when} | dict(context),
        letter_class=letter_class,
        thread=words.thread_of(round_),
        on_behalf_of=words.behalf(round_, seat),
    )


def invitation(
    attendance: Attendance, calendar: Calendar | None, *, cancelled: bool = False, changed: str = ""
) -> OutgoingLetter | None:
    """Send the invitation, an update (*changed*: time or place) or the cancellation."""
    meeting, seat = attendance.meeting, attendance.seat
    lang = seat.person.language
    zone = reads.zone(meeting.partnership)
    today = clock.now().astimezone(zone).date()
    round_ = meeting.proposal.round if meeting.proposal else None
    said = words.said_by(seat, [meeting.proposal] if meeting.proposal else [])
    context = {
        "time": time_in_words(meeting.starts, meeting.ends, lang=lang, today=today, zone=zone),
        "place": words.where(meeting.host.organisation if meeting.host else None, lang),
        "note": note_for_letters(meeting),
        "expected": attendance.expected,
        "said_no": "no" in said.values(),
        "answered": attendance.expected or bool(said),
        "moved": changed == "time",
        "new_place": changed == "place",
        "in_calendar": calendar is not None,
        "for_you_alone": meeting.state == Meeting.State.PLANNED,
    }
    return people.write_to(
        seat,
        "meetings/letters/cancelled" if cancelled else "meetings/letters/invitation",
        about=About("event", attendance.pk, meeting.partnership_id),
        context=context,
        letter_class=Class.ESSENTIAL,
        minutes=HALF_MINUTE,
        thread=words.thread_of(round_) if round_ else f"meeting-{meeting.pk}",
        at_once=True,
        accepted=attendance.expected or attendance.partstat == "ACCEPTED",
        calendar=calendar,
        on_behalf_of=words.behalf(round_, seat) if round_ else "",
    )


def stays(attendance: Attendance, calendar: Calendar | None, why: str) -> OutgoingLetter | None:
    """Tell somebody who wanted another time that the meeting stays, and why.

    why: "no", "lapsed", "past", "too_long" or "unreadable".
    """
    meeting, seat = attendance.meeting, attendance.seat
    lang, zone = seat.person.language, reads.zone(meeting.partnership)
    today = clock.now().astimezone(zone).date()
    round_ = meeting.proposal.round if meeting.proposal else None
    return people.write_to(
        seat,
        "meetings/letters/stays",
        about=About("event", attendance.pk, meeting.partnership_id),
        context={
            "time": time_in_words(meeting.starts, meeting.ends, lang=lang, today=today, zone=zone),
            "declined": why == "no",
            "lapsed": why == "lapsed",
            "past": why == "past",
            "too_long": why == "too_long",
            "try_again": why not in {"no", "lapsed"},
        },
        letter_class=Class.ANSWER,
        minutes=HALF_MINUTE,
        thread=words.thread_of(round_) if round_ else f"meeting-{meeting.pk}",
        at_once=True,
        calendar=calendar,
        on_behalf_of=words.behalf(round_, seat) if round_ else "",
    )


def note_for_letters(meeting: Meeting) -> str:
    """Return the host's practical note; a protected house's note stays on the page behind sign-in."""
    if meeting.host is None or meeting.host.organisation.protected:
        return ""
    return meeting.practical_note or meeting.host.organisation.practical_note
