"""Which partnership a round or a meeting belongs to, and what of them somebody may see and change.

The table and the deeds are partnerships.access; here is what they mean for a round that is a draft, for a member it
does not ask, and for the people of the house that hosts.
"""

from collections.abc import Collection
from enum import StrEnum

from faelled.meetings.models import Meeting, Round
from faelled.partnerships.access import Deed, Grant, Right, Viewer


def partnership_of_round(pk: int, **_: int) -> int | None:
    """Return the partnership of a round; None where there is no such round."""
    return Round.objects.filter(pk=pk).values_list("partnership_id", flat=True).first()


def partnership_of_meeting(pk: int, **_: int) -> int | None:
    """Return the partnership of a meeting; None where there is no such meeting."""
    return Meeting.objects.filter(pk=pk).values_list("partnership_id", flat=True).first()


class Sight(StrEnum):
    """How much of the answers in a round, or at a meeting, somebody sees."""

    PERSONS = "persons"  # who can what
    HOUSES = "houses"  # how many of each house
    TIMES = "times"  # the times alone


def sight(viewer: Viewer, asked: Collection[int]) -> Sight:
    """Return what *viewer* sees of a round that asks the seats *asked*."""
    match viewer.sees(Right.VERDICTS):
        case Grant.YES:
            return Sight.PERSONS
        case Grant.PART if viewer.seat.pk in asked:
            return Sight.PERSONS
        case Grant.TOTALS:
            return Sight.HOUSES
        case _:
            return Sight.TIMES


def sees_round(viewer: Viewer, round_: Round) -> bool:
    """Whether *viewer* may know of the round: a draft is for its starter, or for coordinators where nobody wrote it."""
    if round_.state != Round.State.DRAFT or round_.starter_id == viewer.seat.pk:
        return True
    made_by_itself = round_.follows_id is not None or round_.reopens_id is not None
    return made_by_itself and viewer.is_coordinator


def steers(viewer: Viewer, round_: Round) -> bool:
    """Whether *viewer* may send the round out, change its times and people, and call it off."""
    own = round_.starter_id == viewer.seat.pk and viewer.may(Deed.ASK)
    return own or viewer.may(Deed.DECIDE)


def decides(viewer: Viewer) -> bool:
    """Whether *viewer* may choose the time and write in the answers of others."""
    return viewer.may(Deed.DECIDE)


def hosts(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether *viewer* may write the practical note: the people of the house that hosts, and the coordinators."""
    at_home = meeting.host_id == viewer.seat.membership_id and viewer.may(Deed.ASK)
    return at_home or viewer.may(Deed.DECIDE)
