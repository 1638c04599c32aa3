"""The gateway's own kind of letter: one that tries out whether mail gets out and in."""

from faelled.post import addresses
from faelled.post.routes import Arrival, Route

KIND = "doctor"


def _answered(arrival: Arrival) -> None:
    # The one thing the doctor waits for: an address that was closed by an answer.
    addresses.withdraw(KIND, arrival.about_id)


ROUTE = Route(reply=_answered, absence=_answered, bounce=lambda arrival: None)
