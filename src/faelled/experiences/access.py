"""Which partnership a text of the room belongs to, and who may take it down. A draft is for its writer alone."""

from uuid import UUID

from faelled.experiences.models import Comment, Draft, Experience, Photo, PracticeAdoption
from faelled.partnerships.access import Deed, Viewer


def partnership_of_experience(pk: int, **_: object) -> int | None:
    """Return the partnership of an experience; None where there is no such thing."""
    return Experience.objects.filter(pk=pk).values_list("partnership_id", flat=True).first()


def partnership_of_draft(key: str, **_: object) -> int | None:
    """Return the partnership of a draft, whosever it is, or of the text it has become."""
    found = as_key(key)
    if found is None:
        return None
    return (
        Draft.objects.filter(key=found).values_list("partnership_id", flat=True).first()
        or Experience.objects.filter(origin=found).values_list("partnership_id", flat=True).first()
        or Comment.objects.filter(origin=found).values_list("experience__partnership_id", flat=True).first()
        or PracticeAdoption.objects.filter(origin=found)
        .values_list("practice__partnership_id", flat=True)
        .first()
    )


def partnership_of_photo(key: str, **_: object) -> int | None:
    """Return the partnership of a photo, of a draft or of what was shared."""
    found = as_key(key)
    photo = Photo.objects.select_related("draft", "practice").filter(key=found).first() if found else None
    of = photo and (photo.draft or photo.practice)
    return of.partnership_id if of else None


def as_key(text: str) -> UUID | None:
    """Return the key that a path holds; None for text that is no key at all."""
    try:
        return UUID(text)
    except ValueError:
        return None


def takes_down(viewer: Viewer, said: Experience | Comment | PracticeAdoption) -> bool:
    """Whether *viewer* may take a text out of the room: its writer, and coordinators, who answer for the room."""
    return is_own(viewer, said) or viewer.may(Deed.DECIDE)


def is_own(viewer: Viewer, said: Experience | Comment | PracticeAdoption) -> bool:
    """Whether *viewer* wrote it."""
    return said.writer_id == viewer.person.pk
