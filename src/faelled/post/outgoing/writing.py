"""Write a letter: render it, seal it, and leave it as a row that the worker will carry."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from faelled.post import addresses, own_lines
from faelled.post.letters import About, Calendar, Recipient
from faelled.post.message import Mail, checked_address, in_base64
from faelled.post.models import OutgoingLetter
from faelled.post.rendering import LANGUAGES, Frame, Rendered, render
from faelled.post.sealing import key_for, keyed_hash, seal, unseal_text
from faelled.post.wording import NAME_LENGTH, one_line
from faelled.work import clock

KEPT = timedelta(days=365)  # the row, without its content

_FROM_NAME = {"da": ("Fælled", "Fælled på vegne af {}"), "en": ("Fælled", "Fælled on behalf of {}")}


class NotInTransaction(RuntimeError):
    """A letter was written outside the transaction of its decision, so one could survive without the other."""


def write(
    template: str,
    *,
    to: Recipient,
    about: About,
    context: Mapping[str, object],
    letter_class: OutgoingLetter.Class,
    thread: str,
    minutes: float = 0,
    not_before: datetime | None = None,
    answerable: bool = True,
    link_to: str | None = None,
    on_behalf_of: str = "",
    calendar: Calendar | None = None,
) -> OutgoingLetter:
    """Leave the letter *template* for the worker to carry, and return its row.

    template: "<app>/letters/<name>", a file per language beside it. link_to: the first part of the path of the page
    that answers it; then *link* in the template is its full address. minutes: of the reader's time. thread: letters
    to one person under the same word become one thread. Raises NotInTransaction, NotAnAddress.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(template)
    checked_address(to.address)
    token = addresses.reply_token(about.kind, about.id, to.person_key) if answerable else ""
    frame = Frame(answerable, on_behalf_of, _link(link_to, about, to.person_key), token)
    rendered = render(template, to, {**context, "origin": settings.ORIGIN}, frame)
    envelope = addresses.new_token()
    mail = _mail(
        to, rendered, envelope, token, _first_of_thread(thread, to.person_key), on_behalf_of, calendar
    )
    mail.to_bytes(clock.now())  # what cannot be sent must fail here, where the caller can see it
    return _queue(
        mail,
        rendered,
        envelope,
        letter_class=letter_class,
        minutes=Decimal(str(minutes)),
        kind=about.kind,
        about_id=about.id,
        partnership_id=about.partnership_id,
        person_key=to.person_key,
        template=template,
        thread=thread[:80],
        not_before=not_before or clock.now(),
    )


def _mail(
    to: Recipient,
    rendered: Rendered,
    envelope: str,
    token: str,
    references: str,
    on_behalf_of: str,
    calendar: Calendar | None,
) -> Mail:
    """Return everything of the mail but its Date. envelope, token: of the return and of the reply address."""
    lang = to.lang if to.lang in LANGUAGES else "da"
    plain, signed = _FROM_NAME[lang]
    return Mail(
        envelope_from=addresses.with_token("retur", envelope),
        from_name=signed.format(one_line(on_behalf_of)) if on_behalf_of else plain,
        from_address=calendar.organizer if calendar else settings.MAIL_FROM,
        to_name=one_line(to.name, NAME_LENGTH),
        to_address=checked_address(to.address),
        reply_to=addresses.with_token("svar", token) if token else "",
        subject=rendered.subject,
        message_id=f"<{addresses.new_token()}.{token or 'brev'}@{settings.MAIL_DOMAIN}>",
        references=references,
        unsubscribe=_unsubscribe(to.person_key),
        lang=lang,
        text=rendered.text,
        html=rendered.html,
        calendar_method=calendar.method if calendar else "",
        calendar=in_base64(calendar.content) if calendar else "",
    )


def _queue(mail: Mail, rendered: Rendered, envelope: str, **columns: Any) -> OutgoingLetter:
    """Leave the mail, sealed, as a row for the worker."""
    now = clock.now()
    return OutgoingLetter.objects.create(
        **columns,
        message_id=seal(mail.message_id),
        envelope_hash=keyed_hash(envelope, "envelope"),
        recipient=seal(mail.to_address),
        content=seal(mail.to_json()),
        line_hashes=line_hashes(rendered),
        written_at=now,
        delete_after=now + KEPT,
    )


def _link(link_to: str | None, about: About, person_key: str) -> str:
    if link_to is None:
        return ""
    # A letter may tell about something that is closed; its link ends like the others'.
    closed = addresses.is_withdrawn(about.kind, about.id, person_key)
    valid_for = settings.LINK_VALID_AFTER_CLOSING if closed else None
    token = addresses.new_link(about.kind, about.id, person_key, valid_for=valid_for)
    return f"{settings.ORIGIN}/{link_to.strip('/')}/{token}/"


def _unsubscribe(person_key: str) -> str:
    return (
        f"{settings.ORIGIN}/mails/{addresses.new_link('mail_choice', 0, person_key)}/" if person_key else ""
    )


def _first_of_thread(thread: str, person_key: str) -> str:
    letters = OutgoingLetter.objects.filter(thread=thread[:80], person_key=person_key).exclude(
        state=OutgoingLetter.State.WITHDRAWN
    )
    first = letters.order_by("pk").values_list("message_id", flat=True).first()
    return unseal_text(first) if first else ""


def line_hashes(rendered: Rendered) -> list[str]:
    """Return a keyed hash for every line of a letter, by which its lines are known again in an answer."""
    return sorted({hash_of_line(line) for line in rendered.own_lines} - {""})


def hash_of_line(line: str) -> str:
    """Return the keyed hash of *line*, or "" for a line without words."""
    return own_lines.hash_of(line, line_key())


def line_key() -> bytes:
    """Return the key of the lines' hashes, which may be given to the child that opens the answer."""
    return key_for("line")


def withdraw(about: About) -> int:
    """Let the letters about this that have not gone yet never go; return how many."""
    waiting = OutgoingLetter.objects.filter(
        kind=about.kind, about_id=about.id, state=OutgoingLetter.State.WAITING
    )
    # Taking the lease away, too, stops a worker that has claimed the letter and not yet sent it.
    return waiting.update(state=OutgoingLetter.State.WITHDRAWN, content=b"", worker="", leased_until=None)


def last_sent(partnership_id: int) -> datetime | None:
    """Return when a letter of this partnership last went out, or None."""
    sent = OutgoingLetter.objects.filter(partnership_id=partnership_id, sent_at__isnull=False)
    last: datetime | None = sent.aggregate(last=Max("sent_at"))["last"]
    return last
