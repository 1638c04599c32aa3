"""A mail to the partnership's own address: a wish for a meeting, or an answer that took another way."""

from faelled.core.wishes import Wish, read_wish
from faelled.meetings import actions, reads
from faelled.meetings.actions import letters
from faelled.meetings.inbox.arriving import written_at
from faelled.meetings.inbox.times import read
from faelled.meetings.models import Ask
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Partnership, Seat
from faelled.post.routes import Arrival
from faelled.work import clock


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
    wish = read_the_wish(arrival, partnership)
    waiting = reads.open_times_ask(seat)
    if waiting is not None and reads_as_answer(waiting, arrival, wish):
        return
    if not wish.understood:
        _not_understood(seat, partnership)
        return
    seats = [s for s in partners.seats_in(partnership) if s.role != Seat.Role.OBSERVER]
    draft_from(wish, arrival, seat, seats)


def reads_as_answer(waiting: Ask, arrival: Arrival, wish: Wish) -> bool:
    """Whether the mail reads as an answer to the question that waits; then it is sent back for a yes."""
    reading = read(waiting, arrival)
    if reading.says_nothing or (wish.understood and arrival.letter.in_reply_to == ""):
        return False
    actions.send_reading_back(waiting, reading, text=arrival.letter.new_text)
    return True


def read_the_wish(arrival: Arrival, partnership: Partnership) -> Wish:
    """Return what kind of meeting the mail wishes for."""
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


def draft_from(wish: Wish, arrival: Arrival, seat: Seat, seats: list[Seat], *, words: str = "") -> None:
    """Make a draft of the wish and show it to *seat* alone; words: the starter's own, where the mail says none."""
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
