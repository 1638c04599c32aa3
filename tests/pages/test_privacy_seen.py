"""The pages about one's own data, looked at by a browser in both languages and at phone width."""

import pytest

from faelled.partnerships import actions as people
from tests.pages.browser import session_cookie
from tests.pages.reading import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]  # each page is looked at in test_every_page.py too


@pytest.fixture
def seen(transactional_db, world, a_round, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=["2026-12-01 10:00", "2026-12-03 13:00"])
    bodil.writes("1 passer, men 2 kan jeg ikke")
    people.change_seat(lone.seat, role="observer", deputy_for=None, host_contact=False, actor=bodil.person)
    return sign_in(bodil)


def test_what_is_kept_the_log_and_erasing(browser, live_server, world, seen):
    cookies = [session_cookie(seen, live_server)]
    wrong = {}
    for name in ("mine-data", "mine-data/slet", "log"):
        where = f"/hjem/{name}/"
        wrong[where] = browser.look_at(live_server.url + where, name=name.replace("/", "-"), cookies=cookies)
    where = f"/p/{world.partnership.pk}/log/"
    wrong[where] = browser.look_at(live_server.url + where, name="partnership-log", cookies=cookies)
    assert not any(wrong.values()), wrong
