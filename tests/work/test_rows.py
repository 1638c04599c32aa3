"""A mark that need not wait for the disk is stored at once all the same, and the next one waits as before."""

import pytest
from django.db import connection, transaction

from faelled.work.rows import without_waiting_for_the_disk


def waits():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_inside_nothing_waits_and_afterwards_all_does():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    before = waits()
    with pytest.raises(RuntimeError), without_waiting_for_the_disk():
        assert waits() in {"1", "off"}
        raise RuntimeError
    assert waits() == before


@pytest.mark.django_db
def test_a_transaction_decides_for_itself():
    with transaction.atomic():
        before = waits()
        with without_waiting_for_the_disk():
            assert waits() == before
