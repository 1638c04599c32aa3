"""Every reply of the corpora is read again, in the short run each fifth, and each reading that changed is told."""

from faelled.core.replies.learned import weights
from faelled.site.command import reading
from tests.effort import LONG


def test_no_reading_has_changed_since_it_was_accepted():
    changed = reading.changes(of=1 if LONG else 5)
    assert changed == [], "look at each, then ./faelled reader accept"


def test_a_changed_reading_is_told_with_what_is_right():
    case = {"reply": "Torsdag\npasser", "gold": {"1": "yes", "2": "unknown"}}
    told = list(reading._told({"a/1": "nu", "a/2": "y"}, {"a/1": "yu", "a/2": "y"}, {"a/1": case}))
    assert told == ["a/1: nu -> yu (right: yu) Torsdag / passer"]


def test_the_shipped_weights_are_small_and_of_this_version():
    data = reading.WEIGHTS.read_bytes()
    assert len(data) <= 1_000_000
    assert len(weights.unpacked(data).rows) == len(weights.LABELS)
