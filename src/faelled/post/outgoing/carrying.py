"""Carry the letters that wait: claimed under a lease, sent outside any transaction, ended by the lease holder."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction

from faelled.post import doctor_route, transport
from faelled.post.message import Mail
from faelled.post.models import OutgoingLetter
from faelled.post.opening import NOT_THE_ADDRESS, FailedBecause
from faelled.post.routes import routes
from faelled.post.sealing import unseal_text
from faelled.work import clock
from faelled.work.rows import GIVE_UP_AFTER, one_by_one, without_waiting_for_the_disk

log = logging.getLogger(__name__)

# When no server judged the letter the fault is ours, and a relay may be down over a long weekend.
_OUR_TROUBLE_LASTS = timedelta(days=4)
_LONGEST_PAUSE = timedelta(hours=1)


def carry(worker: str) -> int:
    """Send the letters that are due, a batch of them, and return how many went."""
    due = OutgoingLetter.objects.filter(state=OutgoingLetter.State.WAITING)
    return sum(_carry_one(letter) for letter in one_by_one(due, worker))


def _carry_one(letter: OutgoingLetter) -> bool:
    mail = Mail.from_json(unseal_text(letter.content))
    try:
        transport.current().send(mail.envelope_from, mail.to_address, mail.to_bytes(clock.now()))
    except transport.Refused as refusal:
        _not_taken(letter, refusal, mail.to_address)
        return False
    _sent(letter)
    return True


def _sent(letter: OutgoingLetter) -> None:
    done = {"state": OutgoingLetter.State.SENT, "content": b"", "sent_at": clock.now(), "error": ""}
    with without_waiting_for_the_disk():
        ours = letter.finish(**done)
    if not ours:
        # It was withdrawn while the server was taking it: the row must say what is true.
        OutgoingLetter.objects.filter(pk=letter.pk, state=OutgoingLetter.State.WITHDRAWN).update(**done)


def _not_taken(letter: OutgoingLetter, refusal: transport.Refused, address: str) -> None:
    log.warning("letter %s was not taken: %s", letter.pk, refusal.code)
    given_up = refusal.by_server and letter.attempts >= GIVE_UP_AFTER
    too_old = not refusal.by_server and clock.now() - letter.written_at > _OUR_TROUBLE_LASTS
    if refusal.permanent or given_up or too_old:
        for_good = refusal.because not in NOT_THE_ADDRESS
        failed(letter, refusal.code, address, refusal.because, for_good=for_good, tell=refusal.by_server)
        return
    pause = min(timedelta(minutes=2 ** min(letter.attempts, 8)), _LONGEST_PAUSE)
    letter.put_back(refusal.code, wait=None if refusal.by_server else pause)


def failed(
    letter: OutgoingLetter,
    code: str,
    address: str,
    because: FailedBecause,
    *,
    for_good: bool,
    tell: bool = True,
) -> bool:
    """Mark *letter* as failed and tell the app that it never arrived, once; return whether this was the first time.

    for_good: the address is no use; without it the next letter may well arrive.
    tell: False when no server judged the address, so nothing is known about the person's mailbox.
    """
    with transaction.atomic():
        fresh = OutgoingLetter.objects.filter(pk=letter.pk, failed_at__isnull=True).update(
            state=OutgoingLetter.State.FAILED,
            content=b"",
            failed_at=clock.now(),
            failure=code[:200],
            failed_because=because,
            worker="",
            leased_until=None,
        )
        if fresh and tell and letter.kind != doctor_route.KIND:
            _tell(letter, address, because, for_good=for_good)
    return bool(fresh)


def _tell(letter: OutgoingLetter, address: str, because: FailedBecause, *, for_good: bool) -> None:
    try:
        with transaction.atomic():
            routes().undeliverable(
                letter.pk,
                letter.person_key,
                letter.kind,
                letter.about_id,
                address,
                letter.partnership_id,
                because,
                for_good,
            )
    except DatabaseError:
        raise
    except Exception as trouble:
        # The letter has failed whether or not the app can react; sending it again would only be refused again.
        log.error("letter %s failed and nobody could be told: %s", letter.pk, type(trouble).__name__)
