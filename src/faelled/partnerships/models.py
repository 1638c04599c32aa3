"""Organisations, persons and their seats. No table here, or anywhere, is meant for a citizen."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.work import clock


class Organisation(models.Model):
    """A house: how it works, whether it can host. A protected house's address is not stored; there is no field."""

    class WorkMode(models.TextChoices):
        PROJECT = "project", _("projektorienteret")
        OPERATIONS = "operations", _("driftsorienteret")

    name = models.CharField(max_length=120)
    work_mode = models.CharField(max_length=12, choices=WorkMode.choices, default=WorkMode.OPERATIONS)
    protected = models.BooleanField(default=False)
    can_host = models.BooleanField(default=True)
    place = models.CharField(
        max_length=200, blank=True, default=""
    )  # where to meet; for a protected house a meeting point
    practical_note = models.CharField(max_length=500, blank=True, default="")  # parking, door
    working_weekdays = models.CharField(max_length=7, default="12345")  # ISO weekdays
    strengths = models.TextField(max_length=1000, blank=True, default="")
    weaknesses = models.TextField(max_length=1000, blank=True, default="")
    wonders = models.TextField(max_length=1000, blank=True, default="")  # what it wonders about the others
    minutes_per_month = models.PositiveSmallIntegerField(default=120)

    def __str__(self) -> str:
        return self.name


class RefusedWord(models.Model):
    """A normalised form of a word a protected house wants refused at every door; only its keyed hash is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="refused_words")
    form_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "form_hash"], name="one_refused_form")]


class Person(models.Model):
    """A member of staff, or a house: whoever is on duty behind a shared mailbox. Never a citizen."""

    class Kind(models.TextChoices):
        HUMAN = "human"
        HOUSE = "house"
        GONE = "gone"  # erased; a place without a name, for as long as a round was started from it

    class MailChoice(models.TextChoices):
        ALL = "all", _("som de kommer")
        LESS = "less", _("højst en gang om ugen")
        STOP = "stop", _("kun aflysninger")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.HUMAN)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="persons")
    language = models.CharField(max_length=2, choices=[("da", "dansk"), ("en", "English")], default="da")
    mail_choice = models.CharField(max_length=5, choices=MailChoice.choices, default=MailChoice.ALL)
    days_off = models.CharField(max_length=7, blank=True, default="")  # ISO weekdays not worked
    minutes_per_month = models.PositiveSmallIntegerField(default=30)

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The name one says hello with; a house keeps its whole name, and who was erased has none."""
        if self.kind == self.Kind.GONE:
            return str(_("en tidligere kollega"))
        return self.name if self.kind == self.Kind.HOUSE else self.name.split(" ")[0]


class Address(models.Model):
    """A mail address of a person, compared lower-cased. A person may have none: then answers come by phone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    address = models.EmailField(max_length=254, unique=True)
    preferred = models.BooleanField(default=True)
    dead_since = models.DateTimeField(null=True, blank=True)  # mail to it came back for good

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(preferred=True), name="one_preferred_address"
            )
        ]


class AccountManager(BaseUserManager["Account"]):
    """Accounts are made when a person first signs in; the person already exists."""

    def get_queryset(self) -> models.QuerySet["Account"]:
        # Every signed-in page needs the person behind the account: one query brings both.
        return super().get_queryset().select_related("person__organisation")

    def create_user(self, email: str, **fields: Any) -> "Account":
        account = self.model(email=email.lower(), **fields)
        account.set_unusable_password()
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in: no user name, no password; made at the first sign-in and tied to one person."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account", null=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    # From when on nothing opens before a second factor is set up; kept at each sign-in, None for who needs none.
    second_factor_by = models.DateTimeField(null=True, blank=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    def has_usable_password(self) -> bool:
        """Nobody has a password here, so none is ever asked for."""
        return False


class SignedIn(models.Model):
    """A browser somebody is signed in with, for its owner to see and to end. No net and no address is kept of it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="signed_in")
    session = models.OneToOneField("sessions.Session", on_delete=models.CASCADE, related_name="+")
    browser = models.CharField(max_length=60, blank=True, default="")  # such as "Firefox, Windows"
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]


class Tries(models.Model):
    """How often somebody tried something within a while; who, by keyed hash alone (partnerships.limits)."""

    who_hash = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    delete_after = models.DateTimeField()


class Partnership(models.Model):
    """A space of its own: organisations that share a third thing. Exported or deleted whole."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=40, unique=True)  # also the local part of its mail address
    shared_third = models.CharField(max_length=300, blank=True, default="")
    agreement = models.TextField(max_length=4000, blank=True, default="")  # on confidentiality
    time_zone = models.CharField(max_length=40, default="Europe/Copenhagen")
    founded_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An organisation in a partnership, with its place in the order that colours and shapes keep for ever."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    position = models.PositiveSmallIntegerField(default=1)
    left_at = models.DateTimeField(null=True, blank=True)
    people: "list[Seat]"  # who is in, where reads.memberships_with_people fetched it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "organisation"], name="one_membership")]
        ordering = ["position", "pk"]


class Seat(models.Model):
    """A person's place and role in a partnership."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("tovholder")
        MEMBER = "member", _("medlem")
        OBSERVER = "observer", _("observatør")

    class State(models.TextChoices):
        INVITED = "invited", _("inviteret")
        IN = "in", _("med")
        LEFT = "left", _("ude")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    deputy_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="deputies"
    )
    host_contact = models.BooleanField(default=False)  # gets the host's line in the question
    state = models.CharField(max_length=8, choices=State.choices, default=State.INVITED)
    invited_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    welcomed_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    no_thanks_at = models.DateTimeField(null=True, blank=True)  # wrote "nej tak"; asked whether they want out

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "person"], name="one_seat")]
        ordering = ["membership__position", "pk"]


class SignInInvitation(models.Model):
    """An address that may sign in for the first time, such as the first coordinator's (`faelled invite`)."""

    address_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    made_at = models.DateTimeField(default=clock.now)


class KnownName(models.Model):
    """A name the guard should know as the partnership's own: people, houses, services. Apps write their own here."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="known_names")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name", "source"], name="one_known_name")
        ]


class AppendOnly(Exception):
    """A line of the log is never changed, and deleted only when its time is over."""


class Lines(models.QuerySet["AuditEntry"]):
    """Lines of the log: written, read, and in time forgotten; nothing else can be done to them."""

    def update(self, **_changes: Any) -> int:
        raise AppendOnly("update")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("delete")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> int:
        raise AppendOnly("bulk_update")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> "list[AuditEntry]":
        if kwargs.get("update_conflicts"):
            raise AppendOnly("bulk_create")
        return super().bulk_create(objs, *args, **kwargs)

    def forget(self, now: datetime) -> int:
        """Delete the lines whose time is over, and return how many: the one exception, and PostgreSQL asks again."""
        return models.QuerySet(self.model, using=self.db).filter(delete_after__lte=now).delete()[0]


class AuditEntry(models.Model):
    """Who did what to what, and when; no contents. Append-only; the person is a random key whose name is looked up."""

    at = models.DateTimeField(default=clock.now)
    actor_key = models.CharField(max_length=36, blank=True, default="")
    partnership_id = models.BigIntegerField(null=True, blank=True)
    action = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40, blank=True, default="")
    object_id = models.BigIntegerField(null=True, blank=True)
    delete_after = models.DateTimeField()

    objects = Lines.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["partnership_id", "at"], name="audit_partnership"),
            models.Index(fields=["actor_key", "at"], name="audit_actor"),
            models.Index(fields=["object_kind", "object_id"], name="audit_object"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("save")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("delete")
