"""How often something may be tried: counted in the database, so that all web processes and machines count together.

A limit is somebody's own: a net's, an account's. Nobody can use up another's.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faelled.partnerships.models import Tries
from faelled.post.sealing import keyed_hash
from faelled.work import clock

P = ParamSpec("P")


@dataclass(frozen=True)
class Limit:
    """So many times within a while."""

    kind: str
    times: int
    within: timedelta


WRONG_TOKENS = Limit("wrong-token", 20, timedelta(minutes=1))  # of a net; GOALS R14
CODES_ASKED = Limit("code-asked", 60, timedelta(minutes=10))  # of a net, where a whole town hall may sit
CODES_OF_ONE = Limit(
    "code-of-one", 4, timedelta(hours=1)
)  # of a net, for one address: the fifth is its owner's
WRONG_CODES = Limit("wrong-code", 30, timedelta(minutes=10))  # of a net
FACTORS = Limit("factor", 10, timedelta(minutes=15))  # of an account, whose mailbox somebody reads already
SEARCHES = Limit("search", 60, timedelta(minutes=1))  # of a person
CHECKS = Limit("check", 240, timedelta(minutes=1))  # of a person who writes, while the guard reads along


def spend(limit: Limit, *who: str) -> bool:
    """Count one more try of *who*, and return whether it is still within the limit."""
    return _count(limit, *who) <= limit.times


def spent(limit: Limit, *who: str) -> bool:
    """Whether *who* has used all there was, without counting."""
    row = Tries.objects.filter(who_hash=_hash(limit, *who), delete_after__gt=clock.now()).first()
    return row is not None and row.count >= limit.times


def net_of(request: HttpRequest) -> str:
    """Return the net, /24 or /64, that a request comes from; behind the TLS proxy, what the proxy saw."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        address = forwarded.rpartition(",")[2].strip()
    return ":".join(address.split(":")[:4]) if ":" in address else address.rpartition(".")[0]


def at_most(
    limit: Limit, *, counted: Callable[[HttpRequest], bool] = lambda request: True
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Answer a signed-in person's page only so often; goes below the decorator that says who may see it.

    counted: which of the requests cost something, such as those with words to search for.
    """

    def guard(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if counted(request) and not spend(limit, f"account {request.user.pk}"):
                return too_often(request, limit)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    """Say that it goes too fast, and when to come again."""
    minutes = max(1, round(limit.within.total_seconds() / 60))
    response = render(request, "partnerships/too_often.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


# Wrong tokens. A page behind a link looks up its token and may cost no query more, so what a process has learned by
# a wrong guess it remembers itself: at most one guess for each further process is answered after the twentieth.
_closed: dict[str, datetime] = {}


def may_guess(request: HttpRequest) -> bool:
    """Whether the net a request comes from may still try tokens: not after twenty wrong ones in a minute."""
    until = _closed.get(net_of(request))
    return until is None or until <= clock.now()


def count_wrong_guess(request: HttpRequest) -> bool:
    """Count a token that leads nowhere, and return whether the net may be told so and go on."""
    if not may_guess(request):
        return False
    net, now = net_of(request), clock.now()
    count = _count(WRONG_TOKENS, net)
    if count >= WRONG_TOKENS.times:
        for old in [one for one, end in _closed.items() if end <= now]:
            del _closed[old]
        _closed[net] = Tries.objects.get(who_hash=_hash(WRONG_TOKENS, net)).delete_after
    return count <= WRONG_TOKENS.times


def forget_guesses() -> None:
    """Forget what this process remembers, as a fresh one would."""
    _closed.clear()


# One statement, which the databases carry out one at a time: two tries at once are two.
_COUNT = """
    INSERT INTO partnerships_tries (who_hash, count, delete_after) VALUES (%s, 1, %s)
    ON CONFLICT (who_hash) DO UPDATE SET
        count = CASE WHEN partnerships_tries.delete_after <= %s THEN 1 ELSE partnerships_tries.count + 1 END,
        delete_after = CASE WHEN partnerships_tries.delete_after <= %s THEN excluded.delete_after
                            ELSE partnerships_tries.delete_after END
    RETURNING count
"""


def _count(limit: Limit, *who: str) -> int:
    as_stored = connection.ops.adapt_datetimefield_value
    now, end = as_stored(clock.now()), as_stored(clock.now() + limit.within)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_hash(limit, *who), end, now, now])
        return int(cursor.fetchone()[0])


def _hash(limit: Limit, *who: str) -> str:
    return keyed_hash("\0".join((limit.kind, *who)), "tries")
