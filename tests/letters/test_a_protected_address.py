"""R17 by mail: somebody types the crisis centre's address wherever a mail can be written, and it comes out nowhere."""

import logging

import pytest

from faelled.meetings.models import Round
from faelled.partnerships import actions as people
from tests.effort import share
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


@pytest.fixture
def guarded(world, aisha):
    """Krisecentret has registered the words it wants refused."""
    people.refuse_words(aisha.seat.membership.organisation, [STREET, "Hemmelighedsvej"], actor=aisha.person)
    return world


def test_the_search_would_find_it(guarded, a_round, bodil, lone):
    """The test can fail: an address nobody has protected is found where it is typed."""
    Round.objects.filter().delete()
    a_round.asks(bodil, lone, about=DECEMBER)
    Round.objects.filter(pk=a_round.pk).update(words=f"Vi ses på {STREET}")
    assert any(gives_away(text) for _, text in database_in_plain_text())
    type(guarded.partnership).objects.update(name=f"Familier på {STREET}")
    guarded.partnership.refresh_from_db()
    assert all(gives_away(feed) for _, feed in feeds((lone,), guarded.partnership))


@pytest.mark.parametrize(
    ("typed", "comes_out"),
    [
        *((spelling, gives_away) for spelling in share(SPELLINGS, of=5)),
        pytest.param(NUMBER, tells_the_number, id="a CPR number", marks=pytest.mark.long),
    ],
)
def test_it_comes_out_of_no_letter_no_table_and_no_log(
    guarded, a_round, bodil, lone, aisha, morten, typed, comes_out, caplog
):
    caplog.set_level(logging.DEBUG)
    world = guarded
    bodil.writes_to_the_partnership(
        f"Kan vi mødes to timer i uge 49 eller 50 hos Krisecentret på {typed}? Det handler om bogbussen på {typed}.",
        subject=f"Møde på {typed}",
    )
    bodil.writes("ja")
    a_round.pk = Round.objects.get(state="asking").pk
    lone.writes(f"1 passer hvis det er på {typed}. Er det {typed} vi mødes?")
    morten.writes(f"Jeg kan ikke 2, jeg er på {typed} den dag. Mette kommer i stedet til {typed}.")
    aisha.writes(f"1 passer, 2 bliver svært, måske, fordi {typed} er lukket")
    for actor in world.actors.values():
        if a_round.state == "asking":
            actor.writes("1 passer")
    if a_round.state == "asking":
        world.waits("2026-11-24 08:00")
    bodil.writes(f"ja, på {typed}")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    assert any(mail.calendar for mail in world.mailbag.all), "the story goes all the way to the invitation"
    for mail in world.mailbag.all:
        for part in (mail.subject, mail.text, mail.html, mail.calendar, str(mail.message)):
            assert not comes_out(part), f"in the letter {mail.subject!r} to {mail.to}"
    shown = dict(feeds((bodil, lone, aisha), world.partnership))
    assert sum("BEGIN:VEVENT" in feed for feed in shown.values()) == 6
    for whose, feed in shown.items():
        assert not comes_out(feed), whose
    for table, text in database_in_plain_text():
        assert not comes_out(text), table
    assert not comes_out(caplog.text)


def test_a_protected_host_is_named_in_no_letter_and_no_calendar(guarded, a_round, bodil, lone, aisha, morten):
    world = guarded
    from faelled.meetings.models import Turn

    houses = {a.seat.membership for a in (bodil, lone, morten)}
    for house in houses:  # everybody else has been host, so it is the crisis centre's turn
        Turn.objects.create(partnership=world.partnership, membership=house, state="held", on="2026-09-01")
    a_round.asks(bodil, aisha, lone, morten, about=DECEMBER)
    assert a_round.row.host.organisation.name == "Krisecentret"
    for actor in (aisha, lone, morten, bodil):
        actor.writes("3 passer")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    for mail in world.mailbag.all:
        if mail.to in aisha.mailboxes:
            continue  # its own contact may read that it is their turn
        assert "hos Krisecentret" not in mail.text
        assert "Krisecentret" not in mail.calendar
        assert "Krisecentret" not in mail.subject
    assert "adresse oplyses mundtligt" in lone.latest.calendar.replace("\r\n ", "")
    for whose, feed in feeds((bodil, lone, aisha), world.partnership):
        assert "STATUS:CONFIRMED" in feed and "Krisecentret" not in feed, whose
