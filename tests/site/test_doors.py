"""Every place where text can come in has a line in the table of doors: a new one without a line fails here."""

import pytest

from faelled.partnerships.door import DOORS
from faelled.site.postroutes import ROUTES
from tests.partnerships.private_urls import OPEN_NAMES, every_path

PAGES = sorted({path.name for path in every_path() if path.name not in OPEN_NAMES})


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_door(name):
    assert name in DOORS, f"the page {name!r} takes in text, or might: say in DOORS how it is treated"


@pytest.mark.parametrize("kind", sorted(ROUTES))
def test_every_kind_of_address_has_a_door(kind):
    assert f"mail:{kind}" in DOORS, f"mail to {kind!r} brings words in: say in DOORS how they are treated"


def test_the_table_names_nothing_that_is_gone():
    known = set(PAGES) | {f"mail:{kind}" for kind in ROUTES}
    assert set(DOORS) <= known, set(DOORS) - known
