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
    """Why something was found; the pages have a sentence in words for each."""

    CHECK_DIGITS = "check_digits"
    CUE = "cue"
    LIST = "list"
    SHAPE = "shape"
    OTHER_NUMBER = "other_number"
    OWN = "own"
    PUBLIC = "public"
    REGISTERED = "registered"
    TOO_LONG = "too_long"


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


__all__ = ["SURE", "Context", "Finding", "Mark", "Reason", "Type"]
