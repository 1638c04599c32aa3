"""A partnership is started from one page: a name, what is shared, and a line for each person."""

import pytest

from faelled.partnerships import actions, reads
from faelled.partnerships.actions.founding import slug_of
from faelled.partnerships.models import Organisation, Partnership, Person, Seat
from faelled.post import addresses
from faelled.post.models import OutgoingLetter
from tests import cast
from tests.partnerships.numbers import a_cpr_number

LINES = """Navn; mail; organisation
Aisha Karim; aisha@huset.example; Huset; beskyttet
Vagten; vagt@dagstedet.example; Dagstedet; fælles postkasse
Uffe Dam; Dagstedet
"""


@pytest.fixture
def page(world, bodil, browser_of):
    """Bodil's browser, on the page that starts a partnership."""
    client = browser_of(bodil)

    def press(**fields):
        filled = {
            "name": "Unge og forældre",
            "shared_third": "de unge",
            "lines": LINES,
            "organisations": "",
            **fields,
        }
        return client.post("/start/", filled)

    assert client.get("/start/").status_code == 200
    return press


def newest() -> Partnership:
    return Partnership.objects.order_by("-pk")[0]


def test_bodil_starts_a_partnership_and_three_are_welcomed(world, bodil, page):
    answer = page()
    founded = newest()
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{founded.pk}/")
    assert [(s.person.name, s.role, s.state) for s in reads.all_seats(founded)] == [
        ("Bodil Hansen", "coordinator", "in"),
        ("Aisha Karim", "member", "invited"),
        ("Vagten", "member", "invited"),
        ("Uffe Dam", "member", "in"),  # no mail: in on Bodil's word
    ]
    assert [m.organisation.name for m in reads.memberships(founded)] == ["Biblioteket", "Huset", "Dagstedet"]
    assert Organisation.objects.get(name="Huset").protected
    assert Person.objects.get(name="Vagten").kind == "house"
    assert addresses.look_up("unge-og-foraeldre@faelled.example") == addresses.Named(
        "partnership", founded.pk
    )
    world.settles_down()
    assert sorted(m.to for m in world.mailbag.all) == ["aisha@huset.example", "vagt@dagstedet.example"]
    assert "sammen med Biblioteket og Dagstedet" in world.mailbag.all[0].text


def test_every_house_has_one_host_contact(page):
    page()
    for membership in newest().memberships.all():
        assert membership.seats.filter(host_contact=True).count() == 1


def test_a_bad_line_is_shown_back_and_nothing_is_lost(page):
    bad = LINES + "Ida Bro, ida@, Huset\n"
    answer = page(lines=bad)
    shown = answer.content.decode()
    assert answer.status_code == 200 and Partnership.objects.count() == 1
    assert (
        "Linje 5" in shown
        and "ida@" in shown
        and "vagt@dagstedet.example" in shown
        and "Unge og forældre" in shown
    )
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("name", "x" * 300),
        ("shared_third", "y" * 400),
        ("shared_third", "familien til Sofie, tlf. 28 14 36 90"),
        ("lines", ""),
        ("lines", "z" * 50_000),
        ("organisations", "Q" * 200),
        ("organisations", "\n".join(f"Hus {n}" for n in range(60))),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_made(page, field, text):
    answer = page(**{field: text})
    assert answer.status_code == 200 and "form-error" in answer.content.decode()
    assert Partnership.objects.count() == 1


def test_the_number_of_a_person_stops_at_the_door(page):
    answer = page(shared_third=f"familien med {a_cpr_number()}")
    assert answer.status_code == 200 and Partnership.objects.count() == 1


def test_alone_is_no_partnership_yet_but_no_error_either(page, bodil):
    page(lines="Bodil Hansen, bodil@biblioteket.example, Biblioteket")
    assert [s.person.name for s in reads.all_seats(newest())] == ["Bodil Hansen"]


def test_a_houses_name_alone_opens_no_house_one_has_never_sat_with(world, page):
    stranger = Organisation.objects.create(
        name="Sundhedshuset", place="Andet sted", practical_note="Ring på hos Rita"
    )
    page(lines="Ida Bro, ida@sund.example, Sundhedshuset", organisations="Sundhedshuset")
    found = reads.memberships(newest())[1].organisation
    assert found.name == "Sundhedshuset" and found.pk != stranger.pk


def test_a_house_one_sits_with_is_the_same_house(world, page, aisha):
    page(lines="Karen Vig, karen@krisecentret.example, Krisecentret", organisations="krisecentret")
    assert [m.organisation_id for m in reads.memberships(newest())][1:] == [aisha.person.organisation_id]


def test_a_known_address_is_the_person_who_has_it(world, page, lone):
    page(lines="L. Friis, LONE@familiehuset.example, Et andet hus")
    seat = reads.all_seats(newest())[1]
    assert seat.person_id == lone.person.pk and seat.membership.organisation.name == "Familiehuset"
    assert Person.objects.get(pk=lone.person.pk).name == "Lone Friis"


def test_protecting_a_house_one_does_not_sit_with_is_not_done_from_afar(world, bodil, page):
    rita_house = Organisation.objects.create(name="Sundhedshuset", place="Åbent sted")
    rita = Person.objects.create(name="Rita Falk", organisation=rita_house)
    rita.addresses.create(address="rita@sund.example")
    page(lines="Rita Falk, rita@sund.example, Sundhedshuset, beskyttet")
    rita_house.refresh_from_db()
    assert (rita_house.protected, rita_house.place) == (False, "Åbent sted")


def test_an_invited_house_is_not_seen_before_it_has_said_yes(world, bodil, page, browser_of):
    page(lines="Ida Bro, ida@huset.example, Huset")
    house = Organisation.objects.get(name="Huset")
    assert browser_of(bodil).get(f"/organisationer/{house.pk}/").status_code == 404
    actions.accept_welcome(Seat.objects.get(person__name="Ida Bro"))
    assert browser_of(bodil).get(f"/organisationer/{house.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Familier på biblioteket", "familier-paa-biblioteket"),
        ("Æbler, øl & å", "aebler-oel-aa"),
        ("Café Ünge", "cafe-unge"),
        ("!!!", "partnerskab"),
        ("🙂", "partnerskab"),
        ("x" * 300, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
        ("Bcc:\r\nx@y.example", "bcc-x-y-example"),
    ],
)
def test_the_name_becomes_a_mail_address(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["Postmaster", "svar", "Faelled"])
def test_words_of_the_mail_house_are_not_given_away(world, bodil, name):
    founded = actions.found_partnership(bodil.person, name=name, shared_third="", lines=[])
    assert founded.slug == f"{name.lower()}-2"


def test_two_of_the_same_name_have_each_their_address(world, bodil):
    slugs = [
        actions.found_partnership(bodil.person, name="Samme navn", shared_third="", lines=[]).slug
        for _ in range(3)
    ]
    assert slugs == ["samme-navn", "samme-navn-2", "samme-navn-3"]


def test_the_text_of_the_partnership_is_changed_by_its_coordinator(world, bodil, lone, browser_of):
    path = f"/p/{world.partnership.pk}/aftale/"
    told = {
        "name": "Familier sammen",
        "shared_third": "børnene på biblioteket",
        "agreement": "Intet om familier.",
    }
    assert browser_of(lone).post(path, told).status_code == 404
    assert browser_of(bodil).post(path, told).status_code == 302
    world.partnership.refresh_from_db()
    assert (world.partnership.name, world.partnership.slug) == ("Familier sammen", "familier")


def test_people_are_added_to_one_that_runs(world, bodil, browser_of):
    client = browser_of(bodil)
    path = f"/p/{world.partnership.pk}/medlemmer/tilfoej/"
    assert (
        client.post(path, {"lines": "Ida Bro, ida@ungebasen.example, Ungebasen\nbare et navn"}).status_code
        == 200
    )
    assert not Person.objects.filter(name="Ida Bro").exists()
    assert client.post(path, {"lines": "Ida Bro, ida@ungebasen.example, Ungebasen"}).status_code == 302
    world.settles_down()
    assert world.mailbag.all[-1].to == "ida@ungebasen.example"
    assert Organisation.objects.filter(name="Ungebasen").count() == 1


@pytest.mark.parametrize("text", [cast.STREET, "hemmeligheds vej 17", "HEMMELIGHEDSVEJ", "Hemmelighedsv. 17"])
def test_a_protected_address_stops_at_every_field(world, bodil, aisha, browser_of, text):
    actions.refuse_words(aisha.person.organisation, ["Hemmelighedsvej", cast.STREET], actor=aisha.person)
    client, partnership = browser_of(bodil), world.partnership.pk
    tries = [
        ("/start/", {"name": f"Hos {text}", "lines": "Ida Bro, ida@x.example, Huset"}),
        ("/start/", {"name": "Nyt", "shared_third": text, "lines": "Ida Bro, ida@x.example, Huset"}),
        ("/start/", {"name": "Nyt", "lines": f"Ida Bro, ida@x.example, {text}"}),
        ("/start/", {"name": "Nyt", "lines": "Ida Bro, ida@x.example, Huset", "organisations": text}),
        (f"/p/{partnership}/aftale/", {"name": "Nyt", "shared_third": text}),
        (f"/p/{partnership}/aftale/", {"name": "Nyt", "agreement": f"Vi mødes {text}"}),
        (f"/p/{partnership}/medlemmer/tilfoej/", {"lines": f"{text}, ida@x.example, Huset"}),
    ]
    for path, fields in tries:
        assert client.post(path, fields).status_code == 200, (path, fields)
    assert Partnership.objects.count() == 1 and not Person.objects.filter(name__icontains="hemmelig").exists()
