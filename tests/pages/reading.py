"""How the stories on pages sign in, and what they read off a page."""

import html
import re

from django.test import Client

from faelled.partnerships.models import Account


def sign_in(actor):
    account, _ = Account.objects.get_or_create(person=actor.person, defaults={"email": actor.mailboxes[0]})
    client = Client()
    client.force_login(account)
    return client


def words(response):
    """The text of a page as it is read, without tags and with ordinary spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text).replace("\u00a0", " "))


def values(response, name):
    return [
        html.unescape(v) for v in re.findall(rf'name="{name}" value="([^"]*)"', response.content.decode())
    ]
