"""A beginning is laid back as it was told, and told anew where something else came before it."""

from datetime import timedelta

from django.db import transaction

from faelled.partnerships.models import Partnership, Person
from tests.kept import beginning, stored


def test_a_beginning_is_told_once_and_laid_back_whole_but_not_on_other_ground(world, clock, mailbag):
    told, began = [], clock.now

    def tell():
        told.append(clock.now)
        Person.objects.filter(name="Lone Friis").update(language="en")
        Partnership.objects.create(name="Andre familier", slug="andre")
        clock.passes(hours=1)
        return ["andre"]

    def begins(*, on_other_ground=False):
        clock.now = began
        with transaction.atomic():
            if on_other_ground:
                Person.objects.filter(name="Morten Lund").update(language="en")
            returned = beginning(tell, clock=clock, mailbag=mailbag)
            left = stored()
            transaction.set_rollback(True)
        assert returned == ["andre"] and clock.now == began + timedelta(hours=1)
        return left

    first = begins()
    assert begins() == first and len(told) == 1
    assert begins(on_other_ground=True) != first and len(told) == 2
    assert Partnership.objects.count() == 1
