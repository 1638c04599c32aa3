"""An experience or a comment mailed in: the same look, and no letter that quotes what was written."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import pytest

from faelled.experiences import actions
from faelled.experiences.models import Comment, Draft, Experience
from faelled.partnerships.models import Person
from faelled.post import addresses
from tests.cast import bare
from tests.effort import share
from tests.experiences.test_writing import buttons, press, shares
from tests.pages.reading import sign_in, words

CLEAN = "Vi satte kaffe frem i gården, og de unge blev siddende en time længere.\n\nHilsen Aisha"
MARKED = "Jeg talte med mor til Fatima på Nørregade om bogbussen."


def mails(world, actor, to, text, subject="Kaffe i gården", sender=None, **headers):
    message = EmailMessage()
    message["From"] = f"{actor.seat.person.name} <{sender or actor.mailboxes[0]}>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(world.clock.now)
    message["Message-ID"] = make_msgid(domain="kommune.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    world.receives(message.as_bytes(), to, envelope_from=sender or actor.mailboxes[0])


@pytest.fixture
def room(world, kept):
    """The readable address of the room."""
    kept(world.settles_down)
    return addresses.named_address("room", world.partnership.pk)


def own_address(actor):
    return addresses.reply_address("room", actor.world.partnership.pk, str(actor.person.key))


def test_aisha_mails_hers_in_and_says_yes(world, room, aisha, bodil):
    mails(world, aisha, room, CLEAN, subject="SV: Kaffe i gården")
    assert room == "familier-erfaringer@faelled.example"
    assert Experience.objects.count() == 0 and "kaffe frem" not in aisha.latest.text
    assert aisha.latest.subject == "Skal din erfaring deles?"
    aisha.writes("Ja")
    told = Experience.objects.get()
    assert (told.title, told.writer_id) == ("Kaffe i gården", aisha.seat.person_id)
    assert "Hilsen Aisha" not in told.body
    assert aisha.latest.subject == "Din erfaring er delt" and "kaffe frem" not in aisha.latest.text
    assert "blev siddende" in words(sign_in(bodil).get(f"/erfaringer/{told.pk}/"))
    assert bodil.inbox == []


@pytest.mark.once
def test_one_with_marks_is_mended_on_the_page_the_letter_names(world, room, lone):
    mails(world, lone, room, MARKED)
    letter = lone.latest
    assert "to steder" in letter.text and not any(w in letter.text for w in ("Fatima", "Nørregade", "bogbus"))
    [draft] = [w for w in letter.text.split() if "/kladder/" in w]
    client, path = sign_in(lone), draft[draft.index("/", 8) :]
    assert "»Fatima« er et navn" in words(client.get(path))
    lone.writes("ja")
    assert Experience.objects.count() == 0, "a yes does not wave marks away"
    while marks := [b for b in buttons(client.get(path)) if b.startswith("mend:")]:
        press(client, path, marks[0])
    press(client, path, "share")
    assert Experience.objects.count() == 1


@pytest.mark.once
def test_an_address_of_ones_own_shares_at_once_and_says_so(world, aisha):
    mails(world, aisha, own_address(aisha), CLEAN)
    assert Experience.objects.get().title == "Kaffe i gården"
    assert aisha.latest.subject == "Din erfaring er delt"


@pytest.mark.once
def test_from_another_address_or_in_somebodys_name_the_known_address_is_asked(world, aisha, mailbag):
    mails(world, aisha, own_address(aisha), CLEAN, sender="aisha.privat@post.example")
    assert Experience.objects.count() == 0
    assert [m.to for m in mailbag.all] == aisha.mailboxes
    token = bare(str(aisha.latest.message["Reply-To"]))
    mails(world, aisha, token, "ja", sender="aisha.privat@post.example")
    assert Experience.objects.count() == 0
    aisha.writes("nej")
    assert Draft.objects.count() == 0 and Experience.objects.count() == 0


@pytest.mark.once
def test_a_stranger_and_an_observer_leave_nothing(world, room, aisha, mailbag):
    mails(world, aisha, room, CLEAN, sender="ukendt@post.example")
    type(aisha.seat).objects.filter(pk=aisha.seat.pk).update(role="observer")
    mails(world, aisha, room, CLEAN)
    assert Draft.objects.count() == 0 and mailbag.all == []


@pytest.mark.once
@pytest.mark.parametrize("headers", share([{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}], of=2))
def test_an_absence_never_becomes_a_text(world, aisha, headers):
    mails(world, aisha, own_address(aisha), "Jeg er på ferie til mandag.", subject="Autosvar", **headers)
    assert Experience.objects.count() == 0 and Draft.objects.count() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "why"), share([("😀😀😀", "ingen ord"), ("Kaffe. " * 4000, "for lang")], of=2)
)
def test_a_mail_that_cannot_be_a_text_is_answered_and_not_kept(world, room, aisha, text, why):
    mails(world, aisha, room, text)
    assert why in aisha.latest.text and Draft.objects.count() == 0


@pytest.mark.once
@pytest.mark.long
def test_a_shared_mailbox_has_no_page_so_it_writes_anew(world, aisha):
    Person.objects.filter(pk=aisha.seat.person_id).update(kind="house")
    mails(world, aisha, own_address(aisha), MARKED)
    assert "et navn og en adresse" in aisha.latest.text and "Fatima" not in aisha.latest.text
    assert Draft.objects.count() == 0


@pytest.mark.once
def test_a_comment_is_mailed_in_through_the_same_door(world, lone, aisha):
    told = shares(world, lone, "Vi drak kaffe i gården.")
    address = addresses.reply_address("experience", told.pk, str(aisha.person.key))
    mails(world, aisha, address, "Det gør vi også om tirsdagen.")
    assert Comment.objects.get().text == "Det gør vi også om tirsdagen."
    mails(world, aisha, address, "Sig det til Fatima på Nørregade.")
    assert Comment.objects.count() == 1 and Draft.objects.get().person_id == aisha.seat.person_id
    actions.withdraw(told, lone.person)
    mails(world, aisha, address, "Er I der endnu?")
    assert "trukket tilbage" in aisha.latest.text


def test_nothing_of_the_room_is_mailed_but_titles_and_links_in_each_ones_rhythm(
    world, lone, aisha, bodil, morten, mailbag
):
    actions.choose_rhythm(aisha.seat, "weekly")
    actions.choose_rhythm(morten.seat, "never")
    world.waits("2026-11-17 09:00")
    told = shares(world, lone, "Vi drak kaffe i gården med de unge.", "Kaffe virker")
    world.waits("2026-11-23 09:00")
    assert [m.to for m in mailbag.all] == aisha.mailboxes
    world.waits("2026-12-07 09:00")  # the first Monday of a month
    told_to = {m.to for m in mailbag.all}
    assert bodil.mailboxes[0] in told_to and not {*morten.mailboxes, *lone.mailboxes} & told_to
    for mail in mailbag.all:
        assert "Kaffe virker" in mail.text and f"/erfaringer/{told.pk}/" in mail.text
        assert "drak kaffe" not in mail.text + mail.html and "Familiehuset" not in mail.text
    count = len(mailbag.all)
    world.waits("2027-01-04 09:00")
    assert len(mailbag.all) == count
