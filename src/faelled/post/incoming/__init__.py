"""Letters in: kept before the server is told so, opened, handed to their route; trouble is set aside for a human."""

from faelled.post.incoming.aside import drop, look, retry, set_aside, tell_senders
from faelled.post.incoming.handling import open_waiting
from faelled.post.incoming.sweeping import RETENTION, sweep
from faelled.post.keeping import knows, last_received, receive
from faelled.post.routes import Arrival, Route

__all__ = [
    "RETENTION",
    "Arrival",
    "Route",
    "drop",
    "knows",
    "last_received",
    "look",
    "open_waiting",
    "receive",
    "retry",
    "set_aside",
    "sweep",
    "tell_senders",
]
