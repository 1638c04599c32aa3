"""The photos of a practice: made anew in a child with limits, and sealed."""

import base64
from uuid import UUID

from django.db import transaction

from faelled.experiences import reads
from faelled.experiences.models import Draft, Kind, Photo
from faelled.post.sealing import seal
from faelled.work import limited
from faelled.work.limited import Bounds, ChildEnded, Raised, TooCostly

AT_MOST = 3
LARGEST_FILE = 12_000_000  # bytes
_IN_THE_CHILD = "faelled.core.photos:in_the_child"
_BOUNDS = Bounds(cpu=8.0, memory=400 * 1024 * 1024, wall=30.0)


class CannotTake(Exception):
    """A file is not taken. code: too_many, too_large, not_a_photo, too_many_pixels."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add_photo(draft: Draft, data: bytes) -> Photo:
    """Keep a photo with the draft of a practice. Raises CannotTake."""
    if draft.kind != Kind.PRACTICE:
        raise CannotTake("too_many")
    if len(data) > LARGEST_FILE:
        raise CannotTake("too_large")
    content = seal(_made_anew(data))
    with transaction.atomic():
        locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None or reads.photos_of(locked).count() >= AT_MOST:
            raise CannotTake("too_many")
        return Photo.objects.create(draft=locked, content=content)


def _made_anew(data: bytes) -> bytes:
    try:
        answer = limited.run(_IN_THE_CHILD, data, bounds=_BOUNDS)
    except TooCostly as trouble:
        raise CannotTake("too_many_pixels") from trouble
    except (Raised, ChildEnded) as trouble:
        raise CannotTake("not_a_photo") from trouble
    match answer:
        case {"jpeg": str(jpeg)}:
            return base64.b64decode(jpeg)
        case {"cannot": "too_many_pixels"}:
            raise CannotTake("too_many_pixels")
    raise CannotTake("not_a_photo")


def remove_photo(draft: Draft, key: UUID) -> None:
    """Take a photo off a draft, or off the practice that it corrects."""
    reads.photos_of(draft).filter(key=key).delete()
