"""The closed list of words that are obeyed wherever they stand alone in a reply."""

from faelled.core import replies
from faelled.core.replies.short import Word
from faelled.meetings import actions, reads
from faelled.meetings.actions import letters
from faelled.meetings.inbox.arriving import written_at
from faelled.meetings.inbox.hosting import swap
from faelled.meetings.inbox.times import slots, take_answer
from faelled.meetings.models import Ask, Meeting
from faelled.partnerships import actions as people
from faelled.partnerships.models import Person
from faelled.post.routes import Arrival

Kind = Ask.Kind


MAIL_CHOICES: dict[Word | None, Person.MailChoice] = {
    Word.STOP: Person.MailChoice.STOP,
    Word.LESS: Person.MailChoice.LESS,
    Word.START: Person.MailChoice.ALL,
}


def obey(word: Word, ask: Ask, arrival: Arrival) -> bool:
    """Do what one of the closed list of words says; False when it means nothing for this question."""
    person = ask.seat.person
    match word:
        case Word.STOP | Word.LESS | Word.START:
            people.set_mail_choice(person, MAIL_CHOICES[word], by_mail=True)
        case Word.WAIT:
            return _wait(ask)
        case Word.SWAP:
            return swap(ask, arrival)
        case Word.NO_THANKS:
            if ask.kind != Kind.TIMES:
                return False
            refusal = replies.read("nej", slots(ask), written_at(arrival))
            take_answer(ask, arrival, refusal)
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


def _agreed(ask: Ask, meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return letters.span_words(ask.round, meeting.starts, meeting.ends, ask.seat.person.language)
