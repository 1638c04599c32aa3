"""A person is erased: every app forgets them, and the gateway, and last of all their own row."""

from collections.abc import Callable, Collection, Mapping

from django.db import transaction

from faelled.experiences import actions as experiences
from faelled.meetings import actions as meetings
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Person
from faelled.post import persons

# From the top down; partnerships deletes the person, so it comes last.
FORGETS: dict[str, Callable[[Person], object]] = {
    "experiences": experiences.forget,
    "meetings": meetings.forget,
    "partnerships": people.forget,
}


@transaction.atomic
def erase(
    person: Person,
    *,
    heirs: Mapping[int, int] | None = None,
    closing: Collection[int] = (),
    take_texts: bool = False,
) -> bool:
    """Let *person* leave every partnership, and delete what is kept about them; False when that was done before.

    heirs: partnership -> the seat that coordinates it from now on; closing: the partnerships that end with them.
    take_texts: what they wrote in the room goes too, and does not stay without their name.
    Raises LastCoordinator or NotADeputy: then nothing has changed.
    """
    fresh = people.lock(person)
    if fresh is None:
        return False
    key, addresses = str(fresh.key), partners.known_addresses(fresh)
    people.leave_everywhere(fresh, heirs=heirs or {}, closing=closing)
    if take_texts:
        experiences.forget(fresh, take_texts=True)
    for forget in FORGETS.values():
        forget(fresh)
    persons.forget(key, addresses)  # also what was written to them as they left
    return True
