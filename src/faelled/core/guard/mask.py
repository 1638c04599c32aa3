"""The answer door's pen: what may stay of the words a verdict rests on."""

from .cpr import cprs
from .finding import LONGEST, Context, Finding, Reason, Type
from .health import ailments
from .normalise import normalise
from .sweep import settled, unread


def mask_answer(text: str, findings: list[Finding], within: tuple[int, int] | None = None) -> str:
    """Return *text*, or only its part *within*, with everything in *findings* replaced by a neutral word.

    within: [start, end) in *text*; what reaches into the part from outside is masked too, so that an excerpt
    cannot bring out the half of a number. A name of the partnership's own people (Reason.OWN) stays.
    """
    begin, stop = within or (0, len(text))
    pieces: list[str] = []
    done = begin
    for finding in settled([*filter(_hides, findings), *_always(text)]):
        if finding.end <= begin or finding.start >= stop:
            continue
        pieces += (text[done : max(done, finding.start)], word(finding.type))
        done = min(finding.end, stop)
    return "".join([*pieces, text[done:stop]])


def word(type: Type) -> str:
    """Return what stands in an answer in place of a finding of *type*."""
    match type:
        case Type.PERSON:
            return "[navn]"
        case Type.HEALTH | Type.REFUSED | Type.UNREAD:
            return "[...]"
        case _:
            return "[nummer]"


def _hides(finding: Finding) -> bool:
    return not (finding.type is Type.PERSON and finding.reason is Reason.OWN)


def _always(text: str) -> list[Finding]:
    """Return what no answer may hold, whatever the caller found.

    A CPR number must not get out because the findings were those of another text. And who answers speaks of
    themselves: "syg tirsdag" is about a person though it names nobody, so words of health need no person beside them.
    """
    plain = normalise(text[:LONGEST])
    found = unread(text)
    for finding in (*cprs(plain.text, Context()), *ailments(plain.text, Context())):
        start, end = plain.original(finding.start, finding.end)
        found.append(Finding(start, end, finding.type, finding.certainty, finding.reason, finding.suggestion))
    return found


__all__ = ["mask_answer", "word"]
