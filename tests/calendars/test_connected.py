"""A calendar somebody lets us read: what is kept of it, what is told about it, and how it goes again."""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.actions import calendars
from faelled.meetings.models import BusyBlock, ConnectedCalendar
from faelled.meetings.reads import busy
from faelled.partnerships.models import Account, Person, Seat
from faelled.work import limited
from faelled.work.fetching import Failed, Fetched, Unchanged
from tests.cast import at
from tests.effort import share
from tests.protected import database_in_plain_text

pytestmark = pytest.mark.once

ADDRESS = "https://kalender.example/hemmelig-17/lone.ics"
TITLE = "Samtale om Viggo"


def ics(*times, end=""):
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\nSUMMARY:{TITLE}\r\nDTSTAMP:20261101T080000Z\r\n"
        f"DTSTART:{begin}\r\nDTEND:{until}\r\nEND:VEVENT\r\n"
        for n, (begin, until) in enumerate(times)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n{end}".encode()


BUSY = ics(("20261202T080000Z", "20261202T100000Z"), ("20261202T093000Z", "20261202T110000Z"))
EMPTY = ics()
LOGIN = b"<!DOCTYPE html><html><title>Log ind</title></html>"


class Server:
    """The calendar server of the story: says what it is told to say, and remembers what it was asked."""

    def __init__(self):
        self.says, self.asked = Fetched(BUSY, '"a1"', ""), []

    def __call__(self, address, **asked):
        self.asked.append((address, asked))
        return self.says


@pytest.fixture
def server(monkeypatch):
    standing = Server()
    monkeypatch.setattr(calendars.fetching, "fetch", standing)
    return standing


@pytest.fixture
def connected(world, server, lone):
    actions.connect(lone.person, ADDRESS)
    world.settles_down()
    return server


def client_of(actor):
    client = Client()
    account, _ = Account.objects.get_or_create(person=actor.person, defaults={"email": actor.mailboxes[0]})
    client.force_login(account)
    return client


def test_only_the_blocks_are_kept_and_the_address_is_sealed(world, connected, lone, caplog):
    caplog.set_level(logging.DEBUG)
    (block,) = BusyBlock.objects.all()
    assert (block.starts, block.ends) == (at("2026-12-02 09:00"), at("2026-12-02 12:00")), "merged"
    row = ConnectedCalendar.objects.get()
    assert row.state == "ok"
    for table, text in database_in_plain_text():
        assert "Viggo" not in text, table
        assert "hemmelig-17" not in text, table
    assert "kalender.example" not in caplog.text


def test_it_is_asked_again_after_some_hours_and_only_for_what_is_new(world, connected, lone):
    world.settles_down()
    assert len(connected.asked) == 1
    connected.says = Unchanged()
    world.clock.passes(hours=4)
    world.settles_down()
    assert connected.asked[1][1]["etag"] == '"a1"'
    assert ConnectedCalendar.objects.get().read_at == world.clock.now
    assert BusyBlock.objects.count() == 1
    world.clock.passes(hours=25)
    world.settles_down()
    assert connected.asked[-1][1]["etag"] == "", (
        "once a day it is read whole, for the days that have come into sight"
    )


@pytest.mark.long
def test_trouble_makes_the_pauses_longer_and_what_was_known_stays_a_while(world, connected, lone):
    connected.says = Failed("no_answer")
    for _ in range(7 * 8):
        world.clock.passes(hours=3)
        world.settles_down()
        if world.clock.now < at("2026-11-18 12:00"):
            assert (
                lone.person.pk
                in busy.calendars([lone.person.pk], world.clock.now, at("2026-12-31 00:00")).known
            )
    assert len(connected.asked) <= 12, "not every four hours"
    known = busy.calendars([lone.person.pk], world.clock.now, at("2026-12-31 00:00"))
    assert (known.busy, known.known) == ({}, frozenset()), "unknown, not free"
    told = [m for m in lone.inbox if m.subject.startswith("Din kalender")]
    assert len(told) == 1
    assert "i flere dage" in told[0].text


@pytest.mark.parametrize(("says", "state", "words"), share([
    (Fetched(EMPTY), "empty", "der står ikke noget i den"),
    (Failed("http_410"), "unreachable", "kommer ikke noget svar"),
    (Failed("http_401"), "unreachable", "kommer ikke noget svar"),
    (Fetched(LOGIN), "unreadable", "fører til en side"),
    (Failed("private"), "unreachable", "kommer ikke noget svar"),
    (Failed("too_large"), "unreachable", "kommer ikke noget svar"),
    (Fetched(b"%PDF-1.7 of another kind"), "unreadable", "kan ikke læses"),
    (Fetched(b""), "unreadable", "kan ikke læses"),
    (Failed("too_slow"), "unreachable", "kommer ikke noget svar"),
    (Failed("http_404"), "unreachable", "kommer ikke noget svar"),
], of=3))  # fmt: skip
def test_a_calendar_that_tells_nothing_is_unknown_and_its_owner_is_told_once(
    world, server, lone, says, state, words
):
    server.says = says
    actions.connect(lone.person, ADDRESS)
    for _ in range(12):
        world.settles_down()
        world.clock.passes(hours=13)
    world.settles_down()
    assert ConnectedCalendar.objects.get().state == state
    assert busy.calendars([lone.person.pk], world.clock.now, at("2026-12-31 00:00")).known == frozenset()
    told = [m for m in lone.inbox if m.subject.startswith("Din kalender")]
    assert len(told) == 1
    assert words in " ".join(told[0].text.split())
    assert "kalender.example" not in told[0].text
    server.says = Fetched(BUSY)
    world.clock.passes(hours=25)
    world.settles_down()
    assert ConnectedCalendar.objects.get().told == "", "the next trouble is told anew"


def test_utf_16_and_a_broken_entry_do_not_hide_the_rest(world, server, lone):
    broken = BUSY.replace(b"DTSTART:20261202T093000Z", b"DTSTART:i morgen")
    server.says = Fetched(broken.decode().encode("utf-16"))
    actions.connect(lone.person, ADDRESS)
    world.settles_down()
    row = ConnectedCalendar.objects.get()
    assert (row.state, row.unreadable) == ("ok", 1)
    assert BusyBlock.objects.get().starts == at("2026-12-02 09:00")


def test_a_calendar_that_costs_too_much_to_read_is_unreadable(world, server, lone, monkeypatch):
    def too_costly(*_):
        raise limited.TooCostly("time")

    monkeypatch.setattr(calendars.limited, "run", too_costly)
    actions.connect(lone.person, ADDRESS)
    world.settles_down()
    assert ConnectedCalendar.objects.get().state == "unreadable"


def test_the_same_address_is_connected_once_by_one_person_and_by_two_people(world, connected, lone, morten):
    with pytest.raises(actions.AlreadyConnected):
        actions.connect(lone.person, "webcal://KALENDER.example/hemmelig-17/lone.ics")
    actions.connect(morten.person, ADDRESS)
    world.settles_down()
    assert BusyBlock.objects.count() == 2
    for number in range(4):
        actions.connect(lone.person, f"https://kalender.example/{number}.ics")
    with pytest.raises(actions.TooManyCalendars):
        actions.connect(lone.person, "https://kalender.example/6.ics")


def test_it_goes_with_its_owner_and_when_it_is_disconnected(world, connected, lone, morten):
    actions.disconnect(morten.person, ConnectedCalendar.objects.get().pk)
    assert ConnectedCalendar.objects.count() == 1, "it is not his"
    actions.disconnect(lone.person, ConnectedCalendar.objects.get().pk)
    assert not ConnectedCalendar.objects.exists()
    assert not BusyBlock.objects.exists()
    actions.connect(lone.person, ADDRESS)
    world.settles_down()
    Seat.objects.filter(person=lone.person).update(state=Seat.State.LEFT)
    world.clock.passes(hours=2)
    world.settles_down()
    assert not ConnectedCalendar.objects.exists()


def test_erasing_a_person_erases_their_calendar(world, connected, lone):
    actions.new_feed(lone.person, None)
    Person.objects.filter(pk=lone.person.pk).delete()
    assert not BusyBlock.objects.exists()


def test_what_is_over_and_what_nobody_could_read_for_months_is_deleted(world, connected, lone):
    connected.says = Failed("no_answer")
    world.clock.goes_to("2026-12-04 09:00")
    world.settles_down()
    assert not BusyBlock.objects.exists(), "what is over"
    world.clock.goes_to("2027-02-20 09:00")
    world.settles_down()
    assert not ConnectedCalendar.objects.exists()


# The page


def upload(client, content, name="kalender.ics"):
    file = io.BytesIO(content)
    file.name = name
    return client.post("/min-kalender/", {"do": "file", "file": file})


def test_a_file_is_read_and_not_kept_and_grows_old(world, lone):
    client = client_of(lone)
    assert upload(client, BUSY).status_code == 302
    page = client.get("/min-kalender/").content.decode()
    assert "onsdag 2. december" not in page, "the next two weeks only"
    world.clock.goes_to("2026-11-25 09:00")
    assert "2. december" in client.get("/min-kalender/").content.decode().replace("\xa0", " ")
    assert bytes(ConnectedCalendar.objects.get().address) == b""
    world.clock.goes_to("2026-12-01 09:00")
    world.settles_down()
    assert "over to uger gammel" in lone.latest.text
    assert upload(client, BUSY).status_code == 302
    assert ConnectedCalendar.objects.count() == 1, "a new file takes the old one's place"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LOGIN, "Der ligger en side"),
        (EMPTY, "Der står ikke noget i den"),
        (b"", "kan ikke læses"),
        (b"\x89PNG\r\n\x1a\n", "kan ikke læses"),
        (b"X" * 6_000_000, "større end 5 MB"),
    ],
)
def test_a_file_that_is_no_calendar_is_said_so_and_nothing_is_kept(world, lone, content, words):
    page = upload(client_of(lone), content)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not ConnectedCalendar.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "skal udfyldes"),
        ("kalender.example/a.ics", "skal kopieres"),
        ("http://kalender.example/a.ics", "skal begynde med https"),
        ("https://bruger:kode@kalender.example/a.ics", "ikke en adresse"),
        ("javascript:alert(1)", "skal begynde med https"),
    ],
)
def test_an_address_that_cannot_be_right_is_said_so_at_once(world, lone, typed, words):
    page = client_of(lone).post("/min-kalender/", {"do": "connect", "address": typed})
    assert page.status_code == 200
    assert not ConnectedCalendar.objects.exists()
    assert "form-error-message" in page.content.decode()


def test_others_see_nothing_of_it_and_cannot_touch_it(world, connected, lone, morten, bodil):
    row = ConnectedCalendar.objects.get()
    for actor in (morten, bodil):
        client = client_of(actor)
        assert "kalender.example" not in client.get("/min-kalender/").content.decode()
        client.post("/min-kalender/", {"do": "disconnect", "calendar": row.pk})
        client.post("/min-kalender/", {"do": "fetch", "calendar": row.pk})
    assert ConnectedCalendar.objects.get().not_before == row.not_before
    assert "kalender.example" in client_of(lone).get("/min-kalender/").content.decode()
    assert "hemmelig-17" not in client_of(lone).get("/min-kalender/").content.decode()


def test_looking_changes_nothing_and_costs_the_same_however_much_there_is(
    world, connected, lone, django_assert_max_num_queries
):
    row = ConnectedCalendar.objects.get()
    begin = world.clock.now
    BusyBlock.objects.bulk_create(
        BusyBlock(
            calendar=row, starts=begin + timedelta(hours=n), ends=begin + timedelta(hours=n, minutes=30)
        )
        for n in range(300)
    )
    client = client_of(lone)
    before = json.dumps(list(ConnectedCalendar.objects.values()), default=str)
    with django_assert_max_num_queries(8):
        client.get("/min-kalender/")
    assert json.dumps(list(ConnectedCalendar.objects.values()), default=str) == before


def test_the_answer_for_fifty_people_is_two_queries(world, connected, django_assert_num_queries):
    people = list(Person.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        busy.calendars(people, world.clock.now, at("2026-12-31 00:00"))
