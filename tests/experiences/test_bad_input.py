"""Bad input, each with a clear outcome: too long, only pictures, scripts, no photos at all, two at once, gone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from faelled.experiences import actions, reads
from faelled.experiences.models import Comment, Draft, Experience, Photo, PracticeAdoption
from faelled.partnerships.models import Person
from tests import cast
from tests.core.test_photos import bomb, picture, with_gps
from tests.effort import share
from tests.experiences.test_writing import new, press, shares, write
from tests.pages.reading import sign_in, words

once = pytest.mark.once


@once
def test_a_text_of_a_megabyte_is_refused_in_words(world, lone):
    client = sign_in(lone)
    answer = write(client, world, "Kaffe i gården. " * 65_536)
    assert answer.status_code == 413 and "for stor" in words(answer)
    almost = write(client, world, "Kaffe i gården. " * 2_000, do="share")
    assert "længere end 20.000 tegn" in words(almost) and "Kaffe i gården. Kaffe" in words(almost)
    assert "for lang" in words(
        client.post(new(world).replace("/ny/", "/maerker/"), {"body": "Kaffe. " * 5_000})
    )
    assert not Draft.objects.exists() and not Experience.objects.exists()


@once
@pytest.mark.parametrize(("title", "body", "said"), share([
    ("😀", "Vi drak kaffe.", "Skriv det med ord"),
    ("Kaffe", "😀🎉\u200d👩", "Skriv det med ord"),
    ("", "Vi drak kaffe.", "Giv den en overskrift"),
    ("Kaffe", " \u200b\n", "Skriv"),
], of=4))  # fmt: skip
def test_a_text_without_words_stays_and_says_why(world, lone, title, body, said):
    answer = write(sign_in(lone), world, body, title=title, do="share")
    assert answer.status_code == 200 and said in words(answer)
    assert not Experience.objects.exists()


@once
def test_a_script_is_words_like_others_wherever_it_is_written(world, lone, bodil):
    script = "<script>alert('kaffe')</script>"
    told = shares(world, lone, f"Kaffe {script}\x00\u202e og te", f"Kaffe {script}")
    path = f"/erfaringer/{told.pk}/"
    sign_in(lone).post(path, {"do": "comment", "body": script})
    assert Comment.objects.count() == 1
    for page in (path, new(world)[:-3], f"{new(world)[:-3]}?q={script}", f"{path}tilbage/"):
        html = sign_in(lone).get(page).content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;" in html, page
    marked = (
        sign_in(lone)
        .post(new(world).replace("/ny/", "/maerker/"), {"body": f"Fatima {script}"})
        .content.decode()
    )
    assert "<script>" not in marked
    assert "\x00" not in told.body and "\u202e" not in told.body


@once
@pytest.mark.parametrize(("data", "said"), share([
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "hverken JPEG eller PNG"),
    (bomb(20_000), "for stort til at blive åbnet"),
    (picture("JPEG") + bytes(12_000_000), "større end 12 MB"),
], of=2))  # fmt: skip
def test_what_is_no_photo_is_refused_in_words(world, lone, data, said):
    draft, client = _practice(world, lone)
    answer = _uploads(client, draft, data)
    assert said in words(answer) and not Photo.objects.exists()


@once
def test_a_photo_with_a_place_and_a_script_behind_it_is_shared_without_them_and_never_without_the_tick(
    world, lone, bodil
):
    draft, client = _practice(world, lone)
    assert "personer" in words(_uploads(client, draft, with_gps(), nobody=""))
    for _ in range(4):
        answer = _uploads(client, draft, with_gps() + b"<script>alert(1)</script>")
    assert "plads til tre" in words(answer) and Photo.objects.count() == 3
    key = str(Photo.objects.first().key)
    press(client, draft, f"unphoto:{key}")
    shared = press(client, draft, "share")["Location"]
    assert Photo.objects.filter(practice__isnull=False).count() == 2
    page = sign_in(bodil).get(shared).content.decode()
    [*sources] = [part.partition('"')[0] for part in page.split('<img src="')[1:]]
    assert len(sources) == 2
    for source in sources:
        made = sign_in(bodil).get(source).content
        assert b"script" not in made and b"Exif" not in made and b"Kameraet" not in made
    plain = sign_in(lone).post(new(world), {"kind": "experience", "title": "x", "body": "y", "do": "look"})
    _uploads(client, plain["Location"].partition("#")[0], picture("PNG"))
    assert Photo.objects.count() == 2, "an experience has none"


def _practice(world, actor):
    client = sign_in(actor)
    answer = write(client, world, "Vi stiller bøger med forsiden udad.", "Forsiden udad", kind="practice")
    return answer["Location"].partition("#")[0], client


def _uploads(client, draft, data, nobody="on"):
    file = SimpleUploadedFile("foto.png", data, content_type="image/png")
    form = {"title": "Forsiden udad", "body": "Vi stiller bøger med forsiden udad.", "do": "photo"}
    return client.post(draft, form | {"photo": file, "nobody": nobody}, follow=True)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_text(transactional_db, clock, mailbag):
    world = cast.build(clock, mailbag)
    lone = world.actors["Lone"]
    draft = actions.open_draft(lone.seat, "experience")
    actions.keep(draft, {"title": "Kaffe", "body": "Vi drak kaffe i gården."})

    def click(_):
        try:
            return actions.share(draft, lone.seat)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(click, range(4)))
    assert Experience.objects.count() == 1
    assert sorted(outcome.again for outcome in outcomes) == [False, True, True, True]
    assert reads.own_draft(draft.key, lone.person) is None


@once
@pytest.mark.long
def test_a_second_click_later_leads_to_what_the_first_made(world, lone):
    client, key = sign_in(lone), "6f1f5d2e-9a43-4b8e-9a52-0d3a3f8f7f11"
    first = write(client, world, "Vi drak kaffe.", do="share", key=key)["Location"]
    assert write(client, world, "Vi drak kaffe.", do="share", key=key)["Location"] == first
    assert client.post(f"/erfaringer/kladder/{key}/", {"do": "share"})["Location"] == first
    assert Experience.objects.count() == 1 and not Draft.objects.exists()


@once
def test_a_text_taken_back_while_others_write_to_it(world, lone, morten, bodil):
    told = shares(world, lone, "Vi stiller bøger med forsiden udad.", "Forsiden udad", "practice")
    path = f"/erfaringer/{told.pk}/"
    first, second = (sign_in(a).post(path, {"do": "take"})["Location"] for a in (morten, bodil))
    press(sign_in(morten), first, "share", body="De unge vælger selv.")
    sign_in(bodil).post(path, {"do": "comment", "body": "Godt set."})
    sign_in(lone).post(f"{path}tilbage/")
    gone = sign_in(bodil).post(second, {"do": "share", "body": "Vi gør det ved kaffen."})
    assert gone.status_code == 404
    page = words(sign_in(bodil).get(path))
    assert "En praksis, der er trukket tilbage" in page and "De unge vælger selv." in page
    assert "forsiden udad" not in page and "Lone" not in page and "Godt set" not in page
    assert (told.pk,) == Experience.objects.values_list("pk").get() and not Comment.objects.exists()
    assert sign_in(bodil).post(path, {"do": "comment", "body": "Er I der?"}).status_code == 404
    assert "Forsiden udad" not in words(sign_in(bodil).get(new(world)[:-3]))


@once
@pytest.mark.parametrize("takes_along", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_writer_who_is_forgotten_leaves_texts_without_a_person_or_takes_them_along(
    world, lone, morten, takes_along
):
    told = shares(world, lone, "Vi drak kaffe i gården.")
    practice = shares(world, morten, "Vi spiser sammen.", "Fælles mad", "practice")
    client = sign_in(lone)
    client.post(f"/erfaringer/{practice.pk}/", {"do": "comment", "body": "Det lyder godt."})
    taken = client.post(f"/erfaringer/{practice.pk}/", {"do": "take"})["Location"]
    press(client, taken, "share", body="Vi gør det om fredagen.")
    write(client, world, "En kladde om kaffe.")
    kept = {one.code: one.total for one in reads.kept_about(lone.person)}
    assert kept["experiences"] + kept["comments"] + kept["adoptions"] == 3
    assert actions.forget(lone.person, take_texts=takes_along) == 3
    assert not Draft.objects.exists()
    Person.objects.filter(pk=lone.seat.person_id).delete()
    left = [Experience.objects.filter(pk=told.pk), Comment.objects, PracticeAdoption.objects]
    assert [rows.count() for rows in left] == ([0, 0, 0] if takes_along else [1, 1, 1])
    if not takes_along:
        page = words(sign_in(morten).get(f"/erfaringer/{told.pk}/"))
        assert "Skrevet af en, der ikke er med længere." in page and "Lone" not in page
