"""Who reaches which page of meetings, and what stands on it: generated from the URLs and the roles."""

from itertools import product

import pytest
from django.test import Client

from faelled.meetings import actions, urls
from faelled.meetings.models import Meeting, Round
from faelled.partnerships import access
from faelled.partnerships.access import DEEDS, RIGHTS, Deed, Grant, Holder
from faelled.partnerships.door import DOORS
from faelled.partnerships.models import Membership, Organisation, Partnership
from tests import cast
from tests.pages.reading import sign_in

pytestmark = pytest.mark.goal("R16")
ROLES = {Holder.OBSERVER, Holder.MEMBER, Holder.COORDINATOR}
# One's own calendar is in no partnership, and what a token opens has no role: tests/calendars tells of both.
PATHS = {p.name: p for p in urls.urlpatterns if p.name not in {"answer", "calendar", "feed"}}
TIMES = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


@pytest.fixture
def story(kept, world, a_round, bodil, aisha, morten, lone, clock):
    """A round under way, an earlier one that led to a meeting, and somebody of every role."""
    earlier = cast.ARound(world, kept=kept).asks(bodil, lone, morten, about=["2026-11-30 09:00"])

    def tell():
        for actor in (bodil, lone, morten):
            actor.writes("Det passer fint")
        actions.approve(earlier.pk, earlier.proposals[0].pk, bodil.seat)
        clock.passes(minutes=6)
        world.settles_down()

    kept(tell)
    a_round.asks(bodil, aisha, morten, lone, about=TIMES)
    world.meeting, world.round = earlier.meeting, a_round
    house = world.actors["Nanna"].seat.membership
    world.of = {
        role: cast.joins(world, f"Ida{role} Bro", house, role.value)
        for role in (Holder.OBSERVER, Holder.COORDINATOR)
    } | {Holder.MEMBER: lone}
    return world


def filled(pattern, world, *, elsewhere=False):
    route = str(pattern.pattern)
    pk = world.meeting.pk if route.startswith("moeder") else world.round.pk
    seat = world.actors["Aisha"].seat.pk
    shift = 90_000 if elsewhere else 0
    parts = {"partnership_id": world.partnership.pk, "pk": pk, "seat_id": seat}
    for name, number in parts.items():
        route = route.replace(f"<int:{name}>", str(number + shift))
    return "/" + route


def test_a_page_is_reached_by_the_roles_of_its_row_and_nobody_else(story):
    browsers = {role: sign_in(story.of[role]) for role in ROLES}
    wrong = {}
    for name, role in product(PATHS, ROLES):
        wanted = access.wanted_by(PATHS[name].callback)
        seen = browsers[role].get(filled(PATHS[name], story)).status_code
        allowed = role in DEEDS[wanted] if isinstance(wanted, Deed) else RIGHTS[wanted, role] is not Grant.NO
        narrower = name in {"round_times", "round_people"} and role is Holder.MEMBER  # not Lone's own
        if seen != (200 if allowed and not narrower else 404):
            wrong[name, role] = seen
    assert wrong == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_partnership_meets_404_and_a_stranger_the_same_302(story, method):
    partnership = Partnership.objects.create(name="Andre familier", slug="andre")
    membership = Membership.objects.create(
        partnership=partnership, organisation=Organisation.objects.create(name="Sundhedshuset")
    )
    rita = sign_in(cast.joins(story, "Rita Falk", membership, "coordinator"))
    everything = {"do": "drop", "seat": "1", "time": "1", "turn": "1"}
    for name, pattern in PATHS.items():
        here, nowhere = filled(pattern, story), filled(pattern, story, elsewhere=True)
        assert getattr(rita, method)(here, everything).status_code == 404, name
        for path in (here, nowhere):
            answer = getattr(Client(), method)(path, everything)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/log-ind/"), name
            assert answer.content == b"", name
    assert Round.objects.get(pk=story.round.pk).state == "asking"


def test_every_page_has_a_line_among_the_doors():
    assert {p.name for p in urls.urlpatterns} <= set(DOORS)


OBSERVER_PRESSES = [
    ("round", "drop"), ("round", "decide"), ("round", "send"), ("round", "again"), ("meeting", "agenda"),
    ("meeting", "note"), ("meeting", "they_come"), ("meeting", "invite"), ("meeting", "new_time"), ("meeting", "comes"),
    ("meeting", "what"),
]  # fmt: skip


@pytest.mark.parametrize("role", [Holder.OBSERVER, Holder.MEMBER])
def test_a_button_that_is_not_yours_does_nothing(story, role):
    browser, seat = sign_in(story.of[role]), story.of[role].seat
    before = _state_and_note(story)
    for name, deed in OBSERVER_PRESSES:
        if role is Holder.MEMBER and deed in {"agenda", "comes"}:
            continue  # a member may
        if role is Holder.MEMBER and deed == "note" and story.meeting.host_id == seat.membership_id:
            continue  # the note of one's own house
        proposal = story.round.proposals[0].pk
        data = {"do": deed, "time": proposal, "seat": seat.pk, "text": "Foråret", "note": "Kaffe"}
        assert browser.post(filled(PATHS[name], story), data).status_code == 404, (name, deed)
        assert _state_and_note(story) == before, (name, deed)


def _state_and_note(story):
    round_, meeting = Round.objects.get(pk=story.round.pk), Meeting.objects.get(pk=story.meeting.pk)
    return round_.state, meeting.practical_note


# what stands on the page


def page(actor, world):
    return sign_in(actor).get(f"/moedetider/{world.round.pk}/").content.decode()


def test_the_words_of_an_answer_are_for_the_coordinator_and_their_writer(story, bodil, lone, morten):
    lone.writes("Onsdag passer mig rigtig godt, tirsdag duer ikke")
    assert "duer" in page(bodil, story)
    assert "duer" in page(lone, story)
    assert "duer" not in page(morten, story), "Morten sees what Lone can, not her words"
    assert 'class="f-name">Lone<' in page(morten, story)


def test_an_observer_sees_how_many_of_each_house_and_nobody_by_name(story, lone):
    lone.writes("Onsdag passer mig rigtig godt, tirsdag duer ikke")
    seen = page(story.of[Holder.OBSERVER], story)
    assert "1 af 1" in seen
    for name in ("Lone", "Morten", "Aisha", "duer"):
        assert name not in seen


def test_a_member_who_is_not_asked_sees_the_times_alone(story, henrik, lone):
    lone.writes("Onsdag passer mig rigtig godt, tirsdag duer ikke")
    seen = page(henrik, story)
    assert "onsdag 9. december" in seen.replace("\u00a0", " ")
    assert "f-round" not in seen and "Lone" not in seen and " kan.<" not in seen


def test_a_draft_is_its_starters_alone(world, bodil, lone, morten):
    times = [actions.NewTime(cast.at("2026-12-03 13:00"), cast.at("2026-12-03 15:00"))]
    draft = actions.draft(world.partnership, lone.seat, words="Foråret", times=times, seats=[morten.seat])
    path = f"/moedetider/{draft.pk}/"
    assert sign_in(lone).get(path).status_code == 200
    for other in (bodil, morten):
        for tail in ("", "tider/", "personer/", "seddel/"):
            assert sign_in(other).get(path + tail).status_code == 404
        assert sign_in(other).post(path, {"do": "send"}).status_code == 404
        assert "Foråret" not in sign_in(other).get(f"/p/{world.partnership.pk}/moedetider/").content.decode()


def test_a_protected_host_is_named_behind_sign_in_and_its_street_nowhere(story, aisha, lone):
    actions.change(story.meeting.pk, by=None, host=aisha.seat.membership)
    client = sign_in(aisha)
    client.post(f"/moeder/{story.meeting.pk}/", {"do": "note", "note": f"Vi bor på {cast.STREET}, ring på."})
    seen = sign_in(lone).get(f"/moeder/{story.meeting.pk}/").content.decode()
    assert "Krisecentret er vært" in seen
    assert "Adresse oplyses mundtligt" in seen
    assert cast.STREET not in seen
