"""A draft, opened for its writer, and what the guard says of it."""

import json
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from faelled.core.editing import Looked
from faelled.experiences.models import Draft, Experience, Kind, Photo
from faelled.partnerships import door
from faelled.partnerships.models import Person
from faelled.post.sealing import keyed_hash, unseal_text

PARTS: dict[str, tuple[str, ...]] = {
    Kind.EXPERIENCE: ("title", "body"),
    Kind.PRACTICE: ("title", "body"),
    Kind.COMMENT: ("body",),
    Kind.ADOPTION: ("body",),
}
"""What a text of each kind consists of, in the order of reading."""


def own_draft(key: UUID | None, person: Person) -> Draft | None:
    """Return the draft with this key when it is *person*'s; somebody else's does not exist for them."""
    if key is None:
        return None
    drafts = Draft.objects.select_related("about", "partnership", "taken_from__membership__organisation")
    return drafts.filter(key=key, person=person).first()


def draft_by_pk(pk: int) -> Draft | None:
    """Return a draft, for a mail that answers a letter about it."""
    return Draft.objects.select_related("about", "partnership", "person").filter(pk=pk).first()


def parts_of(draft: Draft) -> dict[str, str]:
    """Return the words of a draft, part by part."""
    kept = json.loads(unseal_text(draft.content) or "{}")
    return {part: str(kept.get(part, "")) for part in PARTS[draft.kind]}


def look(draft: Draft, parts: Mapping[str, str] | None = None) -> Looked:
    """Return what is marked in a draft, or in *parts* that are about to be kept in it."""
    return look_at(
        parts_of(draft) if parts is None else parts,
        partnership_id=draft.partnership_id,
        key=draft.key,
        thread=thread_of(draft.about, draft.kind),
        decided=draft.decided,
    )


def look_at(
    parts: Mapping[str, str],
    *,
    partnership_id: int,
    key: UUID,
    thread: Sequence[str] = (),
    decided: Collection[str] = (),
) -> Looked:
    """Return what is marked in *parts*. key: of the text, so that no sign can be compared with another text's."""
    return door.admit_parts(
        parts,
        partnership=partnership_id,
        digest=lambda form: keyed_hash(f"{key}\0{form}", "not_personal"),
        thread=thread,
        decided=decided,
    )


def photos_of(draft: Draft) -> "QuerySet[Photo]":
    """Return the photos of a draft, and of the practice that it corrects."""
    corrected = Q(practice=draft.about_id) if draft.about_id and draft.kind == Kind.PRACTICE else Q()
    return Photo.objects.defer("content").filter(Q(draft=draft) | corrected if corrected else Q(draft=draft))


def thread_of(about: Experience | None, kind: str) -> list[str]:
    """Return what stands already where a comment or an adoption will be read, in order."""
    if about is None or kind not in {Kind.COMMENT, Kind.ADOPTION}:
        return []
    said = (
        about.comments.order_by("said_at", "pk").values_list("text", flat=True)
        if kind == Kind.COMMENT
        else about.adoptions.order_by("said_at", "pk").values_list("adaptation", flat=True)
    )
    return [about.title, about.body, *said]
