"""A reply to a question or to news: whose it is, and which part of the inbox reads it."""

from faelled.core.replies import short
from faelled.core.wishes import Wish
from faelled.meetings import actions, reads
from faelled.meetings.actions import answering, letters
from faelled.meetings.actions.keeping import kept
from faelled.meetings.inbox.arriving import known_sender
from faelled.meetings.inbox.decisions import adopt_by_number, changed, counter, decide, draft, moved
from faelled.meetings.inbox.hosting import host
from faelled.meetings.inbox.invitations import late
from faelled.meetings.inbox.starting import reads_as_answer
from faelled.meetings.inbox.times import confirm, times
from faelled.meetings.inbox.words import MAIL_CHOICES, choose_mails, obey
from faelled.meetings.models import Ask
from faelled.partnerships import actions as people
from faelled.partnerships import inbox as partnership_inbox
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Seat
from faelled.post.routes import Arrival

Kind = Ask.Kind


def reply_to_ask(arrival: Arrival) -> None:
    """A reply to one of our questions: to the address that names it."""
    ask = reads.ask(arrival.about_id)
    if ask is None:
        return
    known, word = known_sender(arrival, ask.seat.person), short.read_word(arrival.letter.new_text)
    if ask.seat.state == Seat.State.INVITED and known:
        people.accept_welcome(ask.seat)  # the first answer lets somebody in
    if word in MAIL_CHOICES:
        choose_mails(ask.seat, word, arrival)
        return
    if not actions.may_still_answer(ask):
        partnership_inbox.pass_on(ask.seat, arrival.letter.new_text, other_address=not known)
        return
    if _is_packed(arrival) and ask.round.state in answering.OPEN:
        letters.packed(ask)
        return
    if word is not None and obey(word, ask, arrival):
        return
    _READERS[Kind(ask.kind)](ask, arrival)


def _is_packed(arrival: Arrival) -> bool:
    """Whether all there is stands in a winmail.dat, into which Outlook packs what it sends as rich text."""
    return arrival.letter.winmail and not arrival.letter.new_text.strip()


_READERS = {
    Kind.TIMES: times,
    Kind.CONFIRM: confirm,
    Kind.DRAFT: draft,
    Kind.OTHER_TIMES: draft,
    Kind.DECIDE: decide,
    Kind.CHANGED: changed,
    Kind.LATE: late,
    Kind.MOVED: moved,
    Kind.HOST: host,
    Kind.COUNTER: counter,
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
    if newest is not None and not actions.may_still_answer(newest):
        newest = None
    waiting = reads.open_times_ask(seat)
    if word in MAIL_CHOICES:
        choose_mails(seat, word, arrival)
    elif (word is not None and newest is not None and obey(word, newest, arrival)) or (
        waiting is not None and reads_as_answer(waiting, arrival, Wish())
    ):
        return
    elif seat in actions.deciders(round_):
        if adopt_by_number(round_, newest, arrival):
            return
        letters.say(seat, round_, "nobody_reads", {})
    elif words := kept(arrival.letter.new_text, round_.partnership, at_most=300):
        # The foot of the letter says that the one who stands behind it reads what is answered.
        told = {
            "who": person.first_name,
            "question": words,
            "other_address": not known_sender(arrival, person),
        }
        actions.tell_coordinators(round_, "asked_something", told, about=seat)
