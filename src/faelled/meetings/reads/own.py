"""What meetings keep about one person."""

from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.core.kept import Kept, Row, kept
from faelled.meetings.models import (
    AgendaItem,
    Answer,
    Ask,
    Attendance,
    ConnectedCalendar,
    CounterProposal,
    Feed,
    Habits,
    Participant,
    Round,
)
from faelled.partnerships.models import Person
from faelled.post.sealing import unseal_text


def kept_about(person: Person) -> list[Kept]:
    """Return what this app keeps about *person*; each kind costs two queries, whatever its number."""
    return [
        *_what_was_said(person),
        *_what_was_asked(person),
        *_what_was_written(person),
        *_calendars(person),
    ]


def _what_was_said(person: Person) -> list[Kept]:
    a_year = _("Kun de ord i din mail, som svaret bygger på. Slettes et år efter, at tiden er fundet.")
    answers = (
        Answer.objects.filter(seat__person=person).select_related("proposal").order_by("-written_at", "-pk")
    )
    counters = CounterProposal.objects.filter(seat__person=person).order_by("-pk")
    return [
        kept(
            "answers",
            _("Dine svar om mødetider"),
            a_year,
            {"time": _("Tid"), "verdict": _("Svar"), "words": _("Dine ord"), "written_at": _("Skrevet")},
            answers,
            _answer,
        ),
        kept(
            "counter_proposals",
            _("Tider, du selv har foreslået"),
            _("Slettes sammen med spørgsmålet, senest et år efter, at tiden er fundet."),
            {"starts": _("Fra"), "ends": _("Til"), "state": _("Tilstand")},
            counters,
            lambda one: {
                "starts": one.starts, "ends": one.ends, "state": one.state, "written_at": one.written_at,
            },
        ),
    ]  # fmt: skip


def _answer(one: Answer) -> Row:
    return {
        "time": one.proposal.starts,
        "verdict": one.verdict,
        "words": one.because,
        "written_at": one.written_at,
        "source": one.source,
        "given_by": one.given_by,
        "other_address": one.other_address,
        "delete_after": one.delete_after,
    }


def _what_was_asked(person: Person) -> list[Kept]:
    with_it = _("Slettes sammen med spørgsmålet, senest et år efter, at tiden er fundet.")
    asks = Ask.objects.filter(seat__person=person).order_by("-pk")
    taking_part = Participant.objects.filter(seat__person=person).select_related("round").order_by("-pk")
    invited = Attendance.objects.filter(seat__person=person).select_related("meeting").order_by("-pk")
    return [
        kept(
            "asks",
            _("Spørgsmål til dig"),
            with_it,
            {"sent_at": _("Sendt"), "kind": _("Om"), "answered_at": _("Besvaret")},
            asks,
            lambda one: {
                "sent_at": one.sent_at, "kind": one.kind, "reminded_at": one.reminded_at,
                "answered_at": one.answered_at, "closed_at": one.closed_at,
            },
        ),
        kept(
            "rounds_taken_part_in",
            _("Mødetider, du er spurgt om"),
            with_it,
            {
                "started_at": _("Begyndt"), "absent_until": _("Væk til"),
                "stands_in": _("I dit sted"), "question": _("Dit spørgsmål"),
            },
            taking_part,
            lambda one: {
                "started_at": one.round.started_at, "absent_until": one.absent_until,
                "stands_in": one.stands_in, "question": one.question,
                "unreachable": one.unreachable, "by_hand": one.by_hand, "removed_at": one.removed_at,
            },
        ),
        kept(
            "invitations",
            _("Møder, du er inviteret til"),
            _("Hvad din kalender svarede. Slettes sammen med mødet."),
            {"starts": _("Møde"), "answer": _("Svar")},
            invited,
            lambda one: {
                "starts": one.meeting.starts, "answer": one.partstat, "expected": one.expected,
                "answered_at": one.answered_stamp, "withdrawn_at": one.withdrawn_at,
            },
        ),
    ]  # fmt: skip


def _what_was_written(person: Person) -> list[Kept]:
    started = Round.objects.filter(starter__person=person).order_by("-pk")
    agenda = AgendaItem.objects.filter(written_by=person).order_by("-pk")
    return [
        kept(
            "rounds_started",
            _("Mødetider, du har spurgt om"),
            _("Dine egne ord, gennem værnet. Slettes et år efter, at tiden er fundet."),
            {"started_at": _("Begyndt"), "words": _("Dine ord"), "state": _("Tilstand")},
            started,
            lambda one: {"started_at": one.started_at, "words": one.words, "state": one.state},
        ),
        kept(
            "agenda",
            _("Punkter, du har sat på en dagsorden"),
            _("Hører til mødet. Sletter du dig selv, bliver punktet stående uden dit navn."),
            {"text": _("Punkt")},
            agenda,
            lambda one: {"text": one.text},
        ),
        kept(
            "needed_for_meetings",
            _("Partnerskaber, der ikke mødes uden dig"),
            _("Tovholderen har valgt det. Til det ændres."),
            {"partnership": _("Partnerskab")},
            Habits.objects.filter(needed__person=person).select_related("partnership").order_by("pk"),
            lambda one: {"partnership": one.partnership.name},
        ),
    ]


def _calendars(person: Person) -> list[Kept]:
    connected = ConnectedCalendar.objects.filter(person=person).annotate(busy=Count("blocks"))
    feeds = Feed.objects.filter(person=person).select_related("partnership").order_by("-pk")
    return [
        kept(
            "connected_calendars",
            _("Kalendere, du har forbundet"),
            _("Kun hvornår du er optaget, aldrig med hvad. Til du afbryder den, eller ingen bruger den."),
            {"where": _("Hvor"), "read_at": _("Læst"), "busy": _("Optagne tider")},
            connected.order_by("-pk"),
            _calendar,
            mend=reverse("calendar"),
        ),
        kept(
            "feeds",
            _("Adresser, din kalender læser møder på"),
            _("Kun et aftryk af adressen. Til du lukker den."),
            {"made_at": _("Lavet"), "partnership": _("Partnerskab")},
            feeds,
            lambda one: {
                "made_at": one.made_at, "partnership": one.partnership.name if one.partnership else "",
            },
            mend=reverse("calendar"),
        ),
    ]  # fmt: skip


def _calendar(one: ConnectedCalendar) -> Row:
    return {
        "kind": one.kind,
        "where": _host_of(one),
        "state": one.state,
        "added_at": one.added_at,
        "read_at": one.read_at,
        "busy": one.busy,  # type: ignore[attr-defined]
        "delete_after": one.delete_after,
    }


def _host_of(one: ConnectedCalendar) -> str:
    """Return the host alone: the whole address is a key to the calendar, and nobody needs it in a file of theirs."""
    try:
        return urlsplit(unseal_text(one.address)).hostname or ""
    except (InvalidToken, ValueError):
        return ""
