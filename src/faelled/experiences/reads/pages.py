"""What the pages of the room show: a fixed number of queries however much has been written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import get_language

from faelled.core.days.words import day_in_words
from faelled.core.search import Document, rank
from faelled.experiences.models import Comment, Draft, Experience, Photo, PracticeAdoption
from faelled.partnerships.models import Membership, Partnership, Person
from faelled.post.sealing import unseal
from faelled.work import clock

PAGE = 25
FOUND_AT_MOST = 50


@dataclass(frozen=True)
class Row:
    """One text in the list: its beginning, who wrote it when, and what came of it."""

    experience: Experience
    when: str
    comments: int
    adoptions: int


@dataclass(frozen=True)
class RoomShown:
    """The list. more: the number of the next page, where there is one."""

    rows: list[Row]
    drafts: list[Draft]
    query: str
    more: int | None


@dataclass(frozen=True)
class Step:
    """A house on a practice's trail. adoption: None for the house the practice comes from."""

    membership: Membership
    writer: Person | None
    when: str
    taken_from: Membership | None
    adoption: PracticeAdoption | None


@dataclass(frozen=True)
class Spoken:
    """A comment and when it was said."""

    comment: Comment
    when: str


@dataclass(frozen=True)
class ExperienceShown:
    """One text with all that belongs to it."""

    experience: Experience
    when: str
    photos: list[Photo]
    trail: list[Step]
    comments: list[Spoken]

    def has_taken(self, membership_id: int) -> bool:
        """Whether a house is on the trail already."""
        return any(step.membership.pk == membership_id for step in self.trail)


def _seen(partnership_id: int) -> "QuerySet[Experience]":
    counted = Experience.objects.filter(partnership_id=partnership_id, withdrawn_at=None).annotate(
        comment_count=Count("comments", distinct=True), adoption_count=Count("adoptions", distinct=True)
    )
    return counted.select_related("writer", "membership__organisation")


def room_shown(partnership: Partnership, person: Person, *, query: str = "", page: int = 1) -> RoomShown:
    """Return the newest texts, or those that answer *query*, and the person's own drafts."""
    more = None
    if query:
        found = _found(partnership.pk, query)
    else:
        first = PAGE * (page - 1)
        found = list(_seen(partnership.pk).order_by("-said_at", "-pk")[first : first + PAGE + 1])
        more = page + 1 if len(found) > PAGE else None
        found = found[:PAGE]
    drafts = Draft.objects.filter(person=person, partnership=partnership, delete_after__gt=clock.now())
    rows = [
        Row(e, _day(e.said_at, partnership), e.comment_count, e.adoption_count)  # type: ignore[attr-defined]
        for e in found
    ]
    return RoomShown(rows, list(drafts.select_related("about").order_by("-changed_at")), query, more)


def _found(partnership_id: int, query: str) -> list[Experience]:
    texts = Experience.objects.filter(partnership_id=partnership_id, withdrawn_at=None).order_by(
        "-said_at", "-pk"
    )
    documents = [Document(pk, words) for pk, words in texts.values_list("pk", "words")]
    best = rank(query, documents)[:FOUND_AT_MOST]
    by_pk = _seen(partnership_id).in_bulk(best)
    return [by_pk[pk] for pk in best if pk in by_pk]


def experience_shown(pk: int) -> ExperienceShown:
    """Return one text of the room with its photos, its trail and what was said of it."""
    adoptions = PracticeAdoption.objects.select_related(
        "writer", "membership__organisation", "taken_from__membership__organisation"
    ).order_by("said_at", "pk")
    comments = Comment.objects.select_related("writer", "membership__organisation").order_by("said_at", "pk")
    experience = (
        Experience.objects.select_related("partnership", "writer", "membership__organisation")
        .prefetch_related(
            Prefetch("adoptions", adoptions),
            Prefetch("comments", comments),
            Prefetch("photos", Photo.objects.defer("content")),
        )
        .get(pk=pk)
    )
    here = experience.partnership
    return ExperienceShown(
        experience=experience,
        when=_day(experience.said_at, here),
        photos=list(experience.photos.all()),
        trail=_trail(experience, list(experience.adoptions.all())),
        comments=[Spoken(c, _day(c.said_at, here)) for c in experience.comments.all()],
    )


def _trail(practice: Experience, adoptions: Sequence[PracticeAdoption]) -> list[Step]:
    if practice.kind != "practice":
        return []
    here = practice.partnership
    first = Step(practice.membership, practice.writer, _day(practice.said_at, here), None, None)
    steps = [
        Step(
            a.membership,
            a.writer,
            _day(a.said_at, here),
            a.taken_from.membership if a.taken_from else practice.membership,
            a,
        )
        for a in adoptions
    ]
    return [first, *steps]


def latest_adoption(practice: Experience) -> PracticeAdoption | None:
    """Return the last house's taking over of a practice; None while no other has."""
    return practice.adoptions.order_by("said_at", "pk").last()


def exists(pk: int) -> bool:
    """Whether a text is there still."""
    return Experience.objects.filter(pk=pk).exists()


def shared_as(key: UUID, person: Person) -> int | None:
    """Return the experience on whose page the text is read that was *person*'s draft under this key."""
    own = {"origin": key, "writer": person}
    return (
        Experience.objects.filter(**own).values_list("pk", flat=True).first()
        or Comment.objects.filter(**own).values_list("experience", flat=True).first()
        or PracticeAdoption.objects.filter(**own).values_list("practice", flat=True).first()
    )


def photo(key: UUID) -> Photo | None:
    """Return a photo, to be sent to somebody who may see it."""
    return Photo.objects.select_related("draft", "practice").filter(key=key).first()


def jpeg_of(found: Photo) -> bytes:
    """Return the picture itself."""
    return unseal(found.content)


def _day(moment: datetime, partnership: Partnership) -> str:
    zone = ZoneInfo(partnership.time_zone)
    today = clock.now().astimezone(zone).date()
    return day_in_words(moment.astimezone(zone).date(), lang=get_language() or "da", today=today)


__all__ = [
    "ExperienceShown",
    "RoomShown",
    "Step",
    "exists",
    "experience_shown",
    "jpeg_of",
    "latest_adoption",
    "photo",
    "room_shown",
    "shared_as",
]
