"""Invitations: one to each, updates and cancellation under the same UID, and what calendars answer."""

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from faelled.core import invitations, rounds
from faelled.meetings import reads
from faelled.meetings.actions import asking, letters
from faelled.meetings.models import AgendaItem, Ask, Attendance, CounterProposal, Meeting, Round, Turn
from faelled.partnerships import actions as people
from faelled.partnerships import door
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Membership, Seat
from faelled.post import addresses
from faelled.post.letters import Calendar, Recipient
from faelled.work import clock

log = logging.getLogger(__name__)
KEPT_AFTER = timedelta(days=365)


def make_meeting(round_: Round) -> Meeting:
    """Make the meeting of a settled round, or move the one it reopens, and invite everybody."""
    proposal = round_.chosen
    if proposal is None:
        raise ValueError("a settled round has a chosen time")
    now = reads.present(round_)
    if round_.reopens_id:
        meeting = _moved(round_)
    else:
        meeting = Meeting.objects.create(
            partnership=round_.partnership,
            proposal=proposal,
            uid=f"{secrets.token_hex(16)}@{settings.MAIL_DOMAIN}",
            starts=proposal.starts,
            ends=proposal.ends,
            host=round_.host,
            delete_after=proposal.ends + KEPT_AFTER,
        )
    place = reads.zone(round_.partnership)
    Turn.objects.filter(round=round_, state=Turn.State.COMING).update(
        meeting=meeting, on=proposal.starts.astimezone(place).date()
    )
    yes = {p.seat_id for p in now.participants if now.verdict(p.seat_id, proposal.pk) == "yes"}
    known = set(meeting.attendances.values_list("seat_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=p.seat, expected=p.seat_id in yes)
        for p in now.participants
        if p.seat_id not in known
    )
    Attendance.objects.filter(meeting=meeting).update(partstat="NEEDS-ACTION")
    Attendance.objects.filter(meeting=meeting).exclude(seat_id__in=yes).update(expected=False)
    Attendance.objects.filter(meeting=meeting, seat_id__in=yes).update(expected=True)
    invite_all(meeting, changed="time" if round_.reopens_id else "")
    return meeting


def _moved(round_: Round) -> Meeting:
    if round_.chosen is None or round_.reopens_id is None:
        raise ValueError("a settled round has a chosen time")
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=round_.reopens_id)
    meeting.proposal = round_.chosen
    meeting.starts, meeting.ends = round_.chosen.starts, round_.chosen.ends
    meeting.sequence += 1
    meeting.rule_broken_at = None
    meeting.save()
    _overtake_counters(meeting)
    return meeting


def _overtake_counters(meeting: Meeting) -> None:
    """Close what was proposed instead of a time that no longer stands; the update says all there is to say."""
    waiting = CounterProposal.objects.filter(attendance__meeting=meeting, state=CounterProposal.State.OPEN)
    waiting.update(state=CounterProposal.State.OVERTAKEN)


def invite_all(meeting: Meeting, *, changed: str = "") -> None:
    """Write an invitation (or an update) to everybody who has a seat at the meeting."""
    for attendance in _attendances(meeting):
        _send(attendance, "REQUEST", changed=changed)


def _attendances(meeting: Meeting) -> QuerySet[Attendance]:
    rows = meeting.attendances.filter(withdrawn_at__isnull=True).exclude(seat__state=Seat.State.LEFT)
    return rows.select_related(
        "seat__person",
        "seat__membership__organisation",
        "meeting__host__organisation",
        "meeting__partnership",
        "meeting__proposal__round__starter__person",
        "meeting__proposal__round__starter__membership__organisation",
    )


def _send(attendance: Attendance, method: str, *, changed: str = "") -> None:
    recipient = partners.recipient(attendance.seat.person)
    if recipient is None:
        return
    calendar = _calendar(_invitation(attendance, recipient), method)
    letters.invitation(attendance, calendar, cancelled=method == "CANCEL", changed=changed)
    Attendance.objects.filter(pk=attendance.pk).update(invited_sequence=attendance.meeting.sequence)


def decline_counter(attendance_id: int, why: str) -> None:
    """Tell somebody that the meeting stays where it is, in their calendar and in words.

    why: "no", "lapsed", or the value of a core.invitations.Unusable. The rule is looked at again, since what the
    person said of the agreed time counts from now on.
    """
    attendance = _one(attendance_id)
    meeting = attendance.meeting
    if meeting.state != Meeting.State.PLANNED or meeting.starts <= clock.now():
        return
    recipient = partners.recipient(attendance.seat.person)
    if recipient is not None:
        calendar = _calendar(_invitation(attendance, recipient), "DECLINECOUNTER")
        letters.stays(attendance, calendar, why)
    look_at_rule(meeting, attendance.seat)


def _invitation(attendance: Attendance, recipient: Recipient) -> invitations.Invitation:
    """Return the meeting as one person is invited to it."""
    meeting = attendance.meeting
    return invitations.Invitation(
        uid=meeting.uid,
        sequence=meeting.sequence,
        summary=summary(meeting, recipient.lang),
        start=meeting.starts.astimezone(reads.zone(meeting.partnership)),
        end=meeting.ends.astimezone(reads.zone(meeting.partnership)),
        stamp=clock.now().replace(microsecond=0),
        organizer_name="Fælled",
        organizer_address=addresses.organizer_address("event", attendance.pk, recipient.person_key),
        attendee_name=recipient.name,
        attendee_address=recipient.address,
        place=letters.where(meeting.host.organisation if meeting.host else None, recipient.lang),
        description=description(meeting, recipient.lang),
        url=None,
        lang=recipient.lang,
        zone=meeting.partnership.time_zone,
    )


_WRITERS = {
    "REQUEST": invitations.request,
    "CANCEL": invitations.cancel,
    "DECLINECOUNTER": invitations.decline_counter,
}


def _calendar(values: invitations.Invitation, method: str) -> Calendar | None:
    """Return the calendar object; None, so that the words alone go, when a program could not read it.

    One address that no calendar takes must not keep the others from being invited.
    """
    try:
        content = _WRITERS[method](values)
    except invitations.InvalidInvitation as trouble:
        log.warning("an invitation went without its calendar part: %s", trouble.code)
        return None
    return Calendar(method, content, values.organizer_address)


def summary(meeting: Meeting, lang: str) -> str:
    """Return what stands in the calendar: the partnership's name, never a theme, a house or a family."""
    return f"{'Meeting' if lang == 'en' else 'Møde'}: {meeting.partnership.name}"


def description(meeting: Meeting, lang: str) -> str:
    """Return the calendar's text: the practical note, and how to answer when the buttons do nothing."""
    note = letters.note_for_letters(meeting)
    answer = (
        "If the buttons do nothing: just answer the mail."
        if lang == "en"
        else "Virker knapperne ikke, så svar bare på mailen."
    )
    return f"{note}\n{answer}" if note else answer


@transaction.atomic
def change(
    meeting_id: int,
    *,
    by: Seat | None = None,
    times: tuple[datetime, datetime] | None = None,
    host: Membership | None = None,
    note: str | None = None,
) -> Meeting:
    """Move a meeting, give it another host, or change its practical note; everybody gets an update when it matters."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("partnership", "host__organisation")
        .get(pk=meeting_id)
    )
    changed = ""
    if times is not None and times != (meeting.starts, meeting.ends):
        meeting.starts, meeting.ends = times
        changed = "time"
    if host is not None and host.pk != meeting.host_id:
        meeting.host = host
        changed = changed or "place"
    if note is not None and note != meeting.practical_note:
        meeting.practical_note = note
    if changed:
        meeting.sequence += 1
        if changed == "time":
            meeting.attendances.update(partstat="NEEDS-ACTION")
            _overtake_counters(meeting)
    meeting.save()
    if changed:
        invite_all(meeting, changed=changed)
        people.record(
            by.person if by else None, "meeting_changed", partnership_id=meeting.partnership_id, about=meeting
        )
    return meeting


@transaction.atomic
def cancel(meeting_id: int, by: Seat) -> Meeting:
    """Cancel a meeting for everybody, once."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=meeting_id)
    if meeting.state == Meeting.State.CANCELLED:
        return meeting
    meeting.state = Meeting.State.CANCELLED
    meeting.sequence += 1
    meeting.save()
    for attendance in _attendances(meeting):
        if attendance.invited_sequence >= 0:
            attendance.meeting = meeting
            _send(attendance, "CANCEL")
    _overtake_counters(meeting)
    Turn.objects.filter(meeting=meeting, state=Turn.State.COMING).delete()
    _close_event_addresses(meeting)
    people.record(by.person, "meeting_cancelled", partnership_id=meeting.partnership_id, about=meeting)
    return meeting


def _close_event_addresses(meeting: Meeting) -> None:
    for pk in meeting.attendances.values_list("pk", flat=True):
        addresses.withdraw("event", pk)


@transaction.atomic
def withdraw(attendance_id: int) -> None:
    """Cancel a meeting for one person, who has left or was taken off."""
    attendance = _one(attendance_id)
    if attendance.withdrawn_at is not None:
        return
    if attendance.invited_sequence >= 0 and attendance.meeting.state == Meeting.State.PLANNED:
        attendance.meeting.sequence += (
            1  # in this person's calendar alone: CANCEL must be newer than the invitation
        )
        _send(attendance, "CANCEL")
        attendance.meeting.refresh_from_db()
    Attendance.objects.filter(pk=attendance.pk).update(withdrawn_at=clock.now())
    addresses.withdraw("event", attendance.pk)
    look_at_rule(attendance.meeting, attendance.seat)


@transaction.atomic
def invite_also(meeting_id: int, seat: Seat) -> Attendance:
    """Invite somebody to a meeting that is agreed already; also somebody whose invitation was taken back."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    attendance, _ = Attendance.objects.get_or_create(meeting=meeting, seat=seat)
    if attendance.withdrawn_at is not None:
        addresses.reopen("event", attendance.pk)
        # The cancellation counted on in this person's calendar, which shows nothing that is not newer (RFC 5546).
        meeting.sequence = max(meeting.sequence, attendance.invited_sequence + 1)
        meeting.save(update_fields=["sequence"])
    Attendance.objects.filter(pk=attendance.pk).update(withdrawn_at=None)
    fresh = _one(attendance.pk)
    _send(fresh, "REQUEST")
    return fresh


def _one(attendance_id: int) -> Attendance:
    return (
        Attendance.objects.select_related(
            "seat__person",
            "seat__membership__organisation",
            "meeting__host__organisation",
            "meeting__partnership",
            "meeting__proposal__round__starter__person",
            "meeting__proposal__round__starter__membership__organisation",
        )
        .select_for_update(of=("self",))
        .get(pk=attendance_id)
    )


@transaction.atomic
def record_calendar_answer(
    attendance_id: int,
    partstat: str,
    *,
    sequence: int,
    stamp: datetime | None,
    other_address: bool = False,
    wants_another: bool = False,
) -> bool:
    """Store what a calendar (or a mail: *sequence* of the meeting, *stamp* of the mail) says; an older one never wins.

    wants_another: another time was proposed with it, so the coordinators are asked about that first, and about the
    rule when it has come to nothing. Returns whether it took effect.
    """
    attendance = _one(attendance_id)
    if attendance.meeting.state != Meeting.State.PLANNED or attendance.meeting.ends <= clock.now():
        return False
    sequence = min(sequence, attendance.meeting.sequence)  # nobody but us counts it up
    if attendance.answered_stamp is not None and not invitations.supersedes(
        sequence, stamp, over_sequence=attendance.answered_sequence, over_stamp=attendance.answered_stamp
    ):
        return False
    if sequence < attendance.invited_sequence:
        return False  # an answer to a time that has been moved since
    Attendance.objects.filter(pk=attendance.pk).update(
        partstat=partstat,
        answered_sequence=sequence,
        answered_stamp=min(
            stamp or clock.now(), clock.now()
        ),  # a clock that is years ahead must not win for ever
        other_address=other_address,
    )
    attendance.partstat = partstat
    if not wants_another:
        look_at_rule(attendance.meeting, attendance.seat)
    return True


def look_at_rule(meeting: Meeting, lost: Seat) -> None:
    """Tell the coordinators, once, when the meeting no longer has everybody the rule asks for."""
    if meeting.proposal is None or meeting.rule_broken_at or meeting.state != Meeting.State.PLANNED:
        return
    round_ = meeting.proposal.round
    now = reads.present(round_)
    rows = list(
        meeting.attendances.filter(withdrawn_at__isnull=True).select_related("seat__membership__organisation")
    )
    attending = {str(a.seat_id) for a in rows if a.comes}
    if rounds.still_holds(reads.rule(now), reads.seats(now), attending):
        return
    if meeting.attendances.filter(expected=True).count() == 0:
        return
    Meeting.objects.filter(pk=meeting.pk).update(rule_broken_at=clock.now())
    present_houses = {a.seat.membership_id for a in rows if a.comes}
    missing = [
        p.seat.membership.organisation.name
        for p in now.participants
        if p.seat.membership_id not in present_houses
    ]
    for seat in partners.coordinators(meeting.partnership) or [round_.starter]:
        ask = asking.new_ask(round_, seat, Ask.Kind.MOVED, [])
        Ask.objects.filter(pk=ask.pk).update(meeting=meeting)
        ask.meeting = meeting
        letters.rule_broken(ask, meeting, [lost.person.first_name], list(dict.fromkeys(missing)))


@transaction.atomic
def add_to_agenda(meeting: Meeting, text: str, by: Seat) -> AgendaItem | door.Stopped:
    """Put a point on the agenda; a text with open marks stays with its writer."""
    match door.admit(text.strip(), "text", partnership=meeting.partnership):
        case door.Stopped() as stopped:
            return stopped
        case door.Admitted(admitted):
            last = meeting.agenda.order_by("-position").first()
            return AgendaItem.objects.create(
                meeting=meeting,
                text=admitted[:300],
                written_by=by.person,
                position=last.position + 1 if last else 1,
            )
