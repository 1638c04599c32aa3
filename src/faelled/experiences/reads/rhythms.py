"""How often somebody hears what is new."""

from faelled.experiences.models import Rhythm
from faelled.partnerships.models import Seat


def usual(seat: Seat) -> str:
    """Return the rhythm of who has not chosen: monthly; never for an observer, who gets no mail unasked."""
    return Rhythm.Often.NEVER if seat.role == Seat.Role.OBSERVER else Rhythm.Often.MONTHLY


def rhythm_of(seat: Seat) -> str:
    """Return how often *seat* hears."""
    chosen = Rhythm.objects.filter(seat=seat).values_list("often", flat=True).first()
    return chosen or usual(seat)
