"""Mail in: answers to the welcome and to letters about people. Understand it, and do what the pages' buttons do.

A mail counts as the person's only when it comes from an address we know as theirs. From another address with their
token it changes nothing about who they are; its words are read by the coordinator.
"""

import re

from django.conf import settings

from faelled.core.replies import short
from faelled.core.replies.short import Word, YesNo
from faelled.partnerships import actions, reads
from faelled.partnerships.actions.letters import Class
from faelled.partnerships.door import Admitted, admit
from faelled.partnerships.models import Person, Seat
from faelled.post import addresses
from faelled.post.letters import About
from faelled.post.opening import FailedBecause
from faelled.post.routes import Arrival
from faelled.post.sightings import times_today

MOST_PASSED_ON = 600  # characters of what somebody wrote to the coordinator

# Said of oneself, and all that is new in the mail; a longer text goes to a human.
_WANTS_OUT = re.compile(
    r"(?:jeg\s+(?:vil|ønsker)\s+(?:gerne\s+)?(?:helt\s+)?(?:ud|meldes\s+ud|forlade\s+partnerskabet)"
    r"|meld(?:e)?\s+mig\s+(?:ud|fra)|farvel|leave|i\s+want\s+(?:to\s+leave|out)|take\s+me\s+out)",
)
_HESITATES = re.compile(
    r"\?|\b(?:ikke|nej|måske|hvem|hvad|hvorfor|forkert|not|no|maybe|who|what|why|wrong|sorry|desværre)\b"
)
CHOICES = {
    Word.STOP: Person.MailChoice.STOP,
    Word.LESS: Person.MailChoice.LESS,
    Word.START: Person.MailChoice.ALL,
}


def welcome_reply(arrival: Arrival) -> None:
    """An answer to the welcome: any answer lets somebody in, but a no, a doubt or a question."""
    seat = reads.seat(arrival.about_id)
    if seat is None or str(seat.person.key) != arrival.person_key:
        return
    text = arrival.letter.new_text
    if not _is_theirs(arrival, seat.person):
        pass_on(seat, text, other_address=True)
    elif seat.state == Seat.State.LEFT:
        pass_on(seat, text)
    elif seat.no_thanks_at is not None:
        _answer_whether_out(seat, text)
    else:
        _take_welcome(seat, text)


def _take_welcome(seat: Seat, text: str) -> None:
    word = short.read_word(text)
    if word in CHOICES:
        # "mindre" is what the welcome offers to somebody who comes along; "stop" says nothing about coming along.
        if word is not Word.STOP:
            actions.accept_welcome(seat)
        actions.set_mail_choice(seat.person, CHOICES[word], by_mail=True)
        return
    said = short.read_yes_no(text)
    if word is Word.NO_THANKS or said is YesNo.NO or _wants_out(text):
        actions.ask_whether_out(seat)
    elif said is YesNo.YES or not _HESITATES.search(text.casefold()):
        actions.accept_welcome(seat)
    else:
        pass_on(seat, text)


def _answer_whether_out(seat: Seat, text: str) -> None:
    """Answer to "Skal du helt ud? Svar ja"."""
    word, said = short.read_word(text), short.read_yes_no(text)
    if word in CHOICES:
        actions.set_mail_choice(seat.person, CHOICES[word], by_mail=True)
        if word is not Word.STOP:
            actions.accept_welcome(seat)
    elif said is YesNo.YES or word is Word.NO_THANKS or _wants_out(text):
        _leave(seat)
    elif said is YesNo.NO:
        actions.accept_welcome(seat)
    else:
        pass_on(seat, text)


def person_reply(arrival: Arrival) -> None:
    """An answer to a letter about oneself: one of the words, a wish to leave, or something for the coordinator."""
    person = reads.person_by_key(arrival.person_key)
    if person is None or person.pk != arrival.about_id:
        return
    text = arrival.letter.new_text
    seats = reads.seats_of(person)
    if not _is_theirs(arrival, person):
        _pass_on_from(person, seats, text, other_address=True)
        return
    if asks_about_own_data(arrival, person):
        return
    asked = [s for s in [*seats, *reads.invitations_of(person)] if s.no_thanks_at is not None]
    word = short.read_word(text)
    if word in CHOICES:
        actions.set_mail_choice(person, CHOICES[word], by_mail=True)
    elif asked and not _wants_out(text) and word is not Word.NO_THANKS:
        for seat in asked:
            _answer_whether_out(seat, text)
    elif word is Word.NO_THANKS or _wants_out(text):
        for seat in seats:
            actions.ask_whether_out(seat)
    else:
        _pass_on_from(person, seats, text)


def heed_word(person: Person, text: str) -> bool:
    """Do what "stop", "mindre" or "start" says when it is all that *text* says; False for anything else.

    For every other inbox whose letters carry the same foot.
    """
    word = short.read_word(text)
    if word not in CHOICES:
        return False
    actions.set_mail_choice(person, CHOICES[word], by_mail=True)
    return True


MOST_ABOUT_DATA = 3  # letters a day: anybody can write a sender's address


def asks_about_own_data(arrival: Arrival, person: Person) -> bool:
    """Answer "mine data" and the like, in the text or alone in the subject, with where to see, change and delete it.

    False for any other mail. The letter holds no data and changes nothing: it may be read by others, and anybody can
    write a sender's address.
    """
    letter = arrival.letter
    said = letter.new_text if letter.new_text.strip() else letter.subject
    if short.read_word(said.replace("?", "")) is not Word.MY_DATA:
        return False
    if times_today(letter.sender, "my_data") <= MOST_ABOUT_DATA:
        seats = reads.seats_of(person)
        actions.write_to(
            person,
            "partnerships/letters/my_data",
            about=actions.person_about(person, seats[0].membership.partnership_id if seats else None),
            context={
                "page": f"{settings.ORIGIN}/hjem/mine-data/",
                "is_house": person.kind == Person.Kind.HOUSE,
            },
            letter_class=Class.ANSWER,
            thread=f"person-{person.pk}",
            on_behalf_of="",
        )
    return True


def common_reply(arrival: Arrival) -> None:
    """A mail to the common address that names no question: somebody we know is asked what it answers.

    Nothing is done on the word of a sender's address alone, since anybody can write that.
    """
    person = reads.person_by_address(arrival.letter.sender)
    if person is None or asks_about_own_data(arrival, person):
        return
    seats = reads.seats_of(person)
    actions.write_to(
        person,
        "partnerships/letters/which_question",
        about=actions.person_about(person, seats[0].membership.partnership_id if seats else None),
        context={
            "addresses": [
                {"name": s.membership.partnership.name, "address": a}
                for s in seats
                if (a := addresses.named_address("partnership", s.membership.partnership_id))
            ]
        },
        letter_class=Class.ANSWER,
        thread=f"person-{person.pk}",
        on_behalf_of="",
    )


def absence(arrival: Arrival) -> None:
    """An out-of-office mail to a welcome or a letter about oneself: nothing waits for an hour, so nothing is done."""


def bounce(arrival: Arrival) -> None:
    """A bounce to the reply address itself, from a server that does not use the envelope address."""
    if arrival.letter.failed_for_good:
        for address in arrival.letter.failed:
            undeliverable(arrival.person_key, address, arrival.letter.failed_because or FailedBecause.UNKNOWN)


def undeliverable(
    person_key: str, address: str, because: FailedBecause, *, told_in: int | None = None
) -> None:
    """Mail to *address* came back for good: it is not used again, and the coordinators are told in words.

    told_in: a partnership whose coordinators have been told already, by a letter that says what to do about it.
    """
    actions.mark_dead(person_key, address, because, told_in=told_in)


def partnership_of(kind: str, about_id: int) -> int | None:
    """Return the partnership whose coordinator sees a mail about this when it is set aside."""
    match kind:
        case "welcome":
            seat = reads.seat(about_id)
            return seat.membership.partnership_id if seat else None
        case "person":
            return reads.first_partnership_of(about_id)
    return None


def tell_set_aside(row_id: int, sender_address: str, reason: str) -> None:
    """Tell somebody we know, the same day, that a human will look at their mail; strangers hear nothing."""
    person = reads.person_by_address(sender_address)
    if person is None:
        return
    actions.write_to(
        person,
        "partnerships/letters/set_aside",
        about=actions.person_about(person),
        context={"too_large": reason == "too_large"},
        letter_class=Class.ANSWER,
        thread=f"aside-{row_id}",
        on_behalf_of="",
    )


def _is_theirs(arrival: Arrival, person: Person) -> bool:
    return arrival.sender_is_believed and arrival.letter.sender in reads.known_addresses(person)


def _wants_out(text: str) -> bool:
    return _WANTS_OUT.fullmatch(" ".join(text[:200].split()).casefold().strip(" .!,")) is not None


def _leave(seat: Seat) -> None:
    try:
        actions.leave(seat)
    except actions.LastCoordinator:
        partnership = seat.membership.partnership
        actions.write_to(
            seat,
            "partnerships/letters/last_coordinator",
            about=About("welcome", seat.pk, partnership.pk),
            context={"partnership": partnership.name, "members_path": f"/p/{partnership.pk}/medlemmer/"},
            letter_class=Class.ANSWER,
            thread=f"welcome-{seat.pk}",
            on_behalf_of="",
        )


def _pass_on_from(person: Person, seats: list[Seat], text: str, *, other_address: bool = False) -> None:
    """Give words to a human: the coordinator of the first partnership that has another one than the writer."""
    for seat in seats or reads.invitations_of(person):
        if any(c.person_id != person.pk for c in reads.coordinators(seat.membership.partnership)):
            pass_on(seat, text, other_address=other_address)
            return
    if not other_address:
        actions.write_to(
            person,
            "partnerships/letters/only_words",
            about=actions.person_about(person),
            context={},
            letter_class=Class.ANSWER,
            thread=f"person-{person.pk}",
        )


def pass_on(seat: Seat, text: str, *, other_address: bool = False) -> None:
    """Give a coordinator the words, through the answer door, and tell a known sender who reads them.

    For every other inbox, too: what cannot take effect, or no longer, a human reads.
    """
    partnership = seat.membership.partnership
    passed = admit(text.strip()[:MOST_PASSED_ON], "answer", partnership=partnership)
    if not isinstance(passed, Admitted) or not passed.text.strip():
        return
    told = actions.tell_coordinators(
        seat,
        "partnerships/letters/coordinator_told_wrote",
        context={
            "words": passed.text,
            "other_address": other_address,
            "invited": seat.state == Seat.State.INVITED,
        },
        letter_class=Class.ANSWER,
        answerable=False,
    )
    if told and not other_address:
        actions.write_to(
            seat,
            "partnerships/letters/passed_on",
            about=About("welcome", seat.pk, partnership.pk),
            context={
                "partnership": partnership.name,
                "reader": reads.coordinators(partnership)[0].person.first_name,
                "invited": seat.state == Seat.State.INVITED,
            },
            letter_class=Class.ANSWER,
            thread=f"welcome-{seat.pk}",
            on_behalf_of="",
        )
