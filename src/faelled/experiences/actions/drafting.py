"""A draft: begun, kept, mended and dropped. Nobody but its writer ever sees it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from faelled.core import editing
from faelled.core.editing import Looked
from faelled.experiences import reads
from faelled.experiences.models import Draft, Experience, PracticeAdoption
from faelled.partnerships import actions as people
from faelled.partnerships.forms.lines import visible
from faelled.partnerships.models import Seat
from faelled.post import addresses
from faelled.post.sealing import seal
from faelled.post.wording import paragraphs
from faelled.work import clock

KEPT = timedelta(days=7)


class NotYours(Exception):
    """A draft with that key is somebody else's."""


@transaction.atomic
def open_draft(
    seat: Seat,
    kind: str,
    *,
    key: UUID | None = None,
    about: Experience | None = None,
    taken_from: PracticeAdoption | None = None,
    by_mail: bool = False,
) -> Draft:
    """Begin a draft, or return the one that was begun under this key. Raises NotYours."""
    draft, _ = Draft.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "person": seat.person,
            "partnership": seat.membership.partnership,
            "kind": kind,
            "about": about,
            "taken_from": taken_from,
            "by_mail": by_mail,
            "delete_after": clock.now() + KEPT,
        },
    )
    if draft.person_id != seat.person_id or draft.partnership_id != seat.membership.partnership_id:
        raise NotYours
    return draft


def keep(draft: Draft, parts: Mapping[str, str]) -> Looked:
    """Keep the words of a draft, sealed, for another week; digits of a CPR number become dots on the way in."""
    clean = {part: visible(text) if part == "title" else paragraphs(text) for part, text in parts.items()}
    looked = reads.look(draft, clean)
    masked = editing.masked(looked)
    draft.content = seal(json.dumps(masked))
    draft.changed_at = clock.now()
    draft.delete_after = draft.changed_at + KEPT
    draft.save(update_fields=["content", "changed_at", "delete_after"])
    return looked if masked == looked.parts else reads.look(draft, masked)


def mend(draft: Draft, sign: str, wording: str) -> bool:
    """Put *wording* in place of what the sign marks; False when the text has changed and it is gone."""
    looked = reads.look(draft)
    mark = looked.mark(sign)
    if mark is None or (wording and wording not in mark.wordings):
        return False
    keep(draft, editing.replaced(looked.parts, mark, wording))
    return True


@transaction.atomic
def decide(draft: Draft, sign: str) -> bool:
    """Take the writer's word that something is not personal data; False for what nobody may wave away.

    The log says of which kind it was; the draft keeps a keyed hash.
    """
    mark = reads.look(draft).mark(sign)
    if mark is None or not mark.may_stay:
        return False
    draft.decided = sorted({*draft.decided, sign})
    draft.save(update_fields=["decided"])
    kind = f"not_personal_{mark.type.value.lower()}"
    people.record(draft.person, kind, partnership_id=draft.partnership_id, about=draft)
    return True


def take_decisions(draft: Draft, about: Experience) -> None:
    """Let what was decided about the words of a text count for the draft that corrects it."""
    draft.decided = sorted({*draft.decided, *about.decided})
    draft.save(update_fields=["decided"])


@transaction.atomic
def drop(draft: Draft) -> None:
    """Throw a draft away, with its photos."""
    addresses.withdraw("draft", draft.pk)
    draft.delete()


def forget_drafts() -> int:
    """Delete the drafts that nobody has touched for a week, and return how many."""
    old = list(Draft.objects.filter(delete_after__lte=clock.now()))
    for draft in old:
        drop(draft)
    return len(old)
