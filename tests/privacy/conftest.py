"""What the stories about a person's own data begin with."""

import pytest
from django.conf import settings
from django.test import Client

from tests.partnerships.conftest import browser_of
from tests.privacy import everything

__all__ = ["browser_of"]


@pytest.fixture
def filled(world, kept, a_round, lone, bodil, morten, browser_of):
    """Return Lone's browser, in a house where every table that can name her does."""

    def tell():
        client = browser_of(lone)
        everything.fill(world, a_round, lone, bodil, morten, client)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = kept(tell)
    return client
