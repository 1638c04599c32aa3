"""The worker: rows under a lease, and the loop that runs the duties."""

import threading
from datetime import timedelta

import pytest

from faelled.post.models import OutgoingLetter
from faelled.work.loop import Duty, Turns, run_due, run_for_ever
from faelled.work.rows import claim
from tests.post.conftest import ask

SECOND = timedelta(seconds=1)


def duty(name, log, *, does=0, every=SECOND, fails=False):
    def run(worker):
        log.append((name, worker))
        if fails:
            raise ValueError("hemmeligt")
        return does

    return Duty(name, run, every)


@pytest.mark.django_db
class TestTheLoop:
    def test_runs_every_duty_once(self):
        log = []
        assert run_due([duty("a", log, does=2), duty("b", log, does=1)], "w1") == 3
        assert log == [("a", "w1"), ("b", "w1")]

    def test_the_trouble_of_one_does_not_stop_the_next_and_leaves_no_words_in_the_log(self, caplog):
        log = []
        assert run_due([duty("a", log, fails=True), duty("b", log, does=1)], "w1") == 1
        assert "duty a failed: ValueError" in caplog.text and "hemmeligt" not in caplog.text

    def test_a_duty_rests_as_long_as_it_says(self, the_clock):
        log, turns = [], Turns()
        duties = [duty("often", log, every=SECOND), duty("hourly", log, every=timedelta(hours=1))]
        for _ in range(5):
            run_due(duties, "w1", turns)
            the_clock.goes(seconds=1)
        assert [name for name, _ in log].count("often") == 5
        assert [name for name, _ in log].count("hourly") == 1

    def test_a_duty_with_work_left_is_run_again_at_once_but_not_for_ever(self):
        log, turns = [], Turns()
        duties = [duty("busy", log, does=1)]
        while run_due(duties, "w1", turns):
            pass
        assert len(log) == 100

    @pytest.mark.django_db(transaction=True)
    def test_it_ends_when_told_and_finishes_the_duty_under_way(self):
        log, stop = [], threading.Event()

        def run(worker):
            stop.set()
            log.append("whole")
            return 1

        run_for_ever([Duty("a", run, SECOND), duty("b", log)], "w1", stop)
        assert log == ["whole", ("b", "w1")]


@pytest.mark.django_db
class TestTheLease:
    def rows(self):
        return OutgoingLetter.objects.filter(state="waiting")

    def test_a_claimed_row_belongs_to_one_worker(self):
        letter = ask()
        assert claim(self.rows(), "w1") == [letter]
        assert claim(self.rows(), "w2") == []

    def test_after_the_lease_another_takes_over_and_the_first_can_no_longer_finish(self, the_clock):
        ask()
        [mine] = claim(self.rows(), "w1")
        the_clock.goes(minutes=3)
        [theirs] = claim(self.rows(), "w2")
        assert not mine.finish(state="sent") and not mine.renew() and not mine.put_back("late")
        assert theirs.finish(state="sent")

    def test_the_same_worker_after_a_restart_is_another(self, the_clock):
        ask()
        [before] = claim(self.rows(), "w1")
        the_clock.goes(minutes=3)
        [after] = claim(self.rows(), "w1")
        assert not before.finish(state="sent") and after.finish(state="sent")

    def test_renewing_keeps_the_row(self, the_clock):
        ask()
        [mine] = claim(self.rows(), "w1")
        for _ in range(5):
            the_clock.goes(minutes=1)
            assert mine.renew()
        assert claim(self.rows(), "w2") == []

    def test_put_back_it_waits_longer_each_time(self, the_clock):
        ask()
        pauses = []
        for _ in range(4):
            [row] = claim(self.rows(), "w1")
            row.put_back("450")
            row.refresh_from_db()
            pauses.append(row.not_before - the_clock())
            the_clock.at = row.not_before
        assert pauses == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16)]
