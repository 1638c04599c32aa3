"""Open a mail in the child with limits: what a stranger wrote is parsed away from the database and the keys."""

from typing import Any

from faelled.post.opening.letter import CannotOpen, Letter
from faelled.post.opening.opener import open_mail
from faelled.post.opening.plain import NoLetter, as_letter, as_plain
from faelled.post.own_lines import OwnLines
from faelled.work import limited
from faelled.work.limited import Bounds, Child, Raised, TooCostly

_IN_THE_CHILD = f"{__name__}:opened"
# The kernel counts what the child has for itself; with the libraries that it shares this makes at most 300 MB.
_BOUNDS = Bounds(cpu=2.0, memory=260 * 1024 * 1024)


def open_apart(raw: bytes, *, own_lines: OwnLines | None = None, child: Child | None = None) -> Letter:
    """Open a mail as open_mail does, in *child* or in the one that this process keeps.

    Raises CannotOpen; ChildEnded or OSError when the child died or could not be started, which may pass.
    """
    words = [own_lines.key.hex(), sorted(own_lines.hashes)] if own_lines else None
    run = child.run if child is not None else limited.run
    try:
        answer = run(_IN_THE_CHILD, raw, words, bounds=_BOUNDS)
    except TooCostly as trouble:
        raise CannotOpen("too_costly") from trouble
    except Raised as trouble:
        raise CannotOpen("unreadable") from trouble
    match answer:
        case {"letter": plain}:
            try:
                return as_letter(plain)
            except NoLetter as trouble:
                raise CannotOpen("unreadable") from trouble
        case {"cannot": str(code)} if code in CannotOpen.CODES:
            raise CannotOpen(code)
    raise CannotOpen("unreadable")


def opened(raw: bytes, words: Any) -> dict[str, Any]:
    """Return the letter *raw*, or why it cannot be opened, as plain data; called in the child."""
    own_lines = OwnLines(bytes.fromhex(words[0]), frozenset(words[1])) if words else None
    try:
        return {"letter": as_plain(open_mail(raw, is_own_line=own_lines))}
    except CannotOpen as trouble:
        return {"cannot": trouble.code}
