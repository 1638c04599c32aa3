"""A reply that hands the turn at hosting on."""

from faelled.core.replies import short
from faelled.core.replies.short import YesNo
from faelled.meetings import actions
from faelled.meetings.actions import letters
from faelled.meetings.actions.errors import NobodyCanHost
from faelled.meetings.inbox.arriving import known_sender
from faelled.meetings.inbox.doubting import ask_whether_it_was_them
from faelled.meetings.models import Ask
from faelled.partnerships import reads as partners
from faelled.post.routes import Arrival

Kind = Ask.Kind


def swap(ask: Ask, arrival: Arrival) -> bool:
    """Hand the turn on, when it is the sender's house's; False where the word means nothing."""
    if ask.kind not in {Kind.TIMES, Kind.HOST} or ask.round.host_id != ask.seat.membership_id:
        return False
    if not known_sender(arrival, ask.seat.person):
        ask_whether_it_was_them(ask, "swap")
        return True
    hand_on(ask)
    return True


def hand_on(ask: Ask) -> None:
    """Hand the turn on and tell the sender to whom."""
    try:
        host = actions.hand_on(ask.round_id, ask.seat)
    except NobodyCanHost:
        letters.answer(ask, "nobody_can_host", {})
        return
    lang = ask.seat.person.language
    name = partners.host_name_for_letters(host.organisation, lang) or ""
    letters.answer(ask, "turn_moved", {"host": name})


def host(ask: Ask, arrival: Arrival) -> None:
    """An answer to the news that the turn has come to one's house."""
    if short.read_yes_no(arrival.letter.new_text) is YesNo.NO:
        swap(ask, arrival)
