"""Mail in: understand it, and call the same actions as the pages do. The address it came to says what it is about."""

from datetime import datetime

from django.utils import translation

from faelled.core import replies
from faelled.core.replies import short
from faelled.core.replies.reading import Reading, Slot, SlotAnswer, Verdict
from faelled.core.replies.short import Word, YesNo
from faelled.core.wishes import Wish, read_wish
from faelled.meetings import actions, reads
from faelled.meetings.actions import answering, asking, letters
from faelled.meetings.actions.errors import MeetingError, NobodyCanHost
from faelled.meetings.actions.keeping import kept
from faelled.meetings.models import Answer, Ask, Attendance, Meeting, Proposal, Round
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Partnership, Person, Seat
from faelled.post.routes import Arrival
from faelled.work import clock

Kind = Ask.Kind
State = Round.State
_MAIL_CHOICES: dict[Word | None, Person.MailChoice] = {
    Word.STOP: Person.MailChoice.STOP,
    Word.LESS: Person.MailChoice.LESS,
    Word.START: Person.MailChoice.ALL,
}
TO_VERDICT = {YesNo.YES: Verdict.YES, YesNo.NO: Verdict.NO, YesNo.MAYBE: Verdict.MAYBE}


def reply_to_ask(arrival: Arrival) -> None:
    """A reply to one of our questions: to the address that names it."""
    ask = reads.ask(arrival.about_id)
    if ask is None:
        return
    if ask.seat.state == Seat.State.INVITED:
        people.accept_welcome(ask.seat)  # the first answer lets somebody in
    word = short.read_word(arrival.letter.new_text)
    if word is not None and _obey(word, ask, arrival):
        return
    _READERS[Kind(ask.kind)](ask, arrival)


def _known_sender(arrival: Arrival, person: Person) -> bool:
    return arrival.letter.sender in partners.known_addresses(person)


def written_at(arrival: Arrival) -> datetime:
    """Return when the mail was written: its own Date, but never later than it was received."""
    date = arrival.letter.date
    return min(date, arrival.received_at) if date else arrival.received_at


def _obey(word: Word, ask: Ask, arrival: Arrival) -> bool:
    """Do what one of the closed list of words says; False when it means nothing for this question."""
    person = ask.seat.person
    match word:
        case Word.STOP | Word.LESS | Word.START:
            people.set_mail_choice(person, _MAIL_CHOICES[word], by_mail=True)
        case Word.WAIT:
            return _wait(ask)
        case Word.SWAP:
            return _swap(ask, arrival)
        case Word.NO_THANKS:
            if ask.kind != Kind.TIMES:
                return False
            refusal = replies.read("nej", _slots(ask), written_at(arrival))
            _take_answer(ask, arrival, refusal)
    return True


def _wait(ask: Ask) -> bool:
    if ask.kind not in {Kind.DECIDE, Kind.CHANGED}:
        return False
    if actions.hold_back(ask.round_id, ask.seat):
        letters.answer(ask, "held_back", {})
    else:
        meeting = reads.meeting_of(ask.round)
        letters.answer(ask, "too_late_to_hold", {"agreed": _agreed(ask, meeting)})
    return True


def _swap(ask: Ask, arrival: Arrival) -> bool:
    if ask.kind not in {Kind.TIMES, Kind.HOST} or ask.round.host_id != ask.seat.membership_id:
        return False
    if not _known_sender(arrival, ask.seat.person):
        _ask_whether_it_was_them(ask, "swap")
        return True
    _hand_on(ask)
    return True


def _hand_on(ask: Ask) -> None:
    try:
        host = actions.hand_on(ask.round_id, ask.seat)
    except NobodyCanHost:
        letters.answer(ask, "nobody_can_host", {})
        return
    lang = ask.seat.person.language
    name = partners.host_name_for_letters(host.organisation, lang) or ""
    letters.answer(ask, "turn_moved", {"host": name})


def _ask_whether_it_was_them(ask: Ask, decision: str) -> None:
    """A decision with a good token but from another address waits until the known address confirms it."""
    question = asking.new_ask(ask.round, ask.seat, Kind.CHANGED, [])
    Ask.objects.filter(pk=question.pk).update(
        decision=f"{ask.kind}:{ask.pk}:{decision}"[:40], items=ask.items
    )
    letters.was_it_you(question, decision)


# Times


def _slots(ask: Ask) -> list[Slot]:
    """Return the times exactly as the letter numbered them, withdrawn ones included: they were shown."""
    shown = {int(pk): int(number) for number, pk in ask.items}
    rows = Proposal.objects.filter(pk__in=shown)
    slots = [Slot(shown[p.pk], p.starts, p.ends) for p in rows]
    return sorted(slots, key=lambda s: s.number)


def _read(ask: Ask, arrival: Arrival) -> Reading:
    colleagues = [s.person.first_name for s in partners.seats_in(ask.round.partnership)]
    return replies.read(arrival.letter.new_text, _slots(ask), written_at(arrival), deputies=colleagues)


def _times(ask: Ask, arrival: Arrival) -> None:
    if ask.round.state not in answering.OPEN:
        _too_late(ask, arrival)
        return
    said = short.read_yes_no(arrival.letter.new_text)
    if ask.reminded_at and ask.decision and said in TO_VERDICT:
        # The reminder asked about one time only, so that is the one a bare yes or no is about.
        shown = {int(pk): int(number) for number, pk in ask.items}
        reading = Reading({shown[int(ask.decision)]: SlotAnswer(TO_VERDICT[said])})
    else:
        reading = _read(ask, arrival)
    _take_answer(ask, arrival, reading)


def _take_answer(ask: Ask, arrival: Arrival, reading: Reading) -> None:
    known = _known_sender(arrival, ask.seat.person)
    actions.record_answers(
        ask,
        reading,
        text=arrival.letter.new_text,
        written_at=written_at(arrival),
        source=Answer.Source.MAIL,
        given_by="" if known else _colleague(ask, arrival.letter.sender),
        other_address=not known,
    )


def _colleague(ask: Ask, sender: str) -> str:
    """Return the first name of the colleague who answered from their own address; "" for a stranger."""
    person = partners.person_by_address(sender)
    if person is None or partners.seat_of(person, ask.round.partnership) is None:
        return ""
    return person.first_name


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


def _agreed(ask: Ask, meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return letters.span_words(ask.round, meeting.starts, meeting.ends, ask.seat.person.language)


# A yes or a no


def _confirm(ask: Ask, arrival: Arrival) -> None:
    if ask.round.state not in answering.OPEN:
        _too_late(ask, arrival)
        return
    known = _known_sender(arrival, ask.seat.person)
    said = short.read_yes_no(arrival.letter.new_text)
    if ask.heard and said is YesNo.YES:
        reading = actions.as_heard(ask)
    elif len(ask.items) == 1 and not ask.heard and said in TO_VERDICT:
        reading = Reading({int(ask.items[0][0]): SlotAnswer(TO_VERDICT[said])})
    else:
        reading = _read(ask, arrival)
    actions.confirm(
        ask, reading, text=arrival.letter.new_text, written_at=written_at(arrival), other_address=not known
    )


def _draft(ask: Ask, arrival: Arrival) -> None:
    said = short.read_yes_no(arrival.letter.new_text)
    if said is YesNo.YES and not _known_sender(arrival, ask.seat.person):
        _ask_whether_it_was_them(ask, "yes")
    elif said is YesNo.YES:
        _send_out(ask)
    elif said is YesNo.NO and ask.round.state == State.DRAFT:
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
    wish = _wish(arrival, ask.round.partnership)
    if not wish.understood:
        letters.answer(ask, "say_yes_or_no", {})
        return
    seats = [p.seat for p in reads.participants(ask.round)]
    actions.call_off(ask.round_id, ask.seat)
    _draft_from(wish, arrival, ask.seat, seats, words=ask.round.words)


def _decide(ask: Ask, arrival: Arrival) -> None:
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
    elif not _known_sender(arrival, ask.seat.person):
        _ask_whether_it_was_them(ask, str(choice))
    else:
        _approve(ask, choice)


def _chosen(ask: Ask, text: str) -> int | None:
    """Return the id of the proposal a yes or a number means; a yes means the time that very letter named."""
    by_number = {int(number): int(pk) for number, pk in ask.items}
    if short.read_yes_no(text) is YesNo.YES:
        return int(ask.decision)
    number = short.read_number(text, tuple(by_number))
    return by_number.get(number) if number is not None else None


def _approve(ask: Ask, proposal_id: int) -> None:
    try:
        actions.approve(ask.round_id, proposal_id, ask.seat)
    except MeetingError as trouble:
        letters.answer(ask, "cannot", {"why": _why(trouble, ask)})


def _numbered(ask: Ask) -> list[dict[str, object]]:
    return letters.numbered(ask.round, reads.live_proposals(ask.round), ask.seat.person.language)


def _changed(ask: Ask, arrival: Arrival) -> None:
    """The known address says whether a decision from another address was theirs."""
    if not _known_sender(arrival, ask.seat.person) or ask.closed_at is not None:
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
        _hand_on(original)
    elif kind in {Kind.DRAFT, Kind.OTHER_TIMES}:
        _send_out(original)
    elif kind == Kind.DECIDE:
        _approve(original, int(decision))
    elif kind == Kind.MOVED and original.meeting_id:
        actions.reopen(original.meeting_id, original.seat)


def _late(ask: Ask, arrival: Arrival) -> None:
    attendance = reads.attendance_of(ask.round, ask.seat)
    if attendance is not None:
        _say_to_meeting(attendance, arrival)


def _moved(ask: Ask, arrival: Arrival) -> None:
    said = short.read_yes_no(arrival.letter.new_text)
    if said is not YesNo.YES or ask.meeting_id is None or ask.answered_at is not None:
        return
    if not _known_sender(arrival, ask.seat.person):
        _ask_whether_it_was_them(ask, "yes")
        return
    Ask.objects.filter(pk=ask.pk).update(answered_at=clock.now())
    actions.reopen(ask.meeting_id, ask.seat)


def _host(ask: Ask, arrival: Arrival) -> None:
    if short.read_yes_no(arrival.letter.new_text) is YesNo.NO:
        _swap(ask, arrival)


_READERS = {
    Kind.TIMES: _times,
    Kind.CONFIRM: _confirm,
    Kind.DRAFT: _draft,
    Kind.OTHER_TIMES: _draft,
    Kind.DECIDE: _decide,
    Kind.CHANGED: _changed,
    Kind.LATE: _late,
    Kind.MOVED: _moved,
    Kind.HOST: _host,
}


def reply_to_news(arrival: Arrival) -> None:
    """A reply to a letter that asked nothing: what looks like an answer is sent back for a yes, the rest passed on."""
    person = partners.person_by_key(arrival.person_key)
    round_ = reads.round_(arrival.about_id)
    seat = partners.seat_of(person, round_.partnership) if person and round_ else None
    if person is None or round_ is None or seat is None:
        return
    word = short.read_word(arrival.letter.new_text)
    newest = reads.newest_ask(round_, seat)
    waiting = reads.open_times_ask(seat)
    if word in _MAIL_CHOICES:
        people.set_mail_choice(person, _MAIL_CHOICES[word], by_mail=True)
    elif (word is not None and newest is not None and _obey(word, newest, arrival)) or (
        waiting is not None and _reads_as_answer(waiting, arrival, Wish())
    ):
        return
    elif seat in actions.deciders(round_):
        letters.say(seat, round_, "nobody_reads", {})
    elif words := kept(arrival.letter.new_text, round_.partnership, at_most=300):
        # The foot of the letter says that the one who stands behind it reads what is answered.
        actions.tell_coordinators(
            round_, "asked_something", {"who": person.first_name, "question": words}, about=seat
        )


# What is not a reply in words


def absence_from_ask(arrival: Arrival) -> None:
    """An absence message in answer to a question: never an answer."""
    ask = reads.ask(arrival.about_id)
    if ask is not None:
        actions.record_absence(ask, arrival.letter.absent_until)


def undelivered_ask(ask_id: int, address: str) -> int | None:
    """A question came back for good from *address*; return the partnership whose coordinators were told, if any."""
    ask = reads.ask(ask_id)
    if ask is None:
        return None
    now_written_to = partners.recipient(ask.seat.person)
    if now_written_to is not None and now_written_to.address != address.lower():
        return None  # the question goes out again, to the address that lives
    return ask.round.partnership_id if actions.mark_unreachable(ask) else None


def partnership_of(kind: str, about_id: int) -> int | None:
    """Return the partnership a question, an invitation or a round belongs to."""
    match kind:
        case "ask":
            ask = reads.ask(about_id)
            return ask.round.partnership_id if ask else None
        case "event":
            attendance = reads.attendance(about_id)
            return attendance.meeting.partnership_id if attendance else None
        case _:
            found = reads.round_(about_id)
            return found.partnership_id if found else None


def nothing(arrival: Arrival) -> None:
    """An automatic mail that changes nothing."""


# Invitations


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
    if word in _MAIL_CHOICES:
        people.set_mail_choice(attendance.seat.person, _MAIL_CHOICES[word], by_mail=True)
    elif word is Word.SWAP and round_ and round_.host_id == attendance.seat.membership_id and not asks:
        _swap_from_invitation(attendance, round_, arrival)
    else:
        _say_to_meeting(attendance, arrival)


def _swap_from_invitation(attendance: Attendance, round_: Round, arrival: Arrival) -> None:
    ask = asking.new_ask(round_, attendance.seat, Kind.HOST, [])
    _swap(ask, arrival)


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


# A mail to the partnership's address


def mail_to_partnership(arrival: Arrival) -> None:
    """Somebody known wrote to the partnership: a wish for a meeting, or an answer that took another way.

    There is no token, so nothing takes effect: they get back what would happen, and a yes makes it so.
    """
    person = partners.person_by_address(arrival.letter.sender)
    partnership = partners.partnership(arrival.about_id)
    if person is None or partnership is None:
        return
    seat = partners.seat_of(person, partnership)
    if seat is None or seat.role == Seat.Role.OBSERVER:
        return
    wish = _wish(arrival, partnership)
    waiting = reads.open_times_ask(seat)
    if waiting is not None and _reads_as_answer(waiting, arrival, wish):
        return
    if not wish.understood:
        _not_understood(seat, partnership)
        return
    seats = [s for s in partners.seats_in(partnership) if s.role != Seat.Role.OBSERVER]
    _draft_from(wish, arrival, seat, seats)


def _reads_as_answer(waiting: Ask, arrival: Arrival, wish: Wish) -> bool:
    reading = _read(waiting, arrival)
    if reading.says_nothing or (wish.understood and arrival.letter.in_reply_to == ""):
        return False
    actions.send_reading_back(waiting, reading, text=arrival.letter.new_text)
    return True


def _wish(arrival: Arrival, partnership: Partnership) -> Wish:
    houses = {m.organisation.name: str(m.pk) for m in partners.memberships(partnership)}
    return read_wish(arrival.letter.new_text, sent=written_at(arrival), known_places=houses)


def _not_understood(seat: Seat, partnership: Partnership) -> None:
    people.write_to(
        seat,
        "meetings/letters/wish_not_understood",
        about=people.person_about(seat.person, partnership.pk),
        context={"partnership": partnership.name, "address": reads.address_of(partnership)},
        letter_class=letters.Class.ANSWER,
        thread=f"wish-{seat.pk}-{clock.now():%Y%m%d}",
        on_behalf_of="",
    )


def _draft_from(wish: Wish, arrival: Arrival, seat: Seat, seats: list[Seat], *, words: str = "") -> None:
    partnership = seat.membership.partnership
    lang = seat.person.language
    proposed = actions.suggest(partnership, wish, seats)
    times = actions.as_times(proposed, seats, partnership, lang)
    if not times:
        people.write_to(
            seat,
            "meetings/letters/no_time_fits",
            about=people.person_about(seat.person, partnership.pk),
            context={
                "why_not": reads.why_nothing(proposed, partnership, lang),
                "address": reads.address_of(partnership),
            },
            letter_class=letters.Class.ANSWER,
            thread=f"wish-{seat.pk}-{clock.now():%Y%m%d}",
            on_behalf_of="",
        )
        return
    topic = wish.topic
    said = arrival.letter.new_text[topic.start : topic.end] if topic else words
    round_ = actions.draft(partnership, seat, words=said, times=times, seats=seats, lasts=wish.duration)
    actions.show_to_starter(round_)
