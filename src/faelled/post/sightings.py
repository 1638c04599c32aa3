"""Mails of kinds that are not kept are counted by day, and so is how often one sender wrote about one thing."""

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from faelled.post.models import SenderDay, Sighting
from faelled.post.sealing import keyed_hash
from faelled.work import clock


def count(what: str) -> None:
    """Note that one more mail of the kind *what* came today, such as unknown_sender or automatic."""
    _one_more(Sighting, what=what)


def times_today(sender: str, about: str) -> int:
    """Note that *sender* wrote about *about* once more today, and return how many times that makes."""
    return _one_more(SenderDay, sender_hash=keyed_hash(f"{sender.lower()}\0{about}", "sender-day"))


def _one_more(table: type[models.Model], **what: str) -> int:
    rows = table._default_manager
    today = timezone.localdate(clock.now())
    with transaction.atomic():
        rows.bulk_create([table(day=today, count=0, **what)], ignore_conflicts=True)
        rows.filter(day=today, **what).update(count=F("count") + 1)
        return int(rows.values_list("count", flat=True).get(day=today, **what))
