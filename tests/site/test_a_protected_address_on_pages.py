"""R17 on pages: a robot types the crisis centre's address into every text field of every form, as every role.

Then every page is asked for as everybody, and every letter, table and log line is searched. The robot finds the forms
itself, so a new page is tried without a word here. In the long run it types a CPR number as well: a marked text.
"""

import logging
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.models import Meeting
from faelled.partnerships import actions as people
from faelled.partnerships.models import Account, Seat
from tests.cast import at
from tests.effort import share
from tests.partnerships.private_urls import every_path
from tests.protected import (
    NUMBER,
    SPELLINGS,
    STREET,
    database_in_plain_text,
    feeds,
    gives_away,
    tells_the_number,
)

pytestmark = [pytest.mark.goal("R17"), pytest.mark.once]
DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]
TYPED = {"text", "search", "textarea", "tel", ""}
# The words to be refused are meant to be the address.
LEAVE_ALONE = {"account_logout", "leave", "set_language", "organisation_refused"}


class Forms(HTMLParser):
    """Collects every form of a page: where it goes, and its fields with their kinds and values."""

    def __init__(self):
        super().__init__()
        self.forms, self._area = [], None

    def handle_starttag(self, tag, attributes):
        a = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append({"action": a.get("action", ""), "method": a.get("method", "get"), "fields": []})
        elif self.forms and tag in {"input", "textarea", "button"} and a.get("name"):
            kind = a.get("type", "textarea" if tag == "textarea" else "submit" if tag == "button" else "text")
            on = kind not in {"checkbox", "radio"} or "checked" in a
            if on:
                self.forms[-1]["fields"].append([a["name"], kind, a.get("value", "")])
            self._area = self.forms[-1]["fields"][-1] if tag == "textarea" else None

    def handle_data(self, data):
        if self._area is not None:
            self._area[2] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None


def forms_of(page):
    parser = Forms()
    parser.feed(page.content.decode())
    return [f for f in parser.forms if f["method"].lower() == "post"]


@pytest.fixture
def told(world, a_round, bodil, aisha, lone, morten):
    """A partnership with a round under way, a meeting agreed, and the address registered to be refused."""
    cache.clear()
    people.refuse_words(aisha.seat.membership.organisation, [STREET, "Hemmelighedsvej"], actor=aisha.person)
    a_round.asks(bodil, lone, about=DECEMBER)
    for actor in (lone, bodil):
        actor.writes("3 passer")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    a_round.asks(bodil, aisha, lone, morten, about=["2026-12-15 10:00", "2026-12-16 10:00"])
    lone.writes("1 passer")
    return world


def client_of(actor):
    account, _ = Account.objects.get_or_create(person=actor.person, defaults={"email": actor.mailboxes[0]})
    client = Client()
    client.force_login(account)
    return client


def paths(world, a_round, actor):
    """Return every page of the house that *actor* could ask for, numbers filled in with real ones."""
    meeting = Meeting.objects.first().pk
    found = {}
    for path in every_path():
        if path.name in LEAVE_ALONE or "token" in path.route:
            continue
        for pk in {a_round.pk, meeting, actor.seat.membership.organisation_id, actor.seat.person_id}:
            parts = {"partnership_id": world.partnership.pk, "seat_id": actor.seat.pk, "round_id": a_round.pk}
            found[path.filled(pk=pk, **parts)] = path.name
    return [(name, where) for where, name in found.items()]


def types_everywhere(client, where, spelling):
    """Fill every text field of every form at *where* with the address and send it; returns how many were sent."""
    page = client.get(where)
    if page.status_code != 200:
        return 0
    sent = 0
    for form in forms_of(page):
        if not any(kind in TYPED for _, kind, _ in form["fields"]):
            continue
        fields = {}
        for name, kind, value in form["fields"]:
            keep = kind not in TYPED or name in {"csrfmiddlewaretoken", "code"}
            fields[name] = value if keep else f"Vi ses på {spelling}"
        client.post(form["action"] or where, fields)
        sent += 1
    return sent


@pytest.mark.parametrize(
    ("typed", "comes_out"),
    [
        pytest.param(SPELLINGS[0], gives_away, id="the address"),
        pytest.param(NUMBER, tells_the_number, id="a CPR number", marks=pytest.mark.long),
    ],
)
def test_it_comes_out_of_no_page_letter_table_or_log(
    told, a_round, bodil, aisha, lone, morten, mailbag, typed, comes_out, caplog, row
):
    caplog.set_level(logging.INFO)
    world, sent = told, 0
    for actor in share((bodil, lone, morten), of=3):
        client = client_of(actor)
        for _, where in paths(world, a_round, actor):
            sent += types_everywhere(client, where, typed)
    for mail in [m for actor in (lone, aisha) for m in actor.inbox]:
        for word in mail.text.split():
            if "http://" in word:
                sent += types_everywhere(Client(), word[word.index("/", 8) :], typed)
    assert sent >= 10, "the robot found the forms"
    world.settles_down()

    looked_at = 0
    for actor in share((lone, bodil, aisha, morten), of=2):
        client = client_of(actor)
        for name, where in paths(world, a_round, actor):
            page = client.get(where)
            looked_at += page.status_code == 200
            assert not comes_out(page.content.decode(errors="replace")), f"{name} {where}"
        taken_along = client.post("/hjem/mine-data/hent/")
        assert taken_along.status_code == 200
        told = taken_along.getvalue().decode()
        assert not comes_out(told), "what one may take along"
    assert looked_at > 20
    for whose, feed in feeds((bodil, aisha, lone), world.partnership):
        assert not comes_out(feed), whose
    for mail in mailbag.all:
        assert not comes_out(mail.subject + mail.text + mail.html + mail.calendar)
    for table, text in database_in_plain_text():
        assert not comes_out(text), table
    assert not comes_out(caplog.text)
    row("forms it was typed into, and it came out of none", sent, met=True)


@pytest.mark.long
def test_the_robot_would_find_a_leak(told, a_round, bodil, lone):
    """The same search, with an agenda that did not go through the door: it comes out on the meeting's page."""
    meeting = Meeting.objects.first()
    item = actions.add_to_agenda(meeting, "Vi taler om bogbussen", bodil.seat)
    type(item).objects.filter(pk=item.pk).update(text="Vi taler om Hemmelighedsvej")
    pages = [client_of(lone).get(where).content.decode() for _, where in paths(told, a_round, lone)]
    assert any(gives_away(page) for page in pages)
    assert Seat.objects.count() and at("2026-12-01 10:00")
