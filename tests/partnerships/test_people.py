"""Roles, addresses, leaving, and what a house says of itself."""

import pytest

from faelled.partnerships import actions, reads
from faelled.partnerships.models import (
    Account,
    Address,
    AuditEntry,
    Organisation,
    Partnership,
    Person,
    RefusedWord,
    Seat,
)
from faelled.post.models import OutgoingLetter
from tests import cast


def state_of(actor) -> str:
    return Seat.objects.get(pk=actor.seat.pk).state


def path_of(world, actor) -> str:
    return f"/p/{world.partnership.pk}/medlemmer/{actor.seat.pk}/"


# Leaving


def test_lone_leaves_on_the_page_and_bodil_hears_of_it(world, lone, bodil, browser_of):
    client = browser_of(lone)
    path = f"/p/{world.partnership.pk}/forlad/"
    assert client.get(path).status_code == 200 and state_of(lone) == "in"
    assert client.post(path).status_code == 302
    world.settles_down()
    assert state_of(lone) == "left"
    assert "Du er ude" in lone.latest.subject and "Lone Friis er gået ud" in bodil.latest.subject
    assert client.get(f"/p/{world.partnership.pk}/").status_code == 404


@pytest.mark.parametrize("text", ["Meld mig ud", "Jeg vil gerne ud", "nej tak", "Farvel", "I want to leave."])
def test_lone_leaves_by_mail_after_being_asked_once(world, lone, text):
    actions.set_mail_choice(lone.person, "less", by_mail=True)
    world.settles_down()
    lone.writes(text)
    assert state_of(lone) == "in" and "Skal du helt ud" in lone.latest.text
    lone.writes("Ja")
    assert state_of(lone) == "left"


def test_other_words_are_read_by_bodil(world, lone, bodil):
    actions.set_mail_choice(lone.person, "less", by_mail=True)
    world.settles_down()
    lone.writes("Vi flytter i januar, skal jeg sige det til nogen?")
    assert "Vi flytter i januar" in bodil.latest.text and "Bodil læser" in lone.latest.subject


def test_the_only_coordinator_hands_the_role_on_first(world, bodil, henrik, browser_of):
    client = browser_of(bodil)
    path = f"/p/{world.partnership.pk}/forlad/"
    assert "Giv rollen til en anden" in client.post(path).content.decode() and state_of(bodil) == "in"
    Seat.objects.filter(pk=henrik.seat.pk).update(deputy_for=bodil.seat)
    client.post(path)
    world.settles_down()
    assert state_of(bodil) == "left"
    assert (
        Seat.objects.get(pk=henrik.seat.pk).role == "coordinator" and "nu tovholder" in henrik.latest.subject
    )


def test_the_last_one_out_closes_the_partnership(world, bodil):
    alone = actions.found_partnership(bodil.person, name="Kun mig", shared_third="", lines=[])
    actions.leave(reads.coordinators(alone)[0])
    assert Partnership.objects.get(pk=alone.pk).closed_at is not None


def test_leaving_twice_is_leaving_once(world, lone):
    assert actions.leave(lone.seat) and not actions.leave(lone.seat)
    assert OutgoingLetter.objects.filter(template="partnerships/letters/left").count() == 1


def test_somebody_who_left_can_be_added_again(world, lone, bodil):
    actions.leave(lone.seat)
    seat = actions.add_person(
        world.partnership,
        name="Lone",
        address=lone.mailboxes[0],
        organisation=lone.person.organisation,
        invited_by=bodil.person,
    )
    assert (seat.pk, seat.state) == (lone.seat.pk, "invited")


def test_the_last_of_a_house_takes_the_house_along_and_its_shape_waits(world, aisha, karen):
    actions.leave(aisha.seat)
    assert len(reads.memberships(world.partnership)) == 4
    actions.leave(karen.seat)
    assert len(reads.memberships(world.partnership)) == 3
    assert actions.rejoin(karen.seat)
    assert [m.position for m in reads.memberships(world.partnership)] == [1, 2, 3, 4]


# Roles and addresses


def test_bodil_gives_lone_a_deputy_and_the_hosts_line(world, bodil, lone, mette, browser_of):
    browser_of(bodil).post(
        path_of(world, mette),
        {"deed": "role", "role": "member", "deputy_for": lone.seat.pk, "host_contact": "on"},
    )
    assert [s.person.first_name for s in reads.deputies_of(lone.seat)] == ["Mette"]
    contacts = mette.seat.membership.seats.filter(host_contact=True)
    assert [s.person.first_name for s in contacts] == ["Mette"]


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "operator"},
        {"role": "member", "deputy_for": "99999"},
        {"role": "member", "deputy_for": "x"},
        {"role": ""},
        {},
    ],
)
def test_a_role_that_does_not_exist_is_not_given(world, bodil, lone, browser_of, fields):
    answer = browser_of(bodil).post(path_of(world, lone), {"deed": "role", **fields})
    assert answer.status_code == 200 and Seat.objects.get(pk=lone.seat.pk).role == "member"


def test_the_coordinator_cannot_lay_the_role_down_with_nobody_to_take_it(world, bodil, browser_of):
    answer = browser_of(bodil).post(path_of(world, bodil), {"deed": "role", "role": "member"})
    assert "Giv rollen til en anden" in answer.content.decode()


def test_a_house_cannot_coordinate(world, lone):
    Person.objects.filter(pk=lone.person.pk).update(kind="house")
    with pytest.raises(actions.WrongRole):
        actions.change_seat(
            lone.seat, role="coordinator", deputy_for=None, host_contact=False, actor=lone.person
        )


def test_bodil_mends_an_address_and_the_old_one_is_told(world, bodil, lone, browser_of):
    browser_of(bodil).post(
        path_of(world, lone), {"deed": "address", "address": "Lone.Friis@Familiehuset.example"}
    )
    world.settles_down()
    assert "Bodil Hansen har givet" in lone.latest.text
    assert reads.recipient(lone.person).address == "lone.friis@familiehuset.example"
    assert (
        reads.person_by_address("lone@familiehuset.example") == lone.person
    )  # mail from the old one still counts


def test_bodil_cannot_move_the_address_somebody_signs_in_with(world, bodil, lone, browser_of):
    browser_of(lone)
    answer = browser_of(bodil).post(path_of(world, lone), {"deed": "address", "address": "ny@x.example"})
    assert "retter personen selv" in answer.content.decode()
    assert reads.recipient(lone.person).address == "lone@familiehuset.example"
    actions.mark_dead(
        str(lone.person.key), "lone@familiehuset.example"
    )  # nobody can sign in with a dead mailbox
    browser_of(bodil).post(path_of(world, lone), {"deed": "address", "address": "ny@x.example"})
    assert reads.recipient(lone.person).address == "ny@x.example"


def test_an_address_belongs_to_one_person(world, bodil, lone, browser_of):
    answer = browser_of(bodil).post(
        path_of(world, lone), {"deed": "address", "address": "MORTEN@ungebasen.example"}
    )
    assert "bruger en anden" in answer.content.decode()


def test_the_sign_in_follows_the_address(world, lone, browser_of):
    client = browser_of(lone)
    client.post(f"/personer/{lone.person.pk}/", {"deed": "address", "address": "lone2@familiehuset.example"})
    assert Account.objects.get(person=lone.person).email == "lone2@familiehuset.example"


def test_a_dead_mailbox_is_told_to_bodil_once_and_not_written_to(world, lone, bodil):
    key = str(lone.person.key)
    assert actions.mark_dead(key, "LONE@familiehuset.example")
    assert not actions.mark_dead(key, "lone@familiehuset.example")
    world.settles_down()
    assert [m.subject for m in bodil.inbox] == ["Mails til Lone Friis kommer ikke frem"]
    assert reads.recipient(lone.person) is None


def test_a_second_address_takes_over_when_the_first_dies(world, lone, bodil):
    Address.objects.create(person=lone.person, address="lone.hjemme@x.example", preferred=False)
    actions.mark_dead(str(lone.person.key), "lone@familiehuset.example")
    world.settles_down()
    assert reads.recipient(lone.person).address == "lone.hjemme@x.example" and not bodil.inbox


@pytest.mark.parametrize("key", ["", "x", "0" * 36, "' or 1=1"])
def test_a_bounce_for_nobody_is_nothing(world, key):
    assert not actions.mark_dead(key, "lone@familiehuset.example")


def test_removed_by_bodil_says_so(world, bodil, lone, browser_of):
    browser_of(bodil).post(path_of(world, lone), {"deed": "remove"})
    world.settles_down()
    assert "Bodil Hansen har taget dig ud" in lone.latest.text and not bodil.inbox


# Oneself


def about(**changes):
    return {
        "deed": "about", "name": "Lone Friis", "language": "da", "days_off": ["5"], "minutes_per_month": "30",
        "mail_choice": "all", **changes,
    }  # fmt: skip


def test_lone_says_how_she_wants_it(world, lone, browser_of):
    client = browser_of(lone)
    answer = client.post(
        f"/personer/{lone.person.pk}/", about(language="en", days_off=["5", "3"], mail_choice="less")
    )
    assert answer.status_code == 302
    person = lone.person
    assert (person.language, person.days_off, person.mail_choice) == ("en", "35", "less")


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""}, {"name": "L" * 300}, {"name": "\u200b\u2028"}, {"language": "fr"}, {"days_off": ["9"]},
        {"minutes_per_month": "-1"}, {"minutes_per_month": "1e9"}, {"mail_choice": "never"},
    ],
)  # fmt: skip
def test_what_a_page_cannot_take_is_said_so(world, lone, browser_of, bad):
    answer = browser_of(lone).post(f"/personer/{lone.person.pk}/", about(**bad))
    assert answer.status_code == 200 and "form-error" in answer.content.decode()
    assert lone.person.language == "da" and lone.person.days_off == ""


def test_a_name_with_line_ends_is_one_line(world, lone, browser_of):
    browser_of(lone).post(f"/personer/{lone.person.pk}/", about(name="Lone\r\nBcc: alle"))
    assert lone.person.name == "Lone Bcc: alle"


# Houses


def told(**changes):
    return {
        "name": "Krisecentret", "work_mode": "operations", "protected": "on", "can_host": "on", "place": "",
        "practical_note": "", "working_weekdays": ["1", "2", "3"], "minutes_per_month": "120", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    "place", ["Biblioteket, ved indgangen", "Kaffebaren i biblioteket", "Adresse oplyses mundtligt"]
)
def test_a_protected_house_has_a_meeting_point(world, aisha, browser_of, place):
    house = aisha.person.organisation
    assert browser_of(aisha).post(f"/organisationer/{house.pk}/ret/", told(place=place)).status_code == 302
    assert Organisation.objects.get(pk=house.pk).place == place


@pytest.mark.parametrize(
    "place",
    [
        "Biblioteket kl. 9, vi henter jer", "300 meter fra stationen", "fem minutter fra torvet",
        "Gå mod nord fra kirken",
        "Første vej til venstre efter broen", "Skovvej 12, 9000 Aalborg", "Walk left from the square",
        "Ring 28 14 36 90",
    ],
)  # fmt: skip
def test_a_meeting_point_does_not_lead_on(world, aisha, browser_of, place):
    house = aisha.person.organisation
    answer = browser_of(aisha).post(f"/organisationer/{house.pk}/ret/", told(place=place))
    assert answer.status_code == 200 and Organisation.objects.get(pk=house.pk).place == ""


def test_an_open_house_gives_its_address(world, lone, browser_of):
    house = lone.person.organisation
    fields = told(
        name="Familiehuset",
        protected="",
        place="Familiehuset, Skovvej 12",
        practical_note="Parkering i gården",
    )
    assert browser_of(lone).post(f"/organisationer/{house.pk}/ret/", fields).status_code == 302
    assert reads.place_for(Organisation.objects.get(pk=house.pk)) == "Familiehuset, Skovvej 12"


def test_becoming_protected_forgets_the_address(world, lone, browser_of):
    house = lone.person.organisation
    Organisation.objects.filter(pk=house.pk).update(place="Torvet 3", practical_note="Indgang fra gården")
    fields = told(name="Familiehuset", place="Torvet", practical_note="Indgang fra gården")
    browser_of(lone).post(f"/organisationer/{house.pk}/ret/", fields)
    house.refresh_from_db()
    assert (house.protected, house.place, house.practical_note) == (True, "Torvet", "")


@pytest.mark.parametrize(
    ("protected", "place", "lang", "shown"),
    [
        (False, "", "da", "Huset"),
        (False, "Torvet 3", "da", "Huset, Torvet 3"),
        (False, "Huset, bagindgangen", "da", "Huset, bagindgangen"),
        (True, "", "da", "adresse oplyses mundtligt"),
        (True, "", "en", "address given in person"),
        (True, "Biblioteket", "da", "Biblioteket"),  # and the house is not named
    ],
)
def test_a_place_as_letters_may_write_it(protected, place, lang, shown):
    house = Organisation(name="Huset", protected=protected, place=place)
    assert reads.place_for(house, lang) == shown
    assert reads.host_name_for_letters(house, lang) == (None if protected else "Huset")


def test_refused_words_are_kept_as_hashes_and_never_shown(world, aisha, lone, browser_of):
    house = aisha.person.organisation
    client = browser_of(aisha)
    assert (
        client.post(f"/organisationer/{house.pk}/ord/", {"words": f"{cast.STREET}\nRosenslottet"}).status_code
        == 302
    )
    assert RefusedWord.objects.filter(organisation=house).exists()
    assert not [r for r in RefusedWord.objects.values_list("form_hash", flat=True) if len(r) != 64]
    for path in (
        f"/organisationer/{house.pk}/",
        f"/organisationer/{house.pk}/ord/",
        f"/organisationer/{house.pk}/ret/",
    ):
        assert "Rosenslottet" not in client.get(path).content.decode()


@pytest.mark.parametrize("words", ["", "ab", "\n\n", "-", "x" * 5000])
def test_words_that_would_refuse_everything_are_not_taken(world, aisha, browser_of, words):
    house = aisha.person.organisation
    assert browser_of(aisha).post(f"/organisationer/{house.pk}/ord/", {"words": words}).status_code == 200
    assert not RefusedWord.objects.exists()


# The log


def test_the_log_says_who_did_what_and_nothing_they_wrote(world, bodil, lone, browser_of):
    browser_of(bodil).post(path_of(world, lone), {"deed": "remove"})
    line = AuditEntry.objects.get(action="seat_left")
    assert (line.actor_key, line.object_kind, line.object_id) == (str(bodil.person.key), "seat", lone.seat.pk)
    fields = {f.name for f in AuditEntry._meta.fields}
    assert fields == {
        "id",
        "at",
        "actor_key",
        "partnership_id",
        "action",
        "object_kind",
        "object_id",
        "delete_after",
    }


# What the guard knows


def test_the_guard_knows_people_houses_services_and_their_mailboxes(world, lone):
    house = lone.person.organisation
    desk = Person.objects.create(name="Vagten", organisation=house, kind=Person.Kind.HOUSE)
    Address.objects.create(person=desk, address="vagten@familiehuset.example")
    actions.know_name(world.partnership, "Sofies Café", "services")
    knows = reads.guard_context(world.partnership)
    assert lone.person.name in knows.own_names and house.name not in knows.own_names
    assert {house.name, "Vagten", "Sofies Café"} <= knows.own_houses
    assert "vagten@familiehuset.example" in knows.own_mails
    assert not any(
        mail in knows.own_mails for mail in lone.person.addresses.values_list("address", flat=True)
    )
