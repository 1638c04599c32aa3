"""Letters out: written in the transaction of the decision they tell about, carried by the worker."""

from faelled.post.outgoing.carrying import carry, failed_for_good
from faelled.post.outgoing.writing import NotInTransaction, last_sent, withdraw, write

__all__ = ["NotInTransaction", "carry", "failed_for_good", "last_sent", "withdraw", "write"]
