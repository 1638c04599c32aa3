"""The words letters are made of: times, places, names and numbers, ready to be set into a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from faelled.core.days.words import (
    count_in_words,
    day_in_words,
    list_in_words,
    moment_in_words,
    span_subject,
    time_in_words,
    weekday_in_words,
)
from faelled.meetings import reads
from faelled.meetings.models import Answer, Participant, Proposal, Round
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Organisation, Seat
from faelled.post.wording import one_line
from faelled.work import clock


def thread_of(round_: Round) -> str:
    """Return the one thread that all letters of a question share."""
    return f"round-{round_.pk}"


def behalf(round_: Round, reader: Seat) -> str:
    """Return who stands behind a letter to *reader*: "Bodil fra Biblioteket"; "" where that is the reader."""
    if reader.pk == round_.starter_id:
        return ""
    name, house = round_.starter.person.first_name, _starters_house(round_)
    joined = "from" if reader.person.language == "en" else "fra"
    return f"{name} {joined} {house}" if house else name


def _starters_house(round_: Round) -> str:
    """Return the starter's house; "" for a protected one, since the sender's name shows on a locked phone."""
    organisation = round_.starter.membership.organisation
    return "" if organisation.protected else organisation.name


def common(round_: Round, reader: Seat) -> dict[str, Any]:
    """Return what every letter about a question may say."""
    return {
        "starter": one_line(round_.starter.person.first_name),
        "house": _starters_house(round_),
        "from_you": reader.pk == round_.starter_id,
        "words": one_line(round_.words, at_most=1000),
        "answers_by": moment_words(round_, round_.answers_by, reader.person.language),
        "page": f"{settings.ORIGIN}/moedetider/{round_.pk}/",
        "partnership_address": reads.address_of(round_.partnership),
    }


def span(round_: Round, proposals: Iterable[Proposal], lang: str) -> str:
    """Return when these times lie, as a subject says it: "i december"; "" for no times."""
    return span_subject([p.starts for p in proposals], lang, zone=reads.zone(round_.partnership))


def time_words(round_: Round, proposal: Proposal, lang: str) -> str:
    """Return "torsdag 3. december kl. 13-15"."""
    return span_words(round_, proposal.starts, proposal.ends, lang)


def span_words(round_: Round, start: datetime, end: datetime, lang: str) -> str:
    """Return a stretch of time on the clock of the round's partnership."""
    place = reads.zone(round_.partnership)
    return time_in_words(start, end, lang=lang, today=clock.now().astimezone(place).date(), zone=place)


def moment_words(round_: Round, moment: datetime | None, lang: str) -> str:
    """Return "fredag 27. november kl. 16"; "" for no moment."""
    if moment is None:
        return ""
    place = reads.zone(round_.partnership)
    return moment_in_words(moment, lang=lang, today=clock.now().astimezone(place).date(), zone=place)


def wished_for(round_: Round, lang: str) -> list[dict[str, Any]]:
    """Return the times people wrote beside those they were asked about, with the number that adopts one."""
    return [
        {
            "number": c.number,
            "words": span_words(round_, c.starts, c.ends, lang),
            "who": c.seat.person.first_name,
        }
        for c in reads.open_counters(round_)
    ]


def day_of_return(round_: Round, back: date | None, lang: str) -> str:
    """Return "mandag 7. december"; "" where the mail did not say."""
    today = reads.today(round_.partnership)
    return day_in_words(back, lang=lang, today=today) if back is not None and back > today else ""


def away(round_: Round, lang: str) -> list[dict[str, str]]:
    """Return who is away by their own mail, until when, and who was asked instead; the coordinator may know dates."""
    asked = reads.participants(round_)
    deputies = {p.seat.deputy_for_id: p.seat.person.first_name for p in asked if p.seat.deputy_for_id}
    return [
        {
            "who": p.seat.person.first_name,
            "until": day_of_return(round_, p.absent_until, lang),
            "deputy": deputies[p.seat_id],
        }
        for p in asked
        if p.absent_until and p.seat_id in deputies
    ]


def away_for(seat: Seat, round_: Round) -> str:
    """Return whom *seat* is asked instead of, because they are away; a colleague learns no dates. "" for nobody."""
    if seat.deputy_for_id is None:
        return ""
    gone = round_.participants.filter(
        seat=seat.deputy_for_id, absent_until__isnull=False, removed_at__isnull=True
    )
    return next((p.seat.person.first_name for p in gone.select_related("seat__person")), "")


def numbered(round_: Round, proposals: Iterable[Proposal], lang: str) -> list[dict[str, Any]]:
    """Return the numbered times exactly as the letter shows them."""
    return [{"number": p.number, "words": time_words(round_, p, lang)} for p in proposals]


def minutes_in_words(length: timedelta, lang: str) -> str:
    """Return "fem minutter"; "" for less than one."""
    minutes = int(length.total_seconds() // 60)
    unit = "minut" if minutes == 1 else "minutter"
    if lang == "en":
        unit = "minute" if minutes == 1 else "minutes"
    return f"{count_in_words(minutes, lang, neuter=True)} {unit}" if minutes > 0 else ""


def example(round_: Round, proposals: Sequence[Proposal], lang: str) -> dict[str, str]:
    """Return what an answer could name: numbers that can ("1 og 3"), and a weekday, or a number, that cannot.

    Only what is on the list, so that nobody who copies it says something about another time.
    """
    if not proposals:
        return {}
    day = {p.pk: p.starts.astimezone(reads.zone(round_.partnership)).weekday() for p in proposals}
    first = proposals[0]
    other = next((p for p in proposals if day[p.pk] != day[first.pk]), None)
    third = next((p for p in proposals[1:] if other and p != other and day[p.pk] != day[other.pk]), None)
    plural = "s" if lang == "en" else "e"
    return {
        "can": list_in_words([str(p.number) for p in (first, third) if p], lang),
        "first": str(first.number),
        "not_day": weekday_in_words(day[other.pk], lang=lang) + plural if other and third else "",
        "not_number": str(proposals[1].number) if len(proposals) > 1 else "",
    }


def turn_reasons(round_: Round, lang: str) -> str:
    """Return why it is the host's turn, addressed to the host."""
    return " ".join(r.get(lang, r.get("da", "")) for r in round_.host_reasons)


def said_by(seat: Seat, proposals: Sequence[Proposal]) -> dict[int, str]:
    """Return what counts of a seat's answers, by proposal."""
    rows = Answer.objects.filter(seat=seat, proposal__in=proposals, unsure=False)
    return {a.proposal_id: a.verdict for a in rows}


def in_numbers(proposals: Iterable[Proposal], verdicts: Mapping[int, str], lang: str) -> dict[str, str]:
    """Return the numbers that can, may and cannot: {"yes": "1 og 3"}; {} when nothing was said."""
    said = {
        verdict: list_in_words([str(p.number) for p in proposals if verdicts.get(p.pk) == verdict], lang)
        for verdict in ("yes", "maybe", "no")
    }
    return {verdict: numbers for verdict, numbers in said.items() if numbers}


def names_for(participants: Sequence[Participant], reader: Seat, lang: str) -> str:
    """Return first names with the reader last, as "dig"."""
    names = [p.seat.person.first_name for p in participants if p.seat_id != reader.pk]
    you = ["you" if lang == "en" else "dig"] if len(names) < len(participants) else []
    return list_in_words(names + you, lang)


def where(organisation: Organisation | None, lang: str) -> str:
    """Return the place as a letter may write it, without a full stop; "" when there is none yet."""
    return partners.place_for(organisation, lang).rstrip(" .") if organisation else ""


def host_of(round_: Round) -> Organisation | None:
    """Return the house that hosts, if one has been found."""
    return round_.host.organisation if round_.host else None
