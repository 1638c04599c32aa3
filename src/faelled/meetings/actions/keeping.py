"""What of a mail is kept: the exact words something rests on, through the guard's answer door, and nothing else."""

from collections.abc import Iterable

from faelled.core.replies.reading import Span
from faelled.partnerships import door
from faelled.partnerships.models import Partnership


def kept(text: str, partnership: Partnership, *, at_most: int) -> str:
    """Return *text* as others may read it, no longer than *at_most* characters."""
    text = text.strip()
    if not text:
        return ""
    match door.admit(text, "answer", partnership=partnership):
        case door.Admitted(masked):
            return masked[:at_most]
        case door.Stopped():
            return ""


def kept_words(text: str, spans: Iterable[Span], partnership: Partnership, *, at_most: int = 300) -> str:
    """Return the words of *text* that *spans* name, in order, with dots between them."""
    parts = sorted({(s.start, s.end) for s in spans})
    if not parts:
        return ""
    excerpts = door.admit_excerpts(text, parts, partnership=partnership)
    return " ... ".join(excerpt.strip() for excerpt in excerpts)[:at_most]
