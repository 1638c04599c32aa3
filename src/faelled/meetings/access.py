"""Which partnership a round or a meeting belongs to, so that partnerships.access can say who may see it."""

from faelled.meetings.models import Meeting, Round


def partnership_of_round(pk: int) -> int | None:
    """Return the partnership of a round; None where there is no such round."""
    return Round.objects.filter(pk=pk).values_list("partnership_id", flat=True).first()


def partnership_of_meeting(pk: int) -> int | None:
    """Return the partnership of a meeting; None where there is no such meeting."""
    return Meeting.objects.filter(pk=pk).values_list("partnership_id", flat=True).first()
