"""A passkey in a real browser: set up, used to sign in, and the pages around it looked at."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.pages.browser import session_cookie
from tests.pages.reading import sign_in
from tests.partnerships.conftest import code_in


@pytest.fixture
def bodils_browser(transactional_db, world, bodil):
    return sign_in(bodil)


def with_a_telephone_in_it(page):
    """Give the page's browser an authenticator that says yes by itself, as a finger on a telephone would."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return wire


@pytest.mark.browser
@pytest.mark.long
def test_bodil_makes_a_key_and_signs_in_with_it(browser, live_server, bodils_browser, world, bodil):
    cookies, at = [session_cookie(bodils_browser, live_server)], live_server.url
    key_page = f"{at}/sikkerhed/noegle/"
    wrong = browser.look_at(key_page, cookies=cookies)
    with browser.open_page(key_page, cookies=cookies, scripts=False) as (page, _):
        assert page.get_by_text("Brug en kode fra en app i stedet: det virker uden").is_visible()
        assert not page.get_by_role("button", name="Lav nøglen").is_visible()
    with browser.open_page(key_page, cookies=cookies, scripts=True) as (page, noise):
        wire = with_a_telephone_in_it(page)
        page.get_by_label("Hvad skal nøglen hedde?").fill("Min <b>telefon</b>")
        page.get_by_role("button", name="Lav nøglen").click()
        page.wait_for_url("**/sikkerhed/koder/")
        cookies = [c for c in page.context.cookies() if c["name"] == "sessionid"]
        assert noise == []
        world.settles_down()
        mailed = _asked_for_a_code(world, bodil)
        page.context.clear_cookies()
        page.context.add_cookies([session_cookie(mailed, live_server)])
        page.goto(f"{at}/log-ind/ekstra-trin/")
        page.get_by_role("button", name="Brug nøglen").click()
        page.wait_for_url("**/hjem/")
        assert noise == []
        wire.send("WebAuthn.disable")
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Min <b>telefon</b>"
    waiting = [session_cookie(_asked_for_a_code(world, bodil), live_server)]
    wrong += browser.look_at(f"{at}/log-ind/ekstra-trin/", name="authenticate", cookies=waiting)
    for path in ("", "koder/", "igen/noegle/"):
        wrong += browser.look_at(
            f"{at}/sikkerhed/{path}", name=f"security-{path.strip('/')}", cookies=cookies
        )
    assert wrong == []


def _asked_for_a_code(world, bodil):
    client = Client(HTTP_USER_AGENT="Firefox/1 Windows")
    client.post("/log-ind/", {"email": bodil.mailboxes[0]})
    world.settles_down()
    answer = client.post("/log-ind/kode/", {"code": code_in(bodil.latest.text)})
    assert answer["Location"] == "/log-ind/ekstra-trin/"
    return client
