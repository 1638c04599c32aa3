"""Rounds, what was asked and answered, meetings and whose turn it is to host.

On the screen a round is "mødetider". Proposal numbers are never reused or reordered: an edited proposal is a new one.
"""

from datetime import time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.partnerships.models import Membership, Partnership, Person, Seat
from faelled.post import reads as post
from faelled.work import clock

VERDICTS = [
    ("yes", _("kan")),
    ("maybe", _("helst ikke")),
    ("no", _("kan ikke")),
    ("unknown", _("ikke nævnt")),
]


class Habits(models.Model):
    """How a partnership finds its meetings; every default can be edited."""

    class Rule(models.TextChoices):
        ONE_EACH = "one_each", _("en fra hvert sted")
        THESE = "these", _("bestemte personer")
        AT_LEAST = "at_least", _("mindst så mange")

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="habits")
    answer_within = models.PositiveSmallIntegerField(default=5)  # working days
    answer_by = models.TimeField(default=time(16, 0))
    remind_after = models.PositiveSmallIntegerField(default=3)  # working days
    decides_itself = models.BooleanField(default=False)
    decides_after = models.DurationField(default=timedelta(hours=2))  # after the coordinator was told
    earliest = models.PositiveSmallIntegerField(default=3)  # working days ahead
    latest = models.PositiveSmallIntegerField(default=30)  # working days ahead
    weekdays = models.CharField(max_length=7, default="12345")
    day_begins = models.TimeField(default=time(8, 30))
    day_ends = models.TimeField(default=time(15, 30))
    lasts = models.DurationField(default=timedelta(hours=2))
    letters_from = models.TimeField(default=time(7, 0))
    letters_until = models.TimeField(default=time(17, 0))
    quiet_first_week = models.PositiveSmallIntegerField(default=28)
    quiet_last_week = models.PositiveSmallIntegerField(default=30)
    rule = models.CharField(max_length=10, choices=Rule.choices, default=Rule.ONE_EACH)
    at_least = models.PositiveSmallIntegerField(default=3)
    needed = models.ManyToManyField(Seat, blank=True, related_name="+")
    hold = models.DurationField(default=timedelta(minutes=5))  # between a decision and carrying it out


class SchoolHoliday(models.Model):
    """A school holiday as the partnership's municipality has it; a rule of thumb until somebody corrects it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="school_holidays")
    name = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    guessed = models.BooleanField(default=True)  # shown as "skøn"

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name", "first"], name="one_school_holiday")
        ]


class Round(models.Model):
    """One search for a time: its proposals, whom it asks, and how far it has come."""

    class State(models.TextChoices):
        DRAFT = "draft"  # seen by its starter alone
        ASKING = "asking"
        PROPOSED = "proposed"  # the coordinator has been told the best time
        DECIDED = "decided"  # can still be undone
        SETTLED = "settled"  # the invitations are written
        EXHAUSTED = "exhausted"  # no time works; the next proposals are ready
        CANCELLED = "cancelled"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="rounds")
    starter = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=1000, blank=True, default="")  # the starter's own, through the door
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    lasts = models.DurationField(default=timedelta(hours=2))
    host = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    host_reasons = models.JSONField(default=list)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reopens = models.ForeignKey("Meeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    thread = models.CharField(
        max_length=64, blank=True, default="", db_index=True
    )  # hash of the mails it grew from
    asked_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answers_by = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when the coordinator was told what to decide
    chosen = models.ForeignKey("Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    held = models.BooleanField(default=False)  # somebody wrote "vent"
    carry_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    delete_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "state"], name="round_state")]


class Proposal(models.Model):
    """One proposed time, half-open [starts, ends)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    reasons = models.JSONField(default=list)  # why it was suggested, as sentences
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_number_a_round"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="ends_after_it_starts"),
        ]


class Participant(models.Model):
    """A seat that a round asks."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participants")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    absent_until = models.DateField(null=True, blank=True)  # their own mail said so
    stands_in = models.CharField(
        max_length=120, blank=True, default=""
    )  # a colleague who comes or answers instead
    question = models.CharField(max_length=300, blank=True, default="")  # to the organiser, through the door
    unreachable = models.BooleanField(default=False)  # mail came back for good
    came_back = models.CharField(max_length=12, blank=True, default="")  # why: a FailedBecause
    fresh = models.BooleanField(default=False)  # has answered since the next step was taken
    by_hand = models.BooleanField(default=False)  # has no mail: answers by phone and a printed slip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "seat"], name="one_participant")]

    @property
    def failure(self) -> str:
        """Why mail to this person came back and what to do about it, for the coordinator; "" where none did."""
        code = self.came_back or ("unknown" if self.unreachable else "")
        return f"{post.came_back_because(code)} {post.what_now(code)}" if code else ""


class Ask(models.Model):
    """One question to one person: its kind, and the numbered things exactly as that letter showed them."""

    class Kind(models.TextChoices):
        TIMES = "times"  # which of these times can you
        CONFIRM = "confirm"  # have I understood you: one time, yes or no
        DRAFT = "draft"  # to the starter: shall I ask like this
        DECIDE = "decide"  # to the coordinator: shall this time be it
        CHANGED = "changed"  # a different address decided something: was it you
        LATE = "late"  # the time is settled: can you come
        MOVED = "moved"  # the rule no longer holds: ask again, yes or no
        OTHER_TIMES = "other_times"  # no time worked: shall I ask about these
        HOST = "host"  # the turn was handed on to your house
        COUNTER = (
            "counter"  # to the coordinator: somebody invited proposes another time, shall I ask about it
        )

    kind = models.CharField(max_length=12, choices=Kind.choices)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="asks")
    meeting = models.ForeignKey(
        "Meeting", null=True, blank=True, on_delete=models.CASCADE, related_name="asks"
    )
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    items = models.JSONField(default=list)  # [[number, proposal id], ...] in the order shown
    heard = models.JSONField(default=dict)  # what a yes confirms: {proposal id: verdict}
    sent_to = models.CharField(max_length=64, blank=True, default="")  # keyed hash of the address it went to
    sent_at = models.DateTimeField(default=clock.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=40, blank=True, default="")  # what a plain yes to it means

    class Meta:
        indexes = [models.Index(fields=["round", "kind", "seat"], name="ask_round")]


class Answer(models.Model):
    """What a seat says to one proposal: one row, replaced by a later answer."""

    class Source(models.TextChoices):
        MAIL = "mail", _("mail")
        PAGE = "page", _("link")
        PHONE = "phone", _("telefon")
        CALENDAR = "calendar", _("kalender")
        CORRECTED = "corrected", _("rettet")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=7, choices=VERDICTS)
    unsure = models.BooleanField(default=False)  # counts as unknown until it is confirmed
    because = models.CharField(max_length=300, blank=True, default="")  # the words it rests on, masked
    source = models.CharField(max_length=9, choices=Source.choices)
    given_by = models.CharField(max_length=120, blank=True, default="")  # a colleague answering for the seat
    other_address = models.BooleanField(default=False)
    # When the person wrote it: a later one wins, whatever order they arrive in.
    written_at = models.DateTimeField()
    delete_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "seat"], name="one_answer")]


class Meeting(models.Model):
    """An agreed time. Its UID is for life; SEQUENCE goes up when time or place changes."""

    class State(models.TextChoices):
        PLANNED = "planned"
        CANCELLED = "cancelled"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="meetings")
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="meeting"
    )
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    host = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    practical_note = models.CharField(max_length=500, blank=True, default="")  # through the door
    rule_broken_at = models.DateTimeField(null=True, blank=True)  # the coordinator has been told
    delete_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "starts"], name="meeting_starts")]


class Attendance(models.Model):
    """An invited seat and what its calendar (or mail) has said to the invitation."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    partstat = models.CharField(max_length=12, default="NEEDS-ACTION")
    expected = models.BooleanField(default=False)  # had said yes to the time
    answered_sequence = models.PositiveIntegerField(default=0)
    answered_stamp = models.DateTimeField(null=True, blank=True)
    invited_sequence = models.IntegerField(default=-1)  # of the last invitation written; -1 for none
    other_address = models.BooleanField(default=False)  # the answer names, or came from, another address
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance")]

    @property
    def comes(self) -> bool:
        """Whether the seat is filled: accepted, or had said yes to the time and has not declined since."""
        return self.partstat == "ACCEPTED" or (
            self.expected and self.partstat not in {"DECLINED", "TENTATIVE"}
        )


class CounterProposal(models.Model):
    """A time somebody proposed who was asked about others, or invited to another; the coordinator may adopt it.

    Its number follows on the round's own, so that one reply with a number can mean either.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ADOPTED = "adopted"  # everybody has been asked about it
        DECLINED = "declined"
        LAPSED = "lapsed"  # nobody said anything to it in time
        OVERTAKEN = "overtaken"  # the meeting was moved or cancelled, or a later proposal took its place

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="counters")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    # Set where it was proposed instead of an agreed meeting.
    attendance = models.ForeignKey(
        Attendance, null=True, blank=True, on_delete=models.CASCADE, related_name="counters"
    )
    other_address = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    written_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)  # then it is no by itself

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_counter_number"),
            models.UniqueConstraint(fields=["round", "seat", "starts", "ends"], name="one_counter"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="counter_ends_later"),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="counter_lapses")]


class Turn(models.Model):
    """A turn at hosting: held, coming, or handed on (then the debt stands until the house hosts again)."""

    class State(models.TextChoices):
        COMING = "coming"
        HELD = "held"
        HANDED_ON = "handed_on"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="turns")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="turns")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.SET_NULL, related_name="turns")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="turns"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMING)
    on = models.DateField(null=True, blank=True)
    visitors = models.ManyToManyField(Membership, blank=True, related_name="+")  # houses that came
    redeemed_at = models.DateTimeField(null=True, blank=True)  # of a handed-on turn: when the debt was paid

    class Meta:
        ordering = ["on", "pk"]


class AgendaItem(models.Model):
    """A point for a meeting, through the text door."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=300)
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
