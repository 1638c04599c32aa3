"""The guard's one question: what in this text may be personal data?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .account import accounts
from .address import addresses
from .ages import ages_with_places
from .birthdate import birthdates
from .cpr import cprs
from .dwelling import dwellings, sentence
from .email import emails, undisguised
from .finding import BESIDE_A_NAME, LONGEST, SURE, Context, Finding, Mark, Reason, Type
from .health import ailments, points_at_somebody
from .names import names
from .normalise import Plain, normalise
from .phone import phones
from .plate import plates
from .refused import refusals
from .spelled import spelled

NOBODY = Context()

Detector = Callable[[str, Context], Iterable[Finding]]

NUMBERS: tuple[Detector, ...] = (cprs, accounts, phones)
"""These are looked for once more where digits are written as words or as letters that look like them."""
DETECTORS: tuple[Detector, ...] = (
    refusals,
    *NUMBERS,
    plates,
    addresses,
    dwellings,
    birthdates,
    names,
    ages_with_places,
)
SEAM = 64
"""So many signs of what was written before are looked at for a number that goes on in this text."""
THREAD_SEEN = 8_000
"""So many signs of what was written before are read at all, the latest."""

PRECEDENCE = (
    Type.UNREAD,
    Type.REFUSED,
    Type.CPR,
    Type.ACCOUNT,
    Type.EMAIL,
    Type.PHONE,
    Type.PLATE,
    Type.ADDRESS,
    Type.BIRTHDATE,
    Type.PERSON,
    Type.AGEPLACE,
    Type.HEALTH,
)


def find(text: str, context: Context = NOBODY) -> list[Finding]:
    """Return what may be personal data in *text*, in order and without overlap, with offsets in *text*."""
    return settled([*_read(text[:LONGEST], context), *unread(text)])


def unread(text: str) -> list[Finding]:
    """Return the end of a text that is too long to be read; it begins a little before, so that no number is halved."""
    if len(text) <= LONGEST:
        return []
    return [Finding(LONGEST - SEAM, len(text), Type.UNREAD, 1.0, Reason.TOO_LONG, "")]


def _read(text: str, context: Context) -> list[Finding]:
    plain = normalise(text)
    context = replace(context, thread=_latest(context.thread)) if context.thread else context
    found = [*_placed(plain, emails, context, undisguised(plain))]
    for detector in DETECTORS:
        found += _placed(plain, detector, context, plain)
    read = spelled(plain)
    if read is not plain:
        for detector in NUMBERS:
            found += _placed(read, detector, context, read)
    found += _carried_over(plain, context)
    found = _beside_a_name(text, found)
    told = any(map(points_at_somebody, (plain.text, *context.thread)))
    if told or any(finding.type in (Type.PERSON, Type.CPR) for finding in found):
        found += _placed(plain, ailments, context, plain)
    return found


def _placed(plain: Plain, detector: Detector, context: Context, searched: Plain) -> Iterator[Finding]:
    for finding in detector(searched.text, context):
        start, end = searched.original(finding.start, finding.end)
        yield replace(finding, start=start, end=end)


def _latest(thread: Iterable[str]) -> tuple[str, ...]:
    """Return the latest of the texts, in order, THREAD_SEEN signs of them; empty ones are left out."""
    kept: list[str] = []
    room = THREAD_SEEN
    for text in reversed([text for text in thread if text.strip()]):
        if room <= 0:
            break
        kept.append(normalise(text[-room:]).text)
        room -= len(kept[-1])
    return tuple(reversed(kept))


def _carried_over(plain: Plain, context: Context) -> Iterator[Finding]:
    """Find the second half of what began in the comment before this text."""
    tail = context.thread[-1][-SEAM:].rstrip() if context.thread else ""
    if not tail or not plain.text:
        return
    seam = len(tail) + 1
    for detector in (refusals, *NUMBERS):
        for finding in detector(f"{tail}\n{plain.text[:SEAM]}", context):
            if finding.start < seam < finding.end:
                start, end = plain.original(0, finding.end - seam)
                yield replace(finding, start=start, end=end)


def _beside_a_name(text: str, found: list[Finding]) -> list[Finding]:
    """Return *found* without what means nothing by itself, such as a street alone in a sentence without a name."""
    people = [f.start for f in found if f.type is Type.PERSON and f.mark is not Mark.HINT]
    return [kept for finding in found if (kept := _raised(text, finding, people))]


def _raised(text: str, finding: Finding, people: list[int]) -> Finding | None:
    if finding.certainty != BESIDE_A_NAME:
        return finding
    start, end = sentence(text, finding.start, finding.end)
    return replace(finding, certainty=SURE) if any(start <= name < end for name in people) else None


def settled(found: Iterable[Finding]) -> list[Finding]:
    """Return *found* in order; where some overlap, the weightiest stands and covers what any of them covered.

    Nothing that one detector saw may come into the open because another one saw a part of it.
    """
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end)):
        if kept and finding.start < kept[-1].end:
            last = kept[-1]
            weightier = min(last, finding, key=_weight)
            kept[-1] = replace(weightier, start=last.start, end=max(last.end, finding.end))
        else:
            kept.append(finding)
    return kept


def _weight(finding: Finding) -> tuple[bool, int, float]:
    return finding.certainty < SURE, PRECEDENCE.index(finding.type), -finding.certainty


__all__ = ["find", "settled", "unread"]
