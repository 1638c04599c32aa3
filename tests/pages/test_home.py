"""Hjem: what waits for one person, the next meeting, and how many minutes of the month are used."""

import re
from datetime import timedelta

import pytest

from faelled.meetings import actions
from faelled.meetings.models import Ask, Participant
from faelled.partnerships import actions as people
from faelled.partnerships.models import Account, Address, Membership, Organisation, Partnership, Person, Seat
from tests import cast
from tests.pages.browser import session_cookie

pytestmark = pytest.mark.once

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client, person):
    account, _ = Account.objects.get_or_create(
        person=person, defaults={"email": f"{person.pk}@konto.example"}
    )
    client.force_login(account, backend=BACKEND)
    return client


def words_of(answer):
    text = re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.S).partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition("</main>")[0]).replace("\u00a0", " ").split())


def home_of(client, actor):
    answer = sign_in(client, actor.person).get("/hjem/")
    assert answer.status_code == 200
    return words_of(answer)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [("07:30", "Godmorgen, Bodil"), ("10:00", "Goddag, Bodil"), ("18:00", "Godaften, Bodil")],
)
def test_it_says_hello_as_one_does_at_that_hour(world, client, bodil, hour, greeting):
    world.clock.goes_to(f"2026-11-16 {hour}")
    assert greeting in home_of(client, bodil)


def test_nothing_waits_and_that_is_said(world, client, bodil):
    assert "Der venter ikke noget på dig." in home_of(client, bodil)


def test_a_question_waits_until_it_is_answered(a_round, world, client, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    page = home_of(client, lone)
    assert "Én ting venter på dig. Den tager 1 minut." in page
    assert "Hvornår kan du i december? Bodil spørger om tre tider." in page
    lone.writes("1 passer")
    assert "Der venter ikke noget på dig." in home_of(client, lone)


def test_the_button_of_a_question_leads_to_its_own_answer_page(a_round, world, client, bodil, lone, morten):
    a_round.asks(bodil, lone, about=DECEMBER)
    ask = Ask.objects.get(kind=Ask.Kind.TIMES, seat=lone.seat)
    sign_in(client, lone.person)
    answer = client.post(f"/hjem/spoergsmaal/{ask.pk}/")
    assert answer.status_code == 302
    assert re.fullmatch(r"/svar/[a-z2-7]{26}/", answer["Location"])
    assert "tirsdag 1. december" in client.get(answer["Location"]).content.decode().replace("\u00a0", " ")
    assert client.get(f"/hjem/spoergsmaal/{ask.pk}/").status_code == 405, "a GET makes no link"
    sign_in(client, morten.person)
    assert client.post(f"/hjem/spoergsmaal/{ask.pk}/").status_code == 404


def test_what_is_to_be_decided_comes_first_and_says_how_many_have_answered(
    a_round, world, client, bodil, lone
):
    a_round.asks(bodil, lone, about=DECEMBER)
    for actor in (lone, bodil):
        actor.writes("kun den 9.")
    page = home_of(client, bodil)
    assert "Godkend mødetiden i december Alle har svaret. Onsdag 9. december kl. 9-11 passer bedst." in page
    assert "Godkend" not in home_of(client, lone), "that is for the coordinator"
    bodil.writes("ja")
    assert "Godkend" not in home_of(client, bodil)


def test_a_reading_that_is_unsure_waits_with_its_own_person(a_round, world, client, bodil, lone, mette):
    a_round.asks(bodil, lone, mette, about=DECEMBER)
    lone.writes("1 passer")
    world.clock.passes(minutes=1)
    lone.writes("1 passer ikke")
    page = home_of(client, lone)
    assert "Én ting venter på dig. Den tager ½ minut. Har Fælled forstået dig ret?" in page


def test_a_draft_waits_for_who_wrote_it(world, client, lone):
    lone.writes_to_the_partnership("Kan vi mødes to timer i uge 50, helst formiddag?")
    assert "Skal Fælled spørge de andre om tid?" in home_of(client, lone)


def test_trouble_waits_for_the_coordinator_alone(a_round, world, client, bodil, lone, karen):
    Address.objects.filter(person=karen.person).delete()
    a_round.asks(bodil, lone, karen, about=DECEMBER)
    Participant.objects.filter(seat=lone.seat).update(question="Er der parkering?")
    page = home_of(client, bodil)
    assert "Ring til Karen" in page
    assert "Lone har et spørgsmål »Er der parkering?«" in page
    assert "Ring til" not in home_of(client, lone)
    actions.enter_by_hand(
        a_round.pk, karen.seat, {p.pk: "yes" for p in a_round.proposals}, by=bodil.seat, source="phone"
    )
    assert "Ring til Karen" not in home_of(client, bodil)


def test_a_dead_mailbox_waits_for_the_coordinator(world, client, bodil, lone, morten):
    people.mark_dead(str(lone.person.key), lone.mailboxes[0])
    assert "Mails til Lone Friis kommer tilbage" in home_of(client, bodil)
    assert "kommer tilbage" not in home_of(client, morten)


def a_meeting(a_round, world, *actors):
    a_round.asks(*actors, about=["2026-12-09 09:00"])
    for actor in actors:
        actor.writes("ja")
    world.actors["Bodil"].writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    return a_round.meeting


def test_the_next_meeting_stands_beside_it_with_who_comes(a_round, world, client, bodil, lone, morten, aisha):
    meeting = a_meeting(a_round, world, bodil, lone, morten, aisha)
    page = home_of(client, lone)
    assert "Næste møde Onsdag 9. december kl. 9-11" in page
    assert "Fire kommer." in page
    morten.presses_in_calendar("DECLINED")
    page = home_of(client, lone)
    assert "Tre kommer. Morten har meldt afbud." in page
    assert "Næste møde" not in home_of(client, morten)
    assert f'href="/moeder/{meeting.pk}/"' in sign_in(client, lone.person).get("/hjem/").content.decode()
    world.clock.goes_to("2026-12-09 11:30")
    assert "Næste møde" not in home_of(client, lone)


def test_minutes_of_letters_sent_this_month_are_counted(a_round, world, client, bodil, lone):
    assert "Du har brugt 0 af dine 30 minutter i november." in home_of(client, lone)
    a_round.asks(bodil, lone, about=DECEMBER)
    assert "Du har brugt 1 af dine 30 minutter i november." in home_of(client, lone)
    world.clock.goes_to("2026-12-01 08:00")
    assert "Du har brugt 0 af dine 30 minutter i december." in home_of(client, lone)


def test_somebody_in_no_partnership_may_start_one_or_hears_whom_to_ask(world, client):
    house = Organisation.objects.create(name="Sundhedshuset")
    rita = Person.objects.create(name="Rita Falk", organisation=house)
    page = words_of(sign_in(client, rita).get("/hjem/"))
    assert "Du er ikke med i et partnerskab endnu." in page
    assert "Start et partnerskab" in page and "bed dets tovholder tilføje dig" in page


def test_an_invitation_waits_also_for_somebody_who_is_in_nothing(world, client, bodil):
    house = Organisation.objects.create(name="Sundhedshuset")
    seat = people.add_person(
        world.partnership,
        name="Rita Falk",
        address="rita@sundhed.example",
        organisation=house,
        invited_by=bodil.person,
    )
    page = words_of(sign_in(client, seat.person).get("/hjem/"))
    assert "Vil du være med i »Familier på biblioteket«?" in page


def test_it_costs_the_same_however_much_waits(
    a_round, world, client, bodil, lone, django_assert_max_num_queries
):
    a_round.asks(bodil, lone, about=DECEMBER)
    sign_in(client, bodil.person)
    with django_assert_max_num_queries(30) as few:
        client.get("/hjem/")
    for number in range(6):
        partnership = Partnership.objects.create(name=f"Nr. {number}", slug=f"nr-{number}")
        membership = Membership.objects.create(
            partnership=partnership, organisation=bodil.seat.membership.organisation
        )
        seat = Seat.objects.create(
            membership=membership, person=bodil.person, role=Seat.Role.COORDINATOR, state=Seat.State.IN
        )
        for week in range(3):
            start = cast.at("2026-12-08 10:00") + timedelta(days=week)
            round_ = actions.draft(
                partnership,
                seat,
                words="",
                times=[actions.NewTime(start, start + timedelta(hours=1))],
                seats=[seat],
            )
            actions.show_to_starter(round_)
    with django_assert_max_num_queries(len(few)):
        page = words_of(client.get("/hjem/"))
    assert "Nitten" in page or "19 ting" in page


@pytest.mark.browser
@pytest.mark.long
def test_phone_and_desktop_have_no_finding(a_round, world, client, browser, live_server, bodil, lone, morten):
    a_meeting(a_round, world, bodil, lone, morten)
    a_round.asks(bodil, lone, about=["2026-12-15 10:00", "2026-12-16 10:00"])
    lone.writes("1 passer")
    bodil.writes("1 passer")
    sign_in(client, bodil.person)
    assert (
        browser.look_at(
            f"{live_server.url}/hjem/", name="hjem", cookies=[session_cookie(client, live_server)]
        )
        == []
    )
