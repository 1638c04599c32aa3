"""What is not a reply in words: absences, letters that came back, automatic mail."""

from faelled.meetings import actions, reads
from faelled.partnerships import reads as partners
from faelled.post.opening import FailedBecause
from faelled.post.routes import Arrival


def absence_from_ask(arrival: Arrival) -> None:
    """An absence message in answer to a question: never an answer."""
    ask = reads.ask(arrival.about_id)
    if ask is not None:
        actions.record_absence(ask, arrival.letter.absent_until)


def undelivered_ask(ask_id: int, address: str, because: FailedBecause, *, for_good: bool) -> int | None:
    """A question came back from *address*; return the partnership whose coordinators were told, if any."""
    ask = reads.ask(ask_id)
    if ask is None:
        return None
    now_written_to = partners.recipient(ask.seat.person)
    if now_written_to is not None and now_written_to.address != address.lower():
        return None  # the question goes out again, to the address that lives
    told = actions.mark_unreachable(ask, because) if for_good else actions.note_came_back(ask, because)
    return ask.round.partnership_id if told else None


def nothing(arrival: Arrival) -> None:
    """An automatic mail that changes nothing."""


def partnership_of(kind: str, about_id: int) -> int | None:
    """Return the partnership a question, an invitation or a round belongs to."""
    match kind:
        case "ask":
            return reads.partnership_of_ask(about_id)
        case "event":
            attendance = reads.attendance(about_id)
            return attendance.meeting.partnership_id if attendance else None
        case _:
            found = reads.round_(about_id)
            return found.partnership_id if found else None
