"""The log holds no contents, is written and never changed, and is read by those it is about."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from faelled.partnerships import actions, duties
from faelled.partnerships.models import AppendOnly, AuditEntry

ROOT = Path(__file__).resolve().parents[2]
TABLE = "partnerships_auditentry"


@pytest.fixture
def line(world, lone):
    return actions.record(lone.person, "seat_taken", partnership_id=world.partnership.pk, about=lone.seat)


CHANGES = {
    "update": lambda line: AuditEntry.objects.update(action="nothing"),
    "filtered update": lambda line: AuditEntry.objects.filter(pk=line.pk).update(action="nothing"),
    "bulk_update": lambda line: AuditEntry.objects.bulk_update([line], ["action"]),
    "bulk_create over it": lambda line: AuditEntry.objects.bulk_create(
        [line], update_conflicts=True, unique_fields=["id"], update_fields=["action"]
    ),
    "update_or_create": lambda line: AuditEntry.objects.update_or_create(
        pk=line.pk, defaults={"action": "nothing"}
    ),
    "save": lambda line: line.save(),
    "save of some": lambda line: line.save(update_fields=["action"]),
    "delete": lambda line: line.delete(),
    "delete of many": lambda line: AuditEntry.objects.all().delete(),
    "base manager": lambda line: AuditEntry._base_manager.all().delete(),
    "default manager": lambda line: AuditEntry._default_manager.all().update(action="nothing"),
}


@pytest.mark.once
@pytest.mark.parametrize("way", CHANGES)
def test_no_way_of_the_orm_changes_or_deletes_a_line(line, way):
    line.action = "nothing"
    with pytest.raises(AppendOnly), transaction.atomic():
        CHANGES[way](line)
    assert AuditEntry.objects.get().action == "seat_taken"


@pytest.mark.once
def test_a_line_is_forgotten_when_its_time_is_over_and_not_a_day_before(line, world):
    world.clock.passes(days=182)
    assert duties.forget("test") == 0
    world.clock.passes(days=1)
    assert duties.forget("test") == 1 and not AuditEntry.objects.exists()


@pytest.mark.once
def test_no_page_for_administrators_could_change_it():
    assert not apps.is_installed("django.contrib.admin")


@pytest.fixture
def guarded(line):
    """The database's own guard, which the stories' clock had switched off."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL guards the log by itself")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
        yield cursor


STATEMENTS = [
    "UPDATE partnerships_auditentry SET action = 'x'",
    "DELETE FROM partnerships_auditentry",
    "TRUNCATE partnerships_auditentry",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_postgresql_refuses_even_its_owner(guarded, statement):
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        guarded.execute(statement)
    assert AuditEntry.objects.count() == 1


def test_postgresql_lets_go_of_a_line_whose_time_is_over_by_its_own_clock(guarded, lone):
    AuditEntry.objects.bulk_create(
        [AuditEntry(action="old", at="2020-01-01T00:00Z", delete_after="2020-07-01T00:00Z")]
    )
    assert duties.forget("test") == 1
    assert [one.action for one in AuditEntry.objects.all()] == ["seat_taken"]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_web_parts_own_role_lacks_the_right(guarded, statement):
    """The statements of docs/drift/log.md, and what a stranger in the web part could then do."""
    [sql] = re.findall(
        r"```sql\n(.*?)```", (ROOT / "docs/drift/log.md").read_text(encoding="utf-8"), re.DOTALL
    )
    guarded.execute(sql.replace("faelled_web", "faelled_web_in_a_test"))
    guarded.execute("SET LOCAL ROLE faelled_web_in_a_test")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        guarded.execute(statement)
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        guarded.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
    actions.record(None, "code_refused")
    assert AuditEntry.objects.count() == 2
    guarded.execute("RESET ROLE")
