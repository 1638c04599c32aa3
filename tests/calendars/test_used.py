"""What calendars are good for: times at which people are busy are avoided, and nobody is told who is."""

from datetime import timedelta

import pytest
from django.test import Client

from faelled.core.wishes import Bounds, Wish
from faelled.meetings import actions
from faelled.meetings.models import Answer, BusyBlock, ConnectedCalendar, Proposal
from faelled.partnerships.models import Account
from tests.cast import at, habits

DAY = "2026-12-02"


def is_busy(actor, begin, end):
    row, _ = ConnectedCalendar.objects.get_or_create(
        person=actor.person,
        kind="file",
        defaults={
            "state": "ok",
            "read_at": actor.world.clock.now,
            "delete_after": actor.world.clock.now + timedelta(days=30),
        },
    )
    BusyBlock.objects.create(calendar=row, starts=at(begin), ends=at(end))
    return row


def suggested(world, *actors):
    wish = Wish(required=Bounds(dates=(at(f"{DAY} 00:00").date(),)), understood=True)
    return actions.suggest(world.partnership, wish, [a.seat for a in actors])


def test_a_proposal_avoids_what_is_taken(world, bodil, lone):
    assert any(t.start.hour < 12 for t in suggested(world, bodil, lone))
    is_busy(lone, f"{DAY} 08:00", f"{DAY} 12:00")
    is_busy(bodil, f"{DAY} 08:00", f"{DAY} 12:00")
    first = suggested(world, bodil, lone)[0]
    assert first.start >= at(f"{DAY} 12:00") or len(suggested(world, bodil, lone)) > 1
    habits(world, rule="these")
    world.partnership.habits.needed.set([lone.seat])
    assert all(t.start >= at(f"{DAY} 12:00") for t in suggested(world, bodil, lone))


def test_what_a_calendar_said_too_long_ago_is_not_gone_by(world, bodil, lone):
    row = is_busy(lone, f"{DAY} 00:00", "2026-12-03 00:00")
    assert any("Busy" in repr(t.reasons) for t in suggested(world, bodil, lone))
    ConnectedCalendar.objects.filter(pk=row.pk).update(read_at=world.clock.now - timedelta(days=15))
    assert not any("Busy" in repr(t.reasons) for t in suggested(world, bodil, lone))


def page(actor, *asked):
    client = Client()
    account, _ = Account.objects.get_or_create(person=actor.person, defaults={"email": actor.mailboxes[0]})
    client.force_login(account)
    posted = {"do": "suggest", "when": "onsdag den 2. december", "length": "120", "words": ""}
    return client.post(
        f"/p/{actor.world.partnership.pk}/moedetider/ny/", posted | {"seats": [a.seat.pk for a in asked]}
    ).content.decode()


def test_the_start_page_counts_the_others_and_names_only_oneself(world, bodil, lone, morten):
    for actor in (lone, morten):
        is_busy(actor, f"{DAY} 00:00", "2026-12-03 00:00")
    shown = page(bodil, bodil, lone, morten)
    assert "To er optaget ifølge kalenderen." in shown
    assert "Lone er optaget" not in shown
    assert "Du er selv optaget" not in shown
    assert "Jeg kender kalenderen hos to af de tre. De andre kan være optaget." in shown
    assert "Du er selv optaget ifølge din kalender." in page(lone, bodil, lone, morten)


def test_where_nobody_has_connected_a_calendar_nothing_is_said_of_them(world, bodil, lone):
    assert "kalenderen hos" not in page(bodil, bodil, lone)


@pytest.mark.parametrize("name", ["Lone", "Morten"])
def test_a_time_that_becomes_busy_after_it_was_asked_about_is_answered_by_nobody(world, a_round, bodil, name):
    actor = world.actors[name]
    a_round.asks(bodil, actor, about=[f"{DAY} 10:00"])
    is_busy(actor, f"{DAY} 08:00", f"{DAY} 16:00")
    world.settles_down()
    assert not Answer.objects.exists()
    assert Proposal.objects.get().withdrawn_at is None


UNKNOWN = {
    "too old": lambda now: {"read_at": now - timedelta(days=15)},
    "unreadable": lambda now: {"state": "unreadable"},
    "empty": lambda now: {"state": "empty"},
    "never answered": lambda now: {"state": "unreachable", "read_at": None},
}


@pytest.mark.parametrize(("language", "state"), list(zip(["da", "en"] * 2, UNKNOWN, strict=True)))
def test_the_draft_says_whose_calendar_tells_nothing(world, bodil, lone, morten, language, state):
    for actor in (lone, morten):
        is_busy(actor, "2026-12-24 08:00", "2026-12-24 12:00")
    rows = ConnectedCalendar.objects.filter(person=lone.person)
    rows.update(**UNKNOWN[state](world.clock.now))
    type(bodil.person).objects.filter(pk=bodil.person.pk).update(language=language)
    bodil.writes_to_the_partnership("Kan vi mødes to timer i uge 49 eller 50? Vi skal tale om bogbussen.")
    told = {
        "da": "Kalenderen hos Lone fortæller mig ikke noget lige nu, så der kan være optaget.",
        "en": "The calendar of Lone tells me nothing at the moment, so some of the times may be taken.",
    }
    assert told[language] in " ".join(bodil.latest.text.split())


def test_the_draft_says_nothing_of_calendars_that_tell_or_are_not_there(world, bodil, lone):
    is_busy(lone, "2026-12-24 08:00", "2026-12-24 12:00")
    bodil.writes_to_the_partnership("Kan vi mødes to timer i uge 49 eller 50?")
    assert "skal jeg spørge?" in bodil.latest.subject and "alenderen" not in bodil.latest.text
