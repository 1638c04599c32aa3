"""The way out of the room: a text is taken back by its writer, or by a coordinator; or its writer leaves altogether."""

from django.db import transaction

from faelled.experiences.models import Comment, Draft, Experience, PracticeAdoption, Rhythm
from faelled.partnerships import actions as people
from faelled.partnerships.models import Person
from faelled.post import addresses
from faelled.work import clock


@transaction.atomic
def withdraw(experience: Experience, by: Person) -> None:
    """Take a text out of the room, with its photos and what was said of it.

    A practice that others have taken over leaves its place on the trail, without a word or a person: what they wrote
    is theirs.
    """
    fresh = Experience.objects.select_for_update().filter(pk=experience.pk).first()
    if fresh is None:
        return
    people.record(by, f"{fresh.kind}_withdrawn", partnership_id=fresh.partnership_id, about=fresh)
    addresses.withdraw("experience", fresh.pk)
    if not fresh.adoptions.exists():
        fresh.delete()
        return
    fresh.comments.all().delete()
    fresh.photos.all().delete()
    fresh.drafts.all().delete()
    fresh.title = fresh.body = fresh.words = ""
    fresh.decided, fresh.writer, fresh.withdrawn_at = [], None, clock.now()
    fresh.save(update_fields=["title", "body", "words", "decided", "writer", "withdrawn_at"])


@transaction.atomic
def withdraw_comment(comment: Comment, by: Person) -> None:
    """Take a comment back."""
    here = comment.experience.partnership_id
    people.record(by, "comment_withdrawn", partnership_id=here, about=comment)
    comment.delete()


@transaction.atomic
def withdraw_adoption(adoption: PracticeAdoption, by: Person) -> None:
    """Take back how one's own house does it; who took it from there stays on the trail."""
    practice = adoption.practice
    people.record(by, "adoption_withdrawn", partnership_id=practice.partnership_id, about=adoption)
    adoption.delete()
    if practice.withdrawn_at is not None and not practice.adoptions.exists():
        practice.delete()


@transaction.atomic
def forget(person: Person, *, take_texts: bool = False) -> int:
    """Forget somebody: their drafts are deleted; their texts stay without a person, or go along when they say so.

    Their name is taken out of what others wrote. Returns how many texts were theirs.
    """
    traces = people.traces_of(person)
    Rhythm.objects.filter(seat__person=person).delete()
    for draft in Draft.objects.filter(person=person):
        addresses.withdraw("draft", draft.pk)
        draft.delete()
    count = 0
    for experience in Experience.objects.filter(writer=person):
        count += 1
        if take_texts:
            withdraw(experience, person)
    for comment in Comment.objects.filter(writer=person):
        count += 1
        if take_texts:
            withdraw_comment(comment, person)
    for adoption in PracticeAdoption.objects.filter(writer=person).select_related("practice"):
        count += 1
        if take_texts:
            withdraw_adoption(adoption, person)
    if not take_texts:
        for model in (Experience, Comment, PracticeAdoption):
            model.objects.filter(writer=person).update(writer=None)
    _take_out_of_texts(traces)
    return count


def _take_out_of_texts(traces: people.Traces) -> None:
    here = Experience.objects.filter(partnership__in=traces.partnerships)
    people.take_out(traces, here, "title", "body", "words")
    people.take_out(traces, Comment.objects.filter(experience__in=here), "text")
    people.take_out(traces, PracticeAdoption.objects.filter(practice__in=here), "adaptation")
