"""Why a time was suggested, or why none could be: small values, and the sentences they become."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from faelled.core.days.words import count_in_words, day_in_words, list_in_words


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The writer named this very time."""


@dataclass(frozen=True, slots=True)
class AsPreferred:
    """The time has everything the writer would rather have."""


@dataclass(frozen=True, slots=True)
class NotAsPreferred:
    """The time lies outside what the writer would rather have."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """These persons do not work on that weekday."""

    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Busy:
    """The calendars of these persons are taken."""

    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeededIsBusy:
    """Somebody the meeting cannot do without is busy at every time that would fit."""


@dataclass(frozen=True, slots=True)
class InSchoolHoliday:
    """The time lies in a school holiday. guess: by rule of thumb."""

    name: str
    guess: bool


@dataclass(frozen=True, slots=True)
class OutsideWorkingHours:
    """The writer asked for it, and it lies outside the partnership's working hours."""


@dataclass(frozen=True, slots=True)
class SuitedBefore:
    """Earlier answers say that such a weekday and part of the day suits."""


@dataclass(frozen=True, slots=True)
class FreeForAll:
    """Nothing we know of speaks against the time."""


@dataclass(frozen=True, slots=True)
class InThePast:
    """The wish names nothing but days that are over."""


@dataclass(frozen=True, slots=True)
class TooFar:
    """The wish names days more than a year ahead."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """The wish lies before the first day on which people still have time to answer."""

    first: date


@dataclass(frozen=True, slots=True)
class NoWorkingDay:
    """Every day of the wish is a weekend, a holiday or refused."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """The meeting is longer than the hours it may lie in."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class AllAskedAlready:
    """Every time that fits has been asked about or refused already."""


Reason = (
    AskedFor
    | AsPreferred
    | NotAsPreferred
    | DayOff
    | Busy
    | InSchoolHoliday
    | OutsideWorkingHours
    | SuitedBefore
    | FreeForAll
    | InThePast
    | TooFar
    | TooSoon
    | NoWorkingDay
    | TooLong
    | NeededIsBusy
    | AllAskedAlready
)


def in_words(reason: Reason, lang: str, names: Mapping[str, str], *, today: date) -> str:
    """Return the reason as one sentence. names: person key to the name on the screen."""
    english = lang.lower().startswith("en")
    danish_sentence, english_sentence = _sentences(reason, lang, names, today)
    return english_sentence if english else danish_sentence


def _sentences(reason: Reason, lang: str, names: Mapping[str, str], today: date) -> tuple[str, str]:
    match reason:
        case DayOff(persons):
            who = _who(persons, lang, names)
            verb = "does" if len(persons) == 1 else "do"
            return (f"{who} arbejder ikke den dag.", f"{who} {verb} not work that day.")
        case Busy(persons):
            return _busy(len(persons))
        case InSchoolHoliday(name, guess):
            return (
                f"Det er i skoleferien ({name.lower()}{', skøn' if guess else ''}).",
                f"It is in the school holiday ({name.lower()}{', a guess' if guess else ''}).",
            )
        case TooSoon(first):
            day = day_in_words(first, lang=lang, today=today)
            return (
                f"Det er for tidligt: alle skal nå at svare. Den første dag, jeg kan foreslå, er {day}.",
                f"That is too soon: everyone must have time to answer. The first day I can suggest is {day}.",
            )
        case TooLong(duration):
            hours = _hours(duration)
            return (
                f"Et møde på {hours} timer er længere end det tidsrum, det skal ligge i.",
                f"A meeting of {hours} hours is longer than the hours it may lie in.",
            )
        case _:
            return PLAIN[type(reason)]


PLAIN: Mapping[type[Reason], tuple[str, str]] = {
    AskedFor: ("Tiden er nævnt i din mail.", "Your mail names this time."),
    AsPreferred: ("Det er, som du helst vil have det.", "It is as you would rather have it."),
    NotAsPreferred: ("Det er ikke det, du helst vil.", "It is not what you would rather have."),
    OutsideWorkingHours: (
        "Det er uden for jeres arbejdstid, som du bad om.",
        "It is outside your working hours, as you asked.",
    ),
    SuitedBefore: (
        "Tidligere svar viser, at det plejer at passe.",
        "Earlier answers show that it tends to suit.",
    ),
    FreeForAll: ("Jeg kender intet, der taler imod.", "I know of nothing against it."),
    InThePast: ("De dage, du nævner, er forbi.", "The days you name are over."),
    TooFar: (
        "De dage, du nævner, er mere end et år ude i fremtiden.",
        "The days you name are more than a year ahead.",
    ),
    NoWorkingDay: (
        "De dage, du nævner, er weekend, helligdag eller fravalgt.",
        "The days you name are a weekend, a holiday or ruled out.",
    ),
    NeededIsBusy: (
        "Nogen, mødet ikke kan undvære, er optaget på alle de tider.",
        "Somebody the meeting cannot do without is busy at all of those times.",
    ),
    AllAskedAlready: (
        "Alle tider, der kunne passe, er der allerede spurgt om.",
        "Every time that could fit has been asked about already.",
    ),
}


def _busy(count: int) -> tuple[str, str]:
    """Say how many are busy and never who: the sentence is read by everybody who is asked."""
    english = count_in_words(count, "en").capitalize()
    return (
        f"{count_in_words(count, 'da').capitalize()} er optaget ifølge kalenderen.",
        f"{english} {'is' if count == 1 else 'are'} busy, says the calendar.",
    )


def _who(persons: tuple[str, ...], lang: str, names: Mapping[str, str]) -> str:
    return list_in_words([names.get(p, p) for p in persons], lang)


def _hours(duration: timedelta) -> str:
    return f"{duration / timedelta(hours=1):g}"
