"""A person is forgotten: what they said and what was asked of them goes; the rounds and meetings of the others stay."""

from django.db import transaction
from django.db.models import Q

from faelled.meetings.actions import joining, starting
from faelled.meetings.models import (
    AgendaItem,
    Answer,
    Ask,
    Attendance,
    ConnectedCalendar,
    CounterProposal,
    Feed,
    Habits,
    Meeting,
    Participant,
    Proposal,
    Round,
    SchoolHoliday,
)
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Person, Seat

State = Round.State
OVER = [State.SETTLED, State.CANCELLED]


@transaction.atomic
def forget(person: Person) -> None:
    """Delete what is kept about *person*, who has left every seat, and take their name out of what others wrote.

    An open round goes on without them, and with the coordinator in their place where they had started it.
    """
    traces = people.traces_of(person)
    seats = partners.every_seat_of(person)
    joining.see_off(seats)
    for pk in Round.objects.filter(starter__in=seats, state=State.DRAFT).values_list("pk", flat=True):
        starting.forget_round(pk)
    _hand_on_rounds(seats)
    Round.objects.filter(decided_by__in=seats).update(decided_by=None)
    Habits.needed.through._default_manager.filter(seat__in=seats).delete()
    for what_one_seat_said in (Answer, Ask, CounterProposal, Participant, Attendance):
        what_one_seat_said._default_manager.filter(seat__in=seats).delete()
    for what_is_theirs in (ConnectedCalendar, Feed):
        what_is_theirs._default_manager.filter(person=person).delete()
    AgendaItem.objects.filter(written_by=person).update(written_by=None)
    _take_out_of_texts(traces)


def _hand_on_rounds(seats: list[Seat]) -> None:
    """Give open rounds to the coordinator; of those that are over no more stays than that somebody started them."""
    Round.objects.filter(starter__in=seats).update(words="", thread="")
    for round_ in Round.objects.filter(starter__in=seats).exclude(state__in=OVER):
        for coordinator in partners.coordinators(round_.partnership_id)[:1]:
            Round.objects.filter(pk=round_.pk).update(starter=coordinator)


def _take_out_of_texts(traces: people.Traces) -> None:
    where = traces.partnerships
    of_a_round = Q(round__partnership__in=where)
    out = people.take_out
    out(traces, Round.objects.filter(partnership__in=where), "words")
    out(traces, Round.objects.filter(partnership__in=where), "host_reasons", first_name_too=True)
    out(traces, Proposal.objects.filter(of_a_round), "reasons", first_name_too=True)
    out(traces, Participant.objects.filter(of_a_round), "stands_in", "question", first_name_too=True)
    answers = Answer.objects.filter(proposal__round__partnership__in=where)
    out(traces, answers, "because", "given_by", first_name_too=True)
    out(traces, Meeting.objects.filter(partnership__in=where), "practical_note")
    out(traces, AgendaItem.objects.filter(meeting__partnership__in=where), "text")
    out(traces, SchoolHoliday.objects.filter(partnership__in=where), "name")
