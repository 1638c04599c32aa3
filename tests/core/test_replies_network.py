"""The network that is heard after the grammar: what it sees, what its file holds, and when it is not believed."""

import math
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from faelled.core.replies import read
from faelled.core.replies.learned import deciding
from faelled.core.replies.learned.network import (
    LABELS,
    Opinion,
    UnreadableWeights,
    network,
    packed,
    parts_of,
    unpacked,
)
from faelled.core.replies.learned.views import MOST_WORDS, RELATIONS, Views, views_of
from faelled.core.replies.reader import story_of
from faelled.core.replies.reading import Slot, SlotAnswer, Span, Verdict
from faelled.site.command import reading

SENT = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))


def slots(*days):
    """Two hours from ten on these days of November."""
    starts = [SENT.replace(day=day, hour=10) for day in days]
    return [Slot(n, start, start + timedelta(hours=2)) for n, start in enumerate(starts, 1)]


def seen(text, some):
    story = story_of(text, some, SENT)
    return views_of(story, story.ledger.answers(), SENT.date())


def test_dates_are_gone_the_same_sentence_of_another_day_looks_the_same_but_for_the_name_of_the_day():
    tuesday, thursday = (
        seen("Tirsdag maler vi loftet", slots(10, 12)),
        seen("Torsdag maler vi loftet", slots(12, 17)),
    )
    assert tuesday.words[2:] == thursday.words[2:] == ["maler", "vi", "loftet"]
    assert tuesday.slots[0].fits == thursday.slots[0].fits
    assert tuesday.slots[0].relations == thursday.slots[0].relations


def test_each_slot_sees_which_times_are_its_own():
    first, second = seen("Tirsdag går fint, torsdag slet ikke", slots(10, 12)).slots
    assert [RELATIONS[r] for r in first.relations] == ["in", "out"]
    assert [RELATIONS[r] for r in second.relations] == ["out", "in"]
    assert first.fits != second.fits


def test_a_clause_without_times_goes_on_from_the_one_before_it():
    view = seen("Tirsdag, der maler vi loftet", slots(10, 12)).slots[0]
    assert {RELATIONS[r] for r in view.relations} <= {"in", "on-in"}


def test_no_more_words_are_seen_than_there_is_room_for():
    text = "Tirsdag går fint. " * 200
    views = seen(text, slots(10, 12))
    assert MOST_WORDS <= len(views.words) < 2 * MOST_WORDS
    assert all(len(v.fits) == len(views.words) for v in views.slots)
    assert len(network().opinions(views)) == 2


def test_the_chances_of_a_slot_add_up_and_the_word_looked_at_is_there():
    views = seen("Tirsdag går fint, torsdag slet ikke", slots(10, 12))
    for opinion in network().opinions(views):
        assert math.isclose(sum(opinion.chances.values()), 1, abs_tol=1e-5)
        assert 0 <= opinion.word < len(views.words)


def test_what_one_slot_is_told_does_not_hang_on_how_many_others_are_asked_about_in_one_go():
    """A wrong axis would mix the slots."""
    views = seen("Tirsdag går fint, torsdag slet ikke", slots(10, 12))
    alone = Views(
        **{name: getattr(views, name) for name in views.__slots__ if name != "slots"}, slots=[views.slots[1]]
    )
    together, by_itself = network().opinions(views)[1], network().opinions(alone)[0]
    for label in LABELS:
        assert math.isclose(together.chances[label], by_itself.chances[label], abs_tol=1e-4)


def test_words_that_share_parts_share_places_and_long_ones_are_bounded():
    assert set(parts_of("morgenvagt")) & set(parts_of("aftenvagt"))
    assert not set(parts_of("kat")) & set(parts_of("hund"))
    assert len(parts_of("x" * 10_000)) <= 12


def test_weights_come_back_from_their_file_within_a_small_step():
    given = {"a": np.array([[1.0, -0.5], [0.25, 0]], np.float32), "b": np.zeros(3, np.float32)}
    got, other = (
        one.weights for one in unpacked(packed([given, {"c": np.ones((2, 2), np.float32)}])).members
    )
    assert np.abs(got["a"] - given["a"]).max() <= 1 / 127
    assert got["b"].tolist() == [0, 0, 0]
    assert other["c"].tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    "data", [b"", b"FNW2", b"XXXX\0\0\0\0", packed([{"a": np.ones(9, np.float32)}])[:-3]]
)
def test_a_file_that_is_no_file_of_weights_says_what_to_do(data):
    with pytest.raises(UnreadableWeights, match="teach it again"):
        unpacked(data)


def opinion(yes=0.0, no=0.0, maybe=0.0, unknown=0.0):
    return Opinion(dict(zip(LABELS, (yes, no, maybe, unknown), strict=True)), 1)


VIEWS = Views(words=["<.>", "maler"], clauses=[0, 0], spans=[(0, 0), (4, 9)])
SAID = (Span(0, 3),)


@pytest.mark.parametrize(
    ("said", "heard", "verdict", "unsure"),
    [
        (Verdict.YES, opinion(yes=0.99, no=0.01), Verdict.YES, False),
        (Verdict.YES, opinion(yes=0.75, no=0.25), Verdict.YES, True),
        (Verdict.YES, opinion(yes=0.51, no=0.49), Verdict.UNKNOWN, True),
        (Verdict.YES, opinion(yes=0.05, no=0.95), Verdict.NO, True),
        (Verdict.UNKNOWN, opinion(no=0.98, unknown=0.02), Verdict.NO, False),
        (Verdict.MAYBE, opinion(yes=0.6, maybe=0.2, unknown=0.2), Verdict.UNKNOWN, True),
        (Verdict.YES, opinion(yes=0.2, no=0.8), Verdict.UNKNOWN, True),
        (Verdict.UNKNOWN, opinion(no=0.85, unknown=0.15), Verdict.NO, True),
        (Verdict.UNKNOWN, opinion(unknown=0.9, no=0.1), Verdict.UNKNOWN, False),
        (Verdict.UNKNOWN, opinion(no=0.76, unknown=0.24), Verdict.NO, True),
        (Verdict.UNKNOWN, opinion(no=0.74, unknown=0.26), Verdict.UNKNOWN, True),
        (Verdict.NO, opinion(no=0.4, maybe=0.35, unknown=0.25), Verdict.MAYBE, True),
    ],
)
def test_yes_and_no_are_said_only_when_they_are_likely_and_more_so_against_the_grammar(
    said, heard, verdict, unsure
):
    because = SAID if said is not Verdict.UNKNOWN else ()
    answer = deciding._answer(SlotAnswer(said, because), heard, VIEWS)
    assert (answer.verdict, answer.unsure) == (verdict, unsure)


def test_an_answer_the_grammar_did_not_see_rests_on_the_words_the_network_looked_at():
    answer = deciding._answer(SlotAnswer(Verdict.UNKNOWN), opinion(no=0.97, unknown=0.03), VIEWS)
    assert answer.because == (Span(4, 9),)


def test_a_reply_of_signs_alone_is_left_to_the_grammar():
    assert read("...", slots(10, 12), SENT).answers[1].verdict is Verdict.UNKNOWN


def test_the_shipped_networks_are_small_and_of_this_version():
    data = reading.NETWORK.read_bytes()
    assert len(data) <= 2_500_000
    assert unpacked(data).members[0].weights["relations"].shape[0] == len(RELATIONS)


def test_a_poll_of_the_learning_sets_is_read_as_cases():
    poll = {
        "slots": [["2026-11-10T10:00:00+01:00", "2026-11-10T12:00:00+01:00"]],
        "replies": [
            {"id": "x1", "lang": "da", "sent": "2026-11-02T09:00:00+01:00", "gold": "n", "reply": "Nej"}
        ],
    }
    (case,) = reading.of_poll(poll)
    assert case["gold"] == {"1": "no"}
    assert case["slots"][0]["n"] == 1


def test_every_learning_set_has_a_letter_for_each_slot():
    wrong = [
        case["reply"]
        for case, _ in reading._lessons()
        if len(case["gold"]) != len(case["slots"]) or date.fromisoformat(case["sent"][:10]).year < 2025
    ]
    assert wrong == []


def test_without_pytorch_teaching_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    monkeypatch.delitem(__import__("sys").modules, "faelled.site.command.learning", raising=False)
    assert reading.learn() == 1
    assert "torch is missing" in capsys.readouterr().out
