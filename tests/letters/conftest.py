"""What several stories in letters begin with."""

import pytest

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


@pytest.fixture
def agreed(kept, a_round, world, bodil, lone, morten):
    """A meeting on Wednesday 9 December, to which Bodil, Lone and Morten are invited and come."""

    def tell():
        a_round.asks(bodil, lone, morten, about=DECEMBER)
        for actor in (lone, morten, bodil):
            actor.writes("3 passer")
        bodil.writes("ja")
        world.clock.passes(minutes=6)
        world.settles_down()
        return a_round.pk

    a_round.pk = kept(tell)
    return a_round.meeting
