"""Every page that can be opened without a mailed link, as Bodil sees it, looked at by a browser.

The paths are read from the URLs themselves, so a new page is looked at from its first day.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from faelled.partnerships.models import Account
from tests.pages.browser import session_cookie

MUST_BE_SEEN = {"front", "partnership", "members", "person", "organisation"}
NOT_PAGES = {"set_language", "account_logout"}  # they only take a POST


def every_route(patterns=None, prefix=""):
    """Yield (name, route) of every path without a token in it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_route(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "<str:" not in route and pattern.name not in NOT_PAGES:
            yield pattern.name or route, route


def filled(route, numbers):
    for piece in route.split("<")[1:]:
        converter = piece.partition(">")[0]
        number = numbers(route, converter.rpartition(":")[2])
        if number is None:
            return None
        route = route.replace(f"<{converter}>", str(number))
    return "/" + route


@pytest.fixture
def as_bodil(transactional_db, world, client):
    """Bodil, signed in, and a function that says which number stands where in a path."""
    seat = world.actors["Bodil"].seat
    account = Account.objects.create_user(seat_address(seat), person=seat.person)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    lone = world.actors["Lone"].seat

    def numbers(route, name):
        known = {"partnership_id": world.partnership.pk, "seat_id": lone.pk}
        if route.startswith("organisationer/"):
            known["pk"] = seat.membership.organisation_id
        elif route.startswith("personer/"):
            known["pk"] = seat.person_id
        elif route.startswith("p/"):
            known["pk"] = world.partnership.pk
        return known.get(name)

    return client, numbers


def seat_address(seat):
    return seat.person.addresses.get(preferred=True).address


@pytest.mark.browser
@pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.long)])
def test_no_page_has_a_finding(browser, live_server, as_bodil, half):
    client, numbers = as_bodil
    cookies = [session_cookie(client, live_server)]
    wrong, seen = {}, []
    routes = list(every_route())[half::2]
    for name, route in routes:
        path = filled(route, numbers)
        if path is None or client.get(path).status_code in {302, 404, 405}:
            continue
        seen.append(name)
        if found := browser.look_at(live_server.url + path, name=name, cookies=cookies):
            wrong[path] = found
    assert wrong == {}
    assert MUST_BE_SEEN & {name for name, _ in routes} <= set(seen)


def test_every_page_has_one_first_heading_and_its_title(as_bodil):
    client, numbers = as_bodil
    for name, route in every_route():
        path = filled(route, numbers)
        answer = client.get(path) if path else None
        if answer is None or answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        html = answer.content.decode()
        assert html.count("<h1") == 1, name
        title = html.partition("<title>")[2].partition("</title>")[0]
        assert title.endswith(" - Fælled"), f"{name} has no title of its own"
