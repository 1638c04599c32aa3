"""The wiring from a kind of address to the function of an app that takes the mail.

The module that settings.POST_ROUTES names maps kinds to functions as urls.py maps paths to views, so the gateway
serves the apps without knowing them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from faelled.post.opening import FailedBecause, Letter
from faelled.post.origin import NOT_CHECKED, Origin


@dataclass(frozen=True, slots=True)
class Arrival:
    """One opened mail and what its address says it is about; person_key is "" when the address names nobody.

    withdrawn: the question was closed before the mail came. row_id: the mail's row, for the aside page and the log.
    """

    letter: Letter
    kind: str
    about_id: int
    person_key: str
    withdrawn: bool
    received_at: datetime
    row_id: int
    recipient: str
    origin: Origin = NOT_CHECKED

    @property
    def sender_is_believed(self) -> bool:
        """Whether the address in From may count as the sender's; if not, it counts as another address than theirs."""
        return self.origin.believed


Inbox = Callable[[Arrival], None]


@dataclass(frozen=True, slots=True)
class Route:
    """Where the mails to one kind of address go. Each function runs inside the transaction that ends the mail.

    reply: a human's words. absence: an out-of-office mail. bounce: a bounce that came to the address itself.
    calendar: a calendar part, such as an accepted invitation; without it *reply* gets the mail.
    """

    reply: Inbox
    absence: Inbox
    bounce: Inbox
    calendar: Inbox | None = None


class Routes(Protocol):
    """What the module named by settings.POST_ROUTES has."""

    ROUTES: Mapping[str, Route]

    def partnership_of(self, kind: str, about_id: int) -> int | None:
        """Return the partnership whose coordinator sees a mail about this when it is set aside."""

    def aside(self, row_id: int, sender_address: str, reason: str) -> None:
        """Tell the sender of a mail that it was set aside, if they are somebody we write to."""

    def undeliverable(
        self,
        letter_id: int,
        person_key: str,
        kind: str,
        about_id: int,
        address: str,
        partnership_id: int | None,
        because: FailedBecause,
        for_good: bool,
    ) -> None:
        """React to a letter that did not arrive and never will. for_good: neither will the next one."""


def routes() -> Routes:
    """Return the module that settings.POST_ROUTES names."""
    return cast(Routes, import_module(settings.POST_ROUTES))
