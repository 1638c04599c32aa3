"""Which lines of a text are copies of our letter's, whatever a mail client did to them on the way.

Clients break long lines, number lists anew or take the numbers off, and write a link's address behind its words. All
that is undone here, line by line and a few lines at a time, so that the work grows with the text and not faster.
"""

import re
from collections.abc import Callable, Sequence

from faelled.core.replies import quoting_headings as headings
from faelled.core.replies import quoting_notices as notices

IsOwnLine = Callable[[str], bool]

# What stands before a numbered line's words among our own lines. Without its number such a line may be what somebody
# typed as their answer, so it is only known as ours inside a copy of our letter.
ITEM = "faelledpunkt"

_MOST_JOINED = 8
_LONGEST_JOINED = 1500
_ADDRESS_OF_A_LINK = re.compile(r"\s?[<(\[]\s?(?:https?|mailto):[^<>()\[\]\s]{1,300}\s?[>)\]]")
_NUMBER = re.compile(r"(?:\d{1,2}\s?[.)]|[*•·\-–o])\s{1,6}(?=\S)")
_NUMBERED = re.compile(r"\d{1,2}\s?[.)]")
_NUMBER_ALONE = re.compile(r"(?:\d{1,2}\s?[.)]|[*•·\-–])$")


def is_item(line: str, is_own: IsOwnLine) -> bool:
    """Whether *line* is one of our numbered lines, under its own number, another or none."""
    return is_own(f"{ITEM} {without_number(line)}") or (_NUMBERED.match(line) is not None and is_own(line))


def without_number(line: str) -> str:
    """Return *line* without the number or the stroke that a list puts before it."""
    return _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line


def ours(lines: Sequence[str], is_own: IsOwnLine) -> list[bool]:
    """Return for each line whether it is ours: a line of our letter, a piece of one, or empty.

    lines: tidied and without quote marks, from what is a copy of our letter.
    """
    found = [_is_nobodys(line) for line in lines]
    at = 0
    while at < len(lines):
        end = at + 1 if found[at] else _end_of_ours(lines, at, is_own)
        found[at:end] = [True] * (end - at)
        at = max(end, at + 1)
    return found


def _is_nobodys(line: str) -> bool:
    return (
        headings.is_rule(line)
        or headings.is_our_marker(line)
        or _NUMBER_ALONE.match(line) is not None
        or notices.is_notice(line)
    )


def _end_of_ours(lines: Sequence[str], at: int, is_own: IsOwnLine) -> int:
    """Return where the line of ours ends that begins at *at*, or *at* when none does."""
    joined = ""
    for end in range(at, min(at + _MOST_JOINED, len(lines))):
        if not lines[end]:
            break
        joined = f"{joined} {lines[end]}".strip()
        if len(joined) > _LONGEST_JOINED:
            break
        if _is_one(joined, is_own):
            return end + 1
    return at


def _is_one(line: str, is_own: IsOwnLine) -> bool:
    if is_own(line) or is_item(line, is_own):
        return True
    bare = _ADDRESS_OF_A_LINK.sub("", line)
    return bare != line and (not bare.strip() or is_own(bare) or is_item(bare, is_own))
