"""Answers to an invitation: by a calendar, or in words."""

from dataclasses import dataclass

from faelled.core import replies
from faelled.core.invitations import Attendance as Partstat
from faelled.core.invitations import CalendarMessage, Unusable, Wanted, judged, wanted_by
from faelled.core.replies import short
from faelled.core.replies.reading import Reading, Slot, Verdict
from faelled.core.replies.short import Word
from faelled.meetings import actions, reads
from faelled.meetings.actions import asking, letters
from faelled.meetings.inbox.arriving import known_sender, written_at
from faelled.meetings.inbox.hosting import swap
from faelled.meetings.inbox.times import TO_VERDICT
from faelled.meetings.inbox.words import MAIL_CHOICES, choose_mails
from faelled.meetings.models import Ask, Attendance, Meeting, Round
from faelled.partnerships import inbox as partnership_inbox
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Seat
from faelled.post.routes import Arrival
from faelled.post.sightings import count
from faelled.work import clock

Kind = Ask.Kind


def calendar_answer(arrival: Arrival) -> None:
    """A calendar's answer to an invitation: matched by the address's token, the UID and the sequence.

    Only we invite and cancel, so whatever else a calendar part asks for changes nothing.
    """
    attendance = reads.attendance(arrival.about_id)
    if attendance is None:
        return
    if _is_off(attendance):
        count("answer_after_leaving")
        return
    ours = {m.method: m for m in reversed(arrival.letter.calendar) if m.uid == attendance.meeting.uid}
    if attendance.meeting.ends <= clock.now():
        count("answer_after_the_meeting")
    elif "COUNTER" in ours:
        _countered(attendance, ours["COUNTER"], arrival)
    elif "REPLY" in ours:
        _replied(attendance, ours["REPLY"], arrival)
    elif arrival.letter.new_text.strip() and known_sender(arrival, attendance.seat.person):
        _say_to_meeting(attendance, arrival)
    else:
        count("calendar_without_answer")


def _is_off(attendance: Attendance) -> bool:
    """Whether the meeting has been cancelled for this person alone: taken off it, or out of the partnership."""
    return attendance.withdrawn_at is not None or attendance.seat.state == Seat.State.LEFT


@dataclass(frozen=True, slots=True)
class Said:
    """What a calendar says for the person whose invitation it answers."""

    partstat: str
    other_address: bool


def _said(message: CalendarMessage, attendance: Attendance) -> Said | None:
    """Return what is said for the one whose token it is; None where that is nobody, or somebody else invited.

    Calendars name several people, or an address nobody was invited by: the token says whose answer it is.
    """
    own = set(partners.known_addresses(attendance.seat.person))
    mine = {said for address, said in message.attendees if address in own}
    if mine:
        return Said(mine.pop(), other_address=False) if len(mine) == 1 else None
    spoken = {(a, said) for a, said in message.attendees if said != Partstat.NEEDS_ACTION}
    if len(spoken) != 1:
        return None
    [(address, said)] = spoken
    return None if reads.another_is_invited(attendance, address) else Said(said, other_address=True)


def _replied(attendance: Attendance, message: CalendarMessage, arrival: Arrival) -> None:
    said, known = _said(message, attendance), known_sender(arrival, attendance.seat.person)
    if said is None:
        count("answer_for_somebody_else")
        return
    actions.record_calendar_answer(
        attendance.pk,
        said.partstat,
        sequence=message.sequence,
        stamp=message.dtstamp,
        other_address=said.other_address or not known,
    )


def _countered(attendance: Attendance, message: CalendarMessage, arrival: Arrival) -> None:
    """Another time is proposed instead: the coordinator hears of it, or whoever proposed it why that cannot be."""
    meeting, known = attendance.meeting, known_sender(arrival, attendance.seat.person)
    wanted = wanted_by(
        message,
        invited=Wanted(meeting.starts, meeting.ends),
        sequence=attendance.invited_sequence,
        now=clock.now(),
        zone=reads.zone(meeting.partnership),
    )
    said = _said(message, attendance)
    if wanted is Unusable.OVERTAKEN or (said is None and message.attendees):
        count("counter_overtaken" if wanted is Unusable.OVERTAKEN else "answer_for_somebody_else")
        return
    elsewhere = not known or bool(said and said.other_address)
    if said is not None and said.partstat != Partstat.NEEDS_ACTION:
        actions.record_calendar_answer(
            attendance.pk,
            said.partstat,
            sequence=message.sequence,
            stamp=message.dtstamp,
            other_address=elsewhere,
            wants_another=isinstance(wanted, Wanted),
        )
    if isinstance(wanted, Wanted):
        written = min(message.dtstamp or clock.now(), clock.now())
        actions.propose_instead(attendance.pk, wanted, written_at=written, other_address=elsewhere)
    elif wanted is not Unusable.SAME and known:
        actions.refuse(attendance.pk, wanted)


def reply_to_invitation(arrival: Arrival) -> None:
    """An answer in words to an invitation."""
    attendance = reads.attendance(arrival.about_id)
    if attendance is None:
        return
    word = short.read_word(arrival.letter.new_text)
    round_ = attendance.meeting.proposal.round if attendance.meeting.proposal else None
    asks = reads.asks_of(round_, Kind.TIMES, attendance.seat) if round_ else []
    if word in MAIL_CHOICES:
        choose_mails(attendance.seat, word, arrival)
    elif _is_off(attendance):
        known = known_sender(arrival, attendance.seat.person)
        partnership_inbox.pass_on(attendance.seat, arrival.letter.new_text, other_address=not known)
    elif word is Word.SWAP and round_ and round_.host_id == attendance.seat.membership_id and not asks:
        _swap_from_invitation(attendance, round_, arrival)
    else:
        _say_to_meeting(attendance, arrival)


def late(ask: Ask, arrival: Arrival) -> None:
    """An answer to "the time is agreed, can you come?"."""
    attendance = reads.attendance_of(ask.round, ask.seat)
    if attendance is not None and not _is_off(attendance):
        _say_to_meeting(attendance, arrival)


def _say_to_meeting(attendance: Attendance, arrival: Arrival) -> None:
    meeting = attendance.meeting
    if meeting.state != Meeting.State.PLANNED or meeting.ends <= clock.now():
        return
    said = short.read_yes_no(arrival.letter.new_text)
    if said not in TO_VERDICT:
        place = reads.zone(meeting.partnership)
        slot = Slot(1, meeting.starts.astimezone(place), meeting.ends.astimezone(place))
        reading = replies.read(arrival.letter.new_text, [slot], written_at(arrival))
        verdict = reading.verdict(1)
        if _wants_another(attendance, reading, arrival):
            return
        if reading.not_availability or reading.answers[1].unsure or verdict is Verdict.UNKNOWN:
            _unclear_to_meeting(attendance, reading)
            return
    else:
        verdict = TO_VERDICT[said]
    partstat = {Verdict.YES: "ACCEPTED", Verdict.NO: "DECLINED"}.get(verdict, "TENTATIVE")
    actions.record_calendar_answer(
        attendance.pk,
        partstat,
        sequence=meeting.sequence,
        stamp=written_at(arrival),
        other_address=not known_sender(arrival, attendance.seat.person),
    )


def _wants_another(attendance: Attendance, reading: Reading, arrival: Arrival) -> bool:
    """Whether the words propose another time; then the coordinators are asked, as for a calendar's proposal."""
    meeting = attendance.meeting
    invited = Wanted(meeting.starts, meeting.ends)
    for time in reading.counter:
        end = time.end or time.start + (meeting.ends - meeting.starts)
        wanted = judged(Wanted(time.start, end), invited=invited, now=clock.now())
        if isinstance(wanted, Wanted):
            break
    else:
        return False
    written, elsewhere = written_at(arrival), not known_sender(arrival, attendance.seat.person)
    partstat = {Verdict.NO: "DECLINED", Verdict.MAYBE: "TENTATIVE"}.get(reading.verdict(1))
    if partstat is not None:
        actions.record_calendar_answer(
            attendance.pk,
            partstat,
            sequence=meeting.sequence,
            stamp=written,
            other_address=elsewhere,
            wants_another=True,
        )
    actions.propose_instead(attendance.pk, wanted, written_at=written, other_address=elsewhere)
    return True


def _unclear_to_meeting(attendance: Attendance, reading: Reading) -> None:
    round_ = attendance.meeting.proposal.round if attendance.meeting.proposal else None
    if reading.not_availability or round_ is None:
        return
    if round_.asks.filter(kind=Kind.LATE, seat=attendance.seat, closed_at__isnull=True).exists():
        return
    ask = asking.new_ask(round_, attendance.seat, Kind.LATE, [])
    letters.coming_or_not(ask, attendance.meeting)


def _swap_from_invitation(attendance: Attendance, round_: Round, arrival: Arrival) -> None:
    ask = asking.new_ask(round_, attendance.seat, Kind.HOST, [])
    swap(ask, arrival)
