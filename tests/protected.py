"""A protected address or a CPR number typed at every door, and every place it might come out of (L5, R17)."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.test import Client

from faelled.meetings import actions
from tests.partnerships.numbers import a_cpr_number

NUMBER = a_cpr_number()
STREET = "Hemmelighedsvej 17"
# What somebody might type: spelled out, run together, in another case, with the town.
SPELLINGS = (
    "Hemmelighedsvej 17",
    "hemmelighedsvej 17, 8900 Randers",
    "HEMMELIGHEDSVEJ17",
    "Hemmeligheds vej 17",
    "Hemmelighedsv. 17",
)
_FOLDED = re.compile(r"[^a-zæøå0-9]")


def gives_away(text: str) -> bool:
    """Whether *text* holds the address in any spelling."""
    folded = _FOLDED.sub("", text.lower())
    return "hemmelighedsvej" in folded or "hemmelighedsv17" in folded


def tells_the_number(text: str) -> bool:
    """Whether *text* holds NUMBER in any grouping."""
    return re.search(r"[\s.-]?".join(sign for sign in NUMBER if sign.isdigit()), text) is not None


def database_in_plain_text() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text, with the table's name."""
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            yield model._meta.label, " ".join(str(bytes(v) if isinstance(v, memoryview) else v) for v in row)


def feeds(actors, partnership) -> Iterator[tuple[str, str]]:
    """Yield what the private calendar addresses of *actors* show, their own and the partnership's, unfolded."""
    for actor in actors:
        for of in (None, partnership):
            answer = Client().get(f"/kalender/{actions.new_feed(actor.person, of)}/faelled.ics")
            assert answer.status_code == 200
            yield f"{actor.name}, {of or 'own'}", answer.content.decode().replace("\r\n ", "")
