"""A mail to the partnership's own address: a wish for a meeting, or an answer that took another way."""

from collections.abc import Sequence

from faelled.core.wishes import Wish, read_wish
from faelled.meetings import actions, reads
from faelled.meetings.actions import letters
from faelled.meetings.inbox.arriving import written_at
from faelled.meetings.inbox.times import read
from faelled.meetings.models import Ask, Round
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.inbox import asks_about_own_data
from faelled.partnerships.models import Partnership, Seat
from faelled.post import addresses
from faelled.post.routes import Arrival
from faelled.post.sightings import times_today
from faelled.work import clock

_MOST_NAMED = 50  # people on To and Cc that are looked up


def mail_to_partnership(arrival: Arrival) -> None:
    """Somebody known wrote to the partnership: a wish for a meeting, or an answer that took another way.

    There is no token, so nothing takes effect: they get back what would happen, and a yes makes it so. With the
    address on cc in a thread, those of the partnership whom the mail was also sent to are proposed as participants.
    """
    person = partners.person_by_address(arrival.letter.sender)
    partnership = partners.partnership(arrival.about_id)
    if person is None or partnership is None or asks_about_own_data(arrival, person):
        return
    seat = partners.seat_of(person, partnership)
    if seat is None or seat.role == Seat.Role.OBSERVER:
        return
    wish = read_the_wish(arrival, partnership)
    waiting = reads.open_times_ask(seat)
    if waiting is not None and reads_as_answer(waiting, arrival, wish):
        return
    others = _also_written_to(arrival)
    running = reads.round_of_thread(partnership, _thread_ids(arrival))
    if running is not None and not _wishes_anew(wish):
        return  # they go on talking with each other, and read along for that matter
    if not wish.understood:
        if not others or times_today(arrival.letter.sender, f"wish {partnership.pk}") == 1:
            _not_understood(seat, partnership)
        return
    if running is not None and running.state == Round.State.DRAFT and running.starter_id == seat.pk:
        actions.call_off(running.pk, seat)
    seats, strangers = _among(others, seat, partnership)
    draft_from(wish, arrival, seat, seats, others_named=strangers)


def _wishes_anew(wish: Wish) -> bool:
    """Whether a later mail in a thread that has led to mødetider asks for other ones: it says which days itself."""
    return wish.understood and wish.required.names_days


def _thread_ids(arrival: Arrival) -> tuple[str, ...]:
    """Return the ids of the mails this one follows, the first of the thread first, and its own last."""
    letter = arrival.letter
    return tuple(dict.fromkeys(i for i in (*letter.references, letter.in_reply_to, letter.message_id) if i))


def _also_written_to(arrival: Arrival) -> list[str]:
    """Return the addresses on To and Cc that are nobody's of ours: other people's."""
    letter = arrival.letter
    named = dict.fromkeys((*letter.to, *letter.cc)[:_MOST_NAMED])
    return [a for a in named if addresses.look_up(a) is None and a != letter.sender]


def _among(others: list[str], seat: Seat, partnership: Partnership) -> tuple[list[Seat], list[str]]:
    """Return whom the mail proposes to ask, its writer among them, and the addresses of those we do not know.

    A mail that names nobody of the partnership is about everybody in it.
    """
    everybody = [s for s in partners.seats_in(partnership) if s.role != Seat.Role.OBSERVER]
    known = {a: p.pk for a in others if (p := partners.person_by_address(a)) is not None}
    here = {s.person_id for s in everybody}
    strangers = [a for a in others if known.get(a) not in here]
    named = {pk for pk in known.values() if pk in here}
    asked = [s for s in everybody if s.person_id in named or s.pk == seat.pk] if named else everybody
    return asked, strangers


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


def draft_from(
    wish: Wish,
    arrival: Arrival,
    seat: Seat,
    seats: list[Seat],
    *,
    words: str = "",
    others_named: Sequence[str] = (),
) -> None:
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
    actions.remember_thread(round_, _thread_ids(arrival))
    actions.show_to_starter(round_, others_named=others_named)
