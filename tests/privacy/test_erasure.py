"""R31, erasure: after Lone has had everything about her deleted, no table, file, index or log line holds her."""

import json
import logging

import pytest
from django.db import transaction
from django.db.models import FileField

from faelled.home import actions, reads
from faelled.partnerships import actions as people
from faelled.partnerships.models import Account, AuditEntry, Partnership, Person, Seat
from tests.pages.reading import words
from tests.privacy import everything

pytestmark = pytest.mark.goal("R31")
DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00"]
STAYS = {  # what still points at the place without a name, and why
    "meetings.Round.starter": "a round the others answered, too, was started by somebody",
    "partnerships.Seat.person": "the seat that round was started from",
}


def session_of(actor):
    return f"'_auth_user_id': '{Account.objects.get(person=actor.person).pk}'"


@pytest.mark.once
def test_every_table_that_can_name_a_person_names_lone_before(filled, lone):
    """A new table is either filled, or said to name nobody: else what erasing leaves in it would go unseen."""
    held = [lone.person.name, lone.name, *lone.mailboxes, session_of(lone)]
    named = set(everything.traces(held, [str(lone.person.key)]))
    seats = list(lone.person.seats.values_list("pk", flat=True))
    named |= {where.rpartition(".")[0] for where in everything.pointing_at(lone.person, seats)}
    named |= {"partnerships.AuditEntry"}  # by her key
    assert everything.can_name_somebody() - named - set(everything.NAMES_NOBODY) == set()
    assert set(everything.NAMES_NOBODY) - set(everything.tables()) == set()


@pytest.mark.once
def test_nothing_is_left_of_her(filled, world, lone, bodil, row, caplog):
    person, addresses = lone.person, lone.mailboxes
    seats = list(person.seats.values_list("pk", flat=True))
    held = [person.name, lone.name, *addresses, "lone-friis", session_of(lone)]
    before = everything.traces(held, [str(person.key)])
    with caplog.at_level(logging.DEBUG):
        answer = filled.post("/hjem/mine-data/slet/", {"sure": "yes"})
        assert "slettet" in words(answer)
        world.waits("2026-11-18 10:00")  # the worker's night, and the letters to the others have gone
    after = everything.traces(held, [str(person.key)])
    pointing = everything.pointing_at(person, seats)
    for table in sorted(before):
        print(f"{table:40} {before[table]:4} -> {after.get(table, 0)}")
    total = sum(before.values())
    row("rows that name the person in the tables of the house, before", total, met=total > 30)
    row("rows that name the person, after", sum(after.values()), met=not after)
    logged = [r for r in caplog.records if any(h.casefold() in r.getMessage().casefold() for h in held)]
    row("log lines that name the person, after", len(logged), met=not logged)
    files = [
        f"{m._meta.label}.{f.name}"
        for m in everything.tables().values()
        for f in m._meta.fields
        if isinstance(f, FileField)
    ]
    row("columns that keep a file outside the database", len(files), met=not files)
    assert after == {} and logged == [] and files == []
    assert set(pointing) <= set(STAYS), pointing
    assert Person.objects.get(pk=person.pk).kind == Person.Kind.GONE
    assert filled.get("/hjem/").status_code == 302


@pytest.mark.long
def test_the_place_without_a_name_goes_with_the_last_round(filled, world, lone):
    pk = lone.seat.person_id
    actions.erase(lone.person)
    world.waits("2028-03-01 10:00")
    assert not Person.objects.filter(pk=pk).exists()
    assert world.actors["Bodil"].person.name == "Bodil Hansen"


@pytest.mark.once
def test_an_open_round_goes_on_without_her(world, a_round, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER, by="Lone")
    lone.writes("Begge dage er fine")
    actions.erase(lone.person)
    bodil.writes("1 passer")
    morten.writes("1 passer")
    assert a_round.said(morten) == {1: "yes"} and a_round.row.starter == bodil.seat
    world.settles_down()
    assert a_round.state in {"proposed", "asking"}


@pytest.mark.long
@pytest.mark.parametrize(("said", "left"), [({}, 2), ({"texts": "yes"}, 1)])
def test_what_she_shared_stays_without_her_or_goes_along(filled, said, left):
    filled.post("/hjem/mine-data/slet/", {"sure": "yes"} | said)
    assert everything.Experience.objects.count() == left
    assert not everything.Experience.objects.filter(writer__name__startswith="Lone").exists()


@pytest.mark.once
def test_erased_twice_is_once(world, lone, browser_of):
    client = browser_of(lone)
    person = lone.person
    assert "slettet" in words(client.post("/hjem/mine-data/slet/", {"sure": "yes"}))
    assert client.post("/hjem/mine-data/slet/", {"sure": "yes"})["Location"].startswith("/log-ind/")
    assert actions.erase(person) is False
    assert AuditEntry.objects.filter(action="person_erased").count() == 1


@pytest.mark.once
def test_nothing_is_erased_by_looking_or_without_the_tick(world, lone, browser_of):
    client = browser_of(lone)
    for answer in (client.get("/hjem/mine-data/slet/"), client.post("/hjem/mine-data/slet/")):
        assert answer.status_code == 200
    assert lone.person.name == "Lone Friis"


@pytest.mark.once
def test_the_only_coordinator_says_who_comes_after(world, bodil, morten, aisha, browser_of):
    client, number = browser_of(bodil), world.partnership.pk
    house = {"sure": "yes", f"after-{number}": "999999"}
    for said in ({"sure": "yes"}, house):
        assert "tovholder efter dig" in words(client.post("/hjem/mine-data/slet/", said))
        assert bodil.person.name == "Bodil Hansen"
    client.post("/hjem/mine-data/slet/", {"sure": "yes", f"after-{number}": str(morten.seat.pk)})
    assert [c.person.first_name for c in people.left_without(morten.person)] == ["Morten"]
    assert not Person.objects.filter(name="Bodil Hansen").exists()


@pytest.mark.once
def test_or_closes_the_partnership_and_everybody_is_told(world, bodil, lone, browser_of):
    answer = browser_of(bodil).post(
        "/hjem/mine-data/slet/", {"sure": "yes", f"after-{world.partnership.pk}": "close"}
    )
    assert "slettet" in words(answer)
    world.settles_down()
    assert Partnership.objects.get().closed_at is not None
    assert not Seat.objects.exclude(state=Seat.State.LEFT).exists()
    assert "Bodil Hansen" in lone.latest.text


@pytest.mark.once
def test_a_namesake_keeps_her_first_name(world, a_round, bodil, lone):
    from tests import cast

    cast.joins(world, "Lone Dahl", world.actors["Nanna"].seat.membership)
    assert people.traces_of(lone.person).first_name == ""
    assert people.traces_of(bodil.person).first_name == "Bodil"


@pytest.mark.once
@pytest.mark.parametrize(("text", "without"), [
    ("Lone Friis har nøglen", "[navn] har nøglen"),
    ("Spørg LONE FRIIS.", "Spørg [navn]."),
    ("Malone Friison", "Malone Friison"),
    ("skriv til lone@familiehuset.example i dag", "skriv til [adresse] i dag"),
    (["Lone kan", {"da": "Lone Friis"}], ["[navn] kan", {"da": "[navn]"}]),
    ("", ""), (None, None), (3, 3),
])  # fmt: skip
def test_a_name_is_taken_out_of_what_others_wrote(text, without):
    traces = people.Traces("Lone Friis", "Lone", ("lone@familiehuset.example",), ())
    assert traces.taken_out(text, first_name_too=True) == without


@pytest.mark.once
def test_every_app_with_tables_tells_and_forgets():
    ours = [model for model in everything.tables().values() if model.__module__.startswith("faelled.")]
    apps = {model._meta.app_label for model in ours}
    assert apps - set(reads.SOURCES) == set(), "an app keeps rows and does not say whose: reads.kept_about"
    assert apps - set(actions.FORGETS) - {"post"} == set(), (
        "an app keeps rows and forgets nobody: actions.forget"
    )


@pytest.mark.once
def test_a_session_of_somebody_else_goes_on(world, lone, bodil, browser_of):
    client = browser_of(bodil)
    browser_of(lone).post("/hjem/mine-data/slet/", {"sure": "yes"})
    assert client.get("/hjem/").status_code == 200 and Account.objects.count() == 1
    assert json.dumps(str(bodil.person.key)) in "".join(reads.export(bodil.person))


@pytest.mark.once
def test_what_fails_half_way_erases_nothing(world, lone, monkeypatch):
    monkeypatch.setitem(actions.FORGETS, "partnerships", lambda person: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.erase(lone.person)
    assert lone.person.name == "Lone Friis" and lone.seat.person.seats.filter(state="in").exists()
