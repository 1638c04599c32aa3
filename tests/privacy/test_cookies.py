"""R31 and the law: two cookies, the session and the one that guards forms, on every page and after every choice."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from faelled.partnerships import duties
from tests.partnerships.private_urls import every_path

pytestmark = pytest.mark.once
NECESSARY = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_a_walk_through_the_house_meets_no_other_cookie(world, bodil, browser_of):
    parts = {
        "partnership_id": world.partnership.pk,
        "seat_id": world.actors["Lone"].seat.pk,
        "pk": bodil.person.organisation_id,
    }
    seen = set()
    for client in (Client(), browser_of(bodil)):
        client.post("/sprog/", {"language": "en"})
        client.post(f"/personer/{bodil.person.pk}/", {"deed": "address", "address": "ny@biblioteket.example"})
        for path in every_path():
            client.get(path.filled(**parts))
            client.post(path.filled(**parts), {"email": bodil.mailboxes[0]})
        seen |= set(client.cookies)
    assert seen and seen <= NECESSARY, seen - NECESSARY


def test_the_page_about_cookies_names_them_all_and_stands_in_every_foot(client, db):
    page = client.get("/privatliv/").content.decode()
    assert [name for name in NECESSARY if f"<code>{name}</code>" not in page] == []
    assert page.count('<th scope="row"><code>') == len(NECESSARY)
    assert 'href="/privatliv/"' in client.get("/").content.decode()


def test_a_language_that_was_chosen_is_remembered_until_the_session_ends(client, db):
    assert 'lang="da"' in client.get("/").content.decode()
    client.post("/sprog/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()
    client.post("/sprog/", {"language": "xx"})
    assert '<html lang="en">' in client.get("/").content.decode()
    client.cookies.clear()
    assert '<html lang="da">' in client.get("/").content.decode()


def test_a_session_that_has_run_out_is_forgotten(world, client):
    client.post("/sprog/", {"language": "en"})
    assert duties.forget_sessions("test") == 0
    Session.objects.update(expire_date=world.clock.now)
    assert duties.forget_sessions("test") == 1
