"""Is it a bounce, whom did the letter not reach, and is it any use to try again?"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from flufl.bounce import all_failures

from faelled.post.opening.bodies import text_parts
from faelled.post.opening.headers import Headers, from_daemon, null_return_path
from faelled.post.opening.reasons import NOT_THE_ADDRESS, NOT_TO_BE_REACHED, FailedBecause, reason

# Its detectors log each step, and with a traceback what they stumbled over, which is other people's mail.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

_FAILURE = re.compile(
    r"undeliver|non-?deliver|delivery (?:status|failure|has failed|failed|problem|error|notification)"
    r"|failure notice"
    r"|returned (?:mail|to sender)|mail delivery|could ?n[o']t be delivered|not delivered"
    r"|processing error|mail system error"
    r"|kan ikke leveres|kunne ikke leveres|ikke (?:blevet )?leveret|ikke afleveret|kunne ikke sendes"
    r"|leveringsfejl"
    r"|mislykket levering|kan inte levereras|olevererbar|kunne ikke leveres|ikke levert"
    r"|unzustellbar|nicht zugestellt|non remis|non distribu|onbestelbaar|message rejected",
    re.I,
)
_ADDRESS = re.compile(r"[^\s<>@\",;:()\[\]]{1,120}@[^\s<>@\",;:()\[\]]{1,120}\.[a-z0-9-]{2,30}", re.I)
# Some programs warn in words alone that they will go on trying.
_DELAY = re.compile(
    r"delayed|delay\)|warning: (?:could not|message)|will be retried|keep trying|still trying|try again later"
    r"|not yet been delivered|forsinke|prøver igen|verzöger|fördröj",
    re.I,
)
_LARGEST_FOR_PATTERNS = 200_000
_MOST_FAILED = 50


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter came back.

    failed: whom it did not reach, in lower case.
    for_good: the address does not exist, trying again is no use.
    because: why it came back; None while the server goes on trying.
    """

    failed: tuple[str, ...]
    for_good: bool
    because: FailedBecause | None


@dataclass(frozen=True, slots=True)
class _Status:
    """What a delivery status says about one recipient."""

    recipient: str
    action: str
    code: str
    diagnosis: str


def bounce(message: Message, headers: Headers, raw: bytes) -> Bounce | None:
    """Return the bounce that *message*, *raw* in bytes, is, or None when it is none.

    A warning that a letter is delayed counts, without a reason; a notice that it was delivered does not.
    """
    statuses = [s for s in _statuses(message) if s.recipient or s.action]
    failing = [s for s in statuses if s.action in ("failed", "delayed", "")]
    if statuses and not failing:
        return None
    suspicious = from_daemon(headers) or null_return_path(headers) or bool(statuses)
    failure = _FAILURE.search(headers.text("subject")) is not None
    if _is_receipt(message) or not (suspicious or failure or "x-failed-recipients" in headers):
        return None
    failed = [s.recipient for s in failing if s.recipient] or list(headers.addresses("x-failed-recipients"))
    failed = failed or _by_programs_own_words(message, raw)
    if not failed and not (suspicious and failure) and not failing:
        return None
    text = "\n".join(text_parts(message))[:_LARGEST_FOR_PATTERNS]
    failed = failed or _first_addresses(text, headers)
    for_good = _for_good(failing, text)
    tries_on = not for_good and _tries_on(failing, f"{headers.text('subject')}\n{text[:2000]}")
    because = None if tries_on else _because(failing, text)
    return Bounce(tuple(dict.fromkeys(failed))[:_MOST_FAILED], for_good, because)


def _is_receipt(message: Message) -> bool:
    return message.get_content_type() == "multipart/report" and (
        str(message.get_param("report-type", "")).lower() == "disposition-notification"
    )


def _statuses(message: Message) -> Iterator[_Status]:
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            if not isinstance(block, Message):
                continue
            fields = Headers(block)
            if "action" not in fields and "final-recipient" not in fields:
                continue
            written = fields.raw("final-recipient") or fields.raw("original-recipient")
            found = _ADDRESS.search(written.partition(";")[2] or written)
            action = re.match(r"[a-z]*", fields.raw("action").lower())
            yield _Status(
                recipient=found[0].lower() if found else "",
                action=action[0] if action else "",
                code=fields.raw("status")[:12],
                diagnosis=fields.raw("diagnostic-code")[:2000],
            )


def _by_programs_own_words(message: Message, raw: bytes) -> list[str]:
    """Return the addresses that flufl.bounce finds in what programs wrote before there was a standard."""
    if len(raw) > _LARGEST_FOR_PATTERNS:
        # What matters stands at the beginning; the rest is the letter that came back.
        message = message_from_bytes(raw[:_LARGEST_FOR_PATTERNS], policy=compat32)
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # its detectors are regular expressions over other people's text, and some raise
        return []
    found = [address.decode("utf-8", "replace").lower() for address in sorted(permanent or temporary)]
    return [match[0] for address in found if (match := _ADDRESS.search(address))]


def _first_addresses(text: str, headers: Headers) -> list[str]:
    """Return the address that the notice names first, leaving out the sender and whom it was sent to."""
    known = {*headers.addresses("from"), *headers.addresses("to")}
    named = (found[0].lower().strip(".'") for found in _ADDRESS.finditer(text[:4000]))
    return [address for address in named if address not in known and not address.startswith("postmaster@")][
        :1
    ]


def _for_good(failing: list[_Status], text: str) -> bool:
    if not failing:
        return NOT_TO_BE_REACHED.search(text) is not None
    return any(
        s.action != "delayed"
        and reason(s.code, s.diagnosis) not in NOT_THE_ADDRESS
        and (
            s.code.startswith(("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.310"))
            or (
                s.code.startswith(("5.0", "5.4.1", "5.4.4", "5.5.0", "5.7.1", ""))
                and NOT_TO_BE_REACHED.search(s.diagnosis) is not None
            )
        )
        for s in failing
    )


def _tries_on(failing: list[_Status], text: str) -> bool:
    """Whether the server only warns that it has not been able to deliver yet."""
    if failing:
        return all(s.action == "delayed" for s in failing)
    return _DELAY.search(text) is not None


def _because(failing: list[_Status], text: str) -> FailedBecause:
    for status in failing:
        if status.action != "delayed":
            why = reason(status.code, status.diagnosis)
            return reason("", text) if why is FailedBecause.UNKNOWN else why
    return reason("", text)
