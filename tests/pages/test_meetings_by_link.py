"""The page behind a mailed link, and what a guessed or old link meets."""

import re

import pytest
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.models import (
    Answer,
)
from faelled.partnerships.models import Seat
from tests import cast
from tests.pages.reading import words
from tests.partnerships.numbers import a_cpr_number


def test_a_colleague_says_whom_she_answers_for(asked, lone, bodils):
    shown = Client().post(lone.latest.link, {f"t{asked.proposals[0].pk}": "yes", "given_by": "Mette"})
    assert "Svaret for Lone er gemt" in words(shown)
    assert Answer.objects.get(seat=lone.seat).given_by == "Mette"
    assert "skrevet af Mette" in words(bodils.get(f"/moedetider/{asked.pk}/"))


def test_the_name_of_a_colleague_passes_the_door(asked, lone):
    Client().post(
        lone.latest.link, {f"t{asked.proposals[0].pk}": "yes", "given_by": f"Mette {a_cpr_number()}"}
    )
    assert "[nummer]" in Answer.objects.get(seat=lone.seat).given_by


def test_what_was_understood_without_a_token_is_filled_in_and_counts_by_the_button(asked, lone, world):
    lone.writes_to_the_partnership("1 og 3 passer mig, men 2 kan jeg ikke", subject="SV: Mødetider")
    assert asked.said(lone) == {}
    link = lone.latest.link
    shown = Client().get(link)
    assert "Har jeg forstået dig ret?" in words(shown)
    chosen = dict(re.findall(r'name="(t\d+)"[^>]*value="(\w+)" checked', shown.content.decode()))
    assert list(chosen.values()) == ["yes", "no", "yes"]
    Client().post(link, chosen)
    assert asked.said(lone) == {1: "yes", 2: "no", 3: "yes"}


@pytest.mark.parametrize(
    "data",
    [{}, {"t1": "maybe?"}, {"t999999": "yes"}, {"t": "yes"}, {"do": "send"}, {"do": "decide", "time": "1"}],
)
def test_a_post_that_says_nothing_changes_nothing(asked, lone, data):
    shown = Client().post(lone.latest.link, {f"t{asked.proposals[0].pk}": "perhaps"} | data)
    assert "Der var ikke krydset noget af" in words(shown) and asked.said(lone) == {}


def test_a_link_answers_for_its_own_person_in_its_own_round(asked, lone, morten, world):
    other = cast.ARound(world).asks(morten, about=["2026-12-15 09:00"])
    Client().post(lone.latest.link, {f"t{other.proposals[0].pk}": "yes", f"t{asked.proposals[0].pk}": "yes"})
    assert asked.said(lone) == {1: "yes"} and other.said(morten) == {} and other.said(lone) == {}


def test_the_coordinator_decides_by_link_and_takes_it_back(world, asked, bodil, lone, morten, aisha):
    for actor in (bodil, lone, morten, aisha):
        actor.writes("Onsdag passer, resten kan jeg ikke")
    link = bodil.latest.link
    shown = Client().get(link)
    assert "Onsdag 9. december kl. 9-11 passer bedst" in words(shown) and "Alle fire kan" in words(shown)
    shown = Client().post(link, {"do": "decide", "time": asked.proposals[2].pk})
    assert "Det bliver onsdag 9. december kl. 9-11" in words(shown) and asked.state == "decided"
    assert "Tiden er valgt" in words(Client().get(link))
    assert "Det er holdt tilbage" in words(Client().post(link, {"do": "hold"})) and asked.state == "proposed"
    assert asked.state == "proposed" and "Der var ikke valgt noget" in words(
        Client().post(link, {"do": "decide"})
    )
    Seat.objects.filter(pk=lone.seat.pk).update(role="coordinator")
    Seat.objects.filter(pk=bodil.seat.pk).update(role="member")
    shown = Client().post(link, {"do": "decide", "time": asked.proposals[2].pk})
    assert "Spørgsmålet er lukket" in words(shown) and asked.state == "proposed", "she coordinates no more"


def test_after_the_end_the_link_says_what_was_agreed_and_then_expires(
    world, asked, bodil, lone, morten, aisha, clock
):
    link = lone.latest.link
    actions.approve(asked.pk, asked.proposals[2].pk, bodil.seat)
    clock.passes(minutes=6)
    world.settles_down()
    assert "Mødet er aftalt til onsdag 9. december kl. 9-11" in words(Client().get(link))
    Client().post(link, {f"t{asked.proposals[0].pk}": "yes"})
    assert asked.said(lone) == {}
    Seat.objects.filter(pk=lone.seat.pk).update(state=Seat.State.LEFT)
    assert "9. december" not in words(Client().get(link)), "who has left reads no more of it"
    clock.passes(days=15)
    assert Client().get(link).status_code == 410 and Client().post(link, {}).status_code == 410


def test_twenty_wrong_links_in_a_minute_are_enough_and_a_good_one_waits_too(asked, lone):
    guesser = Client(REMOTE_ADDR="192.0.2.7")
    seen = [guesser.get(f"/svar/{'a' * 25}{letter}/").status_code for letter in "abcdefghijklmnopqrstuvwx"]
    assert seen == [404] * 20 + [429] * 4
    assert guesser.get(lone.latest.link).status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.9").get(lone.latest.link).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 26, "A" * 26, "%00" * 5, "æ" * 26, "a" * 5000])
def test_a_guessed_link_meets_one_polite_page(db, token):
    answer = Client().get(f"/svar/{token}/")
    assert answer.status_code == 404 and "Linket virker ikke" in words(answer)
