"""What the stories on the pages of meetings begin with."""

import pytest

from faelled.meetings import actions
from tests.pages.reading import sign_in

TIMES = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


@pytest.fixture
def bodils(bodil):
    return sign_in(bodil)


@pytest.fixture
def asked(a_round, bodil, lone, morten, aisha):
    return a_round.asks(bodil, lone, morten, aisha, about=TIMES)


@pytest.fixture
def held(kept, world, asked, bodil, lone, morten, aisha, clock):
    def tell():
        for actor in (bodil, lone, morten, aisha):
            actor.writes("Onsdag passer, resten kan jeg ikke")
        actions.approve(asked.pk, asked.proposals[2].pk, bodil.seat)
        clock.passes(minutes=6)
        world.settles_down()

    kept(tell)
    return asked.meeting
