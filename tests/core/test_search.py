"""The room's search: stems, letters, compounds, and the best first."""

import pytest

from faelled.core.search import Document, rank, words_for_search

TEXTS = [
    ("Da bogbussen kom på besøg", "Børnene lånte bøger ved Familiehuset."),
    ("Forsiden udad", "Vi stiller bøgerne frem, så de kan ses. Krisecentret gør det også."),
    ("Kaffe i gården", "De unge blev siddende. Det var ikke kaffen, det var tiden."),
    ("En stille time", "Læseklubben mødes om tirsdagen, og der er kaffe."),
]
ROOM = [Document(n, words_for_search(*text)) for n, text in enumerate(TEXTS, start=1)]


@pytest.mark.parametrize(("query", "found"), [
    ("kaffe", [3, 4]),             # the title counts for more
    ("bus", [1]),                  # what a compound is
    ("bog", [1, 2]),               # the plural, and the first part of a compound
    ("bogbus", [1, 2]),
    ("krisecenter", [2]),
    ("boern", [1]), ("born", [1]), ("BØRN", [1]), ("barn", []),
    ("gaard", [3]), ("gard", [3]),
    ("læse klub", [4]),            # written apart
    ("de unge i gården", [3]),     # words that say nothing are not asked for
    ("kaffe tirsdag", [4, 3]),     # more of the words before more of one of them
    ("traktor", []), ("😀", []), ("", []), ("x" * 5000, []),
])  # fmt: skip
def test_what_is_found_best_first(query, found):
    assert rank(query, ROOM) == found
