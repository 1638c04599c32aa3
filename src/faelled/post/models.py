"""The gateway's tables. It knows letters and no app: kinds and ids are plain columns, never foreign keys upwards."""

from django.db import models
from django.db.models import Q

from faelled.work import clock
from faelled.work.rows import LeasedRow


class IncomingLetter(LeasedRow):
    """A mail that was received. The raw bytes are sealed and go when it has been handled; the row stays a year."""

    class State(models.TextChoices):
        WAITING = "waiting"
        HANDLED = "handled"
        ASIDE = "aside"
        DROPPED = "dropped"

    fingerprint = models.CharField(max_length=64, unique=True)  # keyed hash of Message-ID and recipient
    # Of sender, date, body and recipient: the same mail sent on under a new Message-ID is still the same mail.
    content_fingerprint = models.CharField(max_length=64, unique=True, null=True, blank=True)
    recipient = models.BinaryField(default=bytes)  # sealed; empty once handled
    sender = models.BinaryField(
        default=bytes
    )  # sealed; who a human should answer; empty once handled, or if nobody
    raw = models.BinaryField(default=bytes)  # sealed; empty once handled
    by_own_server = models.BooleanField(default=False)  # handed over by the mail server in front of us
    origin = models.JSONField(default=dict, blank=True)  # of the sender: the words of post.origin, no domain
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True, default="")  # a code, such as too_deep
    partnership_id = models.BigIntegerField(null=True, blank=True)  # whose coordinator sees it when set aside
    person_key = models.CharField(max_length=36, blank=True, default="")
    sender_told_at = models.DateTimeField(null=True, blank=True)
    raw_delete_after = models.DateTimeField(null=True, blank=True)
    delete_after = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="post_in_waiting", condition=Q(state="waiting")),
            models.Index(fields=["partnership_id", "state"], name="post_in_aside"),
        ]


class PolledMailbox(LeasedRow):
    """The mailbox that mail is fetched from, where that is how it comes in: a lease, and how it went."""

    name = models.CharField(max_length=40, unique=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)


class OutgoingLetter(LeasedRow):
    """A letter to one recipient, written in the transaction of the decision it tells about."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"
        WITHDRAWN = "withdrawn"

    class Class(models.TextChoices):
        """What a letter is for: it decides when it may go and whether *stop* and *mindre* hold it back."""

        ANSWER = "answer"  # to a mail or a click; goes at once
        ESSENTIAL = "essential"  # moved, cancelled, sign-in code; goes at once
        ASK = "ask"
        NOTICE = "notice"

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    letter_class = models.CharField(max_length=10, choices=Class.choices)
    minutes = models.DecimalField(max_digits=4, decimal_places=1, default=0)  # of the reader's time
    kind = models.CharField(max_length=40)  # of the thing it is about, such as ask or meeting
    about_id = models.BigIntegerField()
    partnership_id = models.BigIntegerField(null=True, blank=True)
    person_key = models.CharField(max_length=36, blank=True, default="")
    template = models.CharField(max_length=120)
    thread = models.CharField(max_length=80)
    message_id = models.BinaryField(default=bytes)  # sealed, since it carries the token of the reply address
    envelope_hash = models.CharField(
        max_length=64, unique=True
    )  # of the token in this mail's own envelope address
    recipient = models.BinaryField(default=bytes)  # sealed
    content = models.BinaryField(default=bytes)  # sealed JSON of the rendered letter; empty once delivered
    line_hashes = models.JSONField(default=list)  # a keyed hash per normalised line, for cutting history
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(
        max_length=200, blank=True, default=""
    )  # the server's reply code and class only
    failed_because = models.CharField(
        max_length=12, blank=True, default=""
    )  # a FailedBecause of post.opening
    delete_after = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="post_out_waiting", condition=Q(state="waiting")),
            models.Index(fields=["kind", "about_id"], name="post_out_about"),
            models.Index(fields=["thread", "person_key"], name="post_out_thread"),
            models.Index(fields=["partnership_id", "state"], name="post_out_partnership"),
        ]


class ReplyAddress(models.Model):
    """An address made for one thing and one person. Found by keyed hash; the clear value is sealed beside it."""

    token_hash = models.CharField(max_length=64, unique=True)
    token = models.BinaryField()  # sealed: an update weeks later must repeat the same address
    kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    person_key = models.CharField(max_length=36, blank=True, default="")
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_id", "person_key"], name="post_one_reply_address")
        ]


class NamedAddress(models.Model):
    """A readable address of the product's own domain, such as a partnership's."""

    local_part = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()


class PageLink(models.Model):
    """A token in a mailed link: fresh in every letter, kept as a hash only."""

    token_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    person_key = models.CharField(max_length=36, blank=True, default="")
    given_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True, blank=True)  # set when the question is closed

    class Meta:
        indexes = [models.Index(fields=["kind", "about_id"], name="post_link_about")]


class Sighting(models.Model):
    """How many mails of a kind that is not kept came on a day: counted, never stored."""

    day = models.DateField()
    what = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "what"], name="post_one_count_a_day")]


class SenderDay(models.Model):
    """How often one sender wrote about one thing on a day, so that a loop stops. Only a keyed hash of who and what."""

    day = models.DateField()
    sender_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "sender_hash"], name="post_one_sender_day")]
