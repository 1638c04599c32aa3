"""What the guard saw, and what it may know beforehand: the values its callers work with."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

SURE = 0.5
"""From this certainty a finding must be settled by its writer; below it the guard only asks."""

LONGEST = 120_000
"""So many signs of a text are read; what stands behind them is one finding and goes nowhere unread."""

BESIDE_A_NAME = 0.35
"""So certain is what means nothing by itself: found only when a name stands in its sentence, else left out."""


class Type(StrEnum):
    """What kind of personal data a finding is."""

    PERSON = "PERSON"
    CPR = "CPR"
    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    PLATE = "PLATE"
    ACCOUNT = "ACCOUNT"
    BIRTHDATE = "BIRTHDATE"
    HEALTH = "HEALTH"
    AGEPLACE = "AGEPLACE"
    REFUSED = "REFUSED"
    UNREAD = "UNREAD"


class Mark(StrEnum):
    """What a finding asks of its writer: take it out, decide about it, or only think of it."""

    STOP = "stop"
    SETTLE = "settle"
    HINT = "hint"


class Reason(StrEnum):
    """Why something was found; SEEN says it in words."""

    CHECK_DIGITS = "check_digits"
    CUE = "cue"
    LIST = "list"
    SHAPE = "shape"
    OTHER_NUMBER = "other_number"
    OWN = "own"
    PUBLIC = "public"
    REGISTERED = "registered"
    TOO_LONG = "too_long"


def gettext_noop(text: str) -> str:
    """Return *text*: whoever shows it translates it, and `./faelled translations` sees that it can be."""
    return text


SOFT = frozenset((Type.HEALTH, Type.AGEPLACE))
"""Kinds that are only ever hinted at."""
SEEN = {
    Reason.CHECK_DIGITS: gettext_noop("Kontrolcifrene passer."),
    Reason.CUE: gettext_noop("Ordene omkring tyder på det."),
    Reason.LIST: gettext_noop("Det står på vores lister over den slags."),
    Reason.SHAPE: gettext_noop("Det er skrevet, som man skriver den slags."),
    Reason.OTHER_NUMBER: gettext_noop(
        "Ordet foran tyder på en anden slags nummer. Er det det, så lad det stå."
    ),
    Reason.OWN: gettext_noop("Partnerskabet kender det selv."),
    Reason.PUBLIC: gettext_noop("Det ligner noget, alle må kende. Er det det, så lad det stå."),
    Reason.REGISTERED: gettext_noop("Huset har bedt om, at det ikke står nogen steder."),
    Reason.TOO_LONG: gettext_noop("Teksten er for lang til at blive læst for persondata."),
}
"""What the guard saw."""
MATTERS = {
    Type.PERSON: gettext_noop("Andre på egnen kan vide, hvem det er."),
    Type.CPR: gettext_noop("Tallene er skjult. De kan ikke deles her."),
    Type.ADDRESS: gettext_noop("Sammen med resten kan den pege på ét hjem."),
    Type.PHONE: gettext_noop("Det fører til et bestemt menneske."),
    Type.EMAIL: gettext_noop("Den fører til et bestemt menneske."),
    Type.PLATE: gettext_noop("Enhver kan slå op, hvis bil det er."),
    Type.ACCOUNT: gettext_noop("Det hører til nogen. Det kan ikke deles her."),
    Type.BIRTHDATE: gettext_noop("Sammen med resten kan den pege på ét menneske."),
    Type.HEALTH: gettext_noop("Er det vigtigt for historien? Du bestemmer."),
    Type.AGEPLACE: gettext_noop("Hvor mange kan det være? Du bestemmer."),
    Type.REFUSED: gettext_noop("Det må ikke stå her. Skriv »adresse oplyses mundtligt«."),
    Type.UNREAD: gettext_noop("Kort den af, eller del den i flere."),
}
"""Why it asks about a finding of each kind."""


def why(type: Type, mark: Mark, reason: Reason) -> tuple[str, ...]:
    """Return the sentences that tell a writer why they are asked, in Danish."""
    if reason is Reason.OTHER_NUMBER:
        return (SEEN[reason],)
    if mark is Mark.HINT and type not in SOFT:
        return (SEEN[Reason.PUBLIC],)
    return SEEN[reason], MATTERS[type]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may be personal data: text[start:end] of the original text.

    certainty: 0 to 1; from SURE on it is treated as found, below it is a question.
    suggestion: a neutral wording (Danish) that keeps the sentence readable.
    """

    start: int
    end: int
    type: Type
    certainty: float
    reason: Reason
    suggestion: str

    @property
    def mark(self) -> Mark:
        """What the writer is asked to do about it."""
        match self.type:
            case Type.REFUSED | Type.UNREAD:
                return Mark.STOP
            case Type.HEALTH | Type.AGEPLACE:
                return Mark.HINT
            case _ if self.certainty < SURE or self.reason in {Reason.OWN, Reason.PUBLIC}:
                return Mark.HINT
            case Type.CPR | Type.ACCOUNT:
                return Mark.STOP
            case _:
                return Mark.SETTLE

    @property
    def why(self) -> str:
        """The reason in words."""
        return " ".join(why(self.type, self.mark, self.reason))


@dataclass(frozen=True, slots=True)
class Context:
    """What the partnership knows, so that the guard need not ask about it.

    own_names, own_phones, own_mails: of the partnership's own people, in any spelling; found all the same,
    with Reason.OWN and as a hint.
    own_houses: names of its houses and services, some of which are called after people.
    thread: what was written before the text where it will be read, in order; a name that is sure there is a name
    here, and a number begun in the last of them is seen whole.
    refused: digests of the `forms` of words that a protected organisation has registered.
    digest: the keyed hash they were made with; without it nothing can be refused.
    """

    own_names: Collection[str] = ()
    own_phones: Collection[str] = ()
    own_mails: Collection[str] = ()
    own_houses: Collection[str] = ()
    thread: Sequence[str] = ()
    refused: frozenset[str] = frozenset()
    digest: Callable[[str], str] | None = None


__all__ = ["LONGEST", "SOFT", "SURE", "Context", "Finding", "Mark", "Reason", "Type", "why"]
