"""Seal anew with the newest key what older keys sealed: column by column, in batches; begun again, it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.db import models

from faelled.post.keyring import Keys

BATCH = 50  # rows in memory at a time: one may hold a mail of 25 MB


@dataclass
class Tally:
    """What was found in the sealed columns. broken: "table number", opened by no key in the file."""

    current: int = 0  # sealed with the newest key
    older: int = 0  # sealed with an older one
    resealed: int = 0  # of these: sealed anew now
    broken: list[str] = field(default_factory=list)


def sealed_columns(*, but: frozenset[str] = frozenset()) -> list[tuple[type[models.Model], str]]:
    """Return every column that is sealed: every binary one, but those named "app.Model.field" as *but*."""
    return [
        (model, one.name)
        for model in apps.get_models()
        for one in model._meta.local_fields
        if isinstance(one, models.BinaryField) and f"{model._meta.label}.{one.name}" not in but
    ]


def go_through(columns: list[tuple[type[models.Model], str]], keys: Keys, *, write: bool) -> Tally:
    """Count what is sealed with which key and, with *write*, seal what is older with the newest.

    A value is only replaced where it is still what was read, so nothing that the running house writes is lost; each
    stands by itself, so a run that was cut short is simply begun again.
    """
    newest, all_of_them = Fernet(keys.sealing[0]), MultiFernet([Fernet(key) for key in keys.sealing])
    tally = Tally()
    for model, column in columns:
        for pk, value in _values(model, column):
            if _opens(newest, value):
                tally.current += 1
                continue
            try:
                fresh = all_of_them.rotate(value)
            except InvalidToken:
                tally.broken.append(f"{model._meta.db_table} {pk}")
                continue
            tally.older += 1
            if write:
                same = model._base_manager.filter(**{"pk": pk, column: value})
                tally.resealed += same.update(**{column: fresh})
    return tally


def _values(model: type[models.Model], column: str) -> Iterator[tuple[object, bytes]]:
    rows = model._base_manager.exclude(**{column: b""}).exclude(**{column: None}).order_by("pk")
    after: object = None
    while True:
        later = rows if after is None else rows.filter(pk__gt=after)
        batch = list(later.values_list("pk", column)[:BATCH])
        for pk, value in batch:
            yield pk, bytes(value)
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _opens(box: Fernet, value: bytes) -> bool:
    try:
        box.decrypt(value)
    except InvalidToken:
        return False
    return True
