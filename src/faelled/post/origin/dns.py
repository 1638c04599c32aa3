"""Questions to DNS, asked by the worker alone: under a time limit, and each only once in a while."""

import time
from functools import cache
from typing import Any

from faelled.post.origin.policy import NoAnswer

_LIFETIME = 3.0  # seconds for one question, whatever the servers do
_MOST = 1000  # answers remembered
_LONGEST, _SHORTEST = 3600.0, 300.0  # seconds an answer is remembered
_TROUBLE = 60.0
_TEXT = 10_000  # characters of a record

_answers: dict[str, tuple[float, tuple[str, ...] | None]] = {}


def ask(name: str) -> tuple[str, ...]:
    """Return the TXT records of *name*, () for none. Raises NoAnswer."""
    now = time.monotonic()
    remembered = _answers.get(name)
    if remembered is None or remembered[0] <= now:
        seconds, answer = _asked(name)
        while len(_answers) >= _MOST:
            del _answers[next(iter(_answers))]
        _answers[name] = remembered = (now + seconds, answer)
    if remembered[1] is None:
        raise NoAnswer
    return remembered[1]


@cache
def _resolver() -> Any:
    from dns.resolver import Resolver

    return Resolver()


def _asked(name: str) -> tuple[float, tuple[str, ...] | None]:
    """Return how long the answer is good, and the answer; None for no answer."""
    from dns.exception import DNSException
    from dns.name import EmptyLabel, LabelTooLong, NameTooLong
    from dns.resolver import NXDOMAIN
    from dns.resolver import NoAnswer as NoneSuch

    try:
        answer = _resolver().resolve(name, "TXT", lifetime=_LIFETIME, search=False)
    except (NXDOMAIN, NoneSuch, LabelTooLong, NameTooLong, EmptyLabel, UnicodeError):
        return _SHORTEST, ()
    except (DNSException, OSError):
        return _TROUBLE, None
    texts = tuple(b"".join(record.strings).decode("utf-8", "replace")[:_TEXT] for record in answer)
    return min(max(float(answer.rrset.ttl), _SHORTEST), _LONGEST), texts
