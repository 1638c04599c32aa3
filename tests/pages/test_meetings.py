"""Stories on the pages of meetings: asked, corrected, decided, undone, held; and what happens to bad input."""

import html
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.models import (
    AgendaItem,
    Answer,
    Attendance,
    Habits,
    Participant,
    Round,
    SchoolHoliday,
    Turn,
)
from faelled.partnerships.models import Account
from tests import cast
from tests.partnerships.numbers import a_cpr_number

TIMES = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


@pytest.fixture(autouse=True)
def _no_memory_of_tries():
    cache.clear()


def sign_in(actor):
    account, _ = Account.objects.get_or_create(person=actor.person, defaults={"email": actor.mailboxes[0]})
    client = Client()
    client.force_login(account)
    return client


def words(response):
    """The text of a page as it is read, without tags and with ordinary spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text).replace("\u00a0", " "))


def values(response, name):
    return [
        html.unescape(v) for v in re.findall(rf'name="{name}" value="([^"]*)"', response.content.decode())
    ]


# starting


@pytest.fixture
def bodils(bodil):
    return sign_in(bodil)


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


# a round


@pytest.fixture
def asked(a_round, bodil, lone, morten, aisha):
    return a_round.asks(bodil, lone, morten, aisha, about=TIMES)


def test_the_coordinator_decides_by_the_button_and_takes_it_back(
    world, asked, bodils, clock, lone, bodil, morten, aisha
):
    for actor in (bodil, lone, aisha):
        actor.writes("Onsdag passer fint, de andre dage kan jeg ikke")
    morten.writes("Jeg kan dem alle")
    path = f"/moedetider/{asked.pk}/"
    shown = bodils.get(path)
    assert "Onsdag 9. december kl. 9-11 passer bedst" in words(shown) and "Aftal onsdag 9. december" in words(
        shown
    )
    best = asked.proposals[2].pk
    shown = bodils.post(path, {"do": "decide", "time": best}, follow=True)
    assert "er valgt" in words(shown) and "Fortryd" in words(shown)
    shown = bodils.post(path, {"do": "hold"}, follow=True)
    assert "Det er holdt tilbage" in words(shown) and asked.state == "proposed"
    clock.passes(minutes=10)
    world.settles_down()
    assert asked.meeting is None
    bodils.post(path, {"do": "decide", "time": best})
    clock.passes(minutes=6)
    world.settles_down()
    shown = bodils.get(path)
    assert "er aftalt" in words(shown) and f"/moeder/{asked.meeting.pk}/" in shown.content.decode()
    shown = bodils.post(path, {"do": "hold"}, follow=True)
    assert "allerede sendt" in words(shown)


@pytest.mark.parametrize("time", ["", "0", "-1", "999999", "9" * 40, "²", "1 or 1=1"])
def test_a_time_that_is_none_decides_nothing(asked, bodils, time):
    answer = bodils.post(f"/moedetider/{asked.pk}/", {"do": "decide", "time": time}, follow=True)
    assert answer.status_code == 200 and asked.state == "asking"


def test_an_answer_taken_by_telephone_counts_like_any_other(asked, bodils, world, lone, morten):
    numbers = [p.pk for p in asked.proposals]
    path = f"/moedetider/{asked.pk}/svar/{lone.seat.pk}/"
    assert "Kryds af ved mindst én tid" in words(bodils.post(path, {}))
    shown = bodils.post(path, {f"t{numbers[0]}": "no", f"t{numbers[2]}": "yes", "t999": "yes"}, follow=True)
    assert "Svaret fra Lone er skrevet ind" in words(shown) and "skrevet af Bodil" in words(shown)
    assert asked.said(lone) == {1: "no", 3: "yes"}
    assert Answer.objects.filter(seat=lone.seat, source="phone").count() == 2
    morten.writes("Tirsdag duer ikke")
    bodils.post(f"/moedetider/{asked.pk}/svar/{morten.seat.pk}/", {f"t{numbers[0]}": "yes"})
    assert (
        asked.said(morten)[1] == "yes"
        and Answer.objects.get(seat=morten.seat, verdict="yes").source == "corrected"
    )


def test_nobodys_answer_can_be_written_in_who_is_not_asked(asked, bodils, henrik):
    for seat in (henrik.seat.pk, 10**12):
        assert bodils.get(f"/moedetider/{asked.pk}/svar/{seat}/").status_code == 404


def test_the_list_is_edited_after_somebody_answered(asked, bodils, world, lone, morten):
    lone.writes("1 passer, 2 kan jeg ikke")
    path = f"/moedetider/{asked.pk}/tider/"
    numbers = [p.pk for p in asked.proposals]
    new = {"own0-day": "2026-12-14", "own0-opens": "10:00", "own0-closes": "12:00"}
    shown = bodils.post(path, {"keep": numbers[:1], **new}, follow=True)
    assert "Alle bliver spurgt om de nye tider" in words(shown)
    world.settles_down()
    assert [p.number for p in asked.proposals] == [1, 4]
    assert asked.said(lone)[1] == "yes"
    assert "14. december" in morten.latest.text


def test_an_empty_list_or_a_long_one_is_told(asked, bodils):
    path = f"/moedetider/{asked.pk}/tider/"
    assert "Vælg mindst én tid" in words(bodils.post(path, {}))
    assert len(asked.proposals) == 3


def test_people_are_added_and_taken_off(asked, bodils, world, lone, henrik, morten, bodil, aisha):
    path = f"/moedetider/{asked.pk}/personer/"
    stay = [bodil.seat.pk, morten.seat.pk, aisha.seat.pk, henrik.seat.pk]
    bodils.post(path, {"seats": stay})
    world.settles_down()
    assert set(
        Participant.objects.filter(round=asked.pk, removed_at=None).values_list("seat", flat=True)
    ) == set(stay)
    assert "Mødetider" in henrik.latest.subject
    assert "Vælg mindst én person" in words(bodils.post(path, {"seats": ["x", "99999"]}))
    closed = Client().get(lone.latest.link)
    assert "Der er ikke mere at svare på her" in words(closed), "Lone is not asked any more"
    assert "gemt" not in words(Client().post(lone.latest.link, {f"t{asked.proposals[0].pk}": "yes"}))


def test_calling_it_off_tells_those_who_were_asked(asked, bodils, world, lone):
    shown = bodils.post(f"/moedetider/{asked.pk}/", {"do": "drop"}, follow=True)
    assert "Der bliver ikke spurgt mere" in words(shown)
    world.settles_down()
    assert asked.state == "cancelled" and len(lone.inbox) == 2
    assert (
        bodils.post(
            f"/moedetider/{asked.pk}/", {"do": "decide", "time": asked.proposals[0].pk}, follow=True
        ).status_code
        == 200
    )
    assert asked.state == "cancelled"


def test_a_draft_that_came_by_mail_is_sent_from_its_page(world, lone, morten):
    lone.writes_to_the_partnership("Kan vi mødes to timer i uge 49, helst formiddag?")
    draft = Round.objects.get()
    client = sign_in(lone)
    shown = client.get(f"/moedetider/{draft.pk}/")
    assert "Kun du ser det her" in words(shown) and "Spørg nu" in words(shown)
    assert "Klar til at blive spurgt" in words(client.get(f"/p/{world.partnership.pk}/moedetider/"))
    client.post(f"/moedetider/{draft.pk}/", {"do": "send"})
    world.settles_down()
    assert Round.objects.get().state == "asking" and morten.inbox


def test_the_slip_has_a_box_for_each_time(asked, bodils):
    assert bodils.get(f"/moedetider/{asked.pk}/seddel/").content.decode().count("☐") == 9


# the page behind the mailed link


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


# a meeting


@pytest.fixture
def held(world, asked, bodil, lone, morten, aisha, clock):
    for actor in (bodil, lone, morten, aisha):
        actor.writes("Onsdag passer, resten kan jeg ikke")
    actions.approve(asked.pk, asked.proposals[2].pk, bodil.seat)
    clock.passes(minutes=6)
    world.settles_down()
    return asked.meeting


def test_a_meeting_says_when_where_and_who(held, bodils):
    shown = words(bodils.get(f"/moeder/{held.pk}/"))
    for said in ("Onsdag 9. december kl. 9-11", "Fire kommer", "er vært", "Der er ingen punkter endnu"):
        assert said in shown


def test_a_point_goes_on_the_agenda_and_one_that_could_name_somebody_stays_with_its_writer(held, lone, world):
    client = sign_in(lone)
    path = f"/moeder/{held.pk}/"
    client.post(path, {"do": "agenda", "text": "Bogbussen: sådan booker I den"})
    bad = f"Familien {a_cpr_number()}"
    shown = client.post(path, {"do": "agenda", "text": bad})
    assert "hører til en person" in words(shown)
    assert AgendaItem.objects.get().text == "Bogbussen: sådan booker I den"
    for text in ("", "   ", "x" * 301):
        assert client.post(path, {"do": "agenda", "text": text}).status_code == 200
    assert AgendaItem.objects.count() == 1


def test_the_note_is_written_by_the_hosts_people_and_the_coordinator(held, bodils, lone, world):
    actions.change(held.pk, by=None, host=lone.seat.membership)
    path = f"/moeder/{held.pk}/"
    sign_in(lone).post(path, {"do": "note", "note": "Parkering i gården"})
    assert "Parkering i gården" in words(bodils.get(path))
    assert sign_in(world.actors["Morten"]).post(path, {"do": "note", "note": "Nej"}).status_code == 404


def test_who_comes_is_said_by_oneself_or_written_in(held, lone, morten, bodils):
    path = f"/moeder/{held.pk}/"
    assert "Lone kommer ikke." in words(sign_in(lone).post(path, {"do": "stays_away"}, follow=True))
    assert "Tre kommer" in words(bodils.get(path)) and "Lone kan ikke" in words(bodils.get(path))
    bodils.post(path, {"do": "they_stay_away", "seat": morten.seat.pk})
    assert Attendance.objects.get(meeting=held, seat=morten.seat).partstat == "DECLINED"
    assert "Vælg en person først" in words(bodils.post(path, {"do": "they_come", "seat": "x"}, follow=True))
    assert "Ikke alle, der skal med, kan komme" in words(bodils.get(path))


def test_one_more_is_invited(held, bodils, henrik, world):
    bodils.post(f"/moeder/{held.pk}/", {"do": "invite", "one_more": henrik.seat.pk})
    world.settles_down()
    assert henrik.latest.calendar
    assert "Vælg en person" in words(
        bodils.post(f"/moeder/{held.pk}/", {"do": "invite", "one_more": "0"}, follow=True)
    )


def test_a_meeting_is_moved_and_everybody_gets_an_update(held, bodils, lone, world):
    path = f"/moeder/{held.pk}/ret/"
    now = {"day": "2026-12-09", "opens": "13:00", "closes": "15:00", "host": held.host_id}
    for wrong in (
        {"day": "2020-01-01"},
        {"day": ""},
        {"closes": "9:00"},
        {"host": "99999"},
        {"opens": "25:00"},
    ):
        assert bodils.post(path, now | wrong).status_code == 200
    before = len(lone.inbox)
    assert bodils.post(path, now).status_code == 302
    world.settles_down()
    assert "kl. 13-15" in lone.latest.text and len(lone.inbox) == before + 1


def test_cancelling_asks_first_and_then_tells_everybody_once(held, bodils, lone, world):
    path = f"/moeder/{held.pk}/aflys/"
    bodils.get(path)
    held.refresh_from_db()
    assert held.state == "planned"
    assert "Mødet er aflyst" in words(bodils.post(path, follow=True))
    bodils.post(path)
    world.settles_down()
    assert "METHOD:CANCEL" in lone.latest.calendar
    assert words(bodils.get(f"/moeder/{held.pk}/")).count("Mødet er aflyst") >= 1
    assert bodils.post(f"/moeder/{held.pk}/", {"do": "agenda", "text": "For sent"}).status_code == 302
    assert not AgendaItem.objects.exists()


def test_a_new_time_is_looked_for_while_the_meeting_stands(held, bodils, world):
    shown = bodils.post(f"/moeder/{held.pk}/", {"do": "new_time"}, follow=True)
    assert "Nye tider er klar" in words(shown)
    draft = Round.objects.get(reopens=held)
    assert draft.state == "draft" and "Spørg nu" in words(bodils.get(f"/moedetider/{draft.pk}/"))


# rota and habits


def test_the_rota_shows_whose_turn_it_is_and_hands_a_turn_on(asked, bodils, world):
    path = f"/p/{world.partnership.pk}/turnus/"
    turn = Turn.objects.get(round=asked.pk)
    assert "Giv turen videre" in words(bodils.get(path))
    assert "Turen er givet videre" in words(bodils.post(path, {"turn": turn.pk}, follow=True))
    turn.refresh_from_db()
    assert turn.state == "handed_on" and asked.row.host_id != turn.membership_id
    assert "skylder en tur" in words(bodils.get(path))
    for wrong in ("", "0", "x", str(turn.pk)):
        assert bodils.post(path, {"turn": wrong}).status_code == 404


def test_a_turn_is_handed_on_by_its_own_house_and_not_by_another(asked, world, morten):
    turn = Turn.objects.get(round=asked.pk)
    assert turn.membership_id != morten.seat.membership_id
    assert sign_in(morten).post(f"/p/{world.partnership.pk}/turnus/", {"turn": turn.pk}).status_code == 404


def test_who_has_seen_whose_house_stands_in_a_table(world, bodil, lone, bodils):
    turn = Turn.objects.create(
        partnership=world.partnership,
        membership=lone.seat.membership,
        state="held",
        on=cast.at("2026-10-07 09:00").date(),
    )
    turn.visitors.add(bodil.seat.membership)
    shown = words(bodils.get(f"/p/{world.partnership.pk}/turnus/"))
    assert "onsdag 7. oktober" in shown and "én gang" in shown


def as_shown(client, path):
    """What a browser would send back, untouched."""
    page = client.get(path)
    form = page.context["form"]
    data = {b.html_name: b.value() for b in form}
    data = {k: v for k, v in data.items() if v is not None and v is not False}
    for row in page.context["rows"]:
        data |= {b.html_name: b.value() or "" for b in row}
    return data


def test_habits_are_kept_as_they_stand_and_holidays_stay_a_guess_until_somebody_corrects_them(world, bodils):
    path = f"/p/{world.partnership.pk}/vaner/"
    assert "skøn" in words(bodils.get(path))
    data = as_shown(bodils, path)
    first = next(k for k in data if k.endswith("-name") and data[k] == "Vinterferie")
    changed = data | {
        first.replace("-name", "-last"): "2027-02-19",
        "answer_within": "4",
        "lasts_minutes": "90",
    }
    shown = bodils.post(path, changed, follow=True)
    assert "Vanerne er gemt" in words(shown)
    own = Habits.objects.get()
    assert (own.answer_within, own.lasts, own.weekdays) == (4, timedelta(minutes=90), "12345")
    assert SchoolHoliday.objects.filter(guessed=False).count() == 1
    assert SchoolHoliday.objects.filter(guessed=True).count() >= 5


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer_within": "0"}, "1"),
        ({"day_ends": "08:00"}, "slutter, før den begynder"),
        ({"latest": "2", "earliest": "3"}, "mindst lige så langt ude"),
        ({"weekdays": []}, "Dage, I kan mødes"),
        ({"rule": "these", "needed": []}, "Vælg mindst én person"),
        ({"rule": "dictator"}, "Noget skal rettes"),
        ({"quiet_last_week": "54"}, "53"),
        ({"h0-first": ""}, "tøm hele linjen"),
        (
            {"h0-first": "2027-05-01", "h0-last": "2027-04-01", "h0-name": "Ferie"},
            "slutter, før den begynder",
        ),
        (
            {"h0-name": "Ring 40 12 34 56", "h0-first": "2027-04-01", "h0-last": "2027-05-01"},
            "kan genkende nogen",
        ),
    ],
)
def test_bad_habits_are_told_and_nothing_is_kept(world, bodils, changes, said):
    path = f"/p/{world.partnership.pk}/vaner/"
    shown = bodils.post(path, as_shown(bodils, path) | changes)
    assert shown.status_code == 200 and said in words(shown)
    assert not Habits.objects.exists() and not SchoolHoliday.objects.exists()


def test_a_get_changes_nothing_on_any_page(world, asked, bodils, held):
    before = (list(Round.objects.values()), list(Answer.objects.values()), list(Attendance.objects.values()))
    p = world.partnership.pk
    for path in (
        f"/moedetider/{asked.pk}/?do=drop", f"/moeder/{held.pk}/?do=stays_away", f"/moeder/{held.pk}/aflys/",
        f"/p/{p}/moedetider/ny/?do=send", f"/p/{p}/turnus/?turn=1", f"/p/{p}/vaner/?answer_within=1",
    ):  # fmt: skip
        assert bodils.get(path).status_code == 200
    assert (
        list(Round.objects.values()),
        list(Answer.objects.values()),
        list(Attendance.objects.values()),
    ) == before
    assert not Habits.objects.exists()
