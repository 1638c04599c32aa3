"""A round on its page: decided, undone, answered by telephone, edited, called off, printed."""

import pytest
from django.test import Client

from faelled.meetings.models import (
    Answer,
    Participant,
    Round,
)
from tests.pages.reading import sign_in, words

pytestmark = pytest.mark.once


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
