"""Letters out: written in the transaction of the decision they tell about, carried by the worker."""

from faelled.post.outgoing.carrying import carry, failed
from faelled.post.outgoing.writing import NotInTransaction, last_sent, withdraw, write

__all__ = ["NotInTransaction", "carry", "failed", "last_sent", "withdraw", "write"]
