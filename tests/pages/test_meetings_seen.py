"""The pages of meetings in a real browser: no findings by axe, nothing scrolls sideways, every target fits a finger."""

import gzip
import re

import pytest
from django.test import Client

from faelled.meetings import actions
from faelled.partnerships.models import Account
from tests import cast
from tests.pages.browser import DESKTOP, NARROW, PHONE, _findings, _picture, session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = ((NARROW, False), (PHONE, False), (DESKTOP, False), (DESKTOP, True))
TIMES = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00", "2026-12-10 09:00", "2026-12-11 13:00"]
SAID = {
    "Bodil": "1, 2, 3 og 4 passer, 5 kan jeg ikke",
    "Henrik": "Alle undtagen 2 passer",
    "Signe": "2, 3 og 5 passer. 1 og 4 kan jeg ikke.",
    "Aisha": "1 og 3 passer. 2 og 5 kun hvis det skal være. 4 kan jeg ikke",
    "Karen": "2, 3 og 4 passer, 1 og 5 kan jeg ikke",
    "Morten": "Nr. 3 passer ikke, resten passer fint",
    "Nanna": "2, 3 og 4 passer",
    "Lone": "1 og 3 passer fint, men torsdage kan jeg ikke. Fredag går også.",
}


@pytest.fixture
def chromium(browser):
    return browser


@pytest.fixture
def story(transactional_db, world):
    return world


@pytest.fixture
def asked(story, kept):
    """A round that eight of nine have answered."""
    story.round = cast.ARound(story, kept=kept)
    everybody = [story.actors[name.split()[0]] for name, _, _ in cast.PEOPLE]
    story.round.asks(
        *everybody, about=TIMES, words="Vi skal have talt om bogbussen og om foråret, gerne før jul."
    )

    def tell():
        for name, text in SAID.items():
            story.actors[name].writes(text)

    kept(tell)
    return story


def signed_in(story, client, live_server, name="Bodil"):
    actor = story.actors[name]
    account, _ = Account.objects.get_or_create(person=actor.person, defaults={"email": actor.mailboxes[0]})
    client.force_login(account)
    return [session_cookie(client, live_server)]


def look(chromium, live_server, path, name, cookies=()):
    plain = Client()
    for cookie in cookies:
        plain.cookies[cookie["name"]] = cookie["value"]
    assert plain.get(path).status_code == 200  # the page for a failure has no findings either
    return chromium.look_at(live_server.url + path, cookies=cookies, name=name, looks=LOOKS)


def test_the_answer_page(chromium, asked, live_server):
    assert look(chromium, live_server, asked.actors["Mette"].latest.link, "svar-tom") == []
    assert look(chromium, live_server, asked.actors["Lone"].latest.link, "svar") == []


@pytest.mark.long
def test_a_round_under_way_its_editing_and_its_slip(chromium, asked, client, live_server):
    cookies = signed_in(asked, client, live_server)
    pk, seat = asked.round.pk, asked.actors["Mette"].seat.pk
    for tail in ("", "tider/", "personer/", "seddel/", f"svar/{seat}/"):
        name = f"runde-{tail.split('/')[0] or 'side'}"
        assert look(chromium, live_server, f"/moedetider/{pk}/{tail}", name, cookies) == [], tail


def test_a_round_ready_to_be_decided(chromium, asked, client, live_server):
    asked.actors["Mette"].writes("3 passer")
    asked.settles_down()
    cookies = signed_in(asked, client, live_server)
    assert look(chromium, live_server, f"/moedetider/{asked.round.pk}/", "runde-klar", cookies) == []
    assert look(chromium, live_server, asked.actors["Bodil"].latest.link, "svar-afgoer") == []
    actions.approve(asked.round.pk, asked.round.proposals[2].pk, asked.actors["Bodil"].seat)
    assert look(chromium, live_server, f"/moedetider/{asked.round.pk}/", "runde-valgt", cookies) == []


@pytest.mark.long
def test_another_time_that_somebody_proposes(chromium, asked, client, live_server):
    asked.actors["Mette"].writes("3 passer. Hvad med mandag 7. december kl. 10-12?")
    asked.settles_down()
    cookies = signed_in(asked, client, live_server)
    path = f"/moedetider/{asked.round.pk}/"
    assert "Mette foreslår mandag" in client.get(path).content.decode().replace("\u00a0", " ")
    assert look(chromium, live_server, path, "runde-anden-tid", cookies) == []
    actions.approve(asked.round.pk, asked.round.proposals[2].pk, asked.actors["Bodil"].seat)
    asked.clock.passes(minutes=6)
    asked.settles_down()
    asked.actors["Lone"].writes("Hvad med mandag 7. december kl. 10-12?")
    assert look(chromium, live_server, f"/moeder/{asked.round.meeting.pk}/", "moede-anden-tid", cookies) == []


@pytest.mark.long
def test_lists_starting_rota_and_habits(chromium, asked, client, live_server):
    cookies = signed_in(asked, client, live_server)
    p = asked.partnership.pk
    for tail in ("moedetider/", "moedetider/ny/", "turnus/", "vaner/"):
        assert (
            look(chromium, live_server, f"/p/{p}/{tail}", f"p-{tail.strip('/').replace('/', '-')}", cookies)
            == []
        ), tail


@pytest.mark.long
def test_starting_shows_the_times_before_anybody_is_asked(chromium, story, client, live_server):
    """The second step is reached by a press, so the browser presses."""
    cookies = signed_in(story, client, live_server)
    where = f"{live_server.url}/p/{story.partnership.pk}/moedetider/ny/"
    for width in (PHONE, DESKTOP):
        with chromium.open_page(where, width=width, cookies=cookies, scripts=True) as (page, _):
            page.fill("[name=words]", "Bogbussen og foråret")
            page.fill("[name=when]", "uge 49 eller 50, helst formiddag")
            page.click("button[value=suggest]")
            assert list(_findings(page)) == []
            _picture(page, f"start-tider-{width}")
            assert page.inner_text("button[value=send]") == "Spørg de ni"


def test_words_without_an_end_break_the_line_and_not_the_page(chromium, story, client, live_server):
    lone = story.actors["Lone"]
    times = [actions.NewTime(cast.at("2026-12-03 13:00"), cast.at("2026-12-03 15:00"))]
    seats = [actor.seat for actor in story.actors.values()]
    draft = actions.draft(story.partnership, lone.seat, words="æ" * 300, times=times, seats=seats)
    cookies = signed_in(story, client, live_server, "Lone")
    assert look(chromium, live_server, f"/moedetider/{draft.pk}/", "runde-kladde", cookies) == []
    actions.send_out(draft.pk)
    story.settles_down()
    assert look(chromium, live_server, story.actors["Mette"].latest.link, "svar-lange-ord") == []


@pytest.mark.long
def test_a_slip_and_a_meeting_print_on_one_sheet_and_a_round_without_its_readings(
    chromium, asked, client, live_server
):
    cookies = signed_in(asked, client, live_server)
    asked.actors["Mette"].writes("3 passer")
    where = f"{live_server.url}/moedetider/{asked.round.pk}/"
    assert sheets(chromium, where + "seddel/", cookies) == 1
    # The stylesheet's own rows are too high for five times and nine people on one sheet.
    assert sheets(chromium, where, cookies) <= 2
    actions.approve(asked.round.pk, asked.round.proposals[2].pk, asked.actors["Bodil"].seat)
    asked.clock.passes(minutes=6)
    asked.settles_down()
    assert sheets(chromium, f"{live_server.url}/moeder/{asked.round.meeting.pk}/", cookies) == 1


def sheets(chromium, url, cookies):
    with chromium.open_page(url, cookies=cookies) as (page, _):
        return len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))


@pytest.mark.long
def test_english(chromium, asked, client, live_server):
    """The same pages in English hold together on a phone."""
    cookies = signed_in(asked, client, live_server)
    client.post("/sprog/", {"language": "en"})
    p = asked.partnership.pk
    for path in (
        f"/moedetider/{asked.round.pk}/",
        f"/p/{p}/moedetider/ny/",
        f"/p/{p}/turnus/",
        f"/p/{p}/vaner/",
    ):
        wrong = chromium.look_at(
            live_server.url + path,
            cookies=cookies,
            language="en",
            name="en" + path.replace("/", "-"),
            looks=((NARROW, False), (PHONE, False)),
        )
        assert wrong == [], path


@pytest.mark.long
def test_pages_are_light_and_work_with_the_keyboard_alone(chromium, asked, client, live_server):
    cookies = signed_in(asked, client, live_server)
    p = asked.partnership.pk
    for path in (f"/moedetider/{asked.round.pk}/", f"/p/{p}/vaner/", f"/p/{p}/moedetider/ny/"):
        wire = chromium.weigh(live_server.url + path, cookies=cookies)
        fetched = [
            where for where, _ in wire.answers if not where.startswith("data:")
        ]  # Chromium draws its own icons
        assert len(fetched) <= 4, path
        assert len(gzip.compress(client.get(path).content)) <= 8_000, path
    link = live_server.url + asked.actors["Lone"].latest.link
    assert chromium.weigh(link).requests <= 4
    assert len(Client().get(link).content) <= 16_000
    with chromium.open_page(link, width=PHONE, scripts=True) as (page, _):
        order = []
        for _ in range(12):
            page.keyboard.press("Tab")
            order.append(
                page.evaluate("() => document.activeElement.name || document.activeElement.className")
            )
    times = [f"t{t.pk}" for t in asked.round.proposals]
    at = order.index(times[0])
    assert order[at : at + 5] == times, "one stop a time, in the order of the letter"
    assert "button-primary" in " ".join(order[at + 5 : at + 7])


@pytest.mark.long
def test_a_meeting(chromium, asked, client, live_server):
    bodil = asked.actors["Bodil"]
    asked.actors["Mette"].writes("3 passer")
    actions.approve(asked.round.pk, asked.round.proposals[2].pk, bodil.seat)
    asked.clock.passes(minutes=6)
    asked.settles_down()
    meeting = asked.round.meeting
    for text in ("Goddag, og hvad er nyt hos jer", "Bogbussen: sådan booker I den", "Foråret"):
        actions.add_to_agenda(meeting, text, bodil.seat)
    cookies = signed_in(asked, client, live_server)
    for tail in ("", "ret/", "aflys/"):
        name = f"moede-{tail.strip('/') or 'side'}"
        assert look(chromium, live_server, f"/moeder/{meeting.pk}/{tail}", name, cookies) == [], tail
    assert look(chromium, live_server, f"/moedetider/{asked.round.pk}/", "runde-aftalt", cookies) == []
