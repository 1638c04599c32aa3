"""What the worker does for the room: names its address, tells what is new, forgets drafts."""

from datetime import datetime
from typing import TYPE_CHECKING

from faelled.experiences import actions
from faelled.experiences.models import Draft, Experience
from faelled.partnerships.duties import closed_long_ago
from faelled.work import clock
from faelled.work.retention import Rule

if TYPE_CHECKING:
    from django.db.models import QuerySet


def name_rooms(worker: str) -> int:
    """Give new partnerships the address experiences are mailed to."""
    return actions.name_rooms()


def tell_what_is_new(worker: str) -> int:
    """Write the digests whose turn has come."""
    return actions.send_digests()


def forget(worker: str) -> int:
    """Delete drafts nobody has touched for a week, and the texts of partnerships that closed half a year ago."""
    texts, _ = _texts_over(clock.now()).delete()
    return actions.forget_drafts() + texts


def _texts_over(now: datetime) -> "QuerySet[Experience]":
    return Experience.objects.filter(partnership__in=closed_long_ago(now))


_WITH_THE_TEXT = "as long as the text it is about"
RETENTION = (
    Rule(
        "experiences.Experience",
        "until taken back; else until the partnership's closing and 183 days",
        _texts_over,
    ),
    Rule("experiences.Comment", _WITH_THE_TEXT),
    Rule("experiences.PracticeAdoption", _WITH_THE_TEXT),
    Rule("experiences.Photo", "as long as its draft or practice"),
    Rule(
        "experiences.Draft",
        "7 days after it was last touched; sealed",
        lambda now: Draft.objects.filter(delete_after__lte=now),
    ),
    Rule("experiences.Rhythm", "as long as the seat"),
)
