"""What the room keeps about one person."""

from cryptography.fernet import InvalidToken
from django.utils.translation import gettext as _

from faelled.core.guard.finding import Type
from faelled.core.kept import Kept, Row, kept
from faelled.experiences.models import Comment, Draft, Experience, Photo, PracticeAdoption, Rhythm
from faelled.experiences.reads.drafts import look
from faelled.partnerships.models import Person


def kept_about(person: Person) -> list[Kept]:
    """Return what this app keeps about *person*; on the page each kind costs two queries, whatever its number."""
    return [*_shared(person), *_unshared(person)]


def _shared(person: Person) -> list[Kept]:
    stays = _(
        "Hører til partnerskabet. Sletter du dig selv, vælger du, om teksten går med eller bliver uden dit navn."
    )
    texts = Experience.objects.filter(writer=person).order_by("-pk")
    comments = Comment.objects.filter(writer=person).order_by("-pk")
    adoptions = PracticeAdoption.objects.filter(writer=person).select_related("practice").order_by("-pk")
    return [
        kept(
            "experiences",
            _("Erfaringer, du har delt"),
            stays,
            {"said_at": _("Delt"), "title": _("Overskrift")},
            texts,
            lambda one: {"said_at": one.said_at, "kind": one.kind, "title": one.title, "body": one.body},
        ),
        kept(
            "comments",
            _("Kommentarer, du har skrevet"),
            stays,
            {"said_at": _("Skrevet"), "text": _("Dine ord")},
            comments,
            lambda one: {"said_at": one.said_at, "text": one.text},
        ),
        kept(
            "adoptions",
            _("Praksis, du har taget over for dit sted"),
            stays,
            {"said_at": _("Skrevet"), "practice": _("Praksis"), "text": _("Dine ord")},
            adoptions,
            lambda one: {"said_at": one.said_at, "practice": one.practice.title, "text": one.adaptation},
        ),
    ]


def _unshared(person: Person) -> list[Kept]:
    drafts = Draft.objects.filter(person=person).order_by("-pk")
    photos = (
        Photo.objects.filter(draft__person=person).defer("content").select_related("draft").order_by("-pk")
    )
    rhythms = Rhythm.objects.filter(seat__person=person).order_by("-pk")
    return [
        kept(
            "drafts",
            _("Kladder, som kun du ser"),
            _("Forseglet. Slettes en uge efter, at du sidst rørte dem. Ordene står i filen."),
            {"changed_at": _("Rettet"), "kind": _("Om"), "delete_after": _("Slettes")},
            drafts,
            _draft,
            only_in_file=_words,
        ),
        kept(
            "photos",
            _("Billeder i dine kladder"),
            _("Uden sted, tid og kamera. Slettes med kladden."),
            {"changed_at": _("Rettet")},
            photos,
            lambda one: {"changed_at": one.draft.changed_at},
        ),
        kept(
            "news_of_the_room",
            _("Hvor tit du hører nyt fra rummet"),
            _("Dit eget valg. Til du ændrer det."),
            {"often": _("Hvor tit")},
            rhythms,
            lambda one: {"often": one.often, "told_until": one.told_until},
        ),
    ]


def _draft(one: Draft) -> Row:
    return {
        "changed_at": one.changed_at,
        "kind": one.kind,
        "by_mail": one.by_mail,
        "delete_after": one.delete_after,
    }


def _words(draft: Draft) -> Row:
    """Return the words of a draft; those about a protected place are dots, since a file may be passed on."""
    try:
        looked = look(draft)
    except (InvalidToken, ValueError):  # a broken row must not keep the rest from its owner
        return {}
    return {
        part: "".join(
            "•" * len(text) if mark and mark.type is Type.REFUSED else text
            for text, mark in looked.pieces(part)
        )
        for part in looked.parts
    }
