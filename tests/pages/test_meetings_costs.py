"""What the pages of meetings cost: the same number of queries for three people and for thirty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faelled.meetings import actions
from faelled.meetings.models import Answer, Habits
from faelled.partnerships.models import Account
from faelled.work import clock as the_clock
from tests import cast
from tests.effort import share

pytestmark = pytest.mark.once
ANSWER_PAGE, ROUND_PAGE = 5, 12  # GOALS P1 and P4


@pytest.fixture
def as_bodil(world):
    client = Client()
    bodil = world.actors["Bodil"]
    client.force_login(Account.objects.create(email=bodil.mailboxes[0], person=bodil.person))
    return client


def queries(client, path, data=None):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(path) if data is None else client.post(path, data)
    assert answer.status_code in {200, 302}, path
    return [q["sql"] for q in seen]


def statements(sql):
    """SAVEPOINT, BEGIN and their ends are not statements that look anything up."""
    return [s for s in sql if not s.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def times(count):
    return [f"2026-12-{day:02} {hour:02}:00" for day in range(1, 12) for hour in (9, 13)][:count]


def grown(world, count):
    houses = [world.actors[n].seat.membership for n in ("Bodil", "Aisha", "Morten", "Lone")]
    made = [cast.joins(world, f"Ansat{n} Bro", houses[n % 4]) for n in range(count)]
    for n, actor in enumerate(made):
        actor.seat.person.addresses.all().delete()  # nobody needs thirty mails here
        world.actors[f"Ansat{n}"] = actor
    return made


def answered(a_round, actors):
    """Everybody has said something to every time, and the first of them the last time too."""
    said = ("yes", "yes", "no", "maybe")
    Answer.objects.bulk_create(
        Answer(
            proposal=p, seat=a.seat, verdict=said[(i + j) % 4], source="mail", because="passer fint",
            written_at=the_clock.now(),
        )
        for i, a in enumerate(actors)
        for j, p in enumerate(a_round.proposals)
    )  # fmt: skip


@pytest.mark.goal("P1")
@pytest.mark.parametrize(("people", "days"), [(3, 3), (30, 10)])
def test_the_answer_page_costs_five_whatever_the_size(world, a_round, lone, people, days):
    a_round.asks(lone, *grown(world, people), about=times(days))
    link = lone.latest.link
    assert len(statements(queries(Client(), link))) <= ANSWER_PAGE
    said = {f"t{p.pk}": "yes" for p in a_round.proposals}
    assert len(statements(queries(Client(), link, said))) <= ANSWER_PAGE
    assert len(statements(queries(Client(), link, said))) <= ANSWER_PAGE


@pytest.mark.goal("P1")
@pytest.mark.parametrize("rule", share(Habits.Rule, of=2))
@pytest.mark.parametrize(("people", "days"), [(3, 3), (20, 10)])
def test_a_round_costs_twelve_whatever_the_size(world, as_bodil, a_round, bodil, lone, people, days, rule):
    own = cast.habits(world, rule=rule)
    own.needed.set([lone.seat])
    asked = [bodil, lone, *grown(world, people)]
    a_round.asks(*asked, about=times(days))
    path = f"/moedetider/{a_round.pk}/"
    assert len(statements(queries(as_bodil, path))) <= ROUND_PAGE
    answered(a_round, asked)
    assert len(statements(queries(as_bodil, path))) <= ROUND_PAGE


def test_the_other_pages_cost_the_same_for_few_and_for_many(
    world, as_bodil, a_round, bodil, lone, morten, clock
):
    p = world.partnership.pk
    a_round.asks(bodil, lone, morten, about=times(3))
    answered(a_round, [bodil, lone, morten])
    actions.approve(a_round.pk, a_round.proposals[0].pk, bodil.seat)
    clock.passes(minutes=6)
    world.settles_down()
    meeting = a_round.meeting
    cast.ARound(world).asks(bodil, lone, about=["2027-01-05 09:00"])
    paths = [
        f"/p/{p}/moedetider/", f"/p/{p}/moedetider/ny/", f"/p/{p}/turnus/", f"/p/{p}/vaner/",
        f"/moeder/{meeting.pk}/", f"/moeder/{meeting.pk}/ret/", f"/moeder/{meeting.pk}/aflys/",
    ]  # fmt: skip
    few = {path: len(queries(as_bodil, path)) for path in paths}
    for actor in grown(world, 20):
        actions.invite_also(meeting.pk, actor.seat)
    for number in range(8):
        actions.add_to_agenda(meeting, f"Punkt {number}", bodil.seat)
        other = cast.ARound(world)
        other.asks(bodil, lone, about=[f"2027-01-{number + 11} 09:00"])
    many = {path: len(queries(as_bodil, path)) for path in paths}
    assert many == few
    assert max(few.values()) <= 16
