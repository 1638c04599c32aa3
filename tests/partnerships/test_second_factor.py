"""The second factor of coordinators: asked for, set up, used, lost, reset; and the browsers one is signed in with."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from faelled.partnerships import access, actions, limits
from faelled.partnerships.models import Account, AuditEntry, SignedIn
from faelled.post.models import OutgoingLetter
from tests import cast
from tests.partnerships.conftest import code_in

pytestmark = pytest.mark.once
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


@pytest.fixture
def seconds(monkeypatch):
    """The telephone's clock and ours, which go on alike; codes change when the test says so."""
    now = [1_800_000_000]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now[0])
    return now


def signs_in(world, actor, browser=FIREFOX):
    client = Client(HTTP_USER_AGENT=browser)
    address = actor.mailboxes[0]
    client.post("/log-ind/", {"email": address})
    world.settles_down()
    client.answer = client.post("/log-ind/kode/", {"code": code_in(actor.latest.text)})
    return client


def app_code(secret, seconds):
    return format_hotp_value(hotp_value(secret, seconds[0] // 30))


def sets_up_an_app(client, seconds):
    page = client.get("/sikkerhed/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    answer = client.post("/sikkerhed/app/", {"code": app_code(secret, seconds)})
    assert answer["Location"] == "/sikkerhed/koder/"
    return secret


def test_a_coordinator_is_told_at_sign_in_and_has_a_fortnight(world, bodil):
    client = signs_in(world, bodil)
    assert client.answer["Location"] == "/hjem/"
    home = client.get("/hjem/").content.decode().replace("\u00a0", " ")
    assert "Sæt et ekstra trin op senest mandag 30. november" in home
    world.clock.passes(days=13)
    assert client.get("/hjem/").status_code == 200
    world.clock.passes(days=1, minutes=1)
    for path in ("/hjem/", f"/p/{world.partnership.pk}/", f"/personer/{bodil.person.pk}/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/sikkerhed/"), path
    assert "for at komme videre" in client.get("/sikkerhed/").content.decode()


def test_a_member_is_asked_for_nothing(world, lone):
    client = signs_in(world, lone)
    assert "ekstra trin op senest" not in client.get("/hjem/").content.decode()
    world.clock.passes(days=13)
    assert client.get("/hjem/").status_code == 200
    assert Account.objects.get().second_factor_by is None


def test_an_operator_is_asked_too(world, lone):
    signs_in(world, lone)
    account = Account.objects.get()
    account.is_operator = True
    assert actions.needs_second_factor(account)


def test_bodil_sets_up_an_app_and_signs_in_with_it(world, bodil, seconds):
    world.clock.passes(minutes=1)
    elsewhere, client = signs_in(world, bodil, PHONE), signs_in(world, bodil)
    secret = sets_up_an_app(client, seconds)
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", client.get("/sikkerhed/koder/").content.decode())
    assert len(codes) == 10
    assert elsewhere.get("/hjem/").status_code == 302, "a session begun without it is over"
    world.settles_down()
    assert "ekstra trin" in bodil.latest.subject
    assert secret not in str(Authenticator.objects.values_list("data"))
    world.clock.passes(days=20)
    seconds[0] += 300
    again = signs_in(world, bodil)
    assert again.answer["Location"] == "/log-ind/ekstra-trin/"
    assert again.get("/hjem/").status_code == 302
    page = again.post("/log-ind/ekstra-trin/", {"code": "000000"})
    assert "Koden passer ikke" in page.content.decode()
    code = app_code(secret, seconds)
    assert again.post("/log-ind/ekstra-trin/", {"code": code})["Location"] == "/hjem/"
    assert again.get("/hjem/").status_code == 200
    later = signs_in(world, bodil)
    assert "Koden passer ikke" in later.post("/log-ind/ekstra-trin/", {"code": code}).content.decode(), "used"
    assert later.post("/log-ind/ekstra-trin/", {"code": codes[0]})["Location"] == "/hjem/"
    third = signs_in(world, bodil)
    assert third.post("/log-ind/ekstra-trin/", {"code": codes[0]}).status_code == 200, "paper works once"


def test_what_is_changed_takes_the_factor_again(world, bodil, seconds, monkeypatch):
    client = signs_in(world, bodil)
    secret = sets_up_an_app(client, seconds)
    monkeypatch.setattr("allauth.account.app_settings.AppSettings.REAUTHENTICATION_TIMEOUT", -1)
    for path in ("app/fjern/", "koder/", "koder/nye/", "noegle/"):
        answer = client.get(f"/sikkerhed/{path}")
        assert answer["Location"].startswith("/sikkerhed/igen/"), path
    monkeypatch.undo()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: seconds[0])
    seconds[0] += 300
    done = client.post(
        "/sikkerhed/igen/", {"code": app_code(secret, seconds), "next": "/sikkerhed/app/fjern/"}
    )
    assert done["Location"] == "/sikkerhed/app/fjern/"
    client.post("/sikkerhed/app/fjern/")
    assert not Authenticator.objects.exists()
    world.settles_down()
    assert "fjernet" in bodil.latest.subject


def test_ten_codes_a_quarter_and_then_a_pause_that_is_ones_own(world, bodil, lone, seconds):
    sets_up_an_app(signs_in(world, bodil), seconds)
    client = signs_in(world, bodil)
    answers = [client.post("/log-ind/ekstra-trin/", {"code": "000000"}).status_code for _ in range(11)]
    assert answers[8:] == [200, 429, 429]  # one was the first code of all
    blocked = client.post("/log-ind/ekstra-trin/", {"code": "1"}).content.decode()
    assert "Vent 15 minutter" in blocked.replace("\u00a0", " ")
    assert signs_in(world, lone).get("/hjem/").status_code == 200


def test_another_coordinator_resets_a_lost_factor(world, bodil, seconds):
    ida = cast.joins(world, "Ida Bro", world.actors["Nanna"].seat.membership, "coordinator")
    hers = signs_in(world, ida)
    sets_up_an_app(hers, seconds)
    client = signs_in(world, bodil)
    page = f"/p/{world.partnership.pk}/medlemmer/{ida.seat.pk}/"
    assert "Nulstil det ekstra trin" in client.get(page).content.decode()
    client.post(page, {"deed": "reset_factor"})
    assert not Authenticator.objects.exists()
    assert hers.get("/hjem/").status_code == 302
    assert AuditEntry.objects.filter(action="second_factor_reset", actor_key=str(bodil.person.key)).exists()
    world.settles_down()
    assert "nulstillet" in ida.latest.subject and "Bodil" in ida.latest.text
    fresh = signs_in(world, ida)
    assert fresh.get("/hjem/")["Location"] == "/sikkerhed/", "at once, without a fortnight"


def test_nobody_resets_their_own_or_somebody_elsewhere(world, bodil, seconds):
    client = signs_in(world, bodil)
    sets_up_an_app(client, seconds)
    page = f"/p/{world.partnership.pk}/medlemmer/{bodil.seat.pk}/"
    assert "Nulstil" not in client.get(page).content.decode()
    client.post(page, {"deed": "reset_factor"})
    assert Authenticator.objects.exists()


def test_the_operator_resets_from_the_command_line(world, bodil, seconds, capsys):
    from faelled.site.command import people

    sets_up_an_app(signs_in(world, bodil), seconds)
    assert people.reset_factor("nobody@x.example") == 1
    assert people.reset_factor(bodil.mailboxes[0].upper()) == 0
    assert not Authenticator.objects.exists() and not SignedIn.objects.exists()
    assert AuditEntry.objects.filter(action="second_factor_reset", actor_key="").exists()
    assert "second factor" in capsys.readouterr().out


# The browsers one is signed in with


def test_lone_sees_where_she_is_signed_in_and_ends_one(world, lone):
    phone, desk = signs_in(world, lone, PHONE), signs_in(world, lone)
    page = desk.get("/sikkerhed/").content.decode()
    assert "Safari, iPhone" in page and "Firefox, Windows" in page and "denne browser" in page
    on_the_phone = SignedIn.objects.get(browser="Safari, iPhone")
    desk.post("/sikkerhed/", {"end": str(on_the_phone.pk)})
    assert phone.get("/hjem/").status_code == 302
    assert desk.get("/hjem/").status_code == 200


def test_all_the_others_are_ended_at_once(world, lone):
    others, desk = [signs_in(world, lone, PHONE) for _ in range(2)], signs_in(world, lone)
    desk.post("/sikkerhed/", {"end": "others"})
    assert [c.get("/hjem/").status_code for c in (*others, desk)] == [302, 302, 200]
    assert SignedIn.objects.count() == 1


@pytest.mark.goal("R16")
def test_nobody_ends_a_session_of_somebody_else(world, lone, morten):
    theirs, mine = signs_in(world, morten), signs_in(world, lone)
    row = SignedIn.objects.get(account__person=morten.person)
    for which in (str(row.pk), "9" * 40, "-1", "x", "", "²"):
        assert mine.post("/sikkerhed/", {"end": which}).status_code == 302
    assert theirs.get("/hjem/").status_code == 200


def test_signing_out_takes_the_row_along_and_no_net_is_kept(world, lone):
    client = signs_in(world, lone)
    assert {f.name for f in SignedIn._meta.fields} == {"id", "account", "session", "browser", "at"}
    client.post("/log-ud/")
    assert not SignedIn.objects.exists()


@pytest.mark.parametrize(
    ("said", "kept"), [(FIREFOX, "Firefox, Windows"), (PHONE, "Safari, iPhone"), ("curl/8", ""), ("", "")]
)
def test_of_a_browser_two_words_are_kept(rf, said, kept):
    from faelled.partnerships.signin.security import browser_of

    assert browser_of(rf.get("/", HTTP_USER_AGENT=said)) == kept


# Limits, which all processes share


@pytest.mark.goal("R14")
def test_twenty_wrong_links_a_minute_a_net_whichever_process_they_meet(world):
    limits.forget_guesses()
    statuses = []
    for n in range(26):
        if n % 2:
            limits.forget_guesses()  # another process, which knows nothing yet
        statuses.append(
            Client(REMOTE_ADDR=f"203.0.113.{n}").get(f"/velkommen/{'a' * 25}{n % 8}/").status_code
        )
    assert statuses == [404] * 20 + [429] * 6
    assert Client(REMOTE_ADDR="198.51.100.9").get(f"/velkommen/{'a' * 26}/").status_code == 404, "another net"
    world.clock.passes(minutes=1, seconds=1)
    assert Client(REMOTE_ADDR="203.0.113.4").get(f"/velkommen/{'a' * 26}/").status_code == 404
    limits.forget_guesses()


def test_behind_the_proxy_each_net_has_its_own_limit(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    seen = [
        limits.net_of(rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said))
        for said in ("203.0.113.7", "6.6.6.6, 198.51.100.2", "2001:db8:1:2:3::4")
    ]
    assert seen == ["203.0.113", "198.51.100", "2001:db8:1:2"]


def test_a_limit_is_ones_own_and_ends_by_itself(world, clock):
    limit = limits.Limit("test", 2, timedelta(minutes=1))
    assert [limits.spend(limit, "a") for _ in range(3)] == [True, True, False]
    assert limits.spend(limit, "b") and limits.spent(limit, "a") and not limits.spent(limit, "b")
    clock.passes(minutes=1)
    assert limits.spend(limit, "a")


def test_who_tried_is_kept_as_a_hash_alone_and_deleted_in_the_night(world, clock):
    from faelled.partnerships import duties
    from faelled.partnerships.models import Tries

    limits.spend(limits.SEARCHES, "203.0.113")
    assert "203.0.113" not in str(list(Tries.objects.values()))
    clock.passes(minutes=2)
    duties.forget("w")
    assert not Tries.objects.exists()


def test_a_page_with_a_limit_says_when_to_come_again(world, lone, rf):
    limit = limits.Limit("test", 1, timedelta(minutes=1))

    @limits.at_most(limit, counted=lambda request: "q" in request.GET)
    def view(request):
        return "found"

    request = rf.get("/", {"q": "bus"})
    request.user = Account(pk=1)
    assert view(request) == "found"
    answer = view(request)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Vent et minut" in answer.content.decode()
    plain = rf.get("/")
    plain.user = request.user
    assert view(plain) == "found"


def test_many_codes_asked_from_one_net_wait_and_other_nets_do_not(world, bodil):
    here = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(limits.CODES_ASKED.times):
        limits.spend(limits.CODES_ASKED, "203.0.113")
    assert here.post("/log-ind/", {"email": "bodil@biblioteket.example"}).status_code == 429
    assert Client().post("/log-ind/", {"email": "bodil@biblioteket.example"}).status_code == 302
    assert OutgoingLetter.objects.count() == 1


def test_a_guard_asks_no_question_for_it(world, lone, rf, django_assert_num_queries):
    request = rf.get("/")
    request.user, request.session = Account(pk=1), {}
    with django_assert_num_queries(0):
        assert not access.wants_second_factor(request)
