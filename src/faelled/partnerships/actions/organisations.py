"""What a house says about itself, and the words a protected house refuses."""

from dataclasses import dataclass

from django.db import transaction

from faelled.core.guard.refused import forms
from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.models import Organisation, Person, RefusedWord


@dataclass(frozen=True)
class Description:
    """A house in its own people's words, each text already through the door."""

    name: str
    work_mode: str
    protected: bool
    can_host: bool
    place: str
    practical_note: str
    working_weekdays: str
    minutes_per_month: int


@transaction.atomic
def describe_organisation(organisation: Organisation, told: Description, *, actor: Person) -> None:
    """Store a description.

    When a house becomes protected, what stood as its place is forgotten: it may have been the address itself.
    """
    place, note = told.place, told.practical_note
    if told.protected and not organisation.protected:
        place, note = _unless_kept(place, organisation.place), _unless_kept(note, organisation.practical_note)
    for field in ("name", "work_mode", "protected", "can_host", "working_weekdays", "minutes_per_month"):
        setattr(organisation, field, getattr(told, field))
    organisation.place, organisation.practical_note = place, note
    organisation.save()
    record(actor, "organisation_described", about=organisation)


def _unless_kept(new: str, old: str) -> str:
    return "" if new == old else new


def protect(organisation: Organisation, *, actor: Person | None) -> None:
    """Mark a house as protected and forget what stood as its place; for everybody the safe direction."""
    if organisation.protected:
        return
    organisation.protected, organisation.place, organisation.practical_note = True, "", ""
    organisation.save(update_fields=["protected", "place", "practical_note"])
    record(actor, "organisation_protected", about=organisation)


@transaction.atomic
def refuse_words(organisation: Organisation, words: list[str], *, actor: Person) -> int:
    """Keep the hashes of every form of *words* and return how many are new; they are never shown again."""
    added = 0
    for word in words:
        hashes = {reads.refused_form_hash(form) for form in forms(word)}
        known = set(
            organisation.refused_words.filter(form_hash__in=hashes).values_list("form_hash", flat=True)
        )
        RefusedWord.objects.bulk_create(
            [RefusedWord(organisation=organisation, form_hash=h) for h in sorted(hashes - known)]
        )
        added += bool(hashes - known)
    record(actor, "words_refused", about=organisation)
    return added
