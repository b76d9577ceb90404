"""The staging table: unlogged, without keys, written and emptied inside the transaction of one import."""

from django.db import migrations

COLUMNS = ", ".join(f'c{position} text COLLATE "C"' for position in range(1, 33))


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"CREATE UNLOGGED TABLE imports_stagedrow (run_id bigint NOT NULL, line_number integer NOT NULL, {COLUMNS})",
            "DROP TABLE imports_stagedrow",
        )
    ]
