"""The closed room: what was shared, who took a practice over, what is said of it, and drafts that nobody else sees."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.partnerships.models import Membership, Partnership, Person, Seat
from faelled.work import clock

TITLE_LENGTH = 120
BODY_LENGTH = 20_000
SHORT_LENGTH = 4_000  # a comment; how one's own house does it


class Kind(models.TextChoices):
    """What is written: an experience, a practice others may take over, words to one, or one's own way of a practice."""

    EXPERIENCE = "experience", _("erfaring")
    PRACTICE = "practice", _("praksis")
    COMMENT = "comment", _("kommentar")
    ADOPTION = "adoption", _("overtagelse")


class Said(models.Model):
    """Abstract: words that have passed the text door, from whom and from which house.

    writer: None once the person is gone. origin: the key of the draft it was, so that one draft becomes one text.
    decided: signs of words the writer said are not personal data; keyed hashes, never the words.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    writer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.UUIDField(unique=True, editable=False)
    decided = models.JSONField(default=list, blank=True)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Experience(Said):
    """An experience or a practice, read inside its partnership alone.

    withdrawn_at: its words are gone and the row stays, because others have taken the practice over.
    words: what it is found by. It is kept as long as the partnership; only taking it back ends it sooner.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="experiences")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EXPERIENCE)
    title = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    body = models.TextField(max_length=BODY_LENGTH, blank=True, default="")
    words = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "said_at"], name="experience_newest")]


class PracticeAdoption(Said):
    """A house has taken a practice over, and how it does it. taken_from: None for the house it comes from."""

    practice = models.ForeignKey(Experience, on_delete=models.CASCADE, related_name="adoptions")
    taken_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_on"
    )
    adaptation = models.TextField(max_length=SHORT_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "membership"], name="one_adoption_a_house")
        ]


class Comment(Said):
    """Words to an experience."""

    experience = models.ForeignKey(Experience, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=SHORT_LENGTH)


class Draft(models.Model):
    """A text that its writer alone sees. Its words are sealed, and gone a week after they were last touched.

    about: what a comment or an adoption is to, or the text that is corrected. taken_from: of an adoption.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EXPERIENCE)
    about = models.ForeignKey(
        Experience, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    taken_from = models.ForeignKey(
        PracticeAdoption, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = models.BinaryField(default=bytes)  # sealed JSON of the parts
    decided = models.JSONField(default=list, blank=True)
    by_mail = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)
    delete_after = models.DateTimeField()


class Photo(models.Model):
    """A photo of a practice, made anew when it came and sealed; of a draft, then of what the draft became."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="photos")
    practice = models.ForeignKey(
        Experience, null=True, blank=True, on_delete=models.CASCADE, related_name="photos"
    )
    content = models.BinaryField()  # sealed JPEG

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft=None) ^ Q(practice=None), name="photo_of_a_draft_or_a_practice"
            )
        ]


class Rhythm(models.Model):
    """How often somebody wants to hear what is new in the room, and until when they have been told."""

    class Often(models.TextChoices):
        NEVER = "never", _("aldrig")
        WEEKLY = "weekly", _("hver uge")
        MONTHLY = "monthly", _("hver måned")

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="+")
    often = models.CharField(max_length=8, choices=Often.choices)
    told_until = models.DateTimeField(default=clock.now)
