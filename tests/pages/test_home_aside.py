"""Mail set aside: the coordinator sees sender, hour and reason, looks by a logged click, tries again, drops."""

import pytest

from faelled.partnerships.models import AuditEntry, Seat
from faelled.post.models import IncomingLetter, OutgoingLetter
from faelled.work import clock as the_clock
from tests.pages.browser import session_cookie
from tests.pages.test_home import DECEMBER, sign_in, words_of
from tests.partnerships.numbers import a_cpr_number

pytestmark = pytest.mark.once

State = IncomingLetter.State


@pytest.fixture
def path(world):
    return f"/p/{world.partnership.pk}/lagt-til-side/"


@pytest.fixture
def aside(a_round, world, kept, bodil, lone, morten):
    """Lone's answer, packed into so many layers that nothing opens it."""
    a_round.asks(bodil, lone, morten, about=DECEMBER)

    def tell():
        raw = lone.composes("Torsdag passer, ring 22 33 44 55.", lone.latest)
        world.receives(wrapped(raw), to(lone), envelope_from=lone.mailboxes[0])

    kept(tell)
    row = IncomingLetter.objects.get(state=State.ASIDE)
    assert row.reason == "too_deep"
    return row


def to(actor):
    return str(actor.latest.message["Reply-To"])


def wrapped(raw, layers=200):
    """Return the mail inside so many multiparts."""
    head, _, body = raw.partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b"mime-"))]
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(layers)
    )
    return b"\n".join(kept) + b"\nMIME-Version: 1.0\n" + opened + b"Content-Type: text/plain\n\n" + body


def seen_by(client, actor, path):
    return words_of(sign_in(client, actor.person).get(path))


def test_the_coordinator_sees_sender_hour_and_reason_and_no_words(aside, client, bodil, path):
    page = seen_by(client, bodil, path)
    assert "lone@familiehuset.example" in page
    assert "Kom mandag 16. november kl. 9" in page
    assert "Mailen er pakket ind i for mange lag til at blive åbnet." in page
    assert "Afsenderen har fået at vide, at den ligger her." in page
    assert "Slettes mandag 30. november" in page
    assert "Torsdag passer" not in page


def test_looking_is_logged_and_goes_through_the_door(aside, client, bodil, path):
    sign_in(client, bodil.person)
    page = words_of(client.post(path, {"deed": "look", "mail": aside.pk}))
    assert "Torsdag passer, ring [nummer]." in page
    assert "22 33 44 55" not in page
    entry = AuditEntry.objects.get(action="aside_look")
    assert (entry.actor_key, entry.object_id) == (str(bodil.person.key), aside.pk)
    assert "Torsdag passer" not in words_of(client.get(path)), "what was looked at is kept nowhere"


def test_a_birth_number_in_a_looked_at_mail_is_not_shown(a_round, world, client, bodil, lone, path):
    a_round.asks(bodil, lone, about=DECEMBER)
    raw = lone.composes(f"Det gælder {a_cpr_number()}", lone.latest)
    world.receives(wrapped(raw), to(lone), envelope_from=lone.mailboxes[0])
    row = IncomingLetter.objects.get(state=State.ASIDE)
    page = sign_in(client, bodil.person).post(path, {"deed": "look", "mail": row.pk}).content.decode()
    assert a_cpr_number() not in page and a_cpr_number().replace("-", "") not in page


def test_tried_again_it_waits_for_the_worker(aside, client, bodil, path):
    sign_in(client, bodil.person)
    answer = client.post(path, {"deed": "retry", "mail": aside.pk}, follow=True)
    assert "Mailen bliver læst igen" in words_of(answer)
    aside.refresh_from_db()
    assert aside.state == State.WAITING
    assert AuditEntry.objects.filter(action="aside_retry").exists()


def test_dropped_its_content_is_gone(aside, client, bodil, path):
    sign_in(client, bodil.person)
    assert "Mailen er slettet" in words_of(client.post(path, {"deed": "drop", "mail": aside.pk}, follow=True))
    aside.refresh_from_db()
    assert (aside.state, bytes(aside.raw)) == (State.DROPPED, b"")
    again = client.post(path, {"deed": "drop", "mail": aside.pk}, follow=True)
    assert "Mailen er der ikke længere" in words_of(again)


@pytest.mark.parametrize("deed", ["look", "retry", "drop"])
def test_a_get_changes_nothing(aside, client, bodil, path, deed):
    sign_in(client, bodil.person).get(path, {"deed": deed, "mail": aside.pk})
    aside.refresh_from_db()
    assert aside.state == State.ASIDE
    assert not AuditEntry.objects.filter(action__startswith="aside_").exists()


def test_a_member_sees_their_own_and_decides_nothing(aside, client, lone, morten, path):
    assert "for mange lag" in seen_by(client, lone, path)
    assert "for mange lag" not in seen_by(client, morten, path)
    sign_in(client, lone.person)
    for deed in ("look", "retry", "drop"):
        assert client.post(path, {"deed": deed, "mail": aside.pk}).status_code == 404
    aside.refresh_from_db()
    assert aside.state == State.ASIDE


def test_an_observer_has_no_such_page(aside, client, morten, path):
    Seat.objects.filter(pk=morten.seat.pk).update(role=Seat.Role.OBSERVER)
    assert sign_in(client, morten.person).get(path).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"deed": "look"},
        {"deed": "burn", "mail": "1"},
        {"deed": "drop", "mail": "x"},
        {"deed": "drop", "mail": "9" * 40},
        {"deed": "look", "mail": "-1"},
    ],
)
def test_odd_posts_change_nothing(aside, client, bodil, path, sent):
    answer = sign_in(client, bodil.person).post(path, sent)
    assert answer.status_code in {302, 404}
    aside.refresh_from_db()
    assert aside.state == State.ASIDE


def test_it_says_how_the_mail_flows_and_what_never_arrived(a_round, world, client, bodil, lone, path):
    assert "Der er ikke sendt noget endnu." in seen_by(client, bodil, path)
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("1 passer")
    OutgoingLetter.objects.filter(person_key=str(lone.person.key)).update(
        state=OutgoingLetter.State.FAILED, failed_at=the_clock.now(), failure="bounced"
    )
    page = seen_by(client, bodil, path)
    assert "Sidst sendt mandag 16. november kl. 9" in page
    assert "Sidst modtaget mandag 16. november kl. 9" in page
    assert "Lone Friis Mailen kom tilbage: postkassen findes ikke eller tager ikke imod." in page
    assert "Lone Friis" not in seen_by(client, lone, path)


def test_hjem_counts_it_for_the_coordinator(aside, client, bodil, lone):
    assert "En mail skal ses af et menneske" in seen_by(client, bodil, "/hjem/")
    assert "skal ses af et menneske" not in seen_by(client, lone, "/hjem/")


@pytest.mark.browser
@pytest.mark.long
def test_phone_and_desktop_have_no_finding(aside, client, bodil, path, browser, live_server):
    sign_in(client, bodil.person)
    found = browser.look_at(
        live_server.url + path, name="aside", cookies=[session_cookie(client, live_server)]
    )
    assert found == []
