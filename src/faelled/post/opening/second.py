"""A second opinion on where history begins, from a library that knows thirteen languages.

It is asked only where our own rules found no history. Where the two differ the longer text is kept, unless what the
library takes for a heading is one by its shape as well: it names an address, or a day and an hour. A person seldom
writes such a line, and what stands below it was written by somebody else.
"""

import re

from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

# Its patterns take up to half a second for 100 kB; whoever writes an answer that long quotes nothing unmarked below it.
_LONGEST = 10_000
_LONGEST_HEADING = 600
_ADDRESS = re.compile(r"[^\s<>@]{1,80}@[^\s<>@]{1,80}\.")
_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")

_parser = EmailReplyParser(languages=list(MAIL_LANGUAGES))


def history_begins(text: str) -> int | None:
    """Return the line of *text* at which history begins for the library, if it convinces us; None otherwise."""
    if len(text) > _LONGEST:
        return None
    replies = _parser.read(text).replies
    heading = (replies[1].headers or "").strip() if len(replies) > 1 else ""
    if not heading or not _is_a_heading(heading):
        return None
    first = heading.split("\n", 1)[0].strip()
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    at = lines.index(first) if first in lines else 0
    return at if any(lines[:at]) else None


def _is_a_heading(heading: str) -> bool:
    if len(heading) > _LONGEST_HEADING:
        return False
    if _ADDRESS.search(heading):
        return True
    return _DATE.search(heading) is not None and _CLOCK.search(heading) is not None
