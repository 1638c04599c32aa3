"""A meeting is asked for on the page: two steps, and what happens to bad words and bad times."""

import re

import pytest

from faelled.meetings.models import (
    Round,
    Turn,
)
from tests import cast
from tests.pages.reading import values, words

pytestmark = pytest.mark.once


@pytest.fixture
def start(world):
    return f"/p/{world.partnership.pk}/moedetider/ny/"


def first_step(world, **changes):
    seats = [a.seat.pk for a in world.actors.values()]
    return {
        "do": "suggest",
        "words": "Bogbussen og foråret",
        "length": "120",
        "when": "",
        "seats": seats,
    } | changes


def test_a_meeting_is_asked_for_in_two_steps_and_nothing_is_kept_before_the_last(world, bodils, start, lone):
    shown = bodils.post(start, first_step(world, when="uge 49 eller 50, helst formiddag"))
    offered = values(shown, "offered")
    assert 3 <= len(offered) <= 10 and "Spørg de ni" in words(shown)
    assert all(o[:10] in {f"2026-12-{d:02}" for d in range(1, 12)} | {"2026-11-30"} for o in offered)
    assert not Round.objects.exists() and not Turn.objects.exists()
    sent = bodils.post(
        start, first_step(world, do="send", when="uge 49 eller 50", offered=offered, keep=offered[:2])
        | {"own0-day": "2026-12-09", "own0-opens": "9:00", "own0-closes": "11.30"}, follow=True,
    )  # fmt: skip
    assert "Ni bliver spurgt" in words(sent)
    round_ = Round.objects.get()
    starts = [p.starts.astimezone(cast.HOME).isoformat() for p in round_.proposals.all()]
    assert len(starts) == 3 and set(starts) > {o.split("|")[0] for o in offered[:2]}
    assert round_.proposals.get(starts=cast.at("2026-12-09 09:00")).ends == cast.at("2026-12-09 11:30")
    world.settles_down()
    assert "Bogbussen og foråret" in lone.latest.text


def test_a_button_pressed_twice_asks_once(world, bodils, start):
    offered = values(bodils.post(start, first_step(world)), "offered")
    for _ in range(2):
        answer = bodils.post(start, first_step(world, do="send", offered=offered, keep=offered))
        assert answer.status_code == 302
    assert Round.objects.count() == 1


def test_going_back_loses_nothing(world, bodils, start, lone):
    typed = first_step(world, do="back", when="uge 50", length="90", seats=[lone.seat.pk])
    shown = bodils.post(start, typed)
    assert 'value="uge 50"' in shown.content.decode() and "Bogbussen og foråret" in words(shown)
    assert re.search(rf'value="{lone.seat.pk}"[^>]*checked', shown.content.decode())
    assert (
        shown.content.decode().count('name="seats"')
        - len(re.findall(r'name="seats"[^>]*checked', shown.content.decode()))
        == 8
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seats": []}, "Vælg mindst én person"),
        ({"when": "noget med kage"}, "kunne ikke læses som en tid"),
        ({"when": "uge 53 i 2027"}, ""),  # whatever it is read as, the page stands
        ({"when": "uge 40 2026"}, ""),
        ({"when": "x" * 301}, "300"),
        ({"words": "y" * 1001}, "1000"),
        ({"length": "-1"}, "Noget skal rettes"),
        ({"length": ""}, "Hvor længe?"),
        ({"seats": ["99999999999999999999"]}, "Noget skal rettes"),
        ({"seats": ["1; drop table"]}, "Noget skal rettes"),
    ],
)
def test_bad_words_in_the_first_step_are_told_and_kept(world, bodils, start, changes, said):
    shown = bodils.post(start, first_step(world, **changes))
    assert shown.status_code == 200 and said in words(shown)
    assert not Round.objects.exists()
    if "words" not in changes:
        assert "Bogbussen og foråret" in shown.content.decode()


def test_words_of_three_hundred_letters_go_the_whole_way(world, bodils, start):
    offered = values(bodils.post(start, first_step(world, words="æ" * 300)), "offered")
    bodils.post(start, first_step(world, words="æ" * 300, do="send", offered=offered, keep=offered))
    assert Round.objects.get().words == "æ" * 300


OWN = [
    ({"day": "2026-11-13", "opens": "9:00", "closes": "11:00"}, "Den tid er forbi"),
    ({"day": "2026-11-16", "opens": "08:00", "closes": "11:00"}, "Den tid er forbi"),
    ({"day": "2026-12-01", "opens": "11:00", "closes": "9:00"}, "slutter, før den begynder"),
    ({"day": "2026-12-01", "opens": "11:00", "closes": "11:00"}, "slutter, før den begynder"),
    ({"day": "2027-03-28", "opens": "02:30", "closes": "04:00"}, "findes ikke"),  # summer time begins
    ({"day": "2026-12-01", "opens": "9:00", "closes": ""}, "Skriv dag, fra og til"),
    ({"day": "32/13-2026", "opens": "9:00", "closes": "10:00"}, "Skriv dagen som 3/12-2026"),
    ({"day": "2026-12-01", "opens": "kvart over", "closes": "10:00"}, "Skriv klokken som 13.30"),
    ({"day": "9999-12-31", "opens": "9:00", "closes": "10:00"}, "mere end to år ude"),
    ({"day": "0001-01-01", "opens": "0:00", "closes": "10:00"}, "Den tid er forbi"),
]


@pytest.mark.parametrize(("own", "said"), OWN)
def test_a_bad_time_of_ones_own_is_told_beside_it_and_everything_typed_stays(world, bodils, start, own, said):
    offered = values(bodils.post(start, first_step(world)), "offered")
    typed = {f"own1-{name}": value for name, value in own.items()}
    shown = bodils.post(start, first_step(world, do="send", offered=offered, keep=offered[1:]) | typed)
    assert shown.status_code == 200
    assert said.replace("den begynder", "det begynder") in words(shown) or said in words(shown)
    assert values(shown, "offered") == offered
    assert len(re.findall(r'name="keep"[^>]*checked', shown.content.decode())) == len(offered) - 1
    assert all(f'value="{value}"' in shown.content.decode() for value in own.values() if value)
    assert not Round.objects.exists()


def test_the_hour_that_comes_twice_is_taken_the_first_time(world, bodils, start):
    typed = {"own0-day": "2027-10-31", "own0-opens": "02:30", "own0-closes": "04:00"}
    bodils.post(start, first_step(world, do="send") | typed)
    assert Round.objects.get().proposals.get().starts.isoformat() == "2027-10-31T00:30:00+00:00"


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ([], "Vælg mindst én tid"),
        (["2026-12-24T10:00:00+01:00|2026-12-24T12:00:00+01:00"] * 3, "Vælg mindst én tid"),  # never offered
        (["nej|tak", "|", "x" * 5000], "Vælg mindst én tid"),
    ],
)
def test_no_times_or_times_nobody_offered_send_nothing(world, bodils, start, keep, said):
    offered = values(bodils.post(start, first_step(world)), "offered")
    shown = bodils.post(start, first_step(world, do="send", offered=offered, keep=keep))
    assert said in words(shown) and not Round.objects.exists()


def test_a_time_that_passed_while_the_page_was_open_is_told(world, bodils, start, clock):
    offered = values(bodils.post(start, first_step(world)), "offered")
    clock.goes_to("2027-02-01 09:00")
    shown = bodils.post(start, first_step(world, do="send", offered=offered, keep=offered))
    assert "allerede forbi" in words(shown) and not Round.objects.exists()


def test_a_partnership_of_one_can_ask_itself(world, bodils, start, bodil):
    offered = values(bodils.post(start, first_step(world, seats=[bodil.seat.pk])), "offered")
    shown = bodils.post(
        start, first_step(world, do="send", seats=[bodil.seat.pk], offered=offered, keep=offered), follow=True
    )
    assert "Én bliver spurgt" in words(shown)
