"""Fixtures of these stories: a browser that signs in the way people do."""

import re

import pytest
from django.test import Client

from faelled.partnerships.models import Account


@pytest.fixture
def browser_of(world):
    """Return a browser in which an actor is signed in already."""

    def signed_in(actor) -> Client:
        account, _ = Account.objects.get_or_create(
            person=actor.person, defaults={"email": actor.mailboxes[0]}
        )
        client = Client()
        client.force_login(account)
        return client

    return signed_in


def code_in(text: str) -> str:
    """Return the code a sign-in letter carries, on a line of its own."""
    found = re.search(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})\s*$", text, re.MULTILINE)
    assert found, text
    return found.group(1)
