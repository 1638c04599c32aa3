"""Signing in by a mailed code: only people the house knows, and nobody learns who that is."""

from datetime import timedelta

import pytest
from django.test import Client

from faelled.partnerships import actions
from faelled.partnerships.models import Account, Address, Organisation, Partnership, Person, Seat
from faelled.post.models import OutgoingLetter
from tests.partnerships.conftest import code_in


def asks_for_a_code(address: str, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/log-ind/", {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, "/log-ind/kode/")
    return client


def test_bodil_signs_in_with_the_code_from_her_mail(world, bodil, mailbag):
    client = asks_for_a_code("BODIL@Biblioteket.example")
    world.settles_down()
    assert "kode" in bodil.latest.subject
    answer = client.post("/log-ind/kode/", {"code": code_in(bodil.latest.text)})
    assert (answer.status_code, answer["Location"]) == (302, "/hjem/")
    account = Account.objects.get()
    assert account.person == bodil.person and not account.has_usable_password()
    assert client.get(f"/p/{world.partnership.pk}/").status_code == 200


def test_the_letter_goes_at_once_also_on_a_sunday_night(world, bodil):
    world.clock.goes_to("2026-11-22 23:10")
    asks_for_a_code("bodil@biblioteket.example")
    world.settles_down()
    letter = OutgoingLetter.objects.get(template="partnerships/letters/sign_in_code")
    assert letter.state == "sent" and letter.letter_class == "essential"


def test_stop_does_not_lock_anybody_out(world, bodil):
    actions.set_mail_choice(bodil.person, Person.MailChoice.STOP)
    asks_for_a_code("bodil@biblioteket.example")
    world.settles_down()
    assert "kode" in bodil.latest.subject


@pytest.mark.goal("R28")
@pytest.mark.parametrize(
    "address",
    [
        "ukendt@ungebasen.example",
        "vagt@familiehuset.example",
        "lone@familiehuset.example",
        "udenfor@x.example",
    ],
)
def test_a_stranger_a_house_and_somebody_who_left_see_what_everybody_sees_and_get_nothing(
    world, bodil, lone, address
):
    house = Person.objects.create(name="Vagten", kind="house", organisation=lone.person.organisation)
    Address.objects.create(person=house, address="vagt@familiehuset.example")
    Seat.objects.create(person=house, membership=lone.seat.membership, state=Seat.State.IN)
    Seat.objects.filter(pk=lone.seat.pk).update(state=Seat.State.LEFT)
    known, unknown = asks_for_a_code("bodil@biblioteket.example"), asks_for_a_code(address)
    pages = [c.get("/log-ind/kode/") for c in (known, unknown)]
    assert [p.status_code for p in pages] == [200, 200]
    assert len({len(p.content) for p in pages}) == 1
    wrong = [c.post("/log-ind/kode/", {"code": "ABCD-EFGH"}) for c in (known, unknown)]
    assert [w.status_code for w in wrong] == [200, 200]
    assert len({len(w.content) for w in wrong}) == 1
    assert len({w["Content-Type"] for w in [*pages, *wrong]}) == 1
    world.settles_down()
    assert [m.to for m in world.mailbag.all] == ["bodil@biblioteket.example"]
    assert Account.objects.count() == 1


def test_three_wrong_codes_and_the_right_one_no_longer_works(world, bodil):
    client = asks_for_a_code("bodil@biblioteket.example")
    world.settles_down()
    for _ in range(3):
        answer = client.post("/log-ind/kode/", {"code": "XXXX-XXXX"})
    assert answer.status_code == 302
    client.post("/log-ind/kode/", {"code": code_in(bodil.latest.text)})
    assert client.get(f"/p/{world.partnership.pk}/").status_code == 302


def test_the_code_is_worth_nothing_in_another_browser(world, bodil):
    asks_for_a_code("bodil@biblioteket.example")
    world.settles_down()
    other = asks_for_a_code("ukendt@ungebasen.example")
    assert other.post("/log-ind/kode/", {"code": code_in(bodil.latest.text)}).status_code == 200


@pytest.mark.goal("R28")
def test_five_letters_an_hour_and_then_silence(world, bodil):
    for net in (1, 2):
        for _ in range(9):
            asks_for_a_code("bodil@biblioteket.example", Client(REMOTE_ADDR=f"198.51.{net}.7"))
    world.settles_down()
    assert len(bodil.inbox) == 5
    world.clock.passes(hours=1, minutes=1)
    asks_for_a_code("bodil@biblioteket.example")
    world.settles_down()
    assert len(bodil.inbox) == 6


@pytest.mark.goal("R28")
def test_one_net_cannot_use_up_what_another_persons_address_gets(world, bodil):
    for _ in range(9):
        asks_for_a_code("bodil@biblioteket.example", Client(REMOTE_ADDR="203.0.113.9"))
    world.settles_down()
    assert len(bodil.inbox) == 4
    asks_for_a_code("bodil@biblioteket.example")
    world.settles_down()
    assert len(bodil.inbox) == 5


def test_a_second_person_at_the_same_address_is_not_possible(world, bodil):
    assert Address.objects.filter(address="bodil@biblioteket.example").count() == 1


def test_the_page_one_wanted_is_where_one_lands(world, bodil):
    client = Client()
    wanted = f"/p/{world.partnership.pk}/medlemmer/"
    at_the_door = client.get(wanted)["Location"]
    client.get(at_the_door)
    client.post(at_the_door, {"email": "bodil@biblioteket.example", "next": wanted})
    world.settles_down()
    answer = client.post(
        f"/log-ind/kode/?next={wanted}", {"code": code_in(bodil.latest.text), "next": wanted}
    )
    assert answer["Location"] == wanted


def test_nobody_is_sent_to_another_site(world, bodil):
    client = Client()
    client.post(
        "/log-ind/?next=https://ond.example/",
        {"email": "bodil@biblioteket.example", "next": "https://ond.example/"},
    )
    world.settles_down()
    answer = client.post(
        "/log-ind/kode/", {"code": code_in(bodil.latest.text), "next": "https://ond.example/"}
    )
    assert answer["Location"] == "/hjem/"


def test_signing_out_takes_a_button(world, bodil, browser_of):
    client = browser_of(bodil)
    assert client.get("/log-ud/").status_code == 200
    assert client.get(f"/p/{world.partnership.pk}/").status_code == 200
    client.post("/log-ud/")
    assert client.get(f"/p/{world.partnership.pk}/").status_code == 302


@pytest.mark.parametrize(
    "path", ["accounts/login/", "login/", "signup/", "password/reset/", "email/", "opret/"]
)
def test_nothing_else_of_the_library_can_be_reached(db, path):
    assert Client().get("/" + path).status_code == 404


@pytest.mark.parametrize(
    "address", ["", "x" * 300, "a@b", "bodil@biblioteket.example\r\nBcc: x@y.example", "\x00"]
)
def test_what_is_no_address_is_said_so(world, address):
    answer = Client().post("/log-ind/", {"email": address})
    assert answer.status_code == 200 and "form-error" in answer.content.decode()
    assert not OutgoingLetter.objects.exists()


def test_the_first_coordinator_is_invited_from_the_command_line(db, clock, mailbag):
    where = actions.invite_first("Bodil Hansen", "Bodil@Biblioteket.example", "Biblioteket")
    assert where.endswith("/log-ind/")
    assert Person.objects.get().organisation.name == "Biblioteket"
    client = asks_for_a_code("bodil@biblioteket.example")
    letter = OutgoingLetter.objects.filter(template="partnerships/letters/sign_in_code")
    assert letter.count() == 1 and client.get("/log-ind/kode/").status_code == 200


def test_inviting_twice_is_inviting_once(db, clock):
    for _ in range(2):
        actions.invite_first("Bodil Hansen", "bodil@biblioteket.example")
    assert (Person.objects.count(), Organisation.objects.get().name) == (1, "Biblioteket")
    assert OutgoingLetter.objects.count() == 2


def test_a_house_is_never_invited_to_sign_in(world, lone):
    house = Person.objects.create(name="Vagten", kind="house", organisation=lone.person.organisation)
    Address.objects.create(person=house, address="vagt@familiehuset.example")
    with pytest.raises(actions.WrongRole):
        actions.invite_first("Vagten", "vagt@familiehuset.example")


def test_an_open_house_lets_strangers_write_themselves_up(world, bodil, settings):
    settings.OPEN_SIGN_UP = True
    client = Client()
    asked = {"name": "Rita Falk", "address": "rita@sund.example", "organisation": "Krisecentret"}
    stranger = client.post("/opret/", asked)
    known = client.post("/opret/", {**asked, "address": "bodil@biblioteket.example"})
    assert stranger.status_code == known.status_code == 200 and len(stranger.content) == len(known.content)
    rita = Person.objects.get(name="Rita Falk")
    assert (
        rita.organisation_id != world.actors["Aisha"].person.organisation_id
    )  # a new house, whatever its name
    assert Partnership.objects.count() == 1 and bodil.person.name == "Bodil Hansen"
    world.clock.now += timedelta(minutes=1)
    asks_for_a_code("rita@sund.example")


def test_a_very_long_name_from_the_command_line_is_cut_not_refused(db, clock):
    actions.invite_first("Bodil " * 60, "bodil@biblioteket.example", "Biblioteket " * 60)
    assert len(Person.objects.get().name) <= 120 and len(Organisation.objects.get().name) <= 120
