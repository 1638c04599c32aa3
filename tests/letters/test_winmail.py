"""An answer that Outlook packed into winmail.dat: it is not opened, and whoever sent it is told how to answer."""

import pytest

from tests.effort import LONG
from tests.letters.stage import DECEMBER, sends_winmail


def test_the_sender_is_told_and_given_the_link(a_round, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    sends_winmail(lone)
    assert "winmail.dat" in lone.latest.text
    assert "/svar/" in lone.latest.text
    assert not a_round.said(lone), "and it is no answer"
    lone.writes("1 passer, 2 og 3 passer ikke")
    assert a_round.said(lone) == {1: "yes", 2: "no", 3: "no"}


def test_each_such_mail_is_answered_once_and_an_automatic_one_never(a_round, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    asked = len(lone.inbox)
    sends_winmail(lone, Auto_Submitted="auto-replied")
    sends_winmail(lone, Precedence="bulk")
    assert len(lone.inbox) == asked
    sends_winmail(lone)
    assert len(lone.inbox) == asked + 1


@pytest.mark.once
def test_two_machines_that_answer_each_other_stop(a_round, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    asked = len(lone.inbox)
    for _ in range(60 if LONG else 25):
        sends_winmail(lone)
    assert len(lone.inbox) - asked <= 21, "after twenty a day the mail is set aside, and its sender told once"
