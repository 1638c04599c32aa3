"""Headings in the languages and forms of many programs, written by us: what stands below one is history.

Danish forms are in test_quoting.py and the whole answers of programs in clients.py; these are what a mail from
elsewhere, or one sent on, may carry.
"""

import json
from pathlib import Path

import pytest

from faelled.core.replies.quoting import split
from faelled.post.opening import open_mail

ANSWER = "Thanks, that works for me.\nSee you then."
QUOTED = "Could you make it on Tuesday?\nIt would be nice to see you all."

LINES = (Path(__file__).resolve().parent.parent / "mails" / "headings.jsonl").read_text("utf-8").splitlines()
ROWS = [json.loads(line) for line in LINES]
HEADINGS = {row["name"]: row["heading"] for row in ROWS}
# A name and a verb may as well be told by a person, so only quote marks below show that a program wrote it.
ONLY_ABOVE_MARKS = {row["name"] for row in ROWS if row.get("only_above_marks")}


def folded(text):
    return " ".join(text.split())


@pytest.mark.parametrize("name", HEADINGS)
def test_history_with_quote_marks(name):
    marked = "\n".join(f"> {line}" for line in QUOTED.split("\n"))
    assert folded(split(f"{ANSWER}\n\n{HEADINGS[name]}\n\n{marked}\n").new_text) == folded(ANSWER)


@pytest.mark.parametrize("name", sorted(HEADINGS.keys() - ONLY_ABOVE_MARKS))
def test_history_without_quote_marks(name):
    assert folded(split(f"{ANSWER}\n\n{HEADINGS[name]}\n\n{QUOTED}\n").new_text) == folded(ANSWER)


# A second opinion, asked where we found no history at all


def mail(text):
    return (
        f"From: Lone <lone@familiehuset.example>\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode()
    )


def test_a_heading_that_only_the_library_knows_begins_history_when_it_names_an_address(monkeypatch):
    from faelled.core.replies import quoting

    monkeypatch.setattr(quoting.headings, "attributions", lambda lines: {})
    heading = "On Mon, Nov 23, 2026 at 10:14 AM Bodil Hansen <b@x.example> wrote:"
    letter = open_mail(mail(f"{ANSWER}\n\n{heading}\n\n{QUOTED}\n"))
    assert folded(letter.new_text) == folded(ANSWER)
    assert "Could you make it" in letter.quoted


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday I can't.\n\nOn Thursday Bodil wrote:\nfine with her, and with me.",
        "Torsdag passer.\n\nVenlig hilsen\nLone\n\nMorten skrev:\nhan kan ikke, men jeg kan.",
        "Ja tak\n\n--------\nTirsdag kan jeg ikke",
    ],
)
def test_where_the_library_alone_sees_a_heading_without_address_or_date_the_longer_text_is_kept(text):
    assert folded(open_mail(mail(text)).new_text) == folded(text)
