"""The letters about the room. None of them quotes a text: a title and a link at most."""

from collections.abc import Mapping

from django.utils.translation import override

from faelled.core.days.words import count_in_words, list_in_words
from faelled.core.editing import Looked
from faelled.experiences.models import Draft, Experience
from faelled.experiences.reads import words
from faelled.partnerships import actions as people
from faelled.partnerships.actions.letters import Class
from faelled.partnerships.models import Seat
from faelled.post.letters import About
from faelled.work import clock


def finish(draft: Draft, seat: Seat, looked: Looked) -> None:
    """Tell a writer that marks are open, how many, and where to settle them."""
    _about_draft(
        draft,
        seat,
        "finish",
        {
            "count": len(looked.open),
            "how_many": count_in_words(len(looked.open), seat.person.language),
            "path": path_of_draft(draft),
        },
    )


def ready(draft: Draft, seat: Seat, looked: Looked) -> None:
    """Ask the known address whether a text without marks is to be shared: anybody can write a sender's name."""
    _about_draft(draft, seat, "ready", {"title": looked.parts.get("title", ""), "path": path_of_draft(draft)})


def _about_draft(draft: Draft, seat: Seat, name: str, context: dict[str, object]) -> None:
    partnership = seat.membership.partnership
    people.write_to(
        seat,
        f"experiences/letters/{name}",
        about=About("draft", draft.pk, partnership.pk),
        context={**context, "kind": draft.kind, "partnership": partnership.name},
        letter_class=Class.ANSWER,
        thread=f"draft-{draft.pk}",
        on_behalf_of="",
    )


def shared(experience: Experience, seat: Seat, kind: str) -> None:
    """Say that a text that came by mail can be read, and where it is taken back."""
    context = {"title": experience.title, "path": path_of(experience), "kind": kind}
    _plain(seat, "shared", context, thread=f"experience-{experience.pk}")


def not_taken(seat: Seat, why: str, looked: Looked | None = None) -> None:
    """Say why a mail has become no text. why: words, too_long, gone, taken, marks (a shared mailbox has no page)."""
    with override(seat.person.language):
        found = list_in_words(words.kinds(looked.open), seat.person.language) if looked else ""
    thread = f"room-{seat.membership.partnership_id}-{clock.now():%Y%m%d}"
    _plain(seat, "not_taken", {"why": why, "found": found}, thread=thread)


def _plain(seat: Seat, name: str, context: Mapping[str, object], *, thread: str) -> None:
    partnership = seat.membership.partnership
    people.write_to(
        seat,
        f"experiences/letters/{name}",
        about=people.person_about(seat.person, partnership.pk),
        context={**context, "partnership": partnership.name},
        letter_class=Class.ANSWER,
        thread=thread,
        on_behalf_of="",
    )


def path_of(experience: Experience) -> str:
    """Return the path of the page it is read on."""
    return f"/erfaringer/{experience.pk}/"


def path_of_draft(draft: Draft) -> str:
    """Return the path of the page its writer mends it on."""
    return f"/erfaringer/kladder/{draft.key}/"
