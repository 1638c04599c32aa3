"""What partnerships keep about one person, and the lines of the log that somebody may read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.core.kept import Kept, Row, kept
from faelled.partnerships.models import Account, AuditEntry, Partnership, Person, Seat, SignInInvitation

if TYPE_CHECKING:
    from django.db.models import QuerySet


def lines_about(person: Person) -> "QuerySet[AuditEntry]":
    """Return the lines of the log that *person* caused, and those about them; the newest first."""
    seats = Seat.objects.filter(person=person).values("pk")
    about = Q(object_kind="person", object_id=person.pk) | Q(object_kind="seat", object_id__in=seats)
    return AuditEntry.objects.filter(Q(actor_key=str(person.key)) | about).order_by("-at", "-pk")


def lines_of(partnership: Partnership) -> "QuerySet[AuditEntry]":
    """Return the lines of the log about *partnership*; the newest first."""
    return AuditEntry.objects.filter(partnership_id=partnership.pk).order_by("-at", "-pk")


def names_of(keys: "set[str]") -> dict[str, str]:
    """Return the names behind random keys; a key of somebody who was erased has none."""
    found = Person.objects.filter(key__in=[key for key in keys if key]).exclude(kind=Person.Kind.GONE)
    return {str(key): name for key, name in found.values_list("key", "name")}


def names_of_objects(lines: Iterable[AuditEntry]) -> dict[tuple[str, int | None], str]:
    """Return whom *lines* are about, where they are about a person or a seat that is still there; two queries."""
    numbers: dict[str, set[int]] = {"person": set(), "seat": set()}
    for line in lines:
        if line.object_id is not None:
            numbers.get(line.object_kind, set()).add(line.object_id)
    people = Person.objects.filter(pk__in=numbers["person"]).exclude(kind=Person.Kind.GONE)
    seats = Seat.objects.filter(pk__in=numbers["seat"]).exclude(person__kind=Person.Kind.GONE)
    names: dict[tuple[str, int | None], str] = {}
    names |= {("person", pk): name for pk, name in people.values_list("pk", "name")}
    names |= {("seat", pk): name for pk, name in seats.values_list("pk", "person__name").order_by("pk")}
    return names


def kept_about(person: Person) -> list[Kept]:
    """Return what this app keeps about *person*."""
    return [
        _self(person),
        _addresses(person),
        _sign_in(person),
        _seats(person),
        _invited(person),
        _log(person),
    ]


def _self(person: Person) -> Kept:
    return kept(
        "person",
        _("Dig selv"),
        _(
            "Så de andre ved, hvem der svarer, og så du får det antal mails, du har valgt. Til du sletter det."
        ),
        {"name": _("Navn"), "organisation": _("Sted"), "language": _("Sprog"), "mails": _("Mails")},
        Person.objects.filter(pk=person.pk).select_related("organisation"),
        lambda one: {
            "name": one.name,
            "organisation": one.organisation.name,
            "language": one.language,
            "mails": one.mail_choice,
            "days_off": one.days_off,
            "minutes_per_month": one.minutes_per_month,
            "key": str(one.key),
        },
        mend=reverse("person", args=[person.pk]),
    )


def _addresses(person: Person) -> Kept:
    return kept(
        "addresses",
        _("Dine mailadresser"),
        _("Så mails når frem, og så din mail kan kendes som din. Til du sletter det."),
        {"address": _("Adresse"), "preferred": _("Bruges")},
        person.addresses.order_by("-preferred", "pk"),
        lambda one: {"address": one.address, "preferred": one.preferred, "came_back": one.dead_since},
        mend=reverse("person", args=[person.pk]),
    )


def _sign_in(person: Person) -> Kept:
    return kept(
        "sign_in",
        _("Din adgang"),
        _("Laves, første gang du logger ind. Der er ingen adgangskode. Til du sletter det."),
        {"email": _("Adresse"), "last_login": _("Sidst logget ind")},
        Account.objects.filter(person=person),
        lambda one: {"email": one.email, "last_login": one.last_login},
    )


def _seats(person: Person) -> Kept:
    found = Seat.objects.filter(person=person).select_related("membership__partnership", "invited_by")
    return kept(
        "seats",
        _("Dine partnerskaber"),
        _(
            "Hvor du er med, og hvornår du kom og gik. Til du sletter det, eller et halvt år efter, at det lukker."
        ),
        {"partnership": _("Partnerskab"), "role": _("Rolle"), "joined_at": _("Kom"), "left_at": _("Gik")},
        found.order_by("-pk"),
        _seat,
    )


def _seat(seat: Seat) -> Row:
    return {
        "partnership": seat.membership.partnership.name,
        "role": seat.role,
        "state": seat.state,
        "invited_by": seat.invited_by.name if seat.invited_by else "",
        "invited_at": seat.invited_at,
        "joined_at": seat.joined_at,
        "left_at": seat.left_at,
        "host_contact": seat.host_contact,
    }


def _invited(person: Person) -> Kept:
    return kept(
        "sign_in_invitations",
        _("Lov til at logge ind den første gang"),
        _("Kun et aftryk af adressen. Til du sletter det."),
        {"made_at": _("Lavet")},
        SignInInvitation.objects.filter(person=person).order_by("-pk"),
        lambda one: {"made_at": one.made_at},
    )


def _log(person: Person) -> Kept:
    return kept(
        "log",
        _("Linjer i loggen om dig"),
        _("Hvem gjorde hvad og hvornår, aldrig hvad der blev skrevet. Slettes efter et halvt år."),
        {"at": _("Hvornår"), "action": _("Hvad"), "by_me": _("Gjort af dig")},
        lines_about(person),
        lambda line: {
            "at": line.at,
            "action": line.action,
            "by_me": line.actor_key == str(person.key),
            "object": line.object_kind,
            "partnership_id": line.partnership_id,
        },
        mend=reverse("my_log"),
    )
