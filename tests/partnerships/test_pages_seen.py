"""The pages in a real browser: no findings by axe, nothing scrolls sideways, every target fits a finger."""

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


@pytest.mark.parametrize(
    "page",
    [
        "/start/", "/p/{p}/", "/p/{p}/aftale/", "/p/{p}/medlemmer/", "/p/{p}/medlemmer/tilfoej/",
        "/p/{p}/medlemmer/{s}/",
        "/p/{p}/forlad/", "/organisationer/{o}/", "/organisationer/{o}/ret/", "/organisationer/{k}/", "/personer/{b}/",
    ],
)  # fmt: skip
def test_a_page_behind_sign_in(chromium, story, bodils, live_server, page):
    seats = {name: actor.seat for name, actor in story.actors.items()}
    where = page.format(
        p=story.partnership.pk,
        s=seats["Lone"].pk,
        o=seats["Bodil"].membership.organisation_id,
        k=seats["Aisha"].membership.organisation_id,
        b=seats["Bodil"].person_id,
    )
    name = "p-" + page.strip("/").replace("/", "-").replace("{", "").replace("}", "")
    assert chromium.look_at(live_server.url + where, cookies=bodils, name=name) == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("page", ["/log-ind/", "/log-ind/kode/", "/velkommen/x/"])
def test_an_open_page(chromium, story, live_server, page, language):
    name = f"open-{page.strip('/').replace('/', '-')}-{language}"
    assert chromium.look_at(live_server.url + page, language=language, name=name) == []


def test_what_stands_behind_a_mailed_link(chromium, story, live_server):
    bodil = story.actors["Bodil"]
    actions.add_person(
        story.partnership, name="Ida Bro", address="ida@ungebasen.example",
        organisation=story.actors["Nanna"].person.organisation, invited_by=bodil.person,
    )  # fmt: skip
    story.clock.now = cast.at("2026-11-23 09:00")
    story.settles_down()
    mail = story.mailbag.all[-1]
    choice = mail.message["List-Unsubscribe"].strip("<>").partition("8000")[2]
    assert chromium.look_at(live_server.url + mail.link, name="link-velkommen") == []
    assert chromium.look_at(live_server.url + choice, name="link-mails") == []
