"""Fixtures that every story shares: a clock that stands still, a mailbag, and the people."""

import pytest
from django.conf import settings
from django.utils import translation

from faelled.post import transport
from faelled.work import clock as the_clock
from tests import cast, goals
from tests.effort import LONG
from tests.goals import row
from tests.pages.browser import running_chromium

__all__ = ["row"]  # a fixture is found by its name in here


@pytest.fixture(autouse=True)
def _danish():
    """No test inherits the language another one spoke last."""
    translation.activate("da")


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


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, one for all tests of a process; without it the test skips and says so."""
    with running_chromium() as chromium:
        yield chromium


USES_THE_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "shared_database"}


def pytest_collection_modifyitems(config, items):
    """Leave faults to their own command, and on PostgreSQL run again only what meets the database."""
    kept = [item for item in items if LONG or not item.get_closest_marker("fault")]
    kept = [item for item in kept if goals.wanted(item)]
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        kept = [item for item in kept if _meets_the_database(item)]
    for item in kept:
        goals.note(item, on_database=_meets_the_database(item))
    left = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in left])
    items[:] = kept


def _meets_the_database(item):
    """Rules, words, pages in a browser and scripts are the same on either database."""
    if item.get_closest_marker("browser") or item.get_closest_marker("words"):
        return False
    return bool(item.get_closest_marker("django_db") or USES_THE_DATABASE & set(item.fixturenames))
