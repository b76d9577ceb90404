"""What a run makes of the reporting currency, per control account and currency."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0024_vouchers_per_posting"),
        ("revaluation", "0005_sets_of_adjustments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportingValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_gain", models.BooleanField()),
                (
                    "open_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="open"),
                ),
                (
                    "stood_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="stood in reporting currency"
                    ),
                ),
                (
                    "new_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="value in reporting currency"
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
                    "control_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "offset_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporting_values",
                        to="revaluation.run",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporting_values",
                        to="revaluation.runvoucher",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "control_account", "currency"), name="revaluation_reporting_value_once"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="run", name="revaluation_reporting_value_run", to="revaluation.Run"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="revaluation_reporting_value_voucher", to="revaluation.RunVoucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="control_account",
                        name="revaluation_reporting_value_control_account",
                        to="ledger.LedgerAccount",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="offset_account",
                        name="revaluation_reporting_value_offset_account",
                        to="ledger.LedgerAccount",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="rows_never_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are never changed', TG_OP, TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="e605f6528762ff061413c7dcfd575be195f42589",
                    level="STATEMENT",
                    operation="UPDATE OR TRUNCATE",
                    pgid="pgtrigger_rows_never_change_29063",
                    table="revaluation_reportingvalue",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="none_joins_posted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT run_id FROM new_rows) AS own\n                   JOIN public.revaluation_run r ON r.id = own.run_id WHERE r.posting_id IS NOT NULL) THEN\n            RAISE EXCEPTION 'arclose: the run of these rows of revaluation_reportingvalue is posted and never changes'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="c2ad7f19691cbe104d885d7aa05eb64a4ad9b491",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_none_joins_posted_a77f8",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="revaluation_reportingvalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="none_leaves_posted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT run_id FROM old_rows) AS own\n                   JOIN public.revaluation_run r ON r.id = own.run_id WHERE r.posting_id IS NOT NULL) THEN\n            RAISE EXCEPTION 'arclose: the run of these rows of revaluation_reportingvalue is posted and never changes'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="1ad2c69e5b0b4ba6a53d9d670ac74306497303be",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_none_leaves_posted_faaff",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="revaluation_reportingvalue",
                    when="AFTER",
                ),
            ),
        ),
    ]
