"""Widen the staging table: a kind of file may have 40 fields."""

from django.db import migrations

NEW = range(33, 41)
ADDED = ", ".join(f'ADD COLUMN c{position} text COLLATE "C"' for position in NEW)
DROPPED = ", ".join(f"DROP COLUMN c{position}" for position in NEW)


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_squashed_0003_result_of_a_check"),
    ]

    operations = [
        migrations.RunSQL(f"ALTER TABLE imports_stagedrow {ADDED}", f"ALTER TABLE imports_stagedrow {DROPPED}"),
    ]
