"""Try out whether mail gets out and in: a letter to an address, and the wait for its answer."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from faelled.post import addresses, transport
from faelled.post.doctor_route import KIND
from faelled.post.letters import About, Recipient
from faelled.post.message import NotAnAddress
from faelled.post.models import IncomingLetter, OutgoingLetter, ReplyAddress
from faelled.post.outgoing import carry, write

WORKER = "doctor"
_LOOKS_EVERY = 0.5  # seconds


def check(address: str, *, wait: timedelta, say: Callable[[str], None] = lambda line: None) -> list[str]:
    """Send a letter to *address* and wait for its answer; return what was found, a line each, the verdict last.

    The answer is opened by the worker, so `serve` must be running. say: is given each line as soon as it is known.
    """
    lines: list[str] = []

    def found(line: str) -> None:
        lines.append(line)
        say(line)

    letter = _sent(address, found)
    if letter is not None:
        _wait_for_answer(letter, wait, found)
    return lines


def _sent(address: str, found: Callable[[str], None]) -> OutgoingLetter | None:
    relay = transport.current()
    if isinstance(relay, transport.Smtp):
        try:
            relay.greet()
        except transport.Refused as refusal:
            found(
                f"Mailserveren {relay.host}:{relay.port} svarer ikke som ventet ({refusal.code}). Intet blev sendt."
            )
            return None
        found(f"Mailserveren {relay.host}:{relay.port} svarer.")
    try:
        letter = _write(address)
    except NotAnAddress:
        found("Adressen er ikke en mailadresse. Intet blev sendt.")
        return None
    carry(WORKER)
    letter.refresh_from_db()
    if letter.state == OutgoingLetter.State.FAILED:
        found(f"Brevet blev afvist ({letter.failure}). Se efter, om adressen er rigtig.")
        return None
    if letter.state == OutgoingLetter.State.WAITING and letter.error:
        found(f"Brevet kom ikke af sted i første forsøg ({letter.error}). Fælled prøver igen af sig selv.")
    elif letter.state == OutgoingLetter.State.SENT:
        found("Brevet er sendt. Svar på det nu, med hvad som helst.")
    return letter


@transaction.atomic
def _write(address: str) -> OutgoingLetter:
    number = (ReplyAddress.objects.filter(kind=KIND).aggregate(last=Max("about_id"))["last"] or 0) + 1
    return write(
        "post/letters/doctor",
        to=Recipient(person_key="", name="", first_name="", address=address, lang="da"),
        about=About(KIND, number),
        context={},
        letter_class=OutgoingLetter.Class.ESSENTIAL,
        thread=f"{KIND}-{number}",
    )


def _wait_for_answer(letter: OutgoingLetter, wait: timedelta, found: Callable[[str], None]) -> None:
    # Real seconds: the doctor waits for a person and a mail system, whatever the house's clock says.
    until = time.monotonic() + wait.total_seconds()
    while True:
        if addresses.is_withdrawn(letter.kind, letter.about_id, letter.person_key):
            found("Svaret er kommet ind og læst. Mail virker begge veje.")
            return
        letter.refresh_from_db()
        if letter.state == OutgoingLetter.State.FAILED:
            found(f"Brevet kom tilbage ({letter.failure}). Se efter, om adressen er rigtig.")
            return
        if time.monotonic() >= until:
            break
        time.sleep(_LOOKS_EVERY)
    waiting = IncomingLetter.objects.filter(state=IncomingLetter.State.WAITING).count()
    if waiting:
        found(f"Der ligger {waiting} mails, som ingen åbner. Kører `faelled serve worker`?")
    else:
        found("Der kom intet svar. Se efter, om mails til domænet bliver ført til Fælleds LMTP eller SMTP.")
