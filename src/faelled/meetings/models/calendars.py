"""Calendars out and in: addresses that programs read our meetings at, and people's own calendars."""

from django.db import models
from django.db.models import Q

from faelled.partnerships.models import Partnership, Person
from faelled.work import clock
from faelled.work.rows import LeasedRow


class Feed(models.Model):
    """A private address that a calendar program reads: one person's meetings, or those of a partnership they sit in.

    Only a hash of the token is kept, so an address that is lost is replaced by a new one.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "partnership"], name="one_feed_of_each"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(partnership__isnull=True), name="one_feed_of_ones_own"
            ),
        ]


class ConnectedCalendar(LeasedRow):
    """A calendar that a person lets us read, and how the last reading went. Of what it says only blocks are kept."""

    class Kind(models.TextChoices):
        FEED = "feed"  # an address that is fetched again and again
        FILE = "file"  # read once, never kept

    class State(models.TextChoices):
        WAITING = "waiting"  # never read yet
        OK = "ok"
        EMPTY = "empty"
        UNREADABLE = "unreadable"
        UNREACHABLE = "unreachable"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    address = models.BinaryField(default=bytes)  # sealed: who has it can read the whole calendar
    address_hash = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=20, blank=True, default="")  # a code, such as a_page
    told = models.CharField(max_length=11, blank=True, default="")  # the trouble its owner has a letter about
    etag = models.CharField(max_length=200, blank=True, default="")
    last_modified = models.CharField(max_length=60, blank=True, default="")
    added_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)  # when what is known was last true
    known_until = models.DateTimeField(null=True, blank=True)  # blocks are kept as far as this
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    unreadable = models.PositiveIntegerField(default=0)  # entries
    zones_guessed = models.PositiveIntegerField(default=0)
    delete_after = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["not_before"], name="calendar_due", condition=Q(kind="feed"))]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "address_hash"], condition=Q(kind="feed"), name="one_calendar_an_address"
            )
        ]


class BusyBlock(models.Model):
    """A stretch, half-open [starts, ends), in which a calendar's owner is busy; with what is not kept."""

    calendar = models.ForeignKey(ConnectedCalendar, on_delete=models.CASCADE, related_name="blocks")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        indexes = [models.Index(fields=["calendar", "starts"], name="busy_starts")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="busy_ends_after_it_starts")
        ]
