"""What the pages show, each in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from faelled.core.days.words import time_in_words
from faelled.meetings.models import Ask, Meeting, Proposal
from faelled.meetings.reads.calendar import today, zone

_PEOPLE = (
    "seat__person",
    "seat__membership__organisation",
    "round__partnership",
    "round__starter__person",
    "round__starter__membership__organisation",
)
# A question has 160 columns with all its people; the page shows these. Any other is fetched when it is asked for.
_SHOWN = (
    "kind", "items", "heard", "closed_at",
    "seat__state", "seat__role", "seat__person__key", "seat__person__kind", "seat__person__name",
    "seat__person__language",
    "seat__membership__organisation__name",
    "round__state", "round__words", "round__chosen", "round__reopens", "round__partnership__time_zone",
    "round__starter__person__kind", "round__starter__person__name", "round__starter__membership__organisation__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One time on the answer page: its field's name, its words, and what the person has said so far, if anything."""

    name: str
    words: str
    value: str


def asked(pk: int) -> Ask | None:
    """Return a question to look at; to act on one, take reads.ask, which has all of it."""
    return next(iter(Ask.objects.select_related(*_PEOPLE).only(*_SHOWN).filter(pk=pk)), None)


def answer_rows(ask: Ask, lang: str) -> list[AnswerRow]:
    """Return the times a letter showed that still stand, with the person's own answers filled in; one query.

    What was understood of a mail without a token is filled in as well: it counts once they press the button.
    """
    shown = [int(pk) for _, pk in ask.items]
    own = FilteredRelation("answers", condition=Q(answers__seat=ask.seat))
    rows = (
        Proposal.objects.filter(pk__in=shown, withdrawn_at__isnull=True).annotate(own=own).order_by("number")
    )
    place, day = zone(ask.round.partnership), today(ask.round.partnership)
    return [
        AnswerRow(
            f"t{pk}",
            time_in_words(starts, ends, lang=lang, today=day, zone=place),
            verdict or ask.heard.get(str(pk), ""),
        )
        for pk, starts, ends, verdict in rows.values_list("pk", "starts", "ends", "own__verdict")
    ]


def meeting_in_words(meeting: Meeting, lang: str) -> str:
    """Return when a meeting is."""
    partnership = meeting.partnership
    return time_in_words(
        meeting.starts, meeting.ends, lang=lang, today=today(partnership), zone=zone(partnership)
    )
