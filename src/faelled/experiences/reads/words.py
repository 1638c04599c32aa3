"""What is said of a mark: what it is, why the guard asks, and what its writer may answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faelled.core.editing import Mark
from faelled.core.guard.finding import Type


@dataclass(frozen=True)
class Wording:
    """head: with the marked words in it; why, the guard says itself. stays: the button that lets them stand.

    kind: alone, in a letter.
    """

    head: str | Promise
    stays: str | Promise
    kind: str | Promise


WORDS: dict[Type, Wording] = {
    Type.PERSON: Wording(
        _("»%(words)s« er et navn"),
        _("Det er ikke en person"),
        _("et navn"),
    ),
    Type.CPR: Wording(
        _("Et cpr-nummer"),
        "",
        _("et cpr-nummer"),
    ),
    Type.ADDRESS: Wording(
        _("»%(words)s« er en adresse"),
        _("Det er ikke et hjem"),
        _("en adresse"),
    ),
    Type.PHONE: Wording(
        _("»%(words)s« er et telefonnummer"),
        _("Det er ikke nogens nummer"),
        _("et telefonnummer"),
    ),
    Type.EMAIL: Wording(
        _("»%(words)s« er en mailadresse"),
        _("Det er ikke en persons adresse"),
        _("en mailadresse"),
    ),
    Type.PLATE: Wording(
        _("»%(words)s« er en nummerplade"),
        _("Det er ikke en nummerplade"),
        _("en nummerplade"),
    ),
    Type.ACCOUNT: Wording(
        _("Et kontonummer"),
        "",
        _("et kontonummer"),
    ),
    Type.BIRTHDATE: Wording(
        _("»%(words)s« er en fødselsdag"),
        _("Det er ikke en fødselsdag"),
        _("en fødselsdag"),
    ),
    Type.HEALTH: Wording(
        _("»%(words)s« siger noget om helbred"),
        "",
        _("noget om helbred"),
    ),
    Type.AGEPLACE: Wording(
        _("»%(words)s« er en alder og et lille sted"),
        "",
        _("en alder og et lille sted"),
    ),
    Type.REFUSED: Wording(
        _("Noget om et sted, hvis adresse er beskyttet"),
        "",
        _("noget om et beskyttet sted"),
    ),
    Type.UNREAD: Wording(
        _("Resten er ikke læst"),
        "",
        _("en ende, der er for lang til at blive læst"),
    ),
}


@dataclass(frozen=True)
class Told:
    """A mark with its words."""

    mark: Mark

    @property
    def head(self) -> str:
        """What it is."""
        return str(WORDS[self.mark.type].head) % {"words": self.mark.words}

    @property
    def why(self) -> str:
        """Why the writer is asked."""
        return " ".join(gettext(sentence) for sentence in self.mark.why)

    @property
    def stays(self) -> str:
        """What the button says that leaves the words where they are; "" for what nobody may wave away."""
        return str(WORDS[self.mark.type].stays) if self.mark.may_stay else ""


def told(marks: Iterable[Mark]) -> list[Told]:
    """Return the marks with their words."""
    return [Told(mark) for mark in marks]


def kinds(marks: Iterable[Mark]) -> list[str]:
    """Return which kinds there are, each once, in words."""
    return list(dict.fromkeys(str(WORDS[mark.type].kind) for mark in marks))
