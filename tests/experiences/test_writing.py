"""Writing on the web: marks, one-click replacements, a decision that is logged, and the way into the room."""

import re

import pytest

from faelled.experiences.models import Comment, Draft, Experience, PracticeAdoption
from faelled.partnerships.models import AuditEntry
from tests.pages.reading import sign_in, words

TOLD = "Jeg talte med mor til Fatima på Nørregade. Fatima lånte tre bøger."


def new(world):
    return f"/p/{world.partnership.pk}/erfaringer/ny/"


def write(client, world, body, title="Bogbussen kom", do="look", kind="experience", key=""):
    """Press a button on the page for a new text; returns where it led."""
    form = {"title": title, "body": body, "do": do, "kind": kind, "key": key}
    return client.post(new(world), form)


def press(client, draft, do, **parts):
    """Press a button on the page of a draft, with what stands in it, or *parts* instead."""
    page = client.get(draft)
    body = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page.content.decode(), re.S)[1]
    title = re.search(r'name="title" value="([^"]*)"', page.content.decode())
    form = {"title": title[1] if title else "", "body": body, "do": do} | parts
    return client.post(draft, form)


def buttons(page):
    return re.findall(r'name="do" value="([^"]+)"', page.content.decode())


def shares(world, actor, body, title="Bogbussen kom", kind="experience"):
    """Write a text without marks and share it; returns the Experience."""
    answer = write(sign_in(actor), world, body, title=title, do="share", kind=kind)
    return Experience.objects.get(pk=answer["Location"].strip("/").rpartition("/")[2])


def test_lone_sees_the_marks_mends_them_and_shares(world, lone, aisha):
    client = sign_in(lone)
    draft = write(client, world, TOLD, do="share")["Location"].partition("#")[0]
    page = client.get(draft)
    assert "»Fatima« er et navn" in words(page) and "»Nørregade« er en adresse" in words(page)
    assert Experience.objects.count() == 0
    assert client.get("/hjem/").content.decode().count(draft) == 1

    [mother, *_] = [b for b in buttons(page) if b.startswith("mend:")]
    press(client, draft, mother)
    [street, *_] = [b for b in buttons(client.get(draft)) if b.startswith("mend:")]
    press(client, draft, street)
    assert "Intet at afklare" in words(client.get(draft))
    shared = press(client, draft, "share")["Location"]

    read = words(sign_in(aisha).get(shared))
    assert "mor til et barn" in read and "Fatima" not in read and "Nørregade" not in read
    assert Draft.objects.count() == 0


@pytest.mark.once
def test_the_marks_come_while_one_writes_and_nothing_is_kept(world, lone):
    client = sign_in(lone)
    answer = client.post(f"/p/{world.partnership.pk}/erfaringer/maerker/", {"title": "", "body": TOLD})
    assert "»Fatima« er et navn" in words(answer) and "<html" not in answer.content.decode()
    assert Draft.objects.count() == 0
    assert client.get(f"/p/{world.partnership.pk}/erfaringer/maerker/").status_code == 405


@pytest.mark.once
def test_it_is_not_personal_data_is_a_decision_of_the_writer_logged_by_kind(world, lone):
    client = sign_in(lone)
    draft = write(client, world, "Vi læste historien om Fatima højt.")["Location"].partition("#")[0]
    [stay] = [b for b in buttons(client.get(draft)) if b.startswith("stay:")]
    press(client, draft, stay)
    [line] = AuditEntry.objects.filter(action__startswith="not_personal")
    assert (line.action, line.actor_key) == ("not_personal_person", str(lone.person.key))
    assert "fatima" not in str(Draft.objects.get().decided).lower()
    press(client, draft, "share")
    [shared] = Experience.objects.all()
    assert "Fatima" in shared.body and shared.decided == [stay.partition(":")[2]]


@pytest.mark.once
def test_a_cpr_number_is_dots_from_the_first_moment_and_nobody_waves_it_away(world, lone):
    number = "01" + "02" + "03-" + "12" + "34"
    client = sign_in(lone)
    draft = write(client, world, f"Hun hedder ikke noget. cpr {number}.")["Location"].partition("#")[0]
    page = client.get(draft).content.decode()
    assert number not in page and "••••••-••••" in page
    assert not [b for b in buttons(client.get(draft)) if b.startswith("stay:")]
    sign = re.search(r'value="mend:(\w+):out"', page)[1]
    press(client, draft, f"stay:{sign}")
    press(client, draft, "share")
    assert Experience.objects.count() == 0
    press(client, draft, f"mend:{sign}:out")
    press(client, draft, "share")
    assert "•" not in Experience.objects.get().body


@pytest.mark.once
def test_a_number_split_over_two_comments_stays_with_its_writer(world, lone, aisha):
    told = shares(world, lone, "Vi drak kaffe i gården, og det gik godt.")
    path = f"/erfaringer/{told.pk}/"
    sign_in(lone).post(path, {"do": "comment", "body": "Husk nummeret " + "0102" + "03"})
    assert Comment.objects.count() == 1
    answer = sign_in(aisha).post(path, {"do": "comment", "body": "12" + "34 er resten"})
    assert Comment.objects.count() == 1
    assert "Et cpr-nummer" in words(sign_in(aisha).get(answer["Location"]))
    assert "34 er" not in words(sign_in(aisha).get(answer["Location"]))


@pytest.mark.once
@pytest.mark.long
def test_a_title_is_looked_at_together_with_the_text(world, lone):
    client = sign_in(lone)
    draft = write(client, world, "12" + "34 stod der", title="Sagen 0102" + "03", do="share")["Location"]
    assert Experience.objects.count() == 0
    assert "Et cpr-nummer" in words(client.get(draft))


def test_bodil_takes_a_practice_over_from_the_house_that_took_it_over(world, lone, morten, bodil):
    practice = shares(world, lone, "Vi stiller bøger frem med forsiden udad.", "Forsiden udad", "practice")
    path = f"/erfaringer/{practice.pk}/"
    for actor, how in ((morten, "De unge vælger selv tre."), (bodil, "Vi gør det ved kaffen.")):
        client = sign_in(actor)
        before = PracticeAdoption.objects.first()
        draft = client.post(path, {"do": "take", "what": before.pk if before else ""})["Location"]
        press(client, draft, "share", body=how)
    trail = words(sign_in(lone).get(path))
    assert "Ungebasen tog den over fra Familiehuset" in trail
    assert "Biblioteket tog den over fra Ungebasen" in trail and "Vi gør det ved kaffen." in trail
    again = sign_in(bodil).post(path, {"do": "take", "what": ""})["Location"]
    press(sign_in(bodil), again, "share", body="Vi gør det også om tirsdagen.")
    assert PracticeAdoption.objects.count() == 2


@pytest.mark.once
def test_a_draft_is_its_writers_alone(world, lone, mette, bodil):
    draft = write(sign_in(lone), world, "Vi drak kaffe.")["Location"].partition("#")[0]
    for actor in (mette, bodil):
        client = sign_in(actor)
        assert client.get(draft).status_code == 404
        assert client.post(draft, {"do": "share", "body": "x"}).status_code == 404
    assert Draft.objects.get().person_id == lone.seat.person_id
    assert b"kaffe" not in bytes(Draft.objects.get().content)


@pytest.mark.once
def test_a_draft_is_gone_a_week_after_it_was_last_touched(world, lone):
    draft = write(sign_in(lone), world, "Vi drak kaffe.")["Location"].partition("#")[0]
    world.waits("2026-11-20 09:00")
    press(sign_in(lone), draft, "look")
    world.waits("2026-11-26 09:00")
    assert Draft.objects.count() == 1
    world.waits("2026-11-28 09:00")
    assert Draft.objects.count() == 0
    assert sign_in(lone).get(draft).status_code == 404


@pytest.mark.once
@pytest.mark.long
def test_what_one_writes_may_be_corrected_and_taken_back(world, lone, aisha, bodil):
    told = shares(world, lone, "Vi drak kaffe i gården.")
    path, client = f"/erfaringer/{told.pk}/", sign_in(lone)
    assert sign_in(aisha).post(path, {"do": "correct"}).status_code == 404
    draft = client.post(path, {"do": "correct"})["Location"]
    press(client, draft, "share", body="Vi drak te i gården.")
    assert "te i gården" in words(client.get(path)) and Experience.objects.count() == 1
    assert sign_in(aisha).post(f"{path}tilbage/").status_code == 404
    client.get(f"{path}tilbage/")
    assert Experience.objects.count() == 1
    client.post(f"{path}tilbage/")
    assert sign_in(bodil).get(path).status_code == 404


@pytest.mark.once
@pytest.mark.long
def test_search_finds_compounds_and_letters_written_otherwise(world, lone, bodil):
    shares(world, lone, "Bogbussen holdt i gården hele dagen.", "Besøg udefra")
    shares(world, lone, "Børnene læste op for hinanden.", "En stille time")
    for asked, found in (("bus", "Besøg udefra"), ("boern", "En stille time"), ("gaard", "Besøg udefra")):
        page = words(sign_in(bodil).get(f"/p/{world.partnership.pk}/erfaringer/?q={asked}"))
        assert found in page and page.count("Familiehuset") == 1, asked
