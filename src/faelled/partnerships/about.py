"""What waits for one person, as every app tells it to Hjem; and what the partnerships themselves have waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faelled.partnerships import reads
from faelled.partnerships.models import Person, Seat
from faelled.post import reads as post

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: what, why in one line, what it costs, and the one button.

    posts: the button changes something or makes a link, so it is a form's. weight: the lower, the sooner it is shown.
    """

    title: str
    why: str
    minutes: float
    url: str
    button: str
    posts: bool = False
    weight: int = 5


def about(person: Person, seats: Sequence[Seat]) -> list[Task]:
    """Return what waits for *person*: seats offered to them, and, where they coordinate, mail that needs a human.

    seats: where the person is in, as `reads.seats_of` returns them.
    """
    led = {s.membership.partnership_id for s in seats if s.role == Seat.Role.COORDINATOR}
    return [*_invitations(person), *_aside(led), *_unreached(led)]


def _invitations(person: Person) -> list[Task]:
    return [
        Task(
            title=_("Vil du være med i »%(name)s«?") % {"name": seat.membership.partnership.name},
            why=_("Du er inviteret. Du kan sige ja eller nej."),
            minutes=1,
            url=f"/p/{seat.membership.partnership_id}/velkommen/",
            button=_("Se og svar"),
            weight=2,
        )
        for seat in reads.invitations_of(person)
    ]


def _aside(led: set[int]) -> list[Task]:
    waiting = post.aside_count(led) if led else {}
    return [
        Task(
            title=ngettext(
                "En mail skal ses af et menneske", "%(count)s mails skal ses af et menneske", count
            )
            % {"count": count},
            why=_("Fælled kunne ikke læse den selv. Afsenderen har fået det at vide."),
            minutes=1,
            url=f"/p/{number}/lagt-til-side/",
            button=_("Se mailen"),
            weight=4,
        )
        for number, count in waiting.items()
    ]


def _unreached(led: set[int]) -> list[Task]:
    return [
        Task(
            title=_("Mails til %(name)s kommer tilbage") % {"name": seat.person.name},
            why=_("Ret adressen, eller ring: %(name)s svarer ikke, før mails kommer frem.")
            % {"name": seat.person.first_name},
            minutes=2,
            url=f"/p/{seat.membership.partnership_id}/medlemmer/{seat.pk}/",
            button=_("Ret adressen"),
            weight=4,
        )
        for seat in (_dead_mailboxes(led) if led else [])
    ]


def _dead_mailboxes(led: set[int]) -> "QuerySet[Seat]":
    """Return the seats of people who had a mailbox, and none that lives."""
    seats = Seat.objects.select_related("person", "membership").filter(
        membership__partnership__in=led, state=Seat.State.IN, person__addresses__isnull=False
    )
    return seats.exclude(person__addresses__dead_since=None).distinct()
