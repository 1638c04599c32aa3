"""Who wrote a mail, when, and as whom: what every part of the inbox asks about it."""

from datetime import datetime

from faelled.meetings.models import Ask
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Person
from faelled.post.routes import Arrival


def known_sender(arrival: Arrival, person: Person) -> bool:
    """Whether the mail comes from one of the person's own addresses, and nothing shows that it only claims to."""
    return arrival.sender_is_believed and arrival.letter.sender in partners.known_addresses(person)


def written_at(arrival: Arrival) -> datetime:
    """Return when the mail was written: its own Date, but never later than it was received."""
    date = arrival.letter.date
    return min(date, arrival.received_at) if date else arrival.received_at


def colleague(ask: Ask, arrival: Arrival) -> str:
    """Return the first name of the colleague who answered from their own address; "" for a stranger."""
    person = partners.person_by_address(arrival.letter.sender) if arrival.sender_is_believed else None
    if person is None or partners.seat_of(person, ask.round.partnership) is None:
        return ""
    return person.first_name
