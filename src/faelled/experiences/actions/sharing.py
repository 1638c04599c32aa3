"""The one way into the room: a draft without open marks becomes a text that the others read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from faelled.core.editing import Looked
from faelled.core.search import words_for_search
from faelled.experiences import reads
from faelled.experiences.models import (
    BODY_LENGTH,
    SHORT_LENGTH,
    TITLE_LENGTH,
    Comment,
    Draft,
    Experience,
    Kind,
    Photo,
    PracticeAdoption,
)
from faelled.partnerships import actions as people
from faelled.partnerships.models import Seat
from faelled.post import addresses
from faelled.work import clock

FEWEST_LETTERS = 3


@dataclass(frozen=True)
class Shared:
    """It can be read now, on the page of this experience. again: it had been shared before."""

    experience: Experience
    again: bool = False


@dataclass(frozen=True)
class Held:
    """It stays with its writer until these marks are settled."""

    looked: Looked


@dataclass(frozen=True)
class Lacking:
    """It cannot be shared as it is. why: title, words, too_long, taken (the house has taken the practice over)."""

    why: str


@dataclass(frozen=True)
class Gone:
    """The draft, or what it was to, is there no more."""


Outcome = Shared | Held | Lacking | Gone


@transaction.atomic
def share(draft: Draft, seat: Seat) -> Outcome:
    """Let the others read a draft. Two clicks at once, or two days apart, make one text."""
    fresh = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("about", "taken_from", "person", "partnership")
        .filter(pk=draft.pk, person=seat.person)
        .first()
    )
    before = _shared_before(draft)
    if fresh is None:
        return before
    if isinstance(before, Shared) and before.experience.pk != fresh.about_id:
        fresh.delete()  # begun anew by a second click, under the key of what the first click shared
        return before
    if fresh.about_id and Experience.objects.filter(pk=fresh.about_id, withdrawn_at=None).first() is None:
        return Gone()
    looked = reads.look(fresh)
    if why := lacking(fresh.kind, looked.parts):
        return Lacking(why)
    if looked.open:
        return Held(looked)
    experience = _store(fresh, seat, looked.parts)
    if experience is None:
        return Lacking("taken")
    people.record(
        seat.person, f"{fresh.kind}_shared", partnership_id=seat.membership.partnership_id, about=experience
    )
    addresses.withdraw("draft", fresh.pk)
    fresh.delete()
    return Shared(experience)


def lacking(kind: str, said: Mapping[str, str]) -> str:
    """Return why a text cannot be shared yet whatever the guard says; "" when it can."""
    most = {
        "title": TITLE_LENGTH,
        "body": SHORT_LENGTH if kind in {Kind.COMMENT, Kind.ADOPTION} else BODY_LENGTH,
    }
    if any(len(text) > most[part] for part, text in said.items()):
        return "too_long"
    if "title" in said and not has_words(said["title"]):
        return "title"
    return "" if has_words(said["body"]) else "words"


def has_words(text: str) -> bool:
    """Whether *text* says anything: a row of pictures does not."""
    return sum(sign.isalpha() for sign in text) >= FEWEST_LETTERS


def _shared_before(draft: Draft) -> Outcome:
    for model in (Experience, Comment, PracticeAdoption):
        said = model.objects.filter(origin=draft.key, writer=draft.person_id).first()
        match said:
            case Experience():
                return Shared(said, again=True)
            case Comment():
                return Shared(said.experience, again=True)
            case PracticeAdoption():
                return Shared(said.practice, again=True)
    return Gone()


def _store(draft: Draft, seat: Seat, words: Mapping[str, str]) -> Experience | None:
    """Return the experience on whose page it is read; None when the house has taken that practice over already."""
    whose: dict[str, Any] = {
        "membership": seat.membership,
        "writer": seat.person,
        "origin": draft.key,
        "decided": draft.decided,
        "said_at": clock.now(),
    }
    match draft.kind:
        case Kind.COMMENT if draft.about:
            return Comment.objects.create(experience=draft.about, text=words["body"], **whose).experience
        case Kind.ADOPTION if draft.about:
            return _taken_over(draft, draft.about, words["body"], whose)
        case _:
            return _written(draft, words, whose)


def _written(draft: Draft, words: Mapping[str, str], whose: dict[str, Any]) -> Experience:
    told = {
        "title": words["title"],
        "body": words["body"],
        "words": words_for_search(words["title"], words["body"]),
    }
    if draft.about is not None:  # a text that its writer corrects
        experience = draft.about
        for name, value in {**told, "decided": draft.decided}.items():
            setattr(experience, name, value)
        experience.save(update_fields=[*told, "decided"])
    else:
        experience = Experience.objects.create(
            partnership_id=draft.partnership_id, kind=draft.kind, **told, **whose
        )
    if experience.kind == Kind.PRACTICE:
        Photo.objects.filter(draft=draft).update(draft=None, practice=experience)
    return experience


def _taken_over(
    draft: Draft, practice: Experience, adaptation: str, whose: dict[str, Any]
) -> Experience | None:
    # The practice's row is held, so that two colleagues do not take it over at once.
    Experience.objects.select_for_update().get(pk=practice.pk)
    houses = practice.adoptions.values_list("membership", flat=True)
    own = whose["membership"]
    if own == practice.membership or getattr(own, "pk", None) in set(houses):
        return None
    return PracticeAdoption.objects.create(
        practice=practice, taken_from=draft.taken_from, adaptation=adaptation, **whose
    ).practice


__all__ = ["Gone", "Held", "Lacking", "Outcome", "Shared", "has_words", "lacking", "share"]
