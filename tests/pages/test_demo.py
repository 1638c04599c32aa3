"""Postkasser: what each person sees of their own mail, and mails composed as their programs compose them."""

from datetime import timedelta

import pytest

from faelled.partnerships.models import Account
from faelled.post import incoming
from faelled.site.demo import boxes, composing, mailboxes, reading
from tests.pages.test_home import DECEMBER, words_of

pytestmark = pytest.mark.once  # a demo is always on SQLite
LONES = "lone@familiehuset.example"


@pytest.fixture
def demo(world, settings, tmp_path, monkeypatch):
    """The pages of the demo, its mailboxes in a folder of this test, and mail that goes straight in."""
    settings.ROOT_URLCONF, settings.DEMO, settings.VAR = "faelled.site.demo.urls", True, tmp_path

    class StraightIn:
        def __init__(self, host, port):
            pass

        def send(self, envelope_from, to, raw):
            incoming.receive(raw, [to], envelope_from)

    monkeypatch.setattr(composing.transport, "Smtp", StraightIn)
    return world


def brought(world):
    """Lay what the house has sent into the mailboxes, as the demo's own mail server does."""
    world.settles_down()
    for mail in world.mailbag.carrier.sent:
        mailboxes.deliver(mail.to, mail.message)
    world.mailbag.carrier.sent.clear()


@pytest.fixture
def in_december(a_round, bodil, lone, morten):
    return a_round.asks(bodil, lone, morten, about=DECEMBER, words="Vi skal have talt om bogbussen.")


@pytest.fixture
def asked(in_december, demo):
    brought(demo)
    return in_december


def path_of(address, number=0):
    return f"/postkasser/{address}/{mailboxes.mails(address)[number].key}/"


def files(folder):
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def test_no_other_installation_has_the_page(client, db):
    for path in ("/postkasser/", f"/postkasser/{LONES}/abc/", "/postkasser/log-ind/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_everybodys_mailbox_is_on_one_page(asked, client):
    page = words_of(client.get("/postkasser/"))
    assert page.count("Mødetider i december: passer de?") == 3
    assert "Familiehuset: Lone 1 ny" in page


def test_a_letter_is_shown_with_its_times_and_its_link(asked, client):
    answer = client.get(path_of(LONES))
    page, html = words_of(answer), answer.content.decode()
    assert "Fra Fælled på vegne af Bodil" in page and "Til Lone, Familiehuset." in page
    assert '<li value="1">tirsdag 1.' in html
    assert "/svar/" in html and ">tryk her</a>" in html
    assert "1 og 3 passer fint, resten går ikke." in page, (
        "a beginning for who only wants to see what happens"
    )


def test_an_answer_goes_the_way_of_a_real_mail(asked, demo, client, lone):
    path = path_of(LONES)
    answer = client.post(
        f"{path}svar/",
        {"text": "1 og 3 passer fint, men torsdage kan jeg ikke.\r\n\r\nMvh Lone"},
        follow=True,
    )
    assert "Mailen er sendt som Lone" in words_of(answer)
    demo.settles_down()
    assert asked.said(lone) == {1: "yes", 2: "no", 3: "yes"}
    page = words_of(client.get(path))
    assert "Lone svarede" in page and "men torsdage kan jeg ikke." in page
    assert page.count("Skriv dit svar over denne linje") == 1, "of the answer only the own words are shown"
    assert "Familiehuset: Lone intet nyt" in page


def test_the_whole_story_by_the_page_alone(asked, demo, client):
    for address in (LONES, "morten@ungebasen.example", "bodil@biblioteket.example"):
        client.post(f"{path_of(address)}svar/", {"text": "kun den 9."})
        demo.clock.passes(minutes=1)
        demo.settles_down()
    brought(demo)
    client.post(f"{path_of('bodil@biblioteket.example')}svar/", {"text": "Ja"})
    demo.settles_down()
    demo.clock.passes(minutes=6)
    brought(demo)
    assert asked.settled_for == "onsdag 9. december kl. 9-11"
    page = words_of(client.get(path_of(LONES)))
    assert "I kalenderen" in page and "Accepter" in page
    client.post(f"{path_of(LONES)}kalender/", {"pressed": "DECLINED"})
    demo.settles_down()
    said = {
        a.seat.person.first_name: a.partstat for a in asked.meeting.attendances.select_related("seat__person")
    }
    assert said == {"Bodil": "NEEDS-ACTION", "Lone": "DECLINED", "Morten": "NEEDS-ACTION"}


def test_a_new_mail_to_the_partnership_starts_a_search(demo, client, lone):
    client.post(
        "/postkasser/skriv/", {"address": LONES, "subject": "Møde", "text": "Kan vi mødes to timer i uge 50?"}
    )
    brought(demo)
    assert "Skal jeg spørge" in mailboxes.mails(LONES)[0].text


def test_signing_in_as_somebody(asked, client, bodil):
    answer = client.post("/postkasser/log-ind/", {"address": "bodil@biblioteket.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/hjem/")
    assert Account.objects.get(person=bodil.person).pk == int(client.session["_auth_user_id"])


@pytest.mark.parametrize("address", ["", "nobody@else.example", "x" * 5000, "../../etc/passwd"])
def test_nobody_signs_in_as_a_stranger(demo, client, address):
    assert client.post("/postkasser/log-ind/", {"address": address}).status_code == 404
    assert client.post("/postkasser/skriv/", {"address": address, "text": "Hej"}).status_code == 404


def test_looking_changes_nothing(asked, demo, client, settings):
    before = files(settings.VAR)
    for path in ("/postkasser/", path_of(LONES), path_of("bodil@biblioteket.example")):
        client.get(path)
    for tail in ("svar/", "kalender/"):
        assert client.get(path_of(LONES) + tail).status_code == 405
    assert client.get("/postkasser/skriv/").status_code == 405
    assert client.get("/postkasser/log-ind/").status_code == 405
    assert files(settings.VAR) == before


@pytest.mark.parametrize("sent", [{}, {"text": ""}, {"text": "  \r\n "}])
def test_an_empty_answer_is_asked_for_again_and_nothing_goes(asked, client, settings, sent):
    before = files(settings.VAR)
    answer = client.post(f"{path_of(LONES)}svar/", sent, follow=True)
    assert "Skriv et svar først." in words_of(answer)
    assert files(settings.VAR) == before


def test_a_very_long_answer_is_cut_and_sent(asked, demo, client):
    client.post(f"{path_of(LONES)}svar/", {"text": "Ja. " * 20_000})
    (sent,) = mailboxes.mails(LONES, mailboxes.OUT)
    assert len(composing.own_words(sent)) <= 20_000


@pytest.mark.parametrize("tail", ["svar/", "kalender/", ""])
@pytest.mark.parametrize(
    "path",
    ["/postkasser/nobody@else.example/abc/", f"/postkasser/{LONES}/000000000000/", "/postkasser/%2e%2e/abc/"],
)
def test_a_mail_that_is_not_there_is_404(asked, client, path, tail):
    assert client.post(path + tail).status_code in {404, 405}
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("pressed", ["", "PERHAPS", "ACCEPTED"])
def test_only_an_invitation_has_a_calendars_buttons(asked, client, pressed):
    assert client.post(f"{path_of(LONES)}kalender/", {"pressed": pressed}).status_code == 404


def test_whatever_a_mail_says_it_is_only_words_on_the_page(demo, client):
    evil = b'From: "<script>a" <x@y.example>\r\nSubject: <script>b</script>\r\n\r\n<script>c</script> https://x.example/"onload=d\r\n'
    mailboxes.deliver(LONES, evil)
    mailboxes.deliver(LONES, b"\xff\xfe\x00 no header at all")
    mailboxes.deliver(LONES, b"")
    mailboxes.deliver(LONES, b"Content-Type: text/plain; charset=nonsense\r\nDate: never\r\n\r\n\xe6\xf8\xe5")
    for number in range(4):
        answer = client.get(path_of(LONES, number))
        assert answer.status_code == 200
        assert "<script" not in answer.content.decode() and '"onload' not in answer.content.decode()


def test_a_box_stays_inside_its_folder(settings, tmp_path):
    settings.VAR = tmp_path / "demo"
    mailboxes.deliver("../../../out@side.example", b"Subject: x\r\n\r\n")
    assert [p.parent.parent.name for p in tmp_path.rglob("new") if p.is_dir()] == ["ind"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n\nb\nc", "<p>a</p>\n<p>b<br>\nc</p>"),
        ("Nu:\n1. tirsdag\n3. onsdag", '<p>Nu:</p>\n<ol><li value="1">tirsdag</li><li value="3">onsdag</li></ol>'),
        ("a & <b>", "<p>a &amp; &lt;b&gt;</p>"),
        ("se https://f.example/svar/x/.", '<p>se <a href="https://f.example/svar/x/">tryk her</a>.</p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_text_as_a_page_shows_it(text, html):
    assert str(reading.as_html(text)) == html


def test_a_name_cannot_slip_a_header_into_a_mail(asked):
    mail = mailboxes.mails(LONES)[0]
    raw = composing.answer(mail, 'Lone "\r\nBcc: a@b.example', LONES, "ja").as_bytes()
    assert b"\nBcc:" not in raw


def test_an_old_mail_is_no_longer_new(asked, demo, client):
    demo.clock.now += timedelta(days=8)
    assert boxes.box(LONES).new == 0


@pytest.mark.browser
@pytest.mark.long
def test_phone_and_desktop_have_no_finding(asked, browser, live_server):
    for name, path in (("postkasser", "/postkasser/"), ("postkasser-mail", path_of(LONES))):
        assert browser.look_at(live_server.url + path, name=name) == []
        wire = browser.weigh(live_server.url + path)
        assert wire.requests <= 4
