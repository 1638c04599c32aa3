"""Mail in: an experience, a comment, and the yes or no to whether a draft is to be shared.

Who mails to an address of their own (with a token) from an address we know is taken at their word: a text without marks
is shared. Who mails to the readable address, or from another address, is asked first, at the address we know, since
anybody can write a sender's name. A text with marks is kept as a draft, and no letter quotes it.
"""

import re

from faelled.core.editing import Looked
from faelled.core.replies import short
from faelled.core.replies.quoting_signatures import is_sign_off
from faelled.core.replies.short import Word, YesNo
from faelled.experiences import actions, reads
from faelled.experiences.actions import letters
from faelled.experiences.actions.sharing import lacking
from faelled.experiences.models import TITLE_LENGTH, Draft, Experience, Kind
from faelled.partnerships import inbox as partnership_inbox
from faelled.partnerships import reads as partners
from faelled.partnerships.forms.lines import visible
from faelled.partnerships.models import Person, Seat
from faelled.post.routes import Arrival
from faelled.post.wording import paragraphs

_ANSWERS = re.compile(r"\A(?:\s*(?:re|sv|vs|fw|fwd|aw|wg)\s*:)+\s*", re.I)
_LONGEST = 100_000  # characters that the guard is asked about at all
_SIGNED_WITHIN = 6  # lines from the end


def mail_to_room(arrival: Arrival) -> None:
    """Somebody wrote to the room: an experience, whose subject is its title."""
    person = _whose(arrival)
    seat = _writing_seat(person, arrival.about_id)
    if seat is None:
        return
    title = visible(_ANSWERS.sub("", arrival.letter.subject))[:TITLE_LENGTH]
    _take(arrival, seat, Kind.EXPERIENCE, {"title": title, "body": _unsigned(arrival.letter.new_text)}, None)


def mail_to_experience(arrival: Arrival) -> None:
    """Somebody wrote a comment."""
    experience = Experience.objects.select_related("partnership").filter(pk=arrival.about_id).first()
    person = _whose(arrival)
    if person is None:
        return
    if experience is None or experience.withdrawn_at is not None:
        _say_gone(partners.seats_of(person))
        return
    seat = _writing_seat(person, experience.partnership_id)
    if seat is not None:
        _take(arrival, seat, Kind.COMMENT, {"body": _unsigned(arrival.letter.new_text)}, experience)


def answer_about_draft(arrival: Arrival) -> None:
    """An answer to "skal den deles?", from the known address alone: yes shares it, no throws it away."""
    person = partners.person_by_key(arrival.person_key)
    if person is None or not _known(arrival, person):
        return
    draft = reads.draft_by_pk(arrival.about_id)
    if draft is None or draft.person_id != person.pk:
        _say_gone(partners.seats_of(person))
        return
    seat = _writing_seat(person, draft.partnership_id)
    text = arrival.letter.new_text
    if seat is None or partnership_inbox.heed_word(person, text):
        return
    said = short.read_yes_no(text)
    if said is YesNo.YES:
        _share(draft, seat)
    elif said is YesNo.NO or short.read_word(text) is Word.NO_THANKS:
        actions.drop(draft)
    else:
        _ask(draft, seat)


def nothing(arrival: Arrival) -> None:
    """An absence or a bounce never becomes a text."""


def partnership_of(kind: str, about_id: int) -> int | None:
    """Return the partnership whose coordinator sees a mail about this when it is set aside."""
    match kind:
        case "room":
            return about_id
        case "draft":
            draft = reads.draft_by_pk(about_id)
            return draft.partnership_id if draft else None
    return Experience.objects.filter(pk=about_id).values_list("partnership_id", flat=True).first()


def _unsigned(text: str) -> str:
    """Return *text* without "Hilsen Aisha" and what stands under it: who wrote it, the page says."""
    lines = text.rstrip().split("\n")
    for number in range(max(1, len(lines) - _SIGNED_WITHIN), len(lines)):
        if is_sign_off(lines[number].strip()):
            return "\n".join(lines[:number])
    return text


def _say_gone(seats: list[Seat]) -> None:
    for seat in seats[:1]:
        letters.not_taken(seat, "gone")


def _whose(arrival: Arrival) -> Person | None:
    if arrival.person_key:
        return partners.person_by_key(arrival.person_key)
    return partners.person_by_address(arrival.letter.sender)


def _writing_seat(person: Person | None, partnership_id: int) -> Seat | None:
    seat = partners.seat_of(person, partnership_id) if person else None
    return None if seat is None or seat.role == Seat.Role.OBSERVER else seat


def _known(arrival: Arrival, person: Person) -> bool:
    return arrival.sender_is_believed and arrival.letter.sender in partners.known_addresses(person)


def _take(arrival: Arrival, seat: Seat, kind: str, parts: dict[str, str], about: Experience | None) -> None:
    """Keep what was written as a draft, and share it or ask about it."""
    by_token = bool(arrival.person_key) and _known(arrival, seat.person)
    if by_token and partnership_inbox.heed_word(seat.person, arrival.letter.new_text):
        return
    clean = {part: paragraphs(text[:_LONGEST]) for part, text in parts.items()}
    why = lacking(kind, clean)
    if why in {"words", "too_long"}:
        letters.not_taken(seat, why)
        return
    draft = actions.open_draft(seat, kind, about=about, by_mail=True)
    actions.keep(draft, clean)
    if by_token:
        _share(draft, seat)
    else:
        _ask(draft, seat)


def _share(draft: Draft, seat: Seat) -> None:
    kind = draft.kind
    match actions.share(draft, seat):
        case actions.Shared(experience):
            letters.shared(experience, seat, kind)
        case actions.Held(looked):
            _held(draft, seat, looked)
        case actions.Lacking("title"):
            letters.finish(draft, seat, reads.look(draft))
        case actions.Lacking(why):
            letters.not_taken(seat, why)
        case _:
            letters.not_taken(seat, "gone")


def _ask(draft: Draft, seat: Seat) -> None:
    looked = reads.look(draft)
    if looked.open:
        _held(draft, seat, looked)
    elif lacking(draft.kind, looked.parts):
        letters.finish(draft, seat, looked)
    else:
        letters.ready(draft, seat, looked)


def _held(draft: Draft, seat: Seat, looked: Looked) -> None:
    if seat.person.kind == Person.Kind.HOUSE:
        # A shared mailbox never signs in, so there is no page to mend it on: it writes anew.
        letters.not_taken(seat, "marks", looked)
        actions.drop(draft)
    else:
        letters.finish(draft, seat, looked)
