"""Open the mails that wait. One mail is one transaction with all its effects; what fails is set aside, never lost."""

import logging

from django.db import InterfaceError, OperationalError, transaction

from faelled.post import addresses
from faelled.post.incoming.aside import raw_of, set_aside
from faelled.post.incoming.routing import NotOurs, TooMany, deliver, own_lines_of, whose
from faelled.post.models import IncomingLetter
from faelled.post.opening import CannotOpen, Letter, open_apart
from faelled.post.origin import NOT_CHECKED, Origin
from faelled.post.origin.judging import origin_of
from faelled.post.sealing import unseal_text
from faelled.work.rows import one_by_one

log = logging.getLogger(__name__)

# A mail whose handling fails is tried again after two and four minutes: most such trouble is a passing one.
_TRIES = 3


class _LeaseLost(Exception):
    """Another worker has taken the mail over, so what we did with it is undone."""


def open_waiting(worker: str) -> int:
    """Open the mails that wait, a batch of them, and return how many came to an end: at their route, or set aside."""
    waiting = IncomingLetter.objects.filter(state=IncomingLetter.State.WAITING)
    return sum(_open_one(row) for row in one_by_one(waiting, worker))


def _open_one(row: IncomingLetter) -> bool:
    if row.attempts > _TRIES:
        # The last one to try never came back: this mail brings the worker down.
        return set_aside(row, "worker_died")
    try:
        # Before the transaction: what a stranger's mail costs must not be paid with the database locked.
        recipient = unseal_text(row.recipient)
        letter, origin = _opened(row, recipient)
        with transaction.atomic():
            _handle(row, recipient, letter, origin)
    except CannotOpen as trouble:
        return set_aside(row, trouble.code)
    except TooMany:
        return set_aside(row, "too_many")
    except (_LeaseLost, OperationalError, InterfaceError) as trouble:
        # Nobody's fault and nothing was stored: the lease runs out, and the mail comes again by itself.
        log.warning("mail %s was not handled: %s", row.pk, type(trouble).__name__)
    except Exception as trouble:
        reason = type(trouble).__name__
        log.error("mail %s could not be handled: %s", row.pk, reason)
        if row.attempts >= _TRIES:
            return set_aside(row, reason)
        row.put_back(reason)
    else:
        return True
    return False


def _opened(row: IncomingLetter, recipient: str) -> tuple[Letter, Origin]:
    where = addresses.look_up(recipient)
    raw = raw_of(row)
    letter = open_apart(raw, own_lines=own_lines_of(where))
    place = whose(where, letter)
    if isinstance(where, addresses.CommonAddress | addresses.Named) and isinstance(place, addresses.Found):
        # Only now is it known which letter was answered, and so which lines are our own.
        letter = open_apart(raw, own_lines=own_lines_of(place))
    return letter, _origin(raw, row, place)


def _origin(raw: bytes, row: IncomingLetter, place: addresses.Where | NotOurs) -> Origin:
    # Without a token nothing takes effect on the word of a sender, so then nobody's DNS is asked either.
    if not isinstance(place, addresses.Found):
        return NOT_CHECKED
    return origin_of(raw, by_own_server=row.by_own_server)


def _handle(row: IncomingLetter, recipient: str, letter: Letter, origin: Origin) -> None:
    where = addresses.look_up(recipient)
    partnership_id = deliver(row, recipient, where, whose(where, letter), letter, origin)
    done = row.finish(
        state=IncomingLetter.State.HANDLED,
        raw=b"",
        recipient=b"",
        sender=b"",
        error="",
        person_key="",
        partnership_id=partnership_id,
        origin=origin.plain(),
        raw_delete_after=None,
    )
    if not done:
        raise _LeaseLost
