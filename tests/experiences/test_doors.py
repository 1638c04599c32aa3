"""A marked text is sent through every door of the room: nobody but its writer reads a word of it (R17)."""

import pytest

from faelled.experiences.models import Draft, Experience
from faelled.partnerships import actions as people
from faelled.post import addresses
from tests.experiences.test_by_mail import mails
from tests.experiences.test_writing import press, shares, write
from tests.pages.reading import sign_in
from tests.protected import STREET, database_in_plain_text, gives_away

MARKED = f"Vi ses på {STREET.replace('vej', 's vej')} hos Fatima, hun venter."


def web_body(world, lone, practice):
    write(sign_in(lone), world, MARKED, do="share")


def web_title(world, lone, practice):
    write(sign_in(lone), world, "Vi drak kaffe.", title=MARKED, do="share")


def comment(world, lone, practice):
    sign_in(lone).post(f"/erfaringer/{practice.pk}/", {"do": "comment", "body": MARKED})


def adoption(world, lone, practice):
    client = sign_in(lone)
    press(
        client, client.post(f"/erfaringer/{practice.pk}/", {"do": "take"})["Location"], "share", body=MARKED
    )


def correction(world, lone, practice):
    client, own = sign_in(lone), shares(world, lone, "Vi drak kaffe.")
    press(client, client.post(f"/erfaringer/{own.pk}/", {"do": "correct"})["Location"], "share", body=MARKED)


def mail_to_room(world, lone, practice):
    mails(world, lone, addresses.named_address("room", world.partnership.pk), MARKED)
    lone.writes("ja")


def mail_by_token(world, lone, practice):
    mails(world, lone, addresses.reply_address("room", world.partnership.pk, str(lone.person.key)), MARKED)


def mail_subject(world, lone, practice):
    address = addresses.reply_address("room", world.partnership.pk, str(lone.person.key))
    mails(world, lone, address, "Vi drak kaffe.", subject=MARKED)


def mail_comment(world, lone, practice):
    mails(world, lone, addresses.reply_address("experience", practice.pk, str(lone.person.key)), MARKED)


DOORS = (
    web_body, web_title, comment, adoption, correction, mail_to_room, mail_by_token, mail_subject, mail_comment,
)  # fmt: skip


@pytest.mark.once
@pytest.mark.goal("R17")
def test_what_is_marked_comes_out_nowhere(world, lone, aisha, bodil, mailbag, row):
    house = aisha.seat.membership.organisation
    people.refuse_words(house, [STREET, STREET.split()[0]], actor=aisha.person)
    practice = shares(world, bodil, "Vi stiller bøger med forsiden udad.", "Forsiden udad", "practice")
    world.settles_down()
    kept = 0
    for door in DOORS:
        door(world, lone, practice)
        kept += 1
        assert Draft.objects.filter(person=lone.person).count() == kept, door.__name__
    world.settles_down()
    pages = [
        f"/p/{world.partnership.pk}/erfaringer/",
        f"/p/{world.partnership.pk}/erfaringer/?q=fatima",
        "/hjem/",
    ]
    pages += [f"/erfaringer/{pk}/" for pk in Experience.objects.values_list("pk", flat=True)]
    for reader in (bodil, aisha):
        client = sign_in(reader)
        for page in pages:
            html = client.get(page).content.decode()
            assert not gives_away(html) and "hun venter" not in html, page
    for mail in mailbag.all:
        assert (
            not gives_away(mail.subject + mail.text + mail.html) and "Fatima" not in mail.subject + mail.text
        )
    for table, text in database_in_plain_text():
        assert not gives_away(text) and "Fatima" not in text, table
    row("doors of the room a marked text was sent through", len(DOORS), met=kept == len(DOORS))
