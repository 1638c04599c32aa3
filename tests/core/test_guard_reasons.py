"""The guard says in words why it asks; the pages only translate it."""

from itertools import product

import pytest

from faelled.core.guard import Mark, Reason, Type, find
from faelled.core.guard.finding import why


def test_every_finding_has_a_reason_in_words():
    said = [why(*case) for case in product(Type, Mark, Reason)]
    assert all(sentences and all(s[0].isupper() and s[-1] == "." for s in sentences) for sentences in said)


@pytest.mark.parametrize(("text", "said"), [
    ("Fatima kom.", "Andre på egnen kan vide, hvem det er."),
    ("Der er kø til Tove Ditlevsen.", "Det ligner noget, alle må kende. Er det det, så lad det stå."),
    ("Hun har astma.", "Det står på vores lister over den slags. Er det vigtigt for historien? Du bestemmer."),
])  # fmt: skip
def test_the_reason_says_what_was_seen_and_why_it_matters(text, said):
    (finding,) = find(text)
    assert finding.why.endswith(said)
