"""How often somebody hears what is new."""

from faelled.experiences.models import Rhythm
from faelled.partnerships.models import Person, Seat


def usual(seat: Seat) -> str:
    """Return the rhythm of who has not chosen: monthly.

    Never for an observer, who gets no mail unasked, nor for a shared mailbox, which never signs in to read.
    """
    quiet = seat.role == Seat.Role.OBSERVER or seat.person.kind == Person.Kind.HOUSE
    return Rhythm.Often.NEVER if quiet else Rhythm.Often.MONTHLY


def rhythm_of(seat: Seat) -> str:
    """Return how often *seat* hears."""
    chosen = Rhythm.objects.filter(seat=seat).values_list("often", flat=True).first()
    return chosen or usual(seat)
