"""Times that people proposed themselves, as a page shows them to the coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faelled.core.days.words import time_in_words
from faelled.meetings.models import CounterProposal
from faelled.meetings.reads.calendar import today, zone
from faelled.partnerships.models import Partnership


@dataclass(frozen=True)
class CounterShown:
    """One time, who proposes it, and the sentence that says so."""

    pk: int
    words: str
    sentence: str
    other_address: bool


def counters_shown(
    counters: Iterable[CounterProposal], partnership: Partnership, lang: str
) -> tuple[CounterShown, ...]:
    """Return the times as the page shows them."""
    place, day = zone(partnership), today(partnership)
    shown = []
    for counter in counters:
        words = time_in_words(counter.starts, counter.ends, lang=lang, today=day, zone=place)
        sentence = _("%(name)s foreslår %(time)s.") % {"name": counter.seat.person.first_name, "time": words}
        shown.append(CounterShown(counter.pk, words, sentence, counter.other_address))
    return tuple(shown)
