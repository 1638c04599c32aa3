"""Welcomed by mail: in at the first answer or click, never before, and out as easily."""

import pytest
from django.test import Client

from faelled.partnerships import actions, reads
from faelled.partnerships.models import Person, Seat
from faelled.post.models import OutgoingLetter
from tests import cast


@pytest.fixture
def ida(world, kept, bodil):
    """Ida from Ungebasen has just been added by Bodil; her welcome lies in her mailbox."""

    def tell():
        seat = actions.add_person(
            world.partnership,
            name="Ida Bro",
            address="ida@ungebasen.example",
            organisation=world.actors["Nanna"].seat.membership.organisation,
            invited_by=bodil.person,
        )
        world.settles_down()
        return seat

    return cast.Actor(world, kept(tell), ["ida@ungebasen.example"])


def state_of(actor) -> str:
    return Seat.objects.get(pk=actor.seat.pk).state


def test_the_welcome_is_ten_lines_once(world, ida):
    (mail,) = ida.inbox
    assert mail.subject == 'Velkommen til partnerskabet "Familier på biblioteket"'
    for words in (
        "Biblioteket, Krisecentret og Familiehuset",
        "Bodil Hansen har tilføjet dig",
        "30 minutter",
        '"nej tak"',
    ):
        assert words in mail.text
    assert "på vegne af Bodil" in mail.text
    assert state_of(ida) == "invited"


def test_the_welcome_waits_for_office_hours(world, bodil):
    world.clock.goes_to("2026-11-21 22:00")  # a Saturday night
    house = bodil.seat.membership.organisation
    actions.add_person(
        world.partnership,
        name="Ida Bro",
        address="ida@x.example",
        organisation=house,
        invited_by=bodil.person,
    )
    world.settles_down()
    assert not world.mailbag.all
    world.waits("2026-11-23 07:01")
    assert [m.to for m in world.mailbag.all] == ["ida@x.example"]


@pytest.mark.parametrize("text", ["Ja", "ja tak", "Tak, det glæder jeg mig til", "Fint. Mvh Ida", "Super 🙂"])
def test_any_friendly_answer_lets_her_in(world, ida, text):
    ida.writes(text)
    assert state_of(ida) == "in"
    assert len(ida.inbox) == 1  # no receipt


def test_less_lets_her_in_with_fewer_mails(world, ida):
    ida.writes("mindre")
    assert (state_of(ida), ida.person.mail_choice) == ("in", "less")


@pytest.mark.parametrize("text", ["Nej tak", "Nej"])
def test_no_thanks_asks_whether_she_wants_out_and_yes_takes_her_out(world, ida, bodil, text):
    ida.writes(text)
    assert state_of(ida) == "invited" and "Skal du helt ud" in ida.latest.text
    ida.writes("Ja")
    assert state_of(ida) == "left"
    assert "siger nej tak" in bodil.latest.subject and "ude af" in ida.latest.subject


def test_no_to_whether_she_wants_out_is_staying(world, ida):
    ida.writes("Nej tak")
    ida.writes("Nej")
    assert state_of(ida) == "in"


def test_stop_is_no_yes(world, ida):
    ida.writes("stop")
    assert (state_of(ida), ida.person.mail_choice) == ("invited", "stop")
    assert "ikke flere spørgsmål" in ida.latest.subject


@pytest.mark.parametrize(
    "text", ["Hvem er du?", "Jeg er ikke den rette, spørg hellere Nanna", "Hvad koster det egentlig os"]
)
def test_a_doubt_or_a_question_goes_to_bodil_and_lets_nobody_in(world, ida, bodil, text):
    ida.writes(text)
    assert state_of(ida) == "invited"
    assert text in bodil.latest.text and "Ida Bro har skrevet" in bodil.latest.subject
    assert "Bodil læser" in ida.latest.subject and "Svar ja eller nej" in ida.latest.text
    ida.writes("ja")
    assert state_of(ida) == "in"


def test_what_goes_to_bodil_has_passed_the_answer_door(world, ida, bodil):
    ida.writes("Hvorfor mig? Ring på 28 14 36 90 eller skriv til ida.privat@mail.example")
    assert "28 14 36 90" not in bodil.latest.text and "ida.privat" not in bodil.latest.text
    assert "[nummer]" in bodil.latest.text


def test_a_forwarded_welcome_answered_by_a_stranger_changes_nothing(world, ida, bodil):
    ida.writes("Ja", sender="fremmed@andetsteds.example")
    assert state_of(ida) == "invited"
    assert "fra en anden adresse" in bodil.latest.text
    assert len(ida.inbox) == 1


def test_the_link_shows_on_get_and_takes_a_button(world, ida):
    client = Client()
    for _ in range(3):
        assert client.get(ida.latest.link).status_code == client.head(ida.latest.link).status_code == 200
    assert state_of(ida) == "invited"
    page = client.post(ida.latest.link, {"answer": "yes"}).content.decode()
    assert state_of(ida) == "in" and "Du er med, Ida" in page
    assert client.post(ida.latest.link, {"answer": "yes"}).status_code == 200  # twice is once


def test_the_link_takes_a_no(world, ida, bodil):
    link = ida.latest.link
    Client().post(link, {"answer": "no"})
    world.settles_down()
    assert state_of(ida) == "left" and "siger nej tak" in bodil.latest.subject
    page = Client().post(link, {"answer": "yes"}).content.decode()
    assert (
        state_of(ida) == "left" and "Du er ikke med" in page and "Bodil" in page
    )  # out is out; a new seat is the coordinator's to give


@pytest.mark.parametrize("answer", ["", "maybe", "yes\r\n", "x" * 5000])
def test_a_button_that_does_not_exist_does_nothing(world, ida, answer):
    assert Client().post(ida.latest.link, {"answer": answer}).status_code == 200
    assert state_of(ida) == "invited"


def test_signed_in_she_says_yes_on_the_page(world, ida, browser_of):
    client = browser_of(ida)
    path = f"/p/{world.partnership.pk}/velkommen/"
    assert client.get(f"/p/{world.partnership.pk}/").status_code == 404
    assert client.get(path).status_code == 200 and state_of(ida) == "invited"
    client.post(path, {"answer": "yes"})
    assert state_of(ida) == "in"


def test_guessed_tokens_meet_the_same_polite_page_and_then_a_pause(world, ida):
    client = Client(REMOTE_ADDR="192.0.2.7")
    good = ida.latest.link
    answers = [client.get(f"/velkommen/{'abcdefgh' * 3}{n:02d}/") for n in range(20)]
    assert {a.status_code for a in answers} == {404} and len({len(a.content) for a in answers}) == 1
    assert client.get("/mails/aaaaaaaaaaaaaaaaaaaaaaaaaa/").status_code == 429
    assert client.get(good).status_code == 429  # a hit is not told from a miss any more
    assert Client(REMOTE_ADDR="198.51.100.7").get(good).status_code == 200


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "..%2f..", "ÆØÅ", "' or 1=1"])
def test_tokens_of_any_shape_are_only_unknown(world, token):
    assert Client().get(f"/velkommen/{token}/").status_code == 404


def test_somebody_without_mail_is_in_on_the_coordinators_word(world, bodil):
    seat = actions.add_person(
        world.partnership,
        name="Uffe Dam",
        address=None,
        organisation=bodil.person.organisation,
        invited_by=bodil.person,
    )
    assert seat.state == "in" and reads.recipient(seat.person) is None
    assert not OutgoingLetter.objects.exists()


def test_a_house_is_welcomed_as_a_house(world, bodil):
    house = world.actors["Lone"].person.organisation
    actions.add_person(
        world.partnership, name="Familiehuset, vagten", address="vagt@familiehuset.example", organisation=house,
        kind=Person.Kind.HOUSE, invited_by=bodil.person,
    )  # fmt: skip
    world.settles_down()
    assert "jeres postkasse" in world.mailbag.all[-1].text


def test_an_english_reader_is_welcomed_in_english(world, bodil):
    house = bodil.person.organisation
    actions.add_person(
        world.partnership,
        name="Ida Bro",
        address="ida@x.example",
        organisation=house,
        invited_by=bodil.person,
        language="en",
    )
    world.settles_down()
    assert "Welcome to the partnership" in world.mailbag.all[-1].subject


@pytest.mark.parametrize(
    "name",
    [
        "Ida\r\nBcc: alle@ungebasen.example",
        "I" * 120,
        "Ida\u2028Bro\x00",
        '"Ida" <x@y.example>, Bro',
        "=?utf-8?q?Ida?=",
    ],
)
def test_no_name_makes_a_header(world, bodil, name):
    actions.add_person(
        world.partnership, name=name, address="ida@ungebasen.example", organisation=bodil.person.organisation,
        invited_by=bodil.person,
    )  # fmt: skip
    world.settles_down()
    message = world.mailbag.all[-1].message
    assert message["Bcc"] is None and len(message.get_all("To")) == 1
    assert [a.addr_spec for a in message["To"].addresses] == ["ida@ungebasen.example"]


def test_an_observer_is_told_that_no_questions_will_come(world, bodil):
    actions.add_person(
        world.partnership,
        name="Ida Bro",
        address="ida@x.example",
        organisation=bodil.person.organisation,
        role="observer",
        invited_by=bodil.person,
    )
    world.settles_down()
    assert "ikke andre mails" in world.mailbag.all[-1].text and "minutter" not in world.mailbag.all[-1].text


def test_the_welcome_link_ends_two_weeks_after_the_answer(world, ida):
    link = ida.latest.link
    ida.writes("ja")
    assert Client().get(link).status_code == 200
    world.clock.passes(days=15)
    assert Client().get(link).status_code == 410
