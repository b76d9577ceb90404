"""Reorganizations: what is open, split into parts or moved."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0062_guards_of_letters"),
        ("ledger", "0020_interest"),
    ]

    operations = [
        migrations.AlterField(
            model_name="customertransaction",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("exchange", "currency exchange"),
                    ("interest_note", "interest note"),
                    ("collection_letter", "collection letter"),
                    ("payment_fee", "payment fee"),
                    ("reorganized", "part of a document"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="settlementpriority",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("exchange", "currency exchange"),
                    ("interest_note", "interest note"),
                    ("collection_letter", "collection letter"),
                    ("payment_fee", "payment fee"),
                    ("reorganized", "part of a document"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="settlementpriorityevent",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("exchange", "currency exchange"),
                    ("interest_note", "interest note"),
                    ("collection_letter", "collection letter"),
                    ("payment_fee", "payment fee"),
                    ("reorganized", "part of a document"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.CreateModel(
            name="Reorganization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reorganization_date", models.DateField(verbose_name="date")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reorganizations",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "reorganization",
                "verbose_name_plural": "reorganizations",
            },
        ),
        migrations.CreateModel(
            name="ReorganizedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("due_date", models.DateField(verbose_name="due date")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "reorganization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="customers.reorganization",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a reorganization",
                "verbose_name_plural": "parts of a reorganization",
            },
        ),
        migrations.AddConstraint(
            model_name="reorganization",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="reorganization_company_key"),
        ),
        migrations.AddConstraint(
            model_name="reorganization",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="reorganization_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganization",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="transaction", name="reorganization_transaction", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganization",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="origin", name="reorganization_origin", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganization",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("amount", 0), _negated=True), ("amount__lt", 1000000000000000000)),
                name="reorganization_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reorganization",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="d83da5d646b570f35630170fce25f06a87329544",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_42ba9",
                    table="customers_reorganization",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reorganization",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_reorganization joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, reorganization_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, reorganization_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_reorganization: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="41bf8edaf8840d13548e8ff05454d9883db4047a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_7dad0",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_reorganization",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganizedpart",
            constraint=models.UniqueConstraint(fields=("reorganization", "number"), name="reorganized_part_number"),
        ),
        migrations.AddConstraint(
            model_name="reorganizedpart",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reorganization", name="reorganized_part_of", to="customers.Reorganization"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganizedpart",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="reorganized_part_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganizedpart",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="control_account", name="reorganized_part_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganizedpart",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("amount", 0), _negated=True), ("amount__lt", 1000000000000000000)),
                name="reorganized_part_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reorganizedpart",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="b07f266ce51c583938fbca9f30ac1331b907b99a",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_91811",
                    table="customers_reorganizedpart",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reorganizedpart",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT whole.posting_id FROM (SELECT DISTINCT reorganization_id FROM new_rows) r JOIN public.customers_reorganization whole ON whole.id = r.reorganization_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_reorganizedpart joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="bf25becfc7b03fa97b956a8bcb681056ae526c11",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_bb447",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_reorganizedpart",
                    when="AFTER",
                ),
            ),
        ),
    ]
