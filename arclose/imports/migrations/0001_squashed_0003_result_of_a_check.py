"""All that this release began with, and the staging table: unlogged, without keys, emptied by each import."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


COLUMNS = ", ".join(f'c{position} text COLLATE "C"' for position in range(1, 33))


class Migration(migrations.Migration):
    replaces = [("imports", "0001_initial"), ("imports", "0002_staging_table"), ("imports", "0003_result_of_a_check")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0001_squashed_0013_credit_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("file", models.FileField(upload_to="imports/")),
                ("file_name", models.CharField(max_length=200)),
                ("mapping_text", models.TextField(blank=True)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("result", models.JSONField(blank=True, null=True)),
                (
                    "uploaded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded file",
                "verbose_name_plural": "uploaded files",
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("file_digest", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
                ("mapping", models.JSONField()),
                (
                    "imported_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="imported"
                    ),
                ),
                ("line_count", models.BigIntegerField(default=0, verbose_name="lines")),
                ("figures", models.JSONField(default=list)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="import_runs", to="ledger.company"
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "fingerprint"), name="import_run_once"),
                    models.UniqueConstraint(fields=("id", "company"), name="import_run_company_key"),
                ],
            },
        ),
        migrations.RunSQL(
            f"CREATE UNLOGGED TABLE imports_stagedrow (run_id bigint NOT NULL, line_number integer NOT NULL, {COLUMNS})",
            "DROP TABLE imports_stagedrow",
        ),
    ]
