"""The closed list of words that are obeyed wherever they stand alone in a reply."""

from faelled.core import replies
from faelled.core.replies.short import Word
from faelled.meetings import actions, reads
from faelled.meetings.actions import letters
from faelled.meetings.inbox.arriving import known_sender, written_at
from faelled.meetings.inbox.hosting import swap
from faelled.meetings.inbox.times import slots, take_answer
from faelled.meetings.models import Ask, Meeting
from faelled.partnerships import actions as people
from faelled.partnerships import inbox as partnership_inbox
from faelled.partnerships.models import Person, Seat
from faelled.post.routes import Arrival

Kind = Ask.Kind


MAIL_CHOICES: dict[Word, Person.MailChoice] = {
    Word.STOP: Person.MailChoice.STOP,
    Word.LESS: Person.MailChoice.LESS,
    Word.START: Person.MailChoice.ALL,
}


def obey(word: Word, ask: Ask, arrival: Arrival) -> bool:
    """Do what a word that is about the question says; False when it means nothing for this one."""
    match word:
        case Word.WAIT:
            return _wait(ask)
        case Word.SWAP:
            return swap(ask, arrival)
        case Word.NO_THANKS:
            if ask.kind != Kind.TIMES:
                return False
            refusal = replies.read("nej", slots(ask), written_at(arrival))
            take_answer(ask, arrival, refusal)
        case _:
            return False
    return True


def choose_mails(seat: Seat, word: Word, arrival: Arrival) -> None:
    """Do what "stop", "mindre" or "start" says; from another address than the person's a human reads it instead."""
    if known_sender(arrival, seat.person):
        people.set_mail_choice(seat.person, MAIL_CHOICES[word], by_mail=True)
    else:
        partnership_inbox.pass_on(seat, arrival.letter.new_text, other_address=True)


def _wait(ask: Ask) -> bool:
    if ask.kind not in {Kind.DECIDE, Kind.CHANGED}:
        return False
    if actions.hold_back(ask.round_id, ask.seat):
        letters.answer(ask, "held_back", {})
    else:
        meeting = reads.meeting_of(ask.round)
        letters.answer(ask, "too_late_to_hold", {"agreed": _agreed(ask, meeting)})
    return True


def _agreed(ask: Ask, meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return letters.span_words(ask.round, meeting.starts, meeting.ends, ask.seat.person.language)
