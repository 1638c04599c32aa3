"""Answers to an invitation: by a calendar, or in words."""

from faelled.core import replies
from faelled.core.replies import short
from faelled.core.replies.reading import Reading, Slot, Verdict
from faelled.core.replies.short import Word
from faelled.meetings import actions, reads
from faelled.meetings.actions import asking, letters
from faelled.meetings.inbox.arriving import written_at
from faelled.meetings.inbox.hosting import swap
from faelled.meetings.inbox.times import TO_VERDICT
from faelled.meetings.inbox.words import MAIL_CHOICES
from faelled.meetings.models import Ask, Attendance, Meeting, Round
from faelled.partnerships import actions as people
from faelled.post.routes import Arrival
from faelled.work import clock

Kind = Ask.Kind


def calendar_answer(arrival: Arrival) -> None:
    """A calendar's answer to an invitation: matched by the address's token, the UID and the sequence."""
    attendance = reads.attendance(arrival.about_id)
    if attendance is None:
        return
    for message in arrival.letter.calendar:
        if message.method == "REPLY" and message.uid == attendance.meeting.uid and message.partstat:
            actions.record_calendar_answer(
                attendance.pk, message.partstat, sequence=message.sequence, stamp=message.dtstamp
            )
            return
    if arrival.letter.new_text.strip():
        _say_to_meeting(attendance, arrival)


def reply_to_invitation(arrival: Arrival) -> None:
    """An answer in words to an invitation."""
    attendance = reads.attendance(arrival.about_id)
    if attendance is None:
        return
    word = short.read_word(arrival.letter.new_text)
    round_ = attendance.meeting.proposal.round if attendance.meeting.proposal else None
    asks = reads.asks_of(round_, Kind.TIMES, attendance.seat) if round_ else []
    if word in MAIL_CHOICES:
        people.set_mail_choice(attendance.seat.person, MAIL_CHOICES[word], by_mail=True)
    elif word is Word.SWAP and round_ and round_.host_id == attendance.seat.membership_id and not asks:
        _swap_from_invitation(attendance, round_, arrival)
    else:
        _say_to_meeting(attendance, arrival)


def late(ask: Ask, arrival: Arrival) -> None:
    """An answer to "the time is agreed, can you come?"."""
    attendance = reads.attendance_of(ask.round, ask.seat)
    if attendance is not None:
        _say_to_meeting(attendance, arrival)


def _say_to_meeting(attendance: Attendance, arrival: Arrival) -> None:
    meeting = attendance.meeting
    if meeting.state != Meeting.State.PLANNED or meeting.ends <= clock.now():
        return
    said = short.read_yes_no(arrival.letter.new_text)
    if said not in TO_VERDICT:
        slot = Slot(1, meeting.starts, meeting.ends)
        reading = replies.read(arrival.letter.new_text, [slot], written_at(arrival))
        verdict = reading.verdict(1)
        if reading.not_availability or reading.answers[1].unsure or verdict is Verdict.UNKNOWN:
            _unclear_to_meeting(attendance, reading)
            return
    else:
        verdict = TO_VERDICT[said]
    partstat = {Verdict.YES: "ACCEPTED", Verdict.NO: "DECLINED"}.get(verdict, "TENTATIVE")
    actions.record_calendar_answer(
        attendance.pk, partstat, sequence=meeting.sequence, stamp=written_at(arrival)
    )


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
