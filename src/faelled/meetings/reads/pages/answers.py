"""What the pages show, each in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from faelled.core.days.words import time_in_words
from faelled.meetings.models import Ask, Meeting, Proposal
from faelled.meetings.reads.calendar import today, zone


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One time on the answer page: its field's name, its words, and what the person has said so far, if anything."""

    name: str
    words: str
    value: str


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
