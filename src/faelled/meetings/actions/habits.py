"""How a partnership finds its meetings: its habits, and the school holidays of its municipality."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django.db import transaction

from faelled.meetings.models import Habits, SchoolHoliday
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Partnership, Person


class HolidayGiven(Protocol):
    """A school holiday as somebody gave it; guessed while it is still the rule of thumb."""

    @property
    def name(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def guessed(self) -> bool: ...


@transaction.atomic
def set_habits(
    partnership: Partnership,
    values: Mapping[str, Any],
    *,
    needed: Sequence[int],
    holidays: Iterable[HolidayGiven],
    actor: Person,
) -> Habits:
    """Store the habits, the seats that a time must suit, and the school holidays in place of those before.

    needed: numbers of seats; those of other partnerships are left out.
    """
    own, _ = Habits.objects.update_or_create(partnership=partnership, defaults=dict(values))
    own.needed.set([s for s in partners.seats_in(partnership) if s.pk in set(needed)])
    SchoolHoliday.objects.filter(partnership=partnership).delete()
    SchoolHoliday.objects.bulk_create(
        [
            SchoolHoliday(partnership=partnership, name=h.name, first=h.first, last=h.last, guessed=h.guessed)
            for h in holidays
        ],
        ignore_conflicts=True,  # the same holiday written twice is one
    )
    people.record(actor, "habits_changed", partnership_id=partnership.pk, about=own)
    return own
