"""What waits for one person in the room: for Hjem; and what is new there. One query each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faelled.experiences.models import Draft, Experience
from faelled.partnerships.about import Task
from faelled.partnerships.models import Person, Seat
from faelled.work import clock

SHOWN_AT_HOME = 3


def about(person: Person, seats: Sequence[Seat]) -> list[Task]:
    """Return the drafts *person* has begun; what they hold is said on their own page alone."""
    here = [seat.membership.partnership_id for seat in seats]
    drafts = Draft.objects.filter(person=person, partnership__in=here, delete_after__gt=clock.now())
    return [_task(draft) for draft in drafts.order_by("delete_after")]


def newest(seats: Sequence[Seat]) -> list[Experience]:
    """Return the latest texts of the rooms that these seats may read; one query."""
    here = [seat.membership.partnership_id for seat in seats]
    texts = Experience.objects.filter(partnership__in=here, withdrawn_at=None)
    return list(texts.select_related("membership__organisation").order_by("-said_at", "-pk")[:SHOWN_AT_HOME])


def _task(draft: Draft) -> Task:
    days = max(1, (draft.delete_after - clock.now()).days)
    left = ngettext("Den slettes om én dag.", "Den slettes om %(days)s dage.", days) % {"days": days}
    return Task(
        title=_("Gør din kladde færdig"),
        why=_("Kun du kan se den.") + " " + left,
        minutes=2,
        url=f"/erfaringer/kladder/{draft.key}/",
        button=_("Se kladden"),
        weight=6,
    )
