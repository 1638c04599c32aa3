"""A question goes out, an answer comes in: the thin road from end to end."""

from email import message_from_bytes, policy

import pytest

from faelled.post import addresses, outgoing
from faelled.post.models import IncomingLetter, OutgoingLetter
from tests.post.conftest import LONE, ask, comes, mail

pytestmark = pytest.mark.django_db


def test_lone_is_asked_and_her_answer_reaches_the_ask(mailbag, inbox):
    letter = ask()
    assert outgoing.carry("w1") == 1
    [sent] = mailbag.sent
    message = message_from_bytes(sent.message, policy=policy.default)
    assert sent.to == LONE.address
    assert message["Subject"] == "Mødetider i december: passer de?"

    row = comes(mail("Torsdag passer fint.", to=message["Reply-To"]), message["Reply-To"])

    [arrival] = inbox.replies
    assert (arrival.kind, arrival.about_id, arrival.person_key) == ("ask", 1, LONE.person_key)
    assert arrival.letter.new_text.strip() == "Torsdag passer fint."
    assert row.state == IncomingLetter.State.HANDLED
    letter.refresh_from_db()
    assert letter.state == OutgoingLetter.State.SENT


def test_the_quoted_letter_is_not_taken_for_her_words(mailbag, inbox):
    ask()
    outgoing.carry("w1")
    message = message_from_bytes(mailbag.sent[0].message, policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    answer = "Nr. 2 passer.\n\n" + text  # a program that quotes without any mark

    comes(mail(answer), message["Reply-To"])

    assert inbox.replies[0].letter.new_text.strip() == "Nr. 2 passer."


def test_what_was_sent_and_what_was_handled_leave_no_content(mailbag):
    letter = ask()
    address = addresses.reply_address("ask", 1, LONE.person_key)
    assert b"Lone" not in bytes(letter.content)
    outgoing.carry("w1")
    row = comes(mail(), address)
    letter.refresh_from_db()
    assert bytes(letter.content) == b""
    assert (bytes(row.raw), bytes(row.sender), bytes(row.recipient)) == (b"", b"", b"")
