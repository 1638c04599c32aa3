"""What the demo's worker runs: the product's own duties, sooner and at any hour."""

from dataclasses import replace
from datetime import timedelta

from faelled.post.outgoing.hurrying import let_go
from faelled.site import duties
from faelled.work.loop import Duty

SOON = timedelta(seconds=3)


def _let_letters_go(worker: str) -> int:
    return let_go()


DUTIES: tuple[Duty, ...] = (
    Duty("let letters go", _let_letters_go, timedelta(seconds=1)),
    *(replace(duty, every=min(duty.every, SOON)) for duty in duties.DUTIES),
)
