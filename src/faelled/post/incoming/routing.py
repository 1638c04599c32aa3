"""Decide which function of which app an opened mail goes to, and which mails go to none."""

from dataclasses import dataclass

from django.db.models import Q

from faelled.post import addresses, doctor_route
from faelled.post.addresses import CommonAddress, Found, Named, Returned, Where
from faelled.post.models import IncomingLetter, OutgoingLetter
from faelled.post.opening import Kind, Letter
from faelled.post.origin import Origin
from faelled.post.outgoing.carrying import failed
from faelled.post.outgoing.writing import line_key
from faelled.post.own_lines import OwnLines
from faelled.post.routes import Arrival, Inbox, Route, routes
from faelled.post.sealing import unseal_text
from faelled.post.sightings import count, times_today

# A person changes their mind now and then; a machine that does not say it is one answers for ever.
_REPLIES_A_DAY = 20
_AUTOMATIC_A_DAY = 1


class TooMany(Exception):
    """One sender has written about one thing more often today than a human would."""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """The address was taken away between the greeting and now, or the mail is a second copy of one handled."""

    what: str


def whose(where: Where | None, letter: Letter) -> Where | NotOurs:
    """Return what *letter*, which came to *where*, is about.

    A copy of a mail that also went to a reply address is no second answer. A mail to a readable address is an answer
    when its headers say so; at the common address the quoted letter may say so, too.
    """
    match where:
        case None:
            return NotOurs("unknown_recipient")
        case Found() | Returned():
            return where
    others = (addresses.look_up(address) for address in (*letter.to, *letter.cc)[:50])
    if any(isinstance(other, Found) for other in others):
        return NotOurs("second_copy")
    texts = [letter.in_reply_to, *reversed(letter.references)]
    if isinstance(where, CommonAddress):
        texts += [letter.new_text, letter.quoted, letter.signature]
    return addresses.find_token_in(texts) or where


def own_lines_of(where: Where | NotOurs | None) -> OwnLines | None:
    """Return the lines of our own letters to this address, by which they are told from what a person wrote."""
    match where:
        case Found(kind, about_id, person_key):
            letters = Q(kind=kind, about_id=about_id, person_key=person_key)
        case Returned(letter_id):
            letters = Q(pk=letter_id)
        case _:
            return None
    threads = OutgoingLetter.objects.filter(letters).values("thread", "person_key")
    ours: set[str] = set()
    for thread in threads.distinct()[:5]:
        for hashes in (
            OutgoingLetter.objects.filter(**thread).order_by("-pk").values_list("line_hashes", flat=True)[:20]
        ):
            ours.update(hashes)
    return OwnLines(line_key(), frozenset(ours)) if ours else None


def deliver(
    row: IncomingLetter,
    recipient: str,
    where: Where | None,
    place: Where | NotOurs,
    letter: Letter,
    origin: Origin,
) -> int | None:
    """Hand *letter* to the app it is for, or count it; return the partnership it concerns, where one is known."""
    match place:
        case NotOurs(what):
            count(what)
            return None
        case Returned(letter_id):
            return _came_back(row, recipient, OutgoingLetter.objects.get(pk=letter_id), letter)
        case Found(kind, about_id, person_key, withdrawn):
            pass
        case Named(kind, about_id):
            person_key, withdrawn = "", False
        case CommonAddress():
            kind, about_id, person_key, withdrawn = "common", 0, "", False
    arrival = Arrival(
        letter, kind, about_id, person_key, withdrawn, row.received_at, row.pk, recipient, origin
    )
    if letter.kind is Kind.BOUNCE and person_key and _bounced(arrival):
        return _partnership_of(arrival)
    _take(arrival)
    return _partnership_of(arrival)


def _came_back(row: IncomingLetter, recipient: str, sent: OutgoingLetter, letter: Letter) -> int | None:
    """Handle what came to a letter's own envelope address: bounces, and by RFC 3834 the out-of-office mails."""
    arrival = Arrival(
        letter, sent.kind, sent.about_id, sent.person_key, False, row.received_at, row.pk, recipient
    )
    if letter.kind is Kind.BOUNCE:
        _letter_bounced(sent, letter)
    else:
        _take(arrival)
    return sent.partnership_id


def _letter_bounced(sent: OutgoingLetter, letter: Letter) -> None:
    if letter.failed_because is None:
        count("delayed")
        return
    address = unseal_text(sent.recipient)
    failed(sent, "bounced", address, letter.failed_because, for_good=letter.failed_for_good)


def _bounced(arrival: Arrival) -> bool:
    """Handle a bounce that came to a reply address, when the letter that it is about can be found."""
    about = Q(kind=arrival.kind, about_id=arrival.about_id, person_key=arrival.person_key)
    sent = OutgoingLetter.objects.filter(about).order_by("-pk").first()
    if sent is None or unseal_text(sent.recipient).lower() not in arrival.letter.failed:
        return False
    _letter_bounced(sent, arrival.letter)
    return True


def _take(arrival: Arrival) -> None:
    inbox = _inbox(arrival)
    if inbox is None:
        count("automatic")
        return
    letter = arrival.letter
    alone = letter.kind in (Kind.ABSENCE, Kind.BOUNCE)
    times = times_today(
        letter.sender, f"{arrival.kind} {arrival.about_id} {'automatic' if alone else 'reply'}"
    )
    if alone and times > _AUTOMATIC_A_DAY:
        count("automatic_again")
        return
    if times > _REPLIES_A_DAY:
        raise TooMany
    inbox(arrival)


def _inbox(arrival: Arrival) -> Inbox | None:
    """Return the function that takes this mail; None for automatic mail that nobody needs, which is never answered."""
    route = _route(arrival.kind)
    letter = arrival.letter
    # Google's calendar says of a person's own click that it was generated automatically, so the calendar part is first.
    if letter.kind is Kind.CALENDAR and route.calendar is not None:
        return route.calendar
    if letter.kind in (Kind.ABSENCE, Kind.BOUNCE):
        if not arrival.person_key:
            return None
        return route.absence if letter.kind is Kind.ABSENCE else route.bounce
    return None if letter.automatic else route.reply


def _route(kind: str) -> Route:
    return doctor_route.ROUTE if kind == doctor_route.KIND else routes().ROUTES[kind]


def _partnership_of(arrival: Arrival) -> int | None:
    if arrival.kind in (doctor_route.KIND, "common"):
        return None
    return routes().partnership_of(arrival.kind, arrival.about_id)
