"""R7: whatever order mails arrive in, the one written last counts; two of the same moment are for a human to see."""

from datetime import timedelta
from itertools import permutations

import pytest

from faelled.post import incoming
from tests.cast import ARound, bare

pytestmark = [pytest.mark.fault, pytest.mark.goal("R7")]
SEQUENCES = 200
WRITTEN = ["Ja, begge dage passer", "Nej, ingen af dagene passer", "Kun tirsdag passer"]


def delivers(actor, texts_and_times, question):
    for text, sent in texts_and_times:
        raw = actor.composes(text, question, sent=sent)
        incoming.receive(raw, [bare(str(question.message["Reply-To"]))], actor.mailboxes[-1])
        while incoming.open_waiting("w1"):
            pass


def test_the_last_written_wins_in_every_order(world, lone, bodil):
    orders = list(permutations(range(3)))
    for number in range(SEQUENCES):
        a_round = ARound(world).asks(bodil, lone, about=["2026-12-01 10:00", "2026-12-03 13:00"])
        question = lone.latest
        start = world.clock.now
        world.clock.passes(hours=1)
        mails = [(text, start + timedelta(minutes=n)) for n, text in enumerate(WRITTEN)]
        delivers(lone, [mails[n] for n in orders[number % len(orders)]], question)
        said = {n: v.rstrip("?") for n, v in a_round.said(lone).items()}
        assert said == {1: "yes", 2: "no"}, orders[number % len(orders)]
        if number % 6 == 5:  # before 17, when questions wait for the next morning
            world.clock.goes_to("2026-11-16 09:00")


def test_two_of_the_same_moment_are_shown_to_a_human(world, lone, bodil):
    a_round = ARound(world).asks(bodil, lone, about=["2026-12-01 10:00", "2026-12-03 13:00"])
    question, moment = lone.latest, world.clock.now
    delivers(lone, [(text, moment) for text in WRITTEN[:2]], question)
    assert set(a_round.said(lone).values()) == {"no?"}, "marked as unsure"
