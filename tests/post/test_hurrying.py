"""Letters that wait for office hours can be let go: the demo has no night."""

from datetime import timedelta

import pytest
from django.db import transaction

from faelled.post import outgoing
from faelled.post.models import OutgoingLetter
from faelled.post.outgoing.hurrying import let_go
from tests.post.conftest import ask

pytestmark = pytest.mark.django_db


def waiting(the_clock, **changes):
    with transaction.atomic():
        letter = ask()
    OutgoingLetter.objects.filter(pk=letter.pk).update(
        not_before=the_clock() + timedelta(hours=14), **changes
    )
    return letter


def test_a_letter_that_waits_for_the_morning_goes_now(the_clock, mailbag):
    waiting(the_clock)
    assert outgoing.carry("w1") == 0
    assert let_go() == 1
    assert outgoing.carry("w1") == 1
    assert len(mailbag.sent) == 1


@pytest.mark.parametrize("changes", [{"attempts": 1}, {"state": "withdrawn"}, {"state": "sent"}])
def test_a_letter_that_waits_for_something_else_is_left_alone(the_clock, mailbag, changes):
    waiting(the_clock, **changes)
    assert let_go() == 0
