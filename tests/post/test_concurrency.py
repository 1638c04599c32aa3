"""The same thing at the same time, and workers that die: one row, one effect, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from faelled.post import addresses, incoming, outgoing
from faelled.post.incoming import handling
from faelled.post.models import IncomingLetter, NamedAddress, OutgoingLetter, ReplyAddress
from faelled.post.sightings import times_today
from tests.post.conftest import LONE, ask, mail

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def at_once(work, times=THREADS):
    """Run *work* in so many threads that all start together, and return what each returned."""
    start = Barrier(times)

    def one(number):
        try:
            start.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.parametrize("number_of_ids", [1, THREADS], ids=["same id", "new ids"])
def test_the_same_mail_from_many_servers_at_once_is_one_row(inbox, number_of_ids):
    address = addresses.reply_address("ask", 1, LONE.person_key)

    def one(number):
        raw = mail("Ja", Message_ID=f"<{number % number_of_ids}@x.example>")
        return incoming.receive(raw, [address], LONE.address)[0].pk

    for _ in range(5):
        assert len(set(at_once(one))) == 1
    assert IncomingLetter.objects.count() == 1
    incoming.open_waiting("w1")
    assert len(inbox.replies) == 1


def test_different_mails_at_once_are_all_kept():
    address = addresses.reply_address("ask", 1, LONE.person_key)

    def ten(number):
        for more in range(10):
            raw = mail("Ja", Message_ID=f"<{number}.{more}@x.example>", Date=None)
            incoming.receive(raw, [address], LONE.address)

    at_once(ten)
    assert IncomingLetter.objects.count() == THREADS * 10


def test_many_workers_handle_each_mail_once(inbox):
    for number in range(40):
        address = addresses.reply_address("ask", number, LONE.person_key)
        incoming.receive(mail("Ja", Message_ID=f"<{number}@x.example>"), [address], LONE.address)

    def work(number):
        while incoming.open_waiting(f"w{number}"):
            pass

    at_once(work, 4)
    assert sorted(arrival.about_id for arrival in inbox.replies) == list(range(40))
    assert not IncomingLetter.objects.exclude(state="handled").exists()


def test_many_workers_carry_each_letter_once(mailbag):
    for number in range(40):
        ask(about_id=number)

    def work(number):
        while outgoing.carry(f"w{number}"):
            pass

    at_once(work, 4)
    assert len({sent.envelope_from for sent in mailbag.sent}) == len(mailbag.sent) == 40
    assert OutgoingLetter.objects.filter(state="sent").count() == 40


def test_an_address_asked_for_at_once_is_one_address():
    def one(number):
        with transaction.atomic():
            return addresses.reply_address("ask", 1, LONE.person_key)

    assert len(set(at_once(one))) == 1
    assert ReplyAddress.objects.count() == 1


def test_a_name_wanted_by_many_at_once_goes_to_one():
    def one(number):
        try:
            addresses.name_address("familier", "partnership", number)
        except addresses.ReservedName:
            return 0
        return 1

    assert sum(at_once(one)) == NamedAddress.objects.count() == 1


def test_counting_at_once_counts_all():
    assert sorted(at_once(lambda number: times_today("lone@x.example", "ask 1"))) == list(
        range(1, THREADS + 1)
    )


def test_a_mail_handled_by_a_worker_that_lost_its_lease_has_one_effect(inbox, the_clock, monkeypatch):
    """The first worker is slow: while it works, its lease ends and a second one takes the mail over and finishes it."""
    address = addresses.reply_address("ask", 1, LONE.person_key)
    [row] = incoming.receive(mail("Ja"), [address], LONE.address)
    deliver, effects = handling.deliver, []

    def slow(*what):
        place = deliver(*what)
        with transaction.atomic():
            effects.append(outgoing_letter())
        if len(effects) == 1:
            IncomingLetter.objects.filter(pk=row.pk).update(worker="w2", attempts=2)  # taken over meanwhile
        return place

    def outgoing_letter():
        return ask(about_id=99).pk

    monkeypatch.setattr(handling, "deliver", slow)
    assert incoming.open_waiting("w1") == 0
    assert not OutgoingLetter.objects.exists()  # what the first one did is undone
    the_clock.goes(minutes=3)
    assert incoming.open_waiting("w3") == 1
    assert OutgoingLetter.objects.count() == 1
