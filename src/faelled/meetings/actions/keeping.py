"""What of a mail is kept: the exact words something rests on, through the guard's answer door, and nothing else."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache, partial

from faelled.core.replies.reading import Span
from faelled.partnerships import door
from faelled.partnerships.models import Partnership

KEPT_FOR = timedelta(days=365)  # a round that is over, and what was answered in it
CLOSE = 4  # signs between two words that belong together: ", ", " og "


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
    return keeper(text, partnership, at_most=at_most)(spans)


def keeper(text: str, partnership: Partnership, *, at_most: int = 300) -> Callable[[Iterable[Span]], str]:
    """Return kept_words of *text* for many spans in turn: the guard looks once, when words are first wanted."""
    look = cache(partial(door.excerpts_of, text, partnership=partnership))

    def words(spans: Iterable[Span]) -> str:
        parts = _joined(sorted({(s.start, s.end) for s in spans}))
        return " ... ".join(excerpt.strip() for excerpt in look()(parts))[:at_most] if parts else ""

    return words


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join parts with no more than an "og" between them, so that "1, 2 og 3" is kept as it was written."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and start - joined[-1][1] <= CLOSE:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
