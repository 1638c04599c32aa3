"""Why a round goes the way it goes: small values, and the sentences they become."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from faelled.core.days.words import count_in_words, list_in_words


@dataclass(frozen=True, slots=True)
class CanCome:
    """So many of those asked can."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class AllOrganisations:
    """Every organisation has somebody there."""

    count: int


@dataclass(frozen=True, slots=True)
class Missing:
    """These organisations have nobody there."""

    organisations: tuple[str, ...]


class LastTime(StrEnum):
    """Whether somebody came to the meeting before this one."""

    CAME = "came"
    ABSENT = "absent"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class CannotCome:
    """These persons cannot; last_time is the same for all of them."""

    persons: tuple[str, ...]
    last_time: LastTime = LastTime.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class MayCome:
    """These persons may come; they do not count towards the rule."""

    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoWordFrom:
    """These persons have not said whether the time suits."""

    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FairTo:
    """Another time suits as many (one_fewer: one more); this one suits these, who were left out last time."""

    persons: tuple[str, ...]
    one_fewer: bool


@dataclass(frozen=True, slots=True)
class AllAnswered:
    """Nobody is left to wait for."""


@dataclass(frozen=True, slots=True)
class TimeIsUp:
    """The last day for answers is over."""


@dataclass(frozen=True, slots=True)
class Answered:
    """So many of those asked have answered."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """These persons have not answered yet."""

    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeStands:
    """Whatever the others answer, the same time is best."""


@dataclass(frozen=True, slots=True)
class NoTimesLeft:
    """No time is left to choose from: none was proposed, or all are withdrawn or over."""


@dataclass(frozen=True, slots=True)
class NobodyAsked:
    """The round has no seats."""


@dataclass(frozen=True, slots=True)
class NobodyCan:
    """Not one person can at any of the times."""


@dataclass(frozen=True, slots=True)
class NoTimeFor:
    """None of the times suits these, and the rule needs them; organisations or persons."""

    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TooFew:
    """At most so many can at the same time, and the rule needs more."""

    most: int
    needed: int


@dataclass(frozen=True, slots=True)
class NeverTogether:
    """Each of those the rule needs can at some time, but never all at once."""


Reason = (
    CanCome
    | AllOrganisations
    | Missing
    | CannotCome
    | MayCome
    | NoWordFrom
    | FairTo
    | AllAnswered
    | TimeIsUp
    | Answered
    | WaitingFor
    | OutcomeStands
    | NoTimesLeft
    | NobodyAsked
    | NobodyCan
    | NoTimeFor
    | TooFew
    | NeverTogether
)


def in_words(reason: Reason, lang: str, names: Mapping[str, str]) -> str:
    """Return the reason as one sentence. names: person and organisation keys to the names on the screen."""
    danish, english = _sentence(reason, lang, names)
    return english if lang.lower().startswith("en") else danish


def _sentence(reason: Reason, lang: str, names: Mapping[str, str]) -> tuple[str, str]:
    match reason:
        case CanCome(count, of):
            return _can_come(count, of)
        case AllOrganisations(count):
            danish = "Begge" if count == 2 else f"Alle {count_in_words(count)}"
            english = "Both" if count == 2 else f"All {count_in_words(count, 'en')}"
            return f"{danish} steder er med.", f"{english} places take part."
        case Answered(count, of):
            return _answered(count, of)
        case TooFew(most, needed):
            return (
                f"Højst {count_in_words(most)} kan på samme tid, og der skal være mindst "
                f"{count_in_words(needed)}.",
                f"At most {count_in_words(most, 'en')} can at the same time, and it takes "
                f"at least {count_in_words(needed, 'en')}.",
            )
        case CannotCome() | MayCome() | NoWordFrom() | FairTo() | WaitingFor() | Missing() | NoTimeFor():
            return _about_people(reason, lang, names)
        case _:
            return PLAIN[type(reason)]


def _about_people(
    reason: CannotCome | MayCome | NoWordFrom | FairTo | WaitingFor | Missing | NoTimeFor,
    lang: str,
    names: Mapping[str, str],
) -> tuple[str, str]:
    match reason:
        case CannotCome(persons, LastTime.CAME):
            who = _who(persons, lang, names)
            return f"{who} kan ikke, men kunne sidste gang.", f"{who} cannot, but could last time."
        case CannotCome(persons, LastTime.ABSENT):
            who = _who(persons, lang, names)
            return (
                f"{who} kan ikke og kunne heller ikke sidste gang.",
                f"{who} cannot, and could not last time.",
            )
        case CannotCome(persons):
            who = _who(persons, lang, names)
            return f"{who} kan ikke.", f"{who} cannot."
        case MayCome(persons):
            who = _who(persons, lang, names)
            return f"{who} kan måske.", f"{who} may be able to."
        case NoWordFrom(persons):
            who = _who(persons, lang, names)
            return (
                f"{who} har ikke svaret på den tid.",
                f"{who} {_have(persons)} not answered about that time.",
            )
        case WaitingFor(persons):
            who = _who(persons, lang, names)
            return f"{who} har ikke svaret endnu.", f"{who} {_have(persons)} not answered yet."
        case FairTo(persons, one_fewer):
            who = _who(persons, lang, names)
            return (
                f"En anden tid passer {'én mere' if one_fewer else 'lige så mange'}, men denne passer {who}, "
                "som ikke kunne sidste gang.",
                f"Another time suits {'one more' if one_fewer else 'as many'}, but this one suits {who}, "
                "who could not last time.",
            )
        case Missing(organisations):
            who = _who(organisations, lang, names)
            return f"{who} har ingen med.", f"{who} {_have(organisations)} nobody there."
        case NoTimeFor(needed):
            who = _who(needed, lang, names)
            return f"Ingen af tiderne passer {who}.", f"None of the times suits {who}."


PLAIN: Mapping[type[Reason], tuple[str, str]] = {
    AllAnswered: ("Alle har svaret.", "Everyone has answered."),
    TimeIsUp: ("Tiden til at svare er gået.", "The time to answer is over."),
    OutcomeStands: (
        "Den bedste tid er den samme, uanset hvad de andre svarer.",
        "The best time is the same whatever the others answer.",
    ),
    NoTimesLeft: ("Der er ingen tider tilbage at vælge imellem.", "There are no times left to choose from."),
    NobodyAsked: ("Der er ingen at spørge.", "There is nobody to ask."),
    NobodyCan: ("Ingen kan på nogen af tiderne.", "Nobody can at any of the times."),
    NeverTogether: (
        "De, der skal være med, kan ikke på samme tid.",
        "Those who must be there cannot at the same time.",
    ),
}


def _can_come(count: int, of: int) -> tuple[str, str]:
    if count == 0:
        return "Ingen kan.", "Nobody can."
    if count < of:
        return (
            f"{_first(count)} af {count_in_words(of)} kan.",
            f"{_first(count, 'en')} of {count_in_words(of, 'en')} can.",
        )
    if of == 1:
        return "Den, der er spurgt, kan.", "The one person asked can."
    if of == 2:
        return "Begge kan.", "Both can."
    return f"Alle {count_in_words(of)} kan.", f"All {count_in_words(of, 'en')} can."


def _answered(count: int, of: int) -> tuple[str, str]:
    if count == 0:
        return "Ingen har svaret endnu.", "Nobody has answered yet."
    have = "has" if count == 1 else "have"
    return (
        f"{_first(count)} af {count_in_words(of)} har svaret.",
        f"{_first(count, 'en')} of {count_in_words(of, 'en')} {have} answered.",
    )


def _first(count: int, lang: str = "da") -> str:
    return count_in_words(count, lang).capitalize()


def _who(keys: Collection[str], lang: str, names: Mapping[str, str]) -> str:
    return list_in_words([names.get(k, k) for k in keys], lang)


def _have(keys: Collection[str]) -> str:
    return "has" if len(keys) == 1 else "have"
