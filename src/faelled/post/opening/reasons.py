"""Why a letter did not arrive, from the codes that mail servers write, and from their words where a code is vague."""

import re
from enum import StrEnum


class FailedBecause(StrEnum):
    """Why a letter did not arrive: a closed list, each with its sentence in `post.reads`."""

    NO_MAILBOX = "no_mailbox"
    NO_DOMAIN = "no_domain"
    DISABLED = "disabled"
    FULL = "full"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    AWAY = "away"
    UNKNOWN = "unknown"


# Says nothing about whether the address is right.
NOT_THE_ADDRESS = frozenset(
    {FailedBecause.FULL, FailedBecause.TOO_LARGE, FailedBecause.REFUSED, FailedBecause.AWAY}
)

NOT_TO_BE_REACHED = re.compile(
    r"user.{0,30}(?:unknown|n[o']t exist|not found|does ?n[o']t exist)|(?:unknown|no such|invalid"
    r"|bad) (?:user|recipient|mailbox|address"
    r"|e-?mail|destination)|mailbox (?:unavailable|not found|does ?n[o']t exist)"
    r"|recipient.{0,20}(?:rejected|unknown|not found)"
    r"|(?:wasn't|not) found at|host (?:or domain name )?(?:not found|unknown)|recipnotfound"
    r"|domain.{0,30}not (?:exist|found)"
    r"|name service error|account.{0,30}(?:disabled|does not exist|inactive)|no mailbox"
    r"|findes ikke|ikke (?:findes|eksisterer)"
    r"|does not exist",
    re.I,
)

# By RFC 3463 the first figure says whether trying again is any use, the two others why. Source: sections 3.2 to 3.8.
_BY_CODE = (
    (r"2\.2", FailedBecause.FULL),
    (r"(?:2\.3|3\.4)", FailedBecause.TOO_LARGE),
    (r"2\.1", FailedBecause.DISABLED),
    (r"(?:1\.2|4\.4|4\.310)", FailedBecause.NO_DOMAIN),
    (r"1\.[78]", FailedBecause.REFUSED),  # it is the sender that they do not take
    (r"1\.(?:1|3|6|10|351)", FailedBecause.NO_MAILBOX),
)
# Where the code is missing or says little, or is used for several things, the words are asked first.
_BY_WORDS = (
    (
        r"quota|mailbox.{0,30}\bfull\b|\bfull mailbox|postkassen?.{0,20}\bfuld|insufficient (?:disk |system )?storage",
        FailedBecause.FULL,
    ),
    (
        r"(?:message|size|mail).{0,30}(?:too (?:large|big)|exceeds?.{0,20}(?:size|limit|maximum))|for stor",
        FailedBecause.TOO_LARGE,
    ),
    (
        r"host (?:or domain name )?(?:not found|unknown)|name service error|domain.{0,30}not (?:exist|found)",
        FailedBecause.NO_DOMAIN,
    ),
    (r"(?:account|mailbox|user).{0,30}(?:disabled|inactive|suspended|deactivated)", FailedBecause.DISABLED),
    (
        rf"{NOT_TO_BE_REACHED.pattern}|invalid final delivery|no longer valid|user does ?n[o']t have"
        r"|user does not have",
        FailedBecause.NO_MAILBOX,
    ),
    (
        r"\bspf\b|\bdmarc\b|\bspam\b|blocked|black ?list|block ?list|policy|not allowed|access denied"
        r"|sender address rejected|authentication required|mismatches client|relay(?:ing)? denied|\bafvist\b",
        FailedBecause.REFUSED,
    ),
    (
        r"timed? ?out|connection refused|could not connect|unreachable|(?:delivery|retry) time(?:out)? "
        r"(?:exceeded|expired)|too long|svarer ikke",
        FailedBecause.AWAY,
    ),
)
_BY_CLASS = ((r"7\.", FailedBecause.REFUSED), (r"4\.[1-57]$", FailedBecause.AWAY))

_WORDS = tuple((re.compile(pattern, re.I), why) for pattern, why in _BY_WORDS)
_CODE_IN_WORDS = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_LARGEST = 8000  # characters; further down stands the letter that came back


def reason(code: str, said: str) -> FailedBecause:
    """Return why a letter did not arrive.

    code: the enhanced status code, such as "5.2.2", or "": then one that *said* begins with or names is used.
    said: the server's words, or the text of the notice.
    """
    said = said[:_LARGEST]
    if not code.strip() and (named := _CODE_IN_WORDS.search(said)) is not None:
        code = named[0]
    detail = code.strip()[2:]
    for pattern, why in _BY_CODE:
        if re.fullmatch(pattern, detail):
            return why
    for words, why in _WORDS:
        if words.search(said):
            return why
    return next((why for pattern, why in _BY_CLASS if re.match(pattern, detail)), FailedBecause.UNKNOWN)
