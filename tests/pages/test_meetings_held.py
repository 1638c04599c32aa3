"""An agreed meeting on its page: agenda, note, who comes, moved, cancelled, looked for anew."""

import pytest

from faelled.meetings import actions
from faelled.meetings.models import (
    AgendaItem,
    Answer,
    Attendance,
    Habits,
    Round,
)
from tests.pages.reading import sign_in, words
from tests.partnerships.numbers import a_cpr_number

pytestmark = pytest.mark.once


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


def test_who_answered_from_another_address_is_marked_for_those_who_decide(held, lone, morten, bodils):
    path = f"/moeder/{held.pk}/"
    said = "svaret kom fra en anden adresse"
    assert said not in words(bodils.get(path))
    lone.sends_calendar("REPLY", people=[("lone.privat@mail.example", "DECLINED")])
    assert f"Lone: {said}" in words(bodils.get(path))
    assert words(bodils.get(path)).count(said) == 1
    assert said not in words(sign_in(morten).get(path))


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
