"""The story in a real browser: Lone sees the marks and mends them, Aisha mails hers in, Bodil takes a practice over."""

import pytest

from faelled.experiences.models import Experience, PracticeAdoption
from faelled.post import addresses
from tests.experiences.test_by_mail import CLEAN, mails
from tests.experiences.test_writing import new, shares
from tests.pages.browser import PHONE, session_cookie
from tests.pages.reading import sign_in


@pytest.mark.browser
def test_what_one_house_learns_the_others_read(
    transactional_db, world, lone, aisha, bodil, browser, live_server
):
    room = live_server.url + new(world).removesuffix("ny/")
    as_lone, as_bodil = ([session_cookie(sign_in(a), live_server)] for a in (lone, bodil))

    # Lone writes on her phone; the marks come by themselves, and a click on a suggestion mends the text.
    with browser.open_page(room + "ny/", width=PHONE, cookies=as_lone, scripts=True) as (page, noise):
        page.fill("#id_title", "Et besøg af bogbussen")
        page.fill("#id_body", "Jeg talte med mor til Fatima på Nørregade")
        page.get_by_role("heading", name="»Fatima« er et navn").wait_for()
        assert page.locator("#said").inner_text() == "To steder skal afklares."
        page.get_by_role("button", name="Skriv »et barn«").click()
        assert "mor til et barn" in page.input_value("#id_body")
        page.get_by_role("button", name="Del i »Familier på biblioteket«").click()
        assert "Ét sted mangler at blive afklaret" in page.inner_text("main")
        page.get_by_role("button", name="Skriv »en vej i nærheden«").click()
        page.get_by_role("button", name="Del i »Familier på biblioteket«").click()
        assert page.inner_text("h1") == "Et besøg af bogbussen"
        assert noise == []
    assert Experience.objects.get().body == "Jeg talte med mor til et barn på en vej i nærheden"

    # Aisha sends a mail and answers "ja".
    world.settles_down()
    mails(world, aisha, addresses.named_address("room", world.partnership.pk), CLEAN)
    aisha.writes("Ja")

    # Bodil reads, without any script, and takes a practice over.
    shares(world, lone, "Vi stiller bøgerne med forsiden udad.", "Forsiden udad", "practice")
    with browser.open_page(room, cookies=as_bodil) as (page, _):
        assert page.locator("h3").all_inner_texts() == [
            "Forsiden udad",
            "Kaffe i gården",
            "Et besøg af bogbussen",
        ]
        page.click("text=Forsiden udad")
        page.click("text=Det prøvede vi også")
        page.fill("#id_body", "Vi gør det ved kaffen.")
        page.get_by_role("button", name="Del i").click()
        assert "Biblioteket tog den over fra Familiehuset" in page.inner_text("main")
        practice = page.url
    assert PracticeAdoption.objects.get().writer_id == bodil.seat.person_id
    for where, cookies in ((practice, as_bodil), (room, as_lone)):
        assert browser.look_at(where, cookies=cookies) == []
