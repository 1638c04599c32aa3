"""DECIDE the next step of a round, with reasons."""

from faelled.core.rounds.deciding import (
    AskAgain,
    ProposeAnew,
    Settled,
    Step,
    Wait,
    next_step,
    reasons_for,
    taught_by,
)
from faelled.core.rounds.facts import (
    AtLeast,
    Facts,
    OnePerOrganisation,
    Rule,
    Seat,
    ThesePersons,
    still_holds,
)
from faelled.core.rounds.mattering import who_matters
from faelled.core.rounds.ranking import Total, totals
from faelled.core.rounds.reasons import LastTime, Reason, in_words

__all__ = [
    "AskAgain",
    "AtLeast",
    "Facts",
    "LastTime",
    "OnePerOrganisation",
    "ProposeAnew",
    "Reason",
    "Rule",
    "Seat",
    "Settled",
    "Step",
    "ThesePersons",
    "Total",
    "Wait",
    "in_words",
    "next_step",
    "reasons_for",
    "still_holds",
    "taught_by",
    "totals",
    "who_matters",
]
