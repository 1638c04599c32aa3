"""The log is found by person and by object, and on PostgreSQL the database itself keeps it append-only."""

from django.db import migrations, models

TABLE = "partnerships_auditentry"
# Whoever connects, be it the owner: no line is changed, and none is deleted before its time. A day's grace, since the
# clock of the machine that forgets may be ahead of the database's. docs/drift/log.md.
FORWARD = f"""
CREATE FUNCTION faelled_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.delete_after <= now() + interval '1 day' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION faelled_log_is_append_only();
CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION faelled_log_is_append_only();
"""
BACKWARD = f"""
DROP TRIGGER log_is_append_only ON {TABLE};
DROP TRIGGER log_is_not_emptied ON {TABLE};
DROP FUNCTION faelled_log_is_append_only();
"""


def _on_postgresql(statements):
    def run(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(statements)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0002_seat_no_thanks_at'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='auditentry',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['actor_key', 'at'], name='audit_actor'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['object_kind', 'object_id'], name='audit_object'),
        ),
        migrations.AlterField(
            model_name='person',
            name='kind',
            field=models.CharField(
                choices=[('human', 'Human'), ('house', 'House'), ('gone', 'Gone')], default='human', max_length=6
            ),
        ),
        migrations.RunPython(_on_postgresql(FORWARD), _on_postgresql(BACKWARD)),
    ]
