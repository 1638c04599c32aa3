"""Whose turn it is to host, and the habits a partnership finds its meetings by."""

from datetime import timedelta

import pytest

from faelled.meetings.models import (
    Habits,
    SchoolHoliday,
    Turn,
)
from tests import cast
from tests.pages.reading import sign_in, words

pytestmark = pytest.mark.once


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
