"""Who did what to what, and when; never contents."""

from datetime import timedelta

from django.db import models

from faelled.partnerships.models import AuditEntry, Person
from faelled.work import clock

KEPT = timedelta(days=183)


def record(
    actor: Person | None,
    action: str,
    *,
    partnership_id: int | None = None,
    about: models.Model | None = None,
) -> AuditEntry:
    """Add a line that nobody changes afterwards.

    actor: None for the system itself. action: a code such as `seat_left`, never words somebody wrote.
    """
    now = clock.now()
    return AuditEntry.objects.create(
        at=now,
        actor_key=str(actor.key) if actor else "",
        partnership_id=partnership_id,
        action=action,
        object_kind=about._meta.model_name or "" if about is not None else "",
        object_id=about.pk if about is not None else None,
        delete_after=now + KEPT,
    )
