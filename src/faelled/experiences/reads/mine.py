"""Everything the room holds about one person, for themselves: plain values, as they are exported."""

from typing import Any

from faelled.experiences.models import Comment, Draft, Experience, Kind, PracticeAdoption, Rhythm
from faelled.experiences.reads.drafts import parts_of
from faelled.partnerships.models import Partnership, Person


def mine(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the person's texts, drafts, and how often they want to hear, each with its partnership's name."""
    return {
        "texts": [*_experiences(person), *_comments(person), *_adoptions(person)],
        "drafts": [
            {
                **_where(draft.partnership),
                "kind": draft.kind,
                **parts_of(draft),
                "delete_after": draft.delete_after.isoformat(),
                "path": f"/erfaringer/kladder/{draft.key}/",
            }
            for draft in Draft.objects.filter(person=person).select_related("partnership").order_by("pk")
        ],
        "rhythms": [
            {**_where(row.seat.membership.partnership), "often": row.often}
            for row in Rhythm.objects.filter(seat__person=person).select_related(
                "seat__membership__partnership"
            )
        ],
    }


def _experiences(person: Person) -> list[dict[str, Any]]:
    texts = Experience.objects.filter(writer=person).select_related("partnership").order_by("pk")
    return [_text(e, e.partnership, e.kind, e.pk, {"title": e.title, "body": e.body}) for e in texts]


def _comments(person: Person) -> list[dict[str, Any]]:
    said = Comment.objects.filter(writer=person).select_related("experience__partnership").order_by("pk")
    return [_text(c, c.experience.partnership, Kind.COMMENT, c.experience_id, {"body": c.text}) for c in said]


def _adoptions(person: Person) -> list[dict[str, Any]]:
    taken = (
        PracticeAdoption.objects.filter(writer=person).select_related("practice__partnership").order_by("pk")
    )
    return [
        _text(a, a.practice.partnership, Kind.ADOPTION, a.practice_id, {"body": a.adaptation}) for a in taken
    ]


def _text(
    said: Experience | Comment | PracticeAdoption,
    partnership: Partnership,
    kind: str,
    page: int,
    parts: dict[str, str],
) -> dict[str, Any]:
    return {
        **_where(partnership),
        "kind": kind,
        **parts,
        "said_at": said.said_at.isoformat(),
        "path": f"/erfaringer/{page}/",
    }


def _where(partnership: Partnership) -> dict[str, str]:
    return {"partnership": partnership.name}
