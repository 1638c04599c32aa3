"""Fixtures that every story shares: a clock that stands still, a mailbag, and the people."""

from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from faelled.post import transport
from faelled.work import clock as the_clock
from tests import cast, goals
from tests.effort import LONG
from tests.goals import row
from tests.kept import beginning, begins
from tests.pages.browser import running_chromium

__all__ = ["row"]  # a fixture is found by its name in here


# Before the first page or letter is rendered, so that no story has to read all templates anew for its own few.
settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "post" / "templates")


@pytest.fixture(autouse=True)
def _no_memory_of_tries():
    """No test inherits that its net has guessed too often."""
    from faelled.partnerships import limits

    limits.forget_guesses()


@pytest.fixture(autouse=True)
def _ground(request):
    """What is told once must know where nothing has been written yet: tests/kept.py."""
    if _has_a_database(request.node):
        commits = _commits(request.node)
        request.getfixturevalue("transactional_db" if commits else "db")
        begins(takes_all_back=not commits)


@pytest.fixture(autouse=True)
def _danish():
    """No test inherits the language another one spoke last."""
    translation.activate("da")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Stories have a clock of their own, which PostgreSQL does not see: it lets them forget lines of the log early."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE partnerships_auditentry DISABLE TRIGGER USER")


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
def world(kept, clock, mailbag):
    """The partnership "Familier på biblioteket" with its nine people."""
    return kept(partial(cast.build, clock, mailbag))


@pytest.fixture
def kept(db, clock, mailbag, monkeypatch, request):
    """Tell a beginning once in a process and lay it back for the other stories: `kept(tell)`; tests/kept.py.

    A story that has changed the house itself, or reads its log, hears everything happen.
    """
    hears = "caplog" in request.fixturenames
    sets = request.getfixturevalue("settings") if "settings" in request.fixturenames else None

    def lay_back_or_tell(tell, *which):
        changed = hears or (sets and sets._to_restore) or monkeypatch._setattr or monkeypatch._setitem
        return tell() if changed else beginning(tell, *which, clock=clock, mailbag=mailbag)

    return lay_back_or_tell


@pytest.fixture
def a_round(world, kept):
    """A round that has asked nobody yet."""
    return cast.ARound(world, kept=kept)


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


COMMITS = {"transactional_db", "django_db_reset_sequences", "live_server"}
USES_THE_DATABASE = {"db", *COMMITS}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave faults to their own command, and on PostgreSQL run again only what meets the database."""
    kept = [item for item in items if LONG or not _takes_long(item)]
    kept = [item for item in kept if goals.wanted(item)]
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        kept = [item for item in kept if _meets_the_database(item)]
        kept = kept if LONG else list(_one_of_each_table(kept))
    for item in kept:
        goals.note(item, on_database=_meets_the_database(item))
    left = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in left])
    items[:] = sorted(kept, key=lambda item: not _is_a_story_of_processes(item))


def _is_a_story_of_processes(item):
    """They take longest and come first: the last one to begin would leave the other worker without work."""
    return bool(item.get_closest_marker("smtp")) and not _has_a_database(item)


def _one_of_each_table(items):
    """Of a table the first case shows what PostgreSQL makes of it; of those where writers meet, each case counts."""
    seen = set()
    for item in items:
        table = item.nodeid.partition("[")[0]
        if table not in seen or _commits(item):
            yield item
        seen.add(table)


def _takes_long(item):
    return bool(item.get_closest_marker("fault") or item.get_closest_marker("long"))


def _meets_the_database(item):
    """Rules, words, pages in a browser and scripts are the same on either database."""
    if item.get_closest_marker("browser") or item.get_closest_marker("words"):
        return False
    if item.get_closest_marker("once") and not LONG:
        return False
    return _has_a_database(item)


def _has_a_database(item):
    return bool(item.get_closest_marker("django_db") or USES_THE_DATABASE & set(item.fixturenames))


def _commits(item):
    """Whether what a test writes is there for others: it is cleared away afterwards, and not taken back."""
    marked = item.get_closest_marker("django_db")
    return bool(marked and marked.kwargs.get("transaction")) or not COMMITS.isdisjoint(item.fixturenames)
