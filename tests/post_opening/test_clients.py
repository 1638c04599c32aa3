"""Our own letters, answered in the forms of ten mail programs (tests/post_opening/clients.py): a matrix.

The forms were written by us and no client was driven. Each letter is a real one, told by a story and rendered as it
is sent.
"""

import re
from collections import Counter

import pytest

from faelled.post.opening import Kind, open_mail
from faelled.post.outgoing.writing import line_key
from faelled.post.own_lines import OwnLines
from faelled.post.wording import bare_line
from tests.effort import in_turn, share
from tests.letters.stage import STORIES, set_stage
from tests.post_opening import clients
from tests.post_opening.clients import HTML, PLACES, TEXT, Sent, Written

LETTERS = ("ask_times", "remind", "understood_right", "to_decide", "invitation", "draft", "too_late")
ANSWERS = ("Torsdag passer fint, men tirsdag kan jeg ikke.\n\nMvh Lone", "ja", "1 og 3")
BY_NUMBER = ("nej, desværre", "ja, gerne", "det kan jeg godt")

pytestmark = [pytest.mark.django_db, pytest.mark.words]
_told = {}  # each letter is told once, for all who read it


@pytest.fixture(params=share(in_turn(LETTERS, ("da", "en")), of=3), ids="-".join)
def letter(request, monkeypatch):
    if request.param not in _told:
        _told[request.param] = tell(*request.param, request.getfixturevalue("world"), monkeypatch)
    return _told[request.param]


def tell(name, lang, world, monkeypatch):
    stage = set_stage(world, lang, monkeypatch)
    STORIES[name](stage)
    written = stage.of(name)[-1]
    hashes = {line for w in stage.letters for line in w.row.line_hashes if w.row.thread == written.row.thread}
    return Sent(written.mail.subject, written.mail.text, written.mail.html), OwnLines(
        line_key(), frozenset(hashes)
    )


def answers(sent, place):
    """What is written in this place; between the lines only where there are lines to answer."""
    if place != "inline":
        return [Written(words, place, {}) for words in ANSWERS]
    numbers = [int(line.split(".")[0]) for line in sent.numbered]
    return [Written("", place, dict(zip(numbers, BY_NUMBER, strict=False)))] if numbers else []


def cases(sent):
    for subtype, forms in (("plain", TEXT), ("html", HTML)):
        for client, form in forms.items():
            for lang in ("da", "en"):
                for place in PLACES:
                    for written in answers(sent, place):
                        raw = clients.as_mail(sent, form(sent, written, lang), subtype)
                        yield (client, subtype, lang, place), written, raw


def folded(text):
    return " ".join(text.split())


def is_right(sent, written, new_text):
    if written.place != "inline":
        return folded(new_text) == folded(written.words)
    # Between the lines each answer comes with the line that it answers, in order.
    lines = [folded(line) for line in new_text.split("\n") if line.strip()]
    wanted = [
        rf"(?:{n}\. )?{re.escape(line.split('. ', 1)[1])}: {re.escape(written.by_number[n])}"
        for line in sent.numbered
        if (n := int(line.split(".")[0])) in written.by_number
    ]
    return len(lines) == len(wanted) and all(map(re.fullmatch, wanted, lines))


def ours_in(sent, written, new_text):
    """Return the lines of the letter that stand in the new text, whole or in a piece of at least three words."""
    whole = {bare_line(line) for line in sent.text.split("\n")} - {""}
    letter = bare_line(sent.text) + "\n" + bare_line("".join(re.sub("<[^>]*>", " ", sent.html)))
    found = []
    for line in new_text.split("\n"):
        words = line.rsplit(": ", 1)[-1] if written.place == "inline" else line
        piece = len(words.split()) >= 3 and bare_line(words) in letter
        if (piece or bare_line(words) in whole) and words not in written.words:
            found.append(line)
    return found


def test_what_was_written_and_nothing_of_ours_is_new(letter):
    sent, own = letter
    wrong, leaks, number = Counter(), {}, 0
    for case, written, raw in share(cases(sent), of=53):
        opened = open_mail(raw, is_own_line=own)
        number += 1
        assert opened.kind is Kind.ANSWER, case
        if not is_right(sent, written, opened.new_text):
            wrong[case] += 1
        if found := ours_in(sent, written, opened.new_text):
            leaks[case] = found
    assert not leaks
    assert sum(wrong.values()) <= 0.005 * number, wrong


def test_without_our_letter_at_hand_nothing_of_ours_is_new_either(letter):
    """As at the command line, where nobody knows which letter was answered."""
    sent, _ = letter
    wrong, leaks, number = Counter(), {}, 0
    for case, written, raw in share(cases(sent), of=53):
        if written.place == "inline":
            continue
        opened = open_mail(raw)
        number += 1
        if not is_right(sent, written, opened.new_text):
            wrong[case] += 1
        if found := ours_in(sent, written, opened.new_text):
            leaks[case] = found
    assert not leaks
