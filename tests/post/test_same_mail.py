"""R6: the same reply delivered again, by another road and under another Message-ID, has one effect."""

import random

import pytest

from faelled.post import addresses, incoming
from tests.post.conftest import LONE, mail

pytestmark = [pytest.mark.django_db, pytest.mark.fault, pytest.mark.goal("R6")]
REPLIES = 1000


def test_each_of_a_thousand_replies_counts_once_however_often_it_comes(inbox):
    chance = random.Random(6)
    deliveries = []
    for number in range(REPLIES):
        to = addresses.reply_address("ask", number + 1, LONE.person_key)
        for copy in range(chance.randint(1, 5)):
            raw = mail(
                f"Nr. {number % 3 + 1} passer",
                Message_ID=f"<{number}.{copy}@x.example>",
                Received=f"from mx{copy}.example by mx{chance.randint(0, 9)}.example",
                Date="Mon, 23 Nov 2026 09:30:00 +0100",
            )
            deliveries.append((raw, to))
    chance.shuffle(deliveries)
    for raw, to in deliveries:
        incoming.receive(raw, [to], "lone@familiehuset.example")
    while incoming.open_waiting("w1"):
        pass
    assert len(deliveries) > 2 * REPLIES
    assert sorted(a.about_id for a in inbox.replies) == list(range(1, REPLIES + 1))


def test_a_deliberate_later_answer_in_the_same_words_still_arrives(inbox):
    to = addresses.reply_address("ask", 1, LONE.person_key)
    for minute in (30, 31):
        raw = mail(
            "Nr. 2 passer", Message_ID=f"<{minute}@x.example>", Date=f"Mon, 23 Nov 2026 09:{minute}:00 +0100"
        )
        incoming.receive(raw, [to], "lone@familiehuset.example")
    while incoming.open_waiting("w1"):
        pass
    assert len(inbox.replies) == 2
