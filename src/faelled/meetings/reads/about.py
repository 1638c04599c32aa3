"""What waits for one person in meetings, and the next meeting they are invited to: for Hjem.

A fixed number of queries whatever waits.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from faelled.core.days.words import count_in_words, list_in_words, span_subject, time_in_words
from faelled.meetings.models import Answer, Ask, Attendance, Meeting, Participant, Proposal, Round
from faelled.meetings.reads.calendar import today, zone
from faelled.partnerships import reads as partners
from faelled.partnerships.about import Task
from faelled.partnerships.models import Membership, Organisation, Partnership, Seat
from faelled.post import reads as post
from faelled.work import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

Kind, State = Ask.Kind, Round.State
_RUNNING = (State.ASKING, State.PROPOSED)
_WAITS_IN = {
    Kind.TIMES: _RUNNING,
    Kind.CONFIRM: _RUNNING,
    Kind.DRAFT: (State.DRAFT,),
    Kind.OTHER_TIMES: (State.DRAFT,),
    Kind.DECIDE: (State.PROPOSED,),
}


def about(seats: Sequence[Seat]) -> list[Task]:
    """Return what waits for the person of *seats*: their open questions, and trouble where they coordinate."""
    asks = _open_asks(seats)
    led = [s.membership.partnership_id for s in seats if s.role == Seat.Role.COORDINATOR]
    troubled = _troubled(led) if led else []
    counts = _Counts([a.round_id for a in asks])
    return [*(_task(ask, counts) for ask in asks), *(_trouble(p) for p in troubled)]


# Questions


def _open_asks(seats: Sequence[Seat]) -> list[Ask]:
    """Return the questions nobody has answered: one of a kind for each round, the newest."""
    said = Answer.objects.filter(proposal__round=OuterRef("round"), seat=OuterRef("seat"), unsure=False)
    asked = Participant.objects.filter(round=OuterRef("round"), seat=OuterRef("seat"), removed_at=None)
    rows = (
        Ask.objects.filter(seat__in=seats, closed_at=None, answered_at=None, kind__in=list(_WAITS_IN))
        .select_related("round__partnership", "round__chosen", "round__starter__person")
        .annotate(said=Exists(said), asked=Exists(asked))
        .order_by("pk")
    )
    newest = {(ask.kind, ask.round_id): ask for ask in rows if ask.round.state in _WAITS_IN[Kind(ask.kind)]}
    return [ask for ask in newest.values() if ask.kind != Kind.TIMES or _still_silent(ask, newest)]


def _still_silent(ask: Ask, newest: Mapping[tuple[str, int], Ask]) -> bool:
    """Whether a question about times waits: its person is asked, has said nothing, and is not asked to confirm it."""
    asked, said = ask.asked, ask.said  # type: ignore[attr-defined]
    return asked and not said and (Kind.CONFIRM, ask.round_id) not in newest


class _Counts:
    """How many were asked in each of some rounds, how many have said something, and when the times lie."""

    def __init__(self, rounds: Sequence[int]) -> None:
        self.asked = Counter(
            Participant.objects.filter(round__in=rounds, removed_at=None)
            .exclude(seat__state=Seat.State.LEFT)
            .values_list("round", flat=True)
        )
        spoke = Answer.objects.filter(proposal__round__in=rounds, proposal__withdrawn_at=None)
        self.spoke = Counter(
            number for number, _seat in spoke.values_list("proposal__round", "seat").distinct().order_by()
        )
        self.times: dict[int, list[Proposal]] = {}
        for proposal in Proposal.objects.filter(round__in=rounds, withdrawn_at=None):
            self.times.setdefault(proposal.round_id, []).append(proposal)

    def answered(self, round_: Round) -> str:
        """Return how many have answered, as a sentence."""
        spoke, asked, lang = self.spoke[round_.pk], self.asked[round_.pk], _lang()
        if spoke >= asked:
            return _("Alle har svaret.")
        words = {"spoke": count_in_words(spoke, lang).capitalize(), "asked": count_in_words(asked, lang)}
        return _("%(spoke)s af %(asked)s har svaret.") % words


def _lang() -> str:
    return get_language() or "da"


def _task(ask: Ask, counts: _Counts) -> Task:
    round_ = ask.round
    times = counts.times.get(round_.pk, [])
    when = span_subject([p.starts for p in times], _lang(), zone=zone(round_.partnership))
    here = f"/hjem/spoergsmaal/{ask.pk}/"
    match ask.kind:
        case Kind.DECIDE:
            return _to_decide(round_, when, counts)
        case Kind.DRAFT | Kind.OTHER_TIMES:
            title = _("Skal Fælled spørge om de nye tider?") if ask.kind == Kind.OTHER_TIMES else ""
            return Task(
                title=title or _("Skal Fælled spørge de andre om tid?"),
                why=_first_times(round_, times),
                minutes=1,
                url=f"/moedetider/{round_.pk}/",
                button=_("Se tiderne"),
                weight=1,
            )
        case Kind.CONFIRM:
            return Task(
                title=_("Har Fælled forstået dig ret?"),
                why=_("Dit svar om mødetider %(when)s kan læses på to måder.") % {"when": when},
                minutes=0.5,
                url=here,
                button=_("Se og svar"),
                posts=True,
                weight=2,
            )
        case _:
            return Task(
                title=_("Hvornår kan du %(when)s?") % {"when": when},
                why=ngettext(
                    "%(name)s spørger om en tid.", "%(name)s spørger om %(count)s tider.", len(times)
                )
                % {"name": round_.starter.person.first_name, "count": count_in_words(len(times), _lang())},
                minutes=1,
                url=here,
                button=_("Svar"),
                posts=True,
                weight=3,
            )


def _to_decide(round_: Round, when: str, counts: _Counts) -> Task:
    best = ""
    if round_.chosen is not None:
        time = _in_words(round_.chosen.starts, round_.chosen.ends, round_.partnership)
        best = _("%(time)s passer bedst.") % {"time": time[:1].upper() + time[1:]}
    return Task(
        title=_("Godkend mødetiden %(when)s") % {"when": when},
        why=f"{counts.answered(round_)} {best}".strip(),
        minutes=1,
        url=f"/moedetider/{round_.pk}/",
        button=_("Se og svar"),
        weight=0,
    )


def _first_times(round_: Round, times: Sequence[Proposal]) -> str:
    if not times:
        return _("Der er ingen tider endnu.")
    first = _in_words(times[0].starts, times[0].ends, round_.partnership)
    rest = len(times) - 1
    words = {"first": first[:1].upper() + first[1:], "rest": count_in_words(rest, _lang(), neuter=True)}
    if not rest:
        return f"{first[:1].upper()}{first[1:]}."
    return ngettext("%(first)s og en tid mere.", "%(first)s og %(rest)s andre tider.", rest) % words


def _in_words(starts: datetime, ends: datetime, of: Partnership) -> str:
    return time_in_words(starts, ends, lang=_lang(), today=today(of), zone=zone(of))


# Trouble, for a coordinator


def _troubled(led: Sequence[int]) -> "QuerySet[Participant]":
    """Return the participants a human must help: asked something, cannot be reached, or answer by phone."""
    said = Answer.objects.filter(proposal__round=OuterRef("round"), seat=OuterRef("seat"))
    rows = Participant.objects.filter(
        round__partnership__in=led, round__state__in=_RUNNING, removed_at=None
    ).exclude(seat__state=Seat.State.LEFT)
    silent = Q(Q(unreachable=True) | Q(by_hand=True) | ~Q(came_back=""), ~Exists(said))
    rows = rows.filter(~Q(question="") | silent).annotate(silent=~Exists(said))
    return rows.select_related("seat__person", "round").order_by("pk")


def _trouble(participant: Participant) -> Task:
    name, url = participant.seat.person.first_name, f"/moedetider/{participant.round_id}/"
    if participant.question:
        return Task(
            title=_("%(name)s har et spørgsmål") % {"name": name},
            why=f"»{participant.question}«",
            minutes=1,
            url=url,
            button=_("Se svaret"),
            weight=4,
        )
    why = _("Der er ingen mailadresse.")
    if participant.came_back or participant.unreachable:
        why = post.came_back_because(participant.came_back)
    return Task(
        title=_("Ring til %(name)s") % {"name": name},
        why=why + " " + _("Skriv svaret ind for %(name)s.") % {"name": name},
        minutes=3,
        url=f"/moedetider/{participant.round_id}/svar/{participant.seat_id}/",
        button=_("Skriv svaret ind"),
        weight=4,
    )


# The next meeting


@dataclass(frozen=True)
class NextMeeting:
    """The meeting a person is invited to next, as their own page says it. host: the house, named behind sign-in."""

    pk: int
    when: str
    partnership: Partnership
    host: Membership | None
    place: str
    note: str
    who_comes: str


def next_meeting(seats: Sequence[Seat]) -> NextMeeting | None:
    """Return the first meeting ahead that the person of *seats* is invited to and has not declined; two queries."""
    invited = Attendance.objects.filter(seat__in=seats, withdrawn_at=None).exclude(partstat="DECLINED")
    meeting = (
        Meeting.objects.filter(state=Meeting.State.PLANNED, ends__gt=clock.now())
        .filter(pk__in=invited.values("meeting"))
        .select_related("partnership", "host__organisation")
        .order_by("starts", "pk")
        .first()
    )
    if meeting is None:
        return None
    organisation = meeting.host.organisation if meeting.host else None
    when = _in_words(meeting.starts, meeting.ends, meeting.partnership)
    return NextMeeting(
        pk=meeting.pk,
        when=when[:1].upper() + when[1:],
        partnership=meeting.partnership,
        host=meeting.host,
        place=_beside_the_name(organisation),
        note=meeting.practical_note or (organisation.practical_note if organisation else ""),
        who_comes=_who_comes(meeting),
    )


def _beside_the_name(organisation: Organisation | None) -> str:
    """Return where to meet, without the house's own name, which stands before it."""
    place = partners.place_for(organisation, _lang())
    name = organisation.name if organisation else ""
    return place.removeprefix(name).lstrip(", ") if name else place


def _who_comes(meeting: Meeting) -> str:
    rows = list(
        meeting.attendances.filter(withdrawn_at=None).select_related("seat__person").order_by("seat__pk")
    )
    coming = sum(row.comes for row in rows)
    count = count_in_words(coming, _lang())
    said = ngettext("%(count)s kommer.", "%(count)s kommer.", coming) % {"count": count.capitalize()}
    declined = [row.seat.person.first_name for row in rows if row.partstat == "DECLINED"]
    if not declined or len(declined) > 3:
        return said
    return said + " " + _("%(names)s har meldt afbud.") % {"names": list_in_words(declined, _lang())}
