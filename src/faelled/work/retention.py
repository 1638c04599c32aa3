"""How long rows are kept: one rule for each table, which the table's own app writes down beside its duties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet


@dataclass(frozen=True)
class Rule:
    """table: "app.Model". kept: for how long, in words. over: given the moment, the rows whose time is over.

    Without *over* a row goes with what it belongs to, or stays until somebody deletes it; *kept* says which.
    emptied: the row stays, only what is in it goes.
    """

    table: str
    kept: str
    over: Callable[[datetime], "QuerySet[Any]"] | None = None
    emptied: bool = False


@dataclass(frozen=True)
class Counted:
    """A rule, how many rows its table has, and for how many of them the time is over."""

    rule: Rule
    rows: int
    over: int


def count(rules: Sequence[Rule], now: datetime) -> list[Counted]:
    """Return what each rule finds; changes nothing."""
    return [
        Counted(rule, _rows(rule), rule.over(now).count() if rule.over is not None else 0) for rule in rules
    ]


def _rows(rule: Rule) -> int:
    return int(apps.get_model(rule.table)._base_manager.count())
