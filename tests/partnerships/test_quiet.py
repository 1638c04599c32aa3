"""Nothing changes on GET, and nothing by a form that another site sends."""

import pytest
from django.test import Client

from tests.effort import share
from tests.kept import standing
from tests.partnerships.private_urls import every_path

pytestmark = pytest.mark.once
QUIET = [p for p in every_path() if p.name not in {"set_language"} and not p.route.startswith("postkasser")]


def everything_stored() -> dict[str, list]:
    """Return every row but those of sessions, which a browser may begin, and of how often a net guessed wrong."""
    return {t: rows for t, rows in standing().items() if t not in {"django_session", "partnerships_tries"}}


@pytest.mark.parametrize("who", ["Bodil", "Lone", "nobody"])
def test_looking_changes_nothing(world, browser_of, who):
    client = browser_of(world.actors[who]) if who != "nobody" else Client()
    seat = world.actors["Lone"].seat
    parts = {
        "partnership_id": world.partnership.pk,
        "seat_id": seat.pk,
        "pk": seat.membership.organisation_id,
    }
    before = everything_stored()
    for path in QUIET:
        for method in share((client.get, client.head, client.options), of=3 if who == "Bodil" else 2):
            assert method(path.filled(**parts)).status_code < 500, path.route
    assert everything_stored() == before


@pytest.mark.parametrize(
    "path", [p for p in QUIET if p.way_in in {"members", "signed_in"}], ids=lambda p: p.name
)
def test_a_form_from_another_site_is_refused(world, bodil, browser_of, path):
    signed_in = browser_of(bodil)
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in.cookies
    parts = {
        "partnership_id": world.partnership.pk,
        "seat_id": world.actors["Lone"].seat.pk,
        "pk": bodil.person.pk if path.name == "person" else bodil.person.organisation_id,
    }
    before = everything_stored()
    answer = client.post(path.filled(**parts), {"deed": "remove"}, headers={"origin": "https://ond.example"})
    assert answer.status_code in {403, 404, 405}
    assert everything_stored() == before
