"""A journal keeps who changed something in it: nobody of them approves it."""

import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0016_used_accounts_stay"),
        ("ledger", "0020_interest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JournalChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="journals.journal",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a journal",
                "verbose_name_plural": "changes of journals",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="journal", name="journal_change_journal", to="journals.Journal"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalchange",
            trigger=pgtrigger.compiler.Trigger(
                name="journal_changes_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: who changed something in journal % never changes', OLD.journal_id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="971fae6c9abca47788c1e5aa1aaf97b3d8a1a510",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_journal_changes_stay_c96d8",
                    table="journals_journalchange",
                    when="BEFORE",
                ),
            ),
        ),
        # Until now what waits named only who changed it last.
        migrations.RunSQL(
            """
            INSERT INTO journals_journalchange (company_id, journal_id, changed_by_id)
            SELECT company_id, journal_id, changed_by_id FROM journals_payment
            WHERE status = 'open' AND changed_by_id IS NOT NULL
            UNION
            SELECT company_id, journal_id, changed_by_id FROM journals_generalvoucher
            WHERE status = 'open' AND changed_by_id IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
