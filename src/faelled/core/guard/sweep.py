"""The guard's one question: what in this text may be personal data?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .account import accounts
from .address import addresses
from .birthdate import birthdates
from .cpr import cprs
from .email import emails, undisguised
from .finding import Context, Finding, Type
from .health import ailments, points_at_somebody
from .names import names
from .normalise import Plain, normalise
from .phone import phones
from .plate import plates
from .refused import refusals

NOBODY = Context()

Detector = Callable[[str, Context], Iterable[Finding]]

DETECTORS: tuple[Detector, ...] = (refusals, cprs, accounts, phones, plates, addresses, birthdates, names)

PRECEDENCE = (
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
    plain = normalise(text)
    found = [*_placed(plain, emails, context, undisguised(plain))]
    for detector in DETECTORS:
        found += _placed(plain, detector, context, plain)
    if points_at_somebody(plain.text) or any(finding.type in (Type.PERSON, Type.CPR) for finding in found):
        found += _placed(plain, ailments, context, plain)
    return settled(found)


def _placed(plain: Plain, detector: Detector, context: Context, searched: Plain) -> Iterator[Finding]:
    for finding in detector(searched.text, context):
        start, end = searched.original(finding.start, finding.end)
        yield replace(finding, start=start, end=end)


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


def _weight(finding: Finding) -> tuple[int, float]:
    return PRECEDENCE.index(finding.type), -finding.certainty


__all__ = ["find", "settled"]
