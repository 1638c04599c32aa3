"""A row that is work: claimed under a lease, finished only by the worker that still holds it.

A queue library was not taken because each one measured either loses a job or leaves it running for ever when its
worker is killed (docs/decisions/0001-no-job-queue.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Self, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import F, Q

from faelled.work import clock

LEASE = timedelta(minutes=2)
GIVE_UP_AFTER = 8  # attempts; with 2^n minutes between them that is a little more than four hours

_SQLITE_NORMAL = 1  # https://sqlite.org/pragma.html#pragma_synchronous

Row = TypeVar("Row", bound="LeasedRow")


class LeasedRow(models.Model):
    """Abstract: carries who works on the row, until when, how often it was tried and what went wrong."""

    leased_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def renew(self, lease: timedelta = LEASE) -> bool:
        """Hold the row for another *lease*; False when somebody else has taken it over."""
        until = clock.now() + lease
        return bool(self._mine().update(leased_until=until))

    def finish(self, **changes: object) -> bool:
        """Store *changes* and let go of the row, only if this worker still holds it (fencing)."""
        done = bool(self._mine().update(leased_until=None, worker="", **changes))
        if done:
            for name, value in changes.items():
                setattr(self, name, value)
        return done

    def put_back(self, error: str, *, wait: timedelta | None = None) -> bool:
        """Let go of the row after a failure; it comes again after 2^attempts minutes unless *wait* says otherwise.

        error: a short code, never content or an address.
        """
        pause = wait if wait is not None else timedelta(minutes=2 ** min(self.attempts, 8))
        return bool(
            self._mine().update(
                leased_until=None, worker="", error=error[:200], not_before=clock.now() + pause
            )
        )

    def _mine(self) -> models.QuerySet[Self]:
        manager = type(self)._default_manager
        return manager.filter(pk=self.pk, worker=self.worker, attempts=self.attempts)


def claim(
    rows: "models.QuerySet[Row]", worker: str, *, at_most: int = 20, lease: timedelta = LEASE
) -> list[Row]:
    """Claim up to *at_most* of *rows* that are due and free, oldest first, and return them.

    The claim is a transaction of its own: SELECT ... FOR UPDATE SKIP LOCKED on PostgreSQL; on SQLite the
    connection's BEGIN IMMEDIATE keeps other writers out.
    """
    now = clock.now()
    alias = rows.db
    due = rows.filter(not_before__lte=now).filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now))
    with transaction.atomic(using=alias):
        if connections[alias].features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        keys = list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:at_most])
        if not keys:
            return []
        rows.model._default_manager.using(alias).filter(pk__in=keys).update(
            leased_until=now + lease, worker=worker, attempts=F("attempts") + 1
        )
        return list(rows.model._default_manager.using(alias).filter(pk__in=keys).order_by("not_before", "pk"))


def one_by_one(
    rows: "models.QuerySet[Row]", worker: str, *, at_most: int = 20, lease: timedelta = LEASE
) -> Iterator[Row]:
    """Claim up to *at_most* of *rows*, each only when its turn has come.

    For work that may kill its worker or take long: a row that nobody has touched yet counts no attempt, and its lease
    does not run while others are worked on.
    """
    for _ in range(at_most):
        claimed = claim(rows, worker, at_most=1, lease=lease)
        if not claimed:
            return
        yield claimed[0]


@contextmanager
def without_waiting_for_the_disk(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Commit what is stored inside at once, and let the disk have it when it next has something.

    A process that is killed loses nothing of it; a machine that loses its power may. For a mark after a deed that
    cannot be taken back: the sooner it stands, the fewer deeds are done twice. Within a transaction nothing changes.
    """
    database = connections[using]
    if database.in_atomic_block:
        yield
    elif database.vendor == "sqlite":
        with database.cursor() as cursor:
            waits = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
            cursor.execute(f"PRAGMA synchronous={min(waits, _SQLITE_NORMAL)}")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA synchronous={waits}")
    else:
        with transaction.atomic(using=using), database.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            yield
