"""Let letters go that wait for a better hour."""

from faelled.post.models import OutgoingLetter
from faelled.work import clock


def let_go() -> int:
    """Let every letter that waits for office hours go now, and return how many. The demo has no night.

    A letter that has been tried waits for its next try as before.
    """
    waiting = OutgoingLetter.objects.filter(
        state=OutgoingLetter.State.WAITING, attempts=0, not_before__gt=clock.now()
    )
    return waiting.update(not_before=clock.now())
