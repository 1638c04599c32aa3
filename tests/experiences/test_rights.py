"""Who reaches what of the room: generated from its URLs and the roles, for pages, presses, photos and drafts."""

from functools import partial
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faelled.experiences import actions, urls
from faelled.experiences.models import Comment, Draft, Experience, Photo, PracticeAdoption
from faelled.partnerships import access
from faelled.partnerships.access import DEEDS, RIGHTS, Deed, Grant, Holder
from faelled.partnerships.models import Account, Membership, Organisation, Partnership
from tests import cast
from tests.core.test_photos import picture
from tests.experiences.test_writing import press, shares, write
from tests.pages.reading import sign_in, words

pytestmark = [pytest.mark.goal("R16"), pytest.mark.once]
ROLES = (Holder.OBSERVER, Holder.MEMBER, Holder.COORDINATOR)
PATHS = {p.name: p for p in urls.urlpatterns}


@pytest.fixture
def story(kept, world, lone, morten, bodil):
    """A practice of Lone's with a photo, a comment and a house that took it over; and a draft of hers with a photo."""
    kept(partial(_tell, world, lone, morten))
    world.practice = Experience.objects.get()
    world.photo, world.draft_photo = (
        Photo.objects.get(practice=world.practice),
        Photo.objects.get(practice=None),
    )
    world.draft = world.draft_photo.draft
    house = world.actors["Nanna"].seat.membership
    world.of = {Holder.MEMBER: lone, Holder.COORDINATOR: bodil}
    world.of[Holder.OBSERVER] = cast.joins(world, "Ida Bro", house, "observer")
    return world


def _tell(world, lone, morten):
    practice = shares(world, lone, "Vi stiller bøger med forsiden udad.", "Forsiden udad", "practice")
    made = actions.open_draft(lone.seat, "practice")
    actions.add_photo(made, picture("PNG"))
    photo = actions.add_photo(made, picture("JPEG"))
    Photo.objects.filter(pk=photo.pk).update(draft=None, practice=practice)
    client = sign_in(morten)
    draft = client.post(f"/erfaringer/{practice.pk}/", {"do": "take"})["Location"]
    press(client, draft, "share", body="De unge vælger selv.")
    client.post(f"/erfaringer/{practice.pk}/", {"do": "comment", "body": "Godt set."})


def filled(name, world, *, elsewhere=False):
    route = str(PATHS[name].pattern)
    shift = 90_000 if elsewhere else 0
    key = {"experience_photo": world.photo.key, "experience_draft": world.draft.key}.get(name, "")
    for part, value in (
        ("<int:partnership_id>", world.partnership.pk + shift),
        ("<int:pk>", world.practice.pk + shift),
        ("<str:key>", "0" * 32 if elsewhere else key),
    ):
        route = route.replace(part, str(value))
    return "/" + route


def test_a_page_is_reached_by_the_roles_of_its_row_and_nobody_else(story):
    wrong = {}
    for name, role in product(PATHS, ROLES):
        wanted = access.wanted_by(PATHS[name].callback)
        allowed = role in DEEDS[wanted] if isinstance(wanted, Deed) else RIGHTS[wanted, role] is not Grant.NO
        own = role is Holder.MEMBER or name != "experience_draft"  # Lone's
        reached = 405 if name == "experience_marks" else 200
        seen = sign_in(story.of[role]).get(filled(name, story)).status_code
        if seen != (reached if allowed and own else 404):
            wrong[name, role] = seen
    assert wrong == {}


@pytest.mark.parametrize("method", ["post", pytest.param("get", marks=pytest.mark.long)])
def test_strangers_other_partnerships_and_the_operator_find_nothing(story, method):
    partnership = Partnership.objects.create(name="Andre familier", slug="andre")
    house = Organisation.objects.create(name="Sundhedshuset")
    there = Membership.objects.create(partnership=partnership, organisation=house)
    rita, operator = sign_in(cast.joins(story, "Rita Falk", there, "coordinator")), Client()
    operator.force_login(Account.objects.create(email="drift@kommune.example", is_operator=True))
    pressed = {"do": "share", "body": "x", "title": "x", "what": "1"}
    for name in PATHS:
        here, nowhere = filled(name, story), filled(name, story, elsewhere=True)
        for client in (rita, operator):
            assert getattr(client, method)(here, pressed).status_code == 404, name
        for path in (here, nowhere):
            answer = getattr(Client(), method)(path, pressed)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/log-ind/"), name


def test_an_observer_reads_and_presses_nothing(story):
    client, path = sign_in(story.of[Holder.OBSERVER]), filled("experience", story)
    page = client.get(path)
    assert "forsiden udad" in words(page) and 'name="do"' not in page.content.decode()
    adoption, comment = PracticeAdoption.objects.get(), Comment.objects.get()
    for do, what in (("comment", ""), ("take", ""), ("correct", ""), ("untake", adoption.pk),
                     ("uncomment", comment.pk), ("elsewhere", story.partnership.pk), ("address", "")):  # fmt: skip
        assert client.post(path, {"do": do, "what": what, "body": "Hej med jer"}).status_code == 404, do
    assert client.post(filled("room", story), {"do": "address"}).status_code == 404
    assert client.post(filled("room", story), {"do": "rhythm", "often": "weekly"}).status_code == 302
    assert (Comment.objects.count(), PracticeAdoption.objects.count(), Draft.objects.count()) == (1, 1, 1)


@pytest.mark.long
def test_a_member_takes_back_their_own_alone_and_a_coordinator_what_must_go(story, lone, morten, bodil):
    path = filled("experience", story)
    adoption, comment = PracticeAdoption.objects.get(), Comment.objects.get()
    for do, what in (("untake", adoption.pk), ("uncomment", comment.pk)):
        assert sign_in(lone).post(path, {"do": do, "what": what}).status_code == 404
    sign_in(morten).post(path, {"do": "uncomment", "what": comment.pk})
    sign_in(bodil).post(path, {"do": "untake", "what": adoption.pk})
    assert (Comment.objects.count(), PracticeAdoption.objects.count()) == (0, 0)
    assert sign_in(bodil).post(filled("experience_withdraw", story)).status_code == 302
    assert not Experience.objects.exists() and not Photo.objects.filter(pk=story.photo.pk).exists()


def test_a_photo_is_sent_to_members_as_nothing_but_a_picture(story, lone, bodil):
    answer = sign_in(bodil).get(f"/erfaringer/fotos/{story.photo.key}/")
    assert answer.content[:3] == b"\xff\xd8\xff" and answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    of_a_draft = f"/erfaringer/fotos/{story.draft_photo.key}/"
    assert sign_in(lone).get(of_a_draft).status_code == 200
    assert sign_in(bodil).get(of_a_draft).status_code == 404
    assert b"\xff\xd8\xff" not in bytes(Photo.objects.get(pk=story.photo.pk).content)


@pytest.mark.long
def test_wider_is_a_copy_in_another_partnership_of_the_writers_looked_at_there(story, lone, morten):
    partnership = Partnership.objects.create(name="Andre familier", slug="andre")
    there = Membership.objects.create(partnership=partnership, organisation=lone.person.organisation)
    type(lone.seat).objects.create(person=lone.person, membership=there, state="in")
    told = shares(story, lone, "Morten satte kaffe frem til alle.", "Kaffe")
    path, wish = f"/erfaringer/{told.pk}/", {"do": "elsewhere", "what": partnership.pk}
    assert sign_in(morten).post(path, wish).status_code == 404
    draft = sign_in(lone).post(path, wish)["Location"]
    page = sign_in(lone).get(draft)
    assert "»Morten« er et navn" in words(page) and "Del i »Andre familier«" in words(page)
    press(sign_in(lone), draft, "share")
    assert not Experience.objects.filter(partnership=partnership).exists()
    press(sign_in(lone), draft, "share", body="En kollega satte kaffe frem til alle.")
    assert Experience.objects.get(partnership=partnership).title == "Kaffe"


def test_pages_cost_the_same_however_much_is_written(story, lone, bodil):
    client = sign_in(lone)
    room = f"/p/{story.partnership.pk}/erfaringer/"
    paths = [room, f"{room}?q=bog", filled("experience", story), "/hjem/"]

    def cost():
        counted = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counted.append(len(queries))
        return counted

    few = cost()
    for number in range(3):
        shares(story, bodil, f"Kaffe og bøger{' igen' * number}.", "Bogkaffe")
        sign_in(bodil).post(filled("experience", story), {"do": "comment", "body": "Godt at høre om kaffe."})
        write(client, story, "Kaffe og te.")
    assert cost() == few and max(few) <= 14
