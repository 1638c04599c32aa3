"""Fixtures that every story shares: a clock that stands still, a mailbag, and the people."""

import pytest

from faelled.post import transport
from faelled.work import clock as the_clock
from tests import cast


@pytest.fixture
def clock():
    """Monday 16 November 2026, 9 o'clock, until the story moves it."""
    standing = cast.Clock()
    the_clock.set_source(standing)
    yield standing
    the_clock.set_source(None)


@pytest.fixture
def mailbag():
    """Letters are captured instead of sent."""
    bag = cast.Mailbag()
    transport.use(bag.carrier)
    yield bag
    transport.use(None)


@pytest.fixture
def world(db, clock, mailbag):
    """The partnership "Familier på biblioteket" with its nine people."""
    return cast.build(clock, mailbag)


@pytest.fixture
def a_round(world):
    """A round that has asked nobody yet."""
    return cast.ARound(world)


def _actor(name):
    @pytest.fixture(name=name.lower())
    def actor(world):
        return world.actors[name]

    return actor


bodil, aisha, morten, lone, mette = (_actor(n) for n in ("Bodil", "Aisha", "Morten", "Lone", "Mette"))
henrik, signe, karen, nanna = (_actor(n) for n in ("Henrik", "Signe", "Karen", "Nanna"))
