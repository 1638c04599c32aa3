"""The pages in a real browser: no findings by axe, nothing scrolls sideways, every target fits a finger."""

from datetime import timedelta

import pytest

from faelled.partnerships import actions
from faelled.partnerships.models import Account
from tests import cast
from tests.pages.browser import session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chromium(browser):
    return browser


@pytest.fixture
def story(transactional_db, clock, mailbag):
    clock.now = cast.datetime.now(cast.HOME)  # sessions and cookies keep the browser's time
    return cast.build(clock, mailbag)


@pytest.fixture
def bodils(story, client, live_server):
    bodil = story.actors["Bodil"]
    client.force_login(Account.objects.create(email=bodil.mailboxes[0], person=bodil.person))
    return [session_cookie(client, live_server)]


def test_the_page_of_a_protected_house(chromium, story, bodils, live_server):
    """Every page of one's own is looked at in tests/pages/test_every_page.py; this one is Aisha's."""
    house = story.actors["Aisha"].seat.membership.organisation_id
    where = f"{live_server.url}/organisationer/{house}/"
    assert chromium.look_at(where, cookies=bodils, name="p-organisationer-k") == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("page", ["/log-ind/", "/velkommen/x/"])
def test_an_open_page(chromium, story, live_server, page, language):
    name = f"open-{page.strip('/').replace('/', '-')}-{language}"
    assert chromium.look_at(live_server.url + page, language=language, name=name) == []


def test_where_the_mailed_code_is_typed(chromium, story, client, live_server):
    client.post("/log-ind/", {"email": story.actors["Bodil"].mailboxes[0]})
    where = f"{live_server.url}/log-ind/kode/"
    cookies = [session_cookie(client, live_server)]
    assert "Kode" in client.get("/log-ind/kode/").content.decode()
    assert chromium.look_at(where, cookies=cookies, name="log-ind-kode") == []


@pytest.mark.long
def test_what_stands_behind_a_mailed_link(chromium, story, live_server):
    bodil = story.actors["Bodil"]
    actions.add_person(
        story.partnership, name="Ida Bro", address="ida@ungebasen.example",
        organisation=story.actors["Nanna"].person.organisation, invited_by=bodil.person,
    )  # fmt: skip
    for _ in range(8 * 24):  # until the first working hour, whatever day it is when the test runs
        if story.mailbag.all:
            break
        story.clock.now += timedelta(hours=1)
        story.settles_down()
    mail = story.mailbag.all[-1]
    choice = mail.message["List-Unsubscribe"].strip("<>").partition("8000")[2]
    assert chromium.look_at(live_server.url + mail.link, name="link-velkommen") == []
    assert chromium.look_at(live_server.url + choice, name="link-mails") == []
