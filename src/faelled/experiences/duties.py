"""What the worker does for the room: names its address, tells what is new, forgets drafts."""

from faelled.experiences import actions
from faelled.experiences.models import Experience
from faelled.work import clock


def name_rooms(worker: str) -> int:
    """Give new partnerships the address experiences are mailed to."""
    return actions.name_rooms()


def tell_what_is_new(worker: str) -> int:
    """Write the digests whose turn has come."""
    return actions.send_digests()


def forget(worker: str) -> int:
    """Delete drafts nobody has touched for a week, and texts whose time is over."""
    texts, _ = Experience.objects.filter(delete_after__lte=clock.now()).delete()
    return actions.forget_drafts() + texts
