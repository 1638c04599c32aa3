"""Who wrote a mail, when, and as whom: what every part of the inbox asks about it."""

from datetime import datetime, timedelta

from faelled.meetings.models import Ask
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Person
from faelled.post.routes import Arrival

_LONGEST_UNDER_WAY = timedelta(days=7)


def known_sender(arrival: Arrival, person: Person) -> bool:
    """Whether the mail comes from one of the person's own addresses, and nothing shows that it only claims to."""
    return arrival.sender_is_believed and arrival.letter.sender in partners.known_addresses(person)


def written_at(arrival: Arrival) -> datetime:
    """Return when the mail was written: its own Date, where a clock that can be believed wrote that.

    Never later than it was received, and not weeks before: no mail is so long under way, so that clock is wrong.
    """
    date, received = arrival.letter.date, arrival.received_at
    if date is None or received - date > _LONGEST_UNDER_WAY:
        return received
    return min(date, received)


def colleague(ask: Ask, arrival: Arrival) -> str:
    """Return the first name of the colleague who answered from their own address; "" for a stranger."""
    person = partners.person_by_address(arrival.letter.sender) if arrival.sender_is_believed else None
    if person is None or partners.seat_of(person, ask.round.partnership) is None:
        return ""
    return person.first_name
