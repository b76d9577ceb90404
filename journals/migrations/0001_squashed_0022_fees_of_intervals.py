"""All that this release has of the app, in one step, for a database that has had none of those that it replaces."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import re
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("journals", "0001_squashed_0003_posted_vouchers_stay"),
        ("journals", "0004_bank_accounts"),
        ("journals", "0005_payments"),
        ("journals", "0006_bank_statements"),
        ("journals", "0007_bank_matches"),
        ("journals", "0008_bank_explanations"),
        ("journals", "0009_who_changed_payments"),
        ("journals", "0010_names_of_journals"),
        ("journals", "0011_bank_returns"),
        ("journals", "0012_methods_of_payment"),
        ("journals", "0013_lines_of_general_journals"),
        ("journals", "0014_direct_debits_and_fees"),
        ("journals", "0015_approved_journals_are_seen"),
        ("journals", "0016_used_accounts_stay"),
        ("journals", "0017_who_changed_journals"),
        ("journals", "0018_rejected_payments_go"),
        ("journals", "0019_payments_settle_by_themselves"),
        ("journals", "0020_statements_of_an_account"),
        ("journals", "0021_batches_and_undone_matches"),
        ("journals", "0022_fees_of_intervals"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0001_squashed_0061_canceled_orders_and_settlements"),
        ("ledger", "0001_squashed_0020_interest"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN")),
                (
                    "account_number",
                    models.CharField(blank=True, db_collation="C", max_length=35, verbose_name="account number"),
                ),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                ("is_active", models.BooleanField(db_default=True, default=True, verbose_name="active")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_accounts",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "creditor_identifier",
                    models.CharField(blank=True, db_default="", max_length=35, verbose_name="creditor identifier"),
                ),
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="bank_account_code"),
                    models.UniqueConstraint(
                        fields=("company", "account"),
                        name="bank_account_has_its_own_ledger_account",
                        violation_error_message="This ledger account belongs to another bank account.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("iban", ""), _negated=True),
                        fields=("company", "iban", "currency"),
                        name="bank_account_iban",
                        violation_error_message="Another bank account has this IBAN and currency.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account_number", ""), _negated=True),
                        fields=("company", "account_number", "currency"),
                        name="bank_account_number",
                        violation_error_message="Another bank account has this account number and currency.",
                    ),
                    models.UniqueConstraint(fields=("id", "company"), name="bank_account_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="bank_account_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="bank_account_keeps_currency",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."currency_id" IS DISTINCT FROM (NEW."currency_id") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id"))',
                            func="\n        IF EXISTS (SELECT 1 FROM public.journals_bankstatement WHERE bank_account_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: bank account % has statements and keeps currency and ledger account', OLD.code\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="88a8cc94c79f652044774dc84a6800d440196d50",
                            operation="UPDATE",
                            pgid="pgtrigger_bank_account_keeps_currency_9ad87",
                            table="journals_bankaccount",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_bankaccountevent" ("account_id", "account_number", "bic", "code", "company_id", "creditor_identifier", "currency_id", "iban", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."account_number", new_values."bic", new_values."code", new_values."company_id", new_values."creditor_identifier", new_values."currency_id", new_values."iban", new_values."id", new_values."is_active", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="790ccfb10a0717939c92a35c809de53b9ebd5407",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6b360",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_bankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_bankaccountevent" ("account_id", "account_number", "bic", "code", "company_id", "creditor_identifier", "currency_id", "iban", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."account_number", new_values."bic", new_values."code", new_values."company_id", new_values."creditor_identifier", new_values."currency_id", new_values."iban", new_values."id", new_values."is_active", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="61f10a14b88c082a6274a72bad1ffc659f0ccd15",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a2803",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_bankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_bankaccountevent" ("account_id", "account_number", "bic", "code", "company_id", "creditor_identifier", "currency_id", "iban", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."account_number", old_values."bic", old_values."code", old_values."company_id", old_values."creditor_identifier", old_values."currency_id", old_values."iban", old_values."id", old_values."is_active", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="fac4405ed456eee670f307d9613ee46665b26bd0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6f9dc",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_bankaccount",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN")),
                (
                    "account_number",
                    models.CharField(blank=True, db_collation="C", max_length=35, verbose_name="account number"),
                ),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                ("is_active", models.BooleanField(db_default=True, default=True, verbose_name="active")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.bankaccount",
                    ),
                ),
                (
                    "creditor_identifier",
                    models.CharField(blank=True, db_default="", max_length=35, verbose_name="creditor identifier"),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dd6c2053571efc6a7633b54b74a23a77b6164d41",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_015cf",
                            table="journals_bankaccountevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("digest", models.CharField(max_length=64)),
                ("format", models.CharField(max_length=10, verbose_name="format")),
                ("version", models.CharField(blank=True, max_length=20, verbose_name="version")),
                ("notices", models.JSONField(default=list)),
                (
                    "read_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="read"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_files",
                        to="ledger.company",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a bank",
                "verbose_name_plural": "files of banks",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "digest"), name="bank_file_once"),
                    models.UniqueConstraint(fields=("id", "company"), name="bank_file_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="c28a6e3a04f5976dd55f5fe443093dbb479e76db",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_2fdde",
                            table="journals_bankfile",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statement", "bank statement"),
                            ("interim_report", "interim report"),
                            ("notification", "notification"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("identity", models.CharField(db_collation="C", max_length=120, verbose_name="identification")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="number")),
                ("from_date", models.DateField(verbose_name="from")),
                ("to_date", models.DateField(verbose_name="until")),
                (
                    "opening_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, null=True, verbose_name="opening balance"
                    ),
                ),
                (
                    "closing_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, null=True, verbose_name="closing balance"
                    ),
                ),
                (
                    "booked_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="booked"),
                ),
                (
                    "difference_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, null=True, verbose_name="difference"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("adds_up", "adds up"),
                            ("differs", "does not add up"),
                            ("no_balances", "without balances"),
                        ],
                        max_length=11,
                        verbose_name="balance check",
                    ),
                ),
                ("line_count", models.PositiveIntegerField(verbose_name="lines")),
                ("notices", models.JSONField(default=list)),
                ("content_digest", models.CharField(max_length=64)),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_statements",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="journals.bankfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank statement",
                "verbose_name_plural": "bank statements",
                "indexes": [
                    models.Index(fields=["company", "-to_date", "-id"], name="bank_statement_newest_idx"),
                    models.Index(fields=["bank_account", "-to_date", "-id"], name="bank_statement_of_account_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("bank_account", "kind", "identity"), name="bank_statement_once"),
                    models.UniqueConstraint(fields=("id", "company"), name="bank_statement_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("difference_amount", None), ("verdict", "no_balances")),
                            models.Q(
                                (
                                    "difference_amount",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("closing_amount"), "-", models.F("opening_amount")
                                        ),
                                        "-",
                                        models.F("booked_amount"),
                                    ),
                                ),
                                models.Q(
                                    models.Q(("difference_amount", 0), ("verdict", "adds_up")),
                                    models.Q(("verdict", "differs"), models.Q(("difference_amount", 0), _negated=True)),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="bank_statement_verdict",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="file", name="bank_statement_file", to="journals.BankFile"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="bank_statement_account", to="journals.BankAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="9cdf271fd9269e8d225ba08b03050847e2b672f9",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_130cc",
                            table="journals_bankstatement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="statement_is_whole",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n        IF NOT EXISTS (SELECT 1 FROM public.journals_bankstatementline WHERE statement_id = NEW.id\n                       HAVING count(*) = NEW.line_count\n                          AND coalesce(sum(amount) FILTER (WHERE status = 'booked'), 0) = NEW.booked_amount) THEN\n            RAISE EXCEPTION 'arclose: bank statement % has other lines than it counts', NEW.identity\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="c6d4e6fd2595c820578f77cfe3fff792eda785d1",
                            operation="INSERT",
                            pgid="pgtrigger_statement_is_whole_7af98",
                            table="journals_bankstatement",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "end_to_end_reference",
                    models.CharField(blank=True, max_length=140, verbose_name="reference of the payer"),
                ),
                ("mandate_reference", models.CharField(blank=True, max_length=140, verbose_name="mandate")),
                (
                    "servicer_reference",
                    models.CharField(blank=True, max_length=140, verbose_name="reference of the bank"),
                ),
                ("creditor_reference", models.CharField(blank=True, max_length=140, verbose_name="payment reference")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("counterparty_name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                (
                    "counterparty_account",
                    models.CharField(blank=True, max_length=40, verbose_name="account of the other side"),
                ),
                ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="reason of the return")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("booking_date", models.DateField(verbose_name="booking date")),
                ("value_date", models.DateField(verbose_name="value date")),
                (
                    "status",
                    models.CharField(
                        choices=[("booked", "booked"), ("pending", "pending"), ("information", "for information")],
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                ("is_reversal", models.BooleanField(default=False, verbose_name="reversal")),
                ("bank_code", models.CharField(blank=True, max_length=40, verbose_name="transaction code")),
                ("detail_count", models.PositiveIntegerField(default=0, verbose_name="payments")),
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
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="journals.bankstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a bank statement",
                "verbose_name_plural": "lines of bank statements",
                "indexes": [models.Index(fields=["company", "-booking_date", "-id"], name="bank_line_newest_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "line_number"), name="bank_line_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="bank_line_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", Decimal("-1000000000000000000")),
                            ("amount__lt", Decimal("1000000000000000000")),
                        ),
                        name="bank_line_is_a_number",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="statement", name="bank_line_statement", to="journals.BankStatement"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="14a9e2734395a7b1b41d22b586742aeaec0ad9c6",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_80f26",
                            table="journals_bankstatementline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="lines_are_counted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF EXISTS (SELECT 1 FROM new_lines l JOIN public.journals_bankstatement s ON s.id = l.statement_id\n                   WHERE l.line_number NOT BETWEEN 1 AND s.line_count) THEN\n            RAISE EXCEPTION 'arclose: a bank statement was read as a whole, no line joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="08f09e7c84278e9f6ca6ab208fc2fa4a3c3654c7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_lines_are_counted_88a5b",
                            referencing="REFERENCING NEW TABLE AS new_lines ",
                            table="journals_bankstatementline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLineDetail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "end_to_end_reference",
                    models.CharField(blank=True, max_length=140, verbose_name="reference of the payer"),
                ),
                ("mandate_reference", models.CharField(blank=True, max_length=140, verbose_name="mandate")),
                (
                    "servicer_reference",
                    models.CharField(blank=True, max_length=140, verbose_name="reference of the bank"),
                ),
                ("creditor_reference", models.CharField(blank=True, max_length=140, verbose_name="payment reference")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("counterparty_name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                (
                    "counterparty_account",
                    models.CharField(blank=True, max_length=40, verbose_name="account of the other side"),
                ),
                ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="reason of the return")),
                ("position", models.PositiveIntegerField()),
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
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="details",
                        to="journals.bankstatementline",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment of a batch",
                "verbose_name_plural": "payments of a batch",
                "constraints": [
                    models.UniqueConstraint(fields=("line", "position"), name="bank_line_detail_position"),
                    models.UniqueConstraint(fields=("id", "company"), name="bank_line_detail_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", Decimal("-1000000000000000000")),
                            ("amount__lt", Decimal("1000000000000000000")),
                        ),
                        name="bank_line_detail_is_a_number",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line", name="bank_line_detail_line", to="journals.BankStatementLine"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="5250fbe05e27add25d8b570c4a5ac20e1b90df89",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_541c4",
                            table="journals_banklinedetail",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLineExplanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "explained_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "explained_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanation",
                        to="journals.bankstatementline",
                        verbose_name="line",
                    ),
                ),
            ],
            options={
                "verbose_name": "explanation of a bank line",
                "verbose_name_plural": "explanations of bank lines",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="bank_explanation_has_a_reason"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line", name="bank_explanation_line", to="journals.BankStatementLine"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodOfPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "account_kind",
                    models.CharField(
                        choices=[("bank", "bank account"), ("ledger", "ledger account")],
                        db_default="bank",
                        default="bank",
                        max_length=6,
                        verbose_name="payment account",
                    ),
                ),
                (
                    "required_status",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("approved", "Approved"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=8,
                        verbose_name="required payment status",
                    ),
                ),
                (
                    "grouping",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice: each by itself"),
                            ("date", "Date: what is due on the same day"),
                            ("week", "Week: what is due in the same week"),
                            ("total", "Total: all of it"),
                        ],
                        db_default="total",
                        default="total",
                        max_length=7,
                        verbose_name="period",
                    ),
                ),
                (
                    "file_format",
                    models.CharField(
                        choices=[("none", "None"), ("sepa_direct_debit", "SEPA direct debit")],
                        db_default="none",
                        default="none",
                        max_length=20,
                        verbose_name="file format",
                    ),
                ),
                ("is_active", models.BooleanField(db_default=True, default=True, verbose_name="active")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "bank_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "bridging_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="bridging account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="methods_of_payment",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "method of payment",
                "verbose_name_plural": "methods of payment",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="method_of_payment_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="method_of_payment_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", None), ("account_kind", "bank")),
                            models.Q(
                                ("account__isnull", False),
                                ("account_kind", "ledger"),
                                ("bank_account", None),
                                ("bridging_account", None),
                                ("file_format", "none"),
                            ),
                            _connector="OR",
                        ),
                        name="method_has_its_payment_account",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="method_bank_account", to="journals.BankAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="method_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bridging_account", name="method_bridging_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "file_format", "grouping", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status") SELECT new_values."account_id", new_values."account_kind", new_values."bank_account_id", new_values."bridging_account_id", new_values."code", new_values."company_id", new_values."file_format", new_values."grouping", new_values."id", new_values."is_active", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."required_status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b8d1f71b08d8d7f868cb1d20f5032b952e4831d9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e2e9e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_methodofpayment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "file_format", "grouping", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status") SELECT new_values."account_id", new_values."account_kind", new_values."bank_account_id", new_values."bridging_account_id", new_values."code", new_values."company_id", new_values."file_format", new_values."grouping", new_values."id", new_values."is_active", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."required_status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="96cee687e41fbd3c15a1e63c714ab150ef74b48c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_17fa9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_methodofpayment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "file_format", "grouping", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status") SELECT old_values."account_id", old_values."account_kind", old_values."bank_account_id", old_values."bridging_account_id", old_values."code", old_values."company_id", old_values."file_format", old_values."grouping", old_values."id", old_values."is_active", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."required_status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="711ccf2b4db57db0375ef0f618f428d59864fcac",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_21807",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_methodofpayment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "journal_type",
                    models.CharField(
                        choices=[("payment", "customer payments"), ("general", "general journal")],
                        db_default="payment",
                        default="payment",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("needs_approval", models.BooleanField(db_default=False, default=False, verbose_name="needs approval")),
                (
                    "bank_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal_names",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "is_posted_by_maker",
                    models.BooleanField(db_default=False, default=False, verbose_name="posted by its maker only"),
                ),
                (
                    "offset_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="offset account",
                    ),
                ),
                (
                    "private_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "everybody in the company"),
                            ("maker", "who made the journal"),
                            ("controllers", "controllers, and who made the journal"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="seen by",
                    ),
                ),
                (
                    "voucher_series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"purpose": "journal_voucher"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.numberseries",
                        verbose_name="voucher series",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal name",
                "verbose_name_plural": "journal names",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="journal_name_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="journal_name_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(("bank_account", None), ("offset_account", None), _connector="OR"),
                        name="journal_name_has_one_offset",
                        violation_error_message="Choose a bank account or an offset account, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needs_approval", True), ("private_to", "maker"), _negated=True),
                        name="journal_name_is_seen_by_who_approves",
                        violation_error_message="Who approves a journal has to see it: let controllers see it too, or do without approval.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="journal_name_bank_account", to="journals.BankAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="offset_account", name="journal_name_offset_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher_series", name="journal_name_voucher_series", to="ledger.NumberSeries"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="method", name="journal_name_method", to="journals.MethodOfPayment"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_journalnameevent" ("bank_account_id", "code", "company_id", "id", "is_posted_by_maker", "journal_type", "method_id", "name", "needs_approval", "offset_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_to", "voucher_series_id") SELECT new_values."bank_account_id", new_values."code", new_values."company_id", new_values."id", new_values."is_posted_by_maker", new_values."journal_type", new_values."method_id", new_values."name", new_values."needs_approval", new_values."offset_account_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."private_to", new_values."voucher_series_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="441c3d71d11e3472127c0eab026c79219a827ef2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2174f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_journalname",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_journalnameevent" ("bank_account_id", "code", "company_id", "id", "is_posted_by_maker", "journal_type", "method_id", "name", "needs_approval", "offset_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_to", "voucher_series_id") SELECT new_values."bank_account_id", new_values."code", new_values."company_id", new_values."id", new_values."is_posted_by_maker", new_values."journal_type", new_values."method_id", new_values."name", new_values."needs_approval", new_values."offset_account_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."private_to", new_values."voucher_series_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d595de6eb90322d4484c61d4648d5a2670996b80",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_79b36",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_journalname",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_journalnameevent" ("bank_account_id", "code", "company_id", "id", "is_posted_by_maker", "journal_type", "method_id", "name", "needs_approval", "offset_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_to", "voucher_series_id") SELECT old_values."bank_account_id", old_values."code", old_values."company_id", old_values."id", old_values."is_posted_by_maker", old_values."journal_type", old_values."method_id", old_values."name", old_values."needs_approval", old_values."offset_account_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."private_to", old_values."voucher_series_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d994d2dec42ccf9e6102e6a7acdaa8c4e9582822",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2dbde",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_journalname",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, db_default="", max_length=200, verbose_name="text")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journals",
                        to="ledger.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "name",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journals",
                        to="journals.journalname",
                        verbose_name="journal name",
                    ),
                ),
                ("fingerprint", models.CharField(db_default="", editable=False, max_length=64)),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ],
            options={
                "verbose_name": "journal",
                "verbose_name_plural": "journals",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="journal_company_key"),
                    models.UniqueConstraint(fields=("company", "key"), name="journal_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="journal_approved_by_somebody",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="name", name="journal_of_name", to="journals.JournalName"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GeneralVoucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=30, verbose_name="number")),
                ("voucher_date", models.DateField(verbose_name="date")),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("posted", "Posted"), ("canceled", "Canceled")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="general_vouchers",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="general_vouchers",
                        to="ledger.posting",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                ("key", models.CharField(blank=True, db_collation="C", db_default="", editable=False, max_length=80)),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "journal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="general_vouchers",
                        to="journals.journal",
                    ),
                ),
            ],
            options={
                "verbose_name": "general voucher",
                "verbose_name_plural": "general vouchers",
                "indexes": [
                    models.Index(fields=["company", "-voucher_date", "-id"], name="general_voucher_newest_idx"),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["company", "voucher_date", "id"],
                        name="general_voucher_open_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="general_voucher_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="general_voucher_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posting__isnull", False), ("status", "posted")),
                            models.Q(models.Q(("status", "posted"), _negated=True), ("posting__isnull", True)),
                            _connector="OR",
                        ),
                        name="general_voucher_posted_has_posting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("company", "key"),
                        name="general_voucher_key",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="general_voucher_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="journal", name="general_voucher_journal", to="journals.Journal"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_voucher_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'posted')",
                            func="\n        RAISE EXCEPTION 'arclose: general voucher % is posted and never changes. Reverse it instead.', OLD.number\n            USING ERRCODE = 'restrict_violation';\n    ",
                            hash="5bd7eb94bac9468ab534a976d57a41b40de48315",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_posted_voucher_stays_73f5e",
                            table="journals_generalvoucher",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "canceled_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "canceled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="canceled by",
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
                    "voucher",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="journals.generalvoucher",
                        verbose_name="voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "cancellation of a general voucher",
                "verbose_name_plural": "cancellations of general vouchers",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="cancellation_voucher", to="journals.GeneralVoucher"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="2f5e84628c24a6d1561c902a62dc64389fd1867f",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_69f63",
                            table="journals_cancellation",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GeneralVoucherLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="text")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account",
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
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="journals.generalvoucher",
                    ),
                ),
                (
                    "line_type",
                    models.CharField(
                        choices=[("ledger", "ledger account"), ("customer", "customer"), ("bank", "bank account")],
                        db_default="ledger",
                        default="ledger",
                        max_length=10,
                        verbose_name="account type",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, db_collation="C", db_default="", max_length=40, verbose_name="document"
                    ),
                ),
                ("due_date", models.DateField(editable=False, null=True, verbose_name="due date")),
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
            ],
            options={
                "verbose_name": "general voucher line",
                "verbose_name_plural": "general voucher lines",
                "constraints": [
                    models.UniqueConstraint(fields=("voucher", "line_number"), name="general_voucher_line_number"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__lt", 1000000000000000000), models.Q(("amount", 0), _negated=True)),
                        name="general_voucher_line_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("account__isnull", False),
                                ("bank_account", None),
                                ("customer", None),
                                ("line_type", "ledger"),
                            ),
                            models.Q(("bank_account", None), ("customer__isnull", False), ("line_type", "customer")),
                            models.Q(("bank_account__isnull", False), ("customer", None), ("line_type", "bank")),
                            _connector="OR",
                        ),
                        name="general_voucher_line_has_its_account",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="general_voucher_line_voucher", to="journals.GeneralVoucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="general_voucher_line_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="general_voucher_line_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="general_voucher_line_bank_account", to="journals.BankAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_lines_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE is_posted boolean;",
                            func="\n        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (\n            SELECT status FROM public.journals_generalvoucher\n            WHERE id IN (OLD.voucher_id, NEW.voucher_id) ORDER BY id FOR SHARE) AS locked;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the general voucher of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="76773d815b661f5d1ed83b1be6e9a50d3e95a0f1",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_posted_lines_stay_f49bf",
                            table="journals_generalvoucherline",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "journal_type",
                    models.CharField(
                        choices=[("payment", "customer payments"), ("general", "general journal")],
                        db_default="payment",
                        default="payment",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("needs_approval", models.BooleanField(db_default=False, default=False, verbose_name="needs approval")),
                (
                    "bank_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.journalname",
                    ),
                ),
                (
                    "is_posted_by_maker",
                    models.BooleanField(db_default=False, default=False, verbose_name="posted by its maker only"),
                ),
                (
                    "offset_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="offset account",
                    ),
                ),
                (
                    "private_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "everybody in the company"),
                            ("maker", "who made the journal"),
                            ("controllers", "controllers, and who made the journal"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="seen by",
                    ),
                ),
                (
                    "voucher_series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"purpose": "journal_voucher"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.numberseries",
                        verbose_name="voucher series",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7c74090d59661d9cd19f392ed2e1b582318da92d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_07286",
                            table="journals_journalnameevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("payment_date", models.DateField(verbose_name="date")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "reference",
                    models.CharField(blank=True, db_default="", max_length=140, verbose_name="payment reference"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("posted", "Posted")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="journals.journal",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="ledger.posting",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("fingerprint", models.CharField(db_default="", editable=False, max_length=64)),
                (
                    "bank_status",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=8,
                        verbose_name="payment status",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
                ("settles_itself", models.BooleanField(db_default=True, default=True, editable=False)),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "indexes": [
                    models.Index(fields=["company", "-payment_date", "-id"], name="payment_newest_idx"),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["company", "payment_date", "id"],
                        name="payment_open_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="payment_company_key"),
                    models.UniqueConstraint(fields=("company", "key"), name="payment_key"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__lt", 1000000000000000000), models.Q(("amount", 0), _negated=True)),
                        name="payment_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posting__isnull", False), ("status", "posted")),
                            models.Q(models.Q(("status", "posted"), _negated=True), ("posting__isnull", True)),
                            _connector="OR",
                        ),
                        name="payment_posted_has_posting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bank_account__isnull", False), ("method__isnull", False), _connector="OR"),
                        name="payment_goes_somewhere",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="journal", name="payment_journal", to="journals.Journal"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="payment_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="payment_bank_account", to="journals.BankAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="payment_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="method", name="payment_method", to="journals.MethodOfPayment"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_payment_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'posted')",
                            func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'bank_status' = to_jsonb(OLD) - 'bank_status' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: payment % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                            hash="c20425601497bc3ba629ccb9c5cef8aa833ddf22",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_posted_payment_stays_feebf",
                            table="journals_payment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="bank_status_is_recorded",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."bank_status" IS DISTINCT FROM (NEW."bank_status"))',
                            constraint="CONSTRAINT",
                            func="\n        IF (SELECT c.status_after FROM public.journals_paymentstatuschange c WHERE c.payment_id = NEW.id\n            ORDER BY c.id DESC LIMIT 1)\n           <> (SELECT p.bank_status FROM public.journals_payment p WHERE p.id = NEW.id)\n           OR NOT EXISTS (SELECT 1 FROM public.journals_paymentstatuschange c WHERE c.payment_id = NEW.id)\n              AND EXISTS (SELECT 1 FROM public.journals_payment p WHERE p.id = NEW.id) THEN\n            RAISE EXCEPTION 'arclose: the status of payment % changed without a record of who and why', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="a0b52d1349c65165d5ca9b77d5f321cd91004188",
                            operation="UPDATE",
                            pgid="pgtrigger_bank_status_is_recorded_87c77",
                            table="journals_payment",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="collected_payment_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF (NEW.customer_id, NEW.amount, NEW.currency_id, NEW.payment_date, NEW.bank_account_id, NEW.method_id)\n           IS DISTINCT FROM (OLD.customer_id, OLD.amount, OLD.currency_id, OLD.payment_date, OLD.bank_account_id,\n                OLD.method_id)\n           AND EXISTS (SELECT 1 FROM public.journals_directdebit WHERE payment_id = OLD.id AND NOT is_canceled) THEN\n            RAISE EXCEPTION 'arclose: payment % stands in a direct debit file, and stays as the bank was told', OLD.id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="b8d6d47f509d26dbe21493d084f947681f940e24",
                            operation="UPDATE",
                            pgid="pgtrigger_collected_payment_stays_17619",
                            table="journals_payment",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLinePayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=20, verbose_name="reason")),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                (
                    "matched_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="journals.bankstatementline",
                        verbose_name="line",
                    ),
                ),
                (
                    "matched_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_line",
                        to="journals.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "detail",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matched",
                        to="journals.banklinedetail",
                        verbose_name="payment of a batch",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment of a bank line",
                "verbose_name_plural": "payments of bank lines",
                "constraints": [
                    models.UniqueConstraint(fields=("line", "detail"), name="bank_match_once", nulls_distinct=False),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line", name="bank_match_line", to="journals.BankStatementLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment", name="bank_match_payment", to="journals.Payment"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="detail", name="bank_match_detail", to="journals.BankLineDetail"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="match_of_posted_payment_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'UPDATE' OR EXISTS (\n            SELECT 1 FROM public.journals_payment WHERE id = OLD.payment_id AND status = 'posted')\n            AND NOT EXISTS (SELECT 1 FROM public.journals_undonebankmatch u WHERE u.match_id = OLD.id\n                AND (u.line_id, u.payment_id) = (OLD.line_id, OLD.payment_id)) THEN\n            RAISE EXCEPTION 'arclose: the payment of bank line % is posted, the match stays', OLD.line_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN OLD;\n    ",
                            hash="52b1bf804bca5074bfb9d4a82204b8e88c5cb1d0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_match_of_posted_payment_stays_a38fb",
                            table="journals_banklinepayment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="match_names_its_detail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF NEW.detail_id IS NULL AND EXISTS (\n                SELECT 1 FROM public.journals_bankstatementline WHERE id = NEW.line_id AND detail_count > 0)\n            OR NEW.detail_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM public.journals_banklinedetail WHERE id = NEW.detail_id AND line_id = NEW.line_id) THEN\n            RAISE EXCEPTION 'arclose: bank line % is not matched by the payments that it books', NEW.line_id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="3b1830d753d66c8396d7d6710479be2f7de20fd6",
                            operation="INSERT",
                            pgid="pgtrigger_match_names_its_detail_9d003",
                            table="journals_banklinepayment",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLineReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank_reason", models.CharField(blank=True, max_length=200, verbose_name="reason of the return")),
                (
                    "charges_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="charges of the bank"
                    ),
                ),
                ("reason", models.CharField(max_length=20, verbose_name="reason")),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                (
                    "accepted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "charges_voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.generalvoucher",
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
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="journals.bankstatementline",
                        verbose_name="line",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_returns",
                        to="journals.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "restored_payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.payment",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "return of a payment",
                "verbose_name_plural": "returns of payments",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("line",), name="bank_return_once_per_line"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("payment",),
                        name="bank_return_once_per_payment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("charges_amount", 0), ("charges_voucher", None)),
                            models.Q(
                                ("charges_amount__gt", 0),
                                ("charges_amount__lt", 1000000000000000000),
                                ("charges_voucher__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bank_return_charges_are_posted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("restored_payment", None), ("undone_at", None), ("undone_by", None)),
                            models.Q(
                                ("restored_payment__isnull", False),
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bank_return_undone_by_somebody",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line", name="bank_return_line", to="journals.BankStatementLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment", name="bank_return_payment", to="journals.Payment"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="charges_voucher", name="bank_return_charges", to="journals.GeneralVoucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="restored_payment", name="bank_return_restored", to="journals.Payment"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="return_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL\n            OR (OLD.company_id, OLD.line_id, OLD.payment_id, OLD.bank_reason, OLD.charges_amount,\n                OLD.charges_voucher_id, OLD.reason, OLD.score, OLD.accepted_by_id, OLD.accepted_at)\n            IS DISTINCT FROM (NEW.company_id, NEW.line_id, NEW.payment_id, NEW.bank_reason, NEW.charges_amount,\n                NEW.charges_voucher_id, NEW.reason, NEW.score, NEW.accepted_by_id, NEW.accepted_at) THEN\n            RAISE EXCEPTION 'arclose: the return of bank line % stays. Undo it instead.', OLD.line_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="6495f81241afdb278b9f5b0e9e198213b1d0c60f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_return_stays_9de21",
                            table="journals_banklinereturn",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerMethod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usual_method",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="usual_of",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "usual method of payment",
                "verbose_name_plural": "usual methods of payment",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="customer_method_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="method", name="customer_method_method", to="journals.MethodOfPayment"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customermethodevent" ("company_id", "customer_id", "id", "method_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."customer_id", new_values."id", new_values."method_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0e592122b71a8e01eabff7559b26bf0db9cad24c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_afb38",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_customermethod",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customermethodevent" ("company_id", "customer_id", "id", "method_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."customer_id", new_values."id", new_values."method_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fae64a775c1ef9b63e7323341941486385dc7d75",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_729d6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_customermethod",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customermethodevent" ("company_id", "customer_id", "id", "method_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."customer_id", old_values."id", old_values."method_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="2781ae305aa5365ea2874fca0aa045aa2d5e7534",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ec10d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_customermethod",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerMethodEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.customermethod",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="30b69cf2bd91b666fc125cec5f1e4b6155baee5b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9fb53",
                            table="journals_customermethodevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodOfPaymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "account_kind",
                    models.CharField(
                        choices=[("bank", "bank account"), ("ledger", "ledger account")],
                        db_default="bank",
                        default="bank",
                        max_length=6,
                        verbose_name="payment account",
                    ),
                ),
                (
                    "required_status",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("approved", "Approved"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=8,
                        verbose_name="required payment status",
                    ),
                ),
                (
                    "grouping",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice: each by itself"),
                            ("date", "Date: what is due on the same day"),
                            ("week", "Week: what is due in the same week"),
                            ("total", "Total: all of it"),
                        ],
                        db_default="total",
                        default="total",
                        max_length=7,
                        verbose_name="period",
                    ),
                ),
                (
                    "file_format",
                    models.CharField(
                        choices=[("none", "None"), ("sepa_direct_debit", "SEPA direct debit")],
                        db_default="none",
                        default="none",
                        max_length=20,
                        verbose_name="file format",
                    ),
                ),
                ("is_active", models.BooleanField(db_default=True, default=True, verbose_name="active")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "bank_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "bridging_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="bridging account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.methodofpayment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="412091a822f5908a59ec5fadc57561a236a9f450",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3a187",
                            table="journals_methodofpaymentevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentStatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "status_after",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=8,
                        verbose_name="payment status",
                    ),
                ),
                ("reason", models.CharField(blank=True, db_default="", max_length=200, verbose_name="reason")),
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
                        verbose_name="changed by",
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
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_changes",
                        to="journals.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a payment status",
                "verbose_name_plural": "changes of payment statuses",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment", name="payment_status_change_payment", to="journals.Payment"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="status_changes_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'UPDATE' OR EXISTS (\n            SELECT 1 FROM public.journals_payment WHERE id = OLD.payment_id AND status = 'posted') THEN\n            RAISE EXCEPTION 'arclose: how the status of payment % changed never changes', OLD.payment_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN OLD;\n    ",
                            hash="a7ab060bc79ba00e5d580a35d5684670a55a56fe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_status_changes_stay_d4297",
                            table="journals_paymentstatuschange",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BridgeClearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clearing_date", models.DateField(verbose_name="date")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="text")),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "bank_line",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearings",
                        to="journals.bankstatementline",
                        verbose_name="line of a bank statement",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "clearing of bridged payments",
                "verbose_name_plural": "clearings of bridged payments",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="bridge_clearing_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="bridge_clearing_bank_account", to="journals.BankAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_line", name="bridge_clearing_bank_line", to="journals.BankStatementLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="bridge_clearing_posting", to="ledger.Posting"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="eeaabcc88015d623288ce9e8595212c22101ba34",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_60765",
                            table="journals_bridgeclearing",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of journals_bridgeclearing joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, clearing_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, clearing_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of journals_bridgeclearing: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="78c8c1fa369d27ab101b91abfdd8d9773f968cb5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_5ccf3",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="journals_bridgeclearing",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BridgedVoucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clearing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="journals.bridgeclearing",
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
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bridge_clearings",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "bridged voucher",
                "verbose_name_plural": "bridged vouchers",
                "constraints": [
                    models.UniqueConstraint(fields=("clearing", "voucher"), name="bridged_voucher_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="clearing", name="bridged_voucher_clearing", to="journals.BridgeClearing"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="bridged_voucher_voucher", to="ledger.Voucher"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="253dc8f75f527228b10391f584b323f869e81d7d",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_8a553",
                            table="journals_bridgedvoucher",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT c.posting_id FROM new_rows r JOIN public.journals_bridgeclearing c ON c.id = r.clearing_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of journals_bridgedvoucher joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="1140f7bce7ae8d1cac33e4be0daa7227a9c41dff",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_d74a6",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="journals_bridgedvoucher",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerBankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                ("holder", models.CharField(blank=True, max_length=70, verbose_name="account holder")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_accounts",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank account of a customer",
                "verbose_name_plural": "bank accounts of customers",
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "iban"), name="customer_bank_account_once"),
                    models.UniqueConstraint(fields=("id", "company"), name="customer_bank_account_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="customer_bank_account_customer", to="customers.Customer"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customerbankaccountevent" ("bic", "company_id", "customer_id", "holder", "iban", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."bic", new_values."company_id", new_values."customer_id", new_values."holder", new_values."iban", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="de3cc7d29c0ed467f8db69331e089cf916639f9f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5d053",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_customerbankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customerbankaccountevent" ("bic", "company_id", "customer_id", "holder", "iban", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."bic", new_values."company_id", new_values."customer_id", new_values."holder", new_values."iban", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0fa849a84e97635a7dab96f9f1b594af8228a3df",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2ab07",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_customerbankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customerbankaccountevent" ("bic", "company_id", "customer_id", "holder", "iban", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."bic", old_values."company_id", old_values."customer_id", old_values."holder", old_values."iban", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="ed146e10de85a9a7300675cdea9437c9d813d92c",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f2088",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_customerbankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="used_account_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF (TG_OP = 'DELETE' OR (NEW.customer_id, NEW.iban, NEW.holder) IS DISTINCT FROM (OLD.customer_id, OLD.iban,\n                OLD.holder))\n           AND EXISTS (SELECT 1 FROM public.journals_mandate m JOIN public.journals_directdebit d ON d.mandate_id = m.id\n                       WHERE m.bank_account_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: account % was collected from, and stays as its mandate was signed', OLD.iban\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="6e510ffb0114265c64ebc2f93b6b3184213a7cc1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_used_account_stays_e57b3",
                            table="journals_customerbankaccount",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerBankAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                ("holder", models.CharField(blank=True, max_length=70, verbose_name="account holder")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.customerbankaccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="204528d4a2cf71ce5c44f0c65ba1eff51fa8bf69",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c7c04",
                            table="journals_customerbankaccountevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectDebitFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(db_collation="C", max_length=35, verbose_name="message")),
                (
                    "version",
                    models.CharField(
                        choices=[("pain.008.001.08", "pain.008.001.08"), ("pain.008.001.02", "pain.008.001.02")],
                        max_length=15,
                        verbose_name="format",
                    ),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("payment_count", models.PositiveIntegerField(verbose_name="payments")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="made"
                    ),
                ),
                ("canceled_at", models.DateTimeField(editable=False, null=True, verbose_name="canceled")),
                ("cancel_reason", models.CharField(blank=True, db_default="", max_length=200, verbose_name="reason")),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "canceled_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="direct_debit_files",
                        to="ledger.company",
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="direct_debit_files",
                        to="journals.journal",
                        verbose_name="journal",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "direct debit file",
                "verbose_name_plural": "direct debit files",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "message_id"), name="direct_debit_message"),
                    models.UniqueConstraint(fields=("company", "key"), name="direct_debit_key"),
                    models.UniqueConstraint(fields=("id", "company"), name="direct_debit_file_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("canceled_at", None), ("canceled_by", None)),
                            models.Q(
                                ("canceled_at__isnull", False),
                                ("canceled_by__isnull", False),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="direct_debit_file_canceled_by_somebody",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="journal", name="direct_debit_file_journal", to="journals.Journal"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="file_is_only_canceled",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR OLD.canceled_at IS NOT NULL OR NEW.canceled_at IS NULL\n           OR to_jsonb(NEW) - ARRAY['canceled_at', 'canceled_by_id', 'cancel_reason']\n              <> to_jsonb(OLD) - ARRAY['canceled_at', 'canceled_by_id', 'cancel_reason'] THEN\n            RAISE EXCEPTION 'arclose: direct debit file % is only canceled, and that once', OLD.message_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM public.journals_directdebit d JOIN public.journals_payment p ON p.id = d.payment_id\n                   WHERE d.file_id = OLD.id AND p.status = 'posted') THEN\n            RAISE EXCEPTION 'arclose: a payment of direct debit file % is posted, the file stays', OLD.message_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="5fd66548cdcaae404de74a9517f8f61d6563b606",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_file_is_only_canceled_1249a",
                            table="journals_directdebitfile",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        db_collation="C",
                        max_length=35,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("^[A-Za-z0-9+?/\\-:().,']{1,35}$"),
                                "Up to 35 letters, figures and + ? / - : ( ) . , ' without spaces.",
                            )
                        ],
                        verbose_name="mandate reference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("recurrent", "recurrent"), ("one_off", "one-off")],
                        default="recurrent",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("CORE", "core"), ("B2B", "business to business")],
                        default="CORE",
                        max_length=4,
                        verbose_name="scheme",
                    ),
                ),
                ("signed_date", models.DateField(verbose_name="signed on")),
                ("last_collected_date", models.DateField(blank=True, null=True, verbose_name="last collected before")),
                (
                    "is_final_next",
                    models.BooleanField(db_default=False, default=False, verbose_name="next collection is the last"),
                ),
                ("canceled_date", models.DateField(blank=True, null=True, verbose_name="canceled on")),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="journals.customerbankaccount",
                        verbose_name="bank account of the customer",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandate",
                "verbose_name_plural": "mandates",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="mandate_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="mandate_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("canceled_date", None), models.Q(("cancel_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="mandate_canceled_with_a_reason",
                        violation_error_message="Say why the mandate is canceled.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="mandate_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="bank_account", name="mandate_bank_account", to="journals.CustomerBankAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="used_mandate_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF (TG_OP = 'DELETE' OR (NEW.number, NEW.customer_id, NEW.bank_account_id, NEW.kind, NEW.scheme,\n                NEW.signed_date) IS DISTINCT FROM (OLD.number, OLD.customer_id, OLD.bank_account_id, OLD.kind,\n                OLD.scheme, OLD.signed_date))\n           AND EXISTS (SELECT 1 FROM public.journals_directdebit WHERE mandate_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: mandate % was collected by, and stays as it was signed', OLD.number\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="eb967d8ff6a40923bda5610b4d3096b6f25a5976",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_used_mandate_stays_18d99",
                            table="journals_mandate",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_mandateevent" ("bank_account_id", "cancel_reason", "canceled_date", "company_id", "customer_id", "id", "is_final_next", "kind", "last_collected_date", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "signed_date") SELECT new_values."bank_account_id", new_values."cancel_reason", new_values."canceled_date", new_values."company_id", new_values."customer_id", new_values."id", new_values."is_final_next", new_values."kind", new_values."last_collected_date", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."scheme", new_values."signed_date" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cab24f3b57ca5ec371dcc36ae119bf1da1d8b3a2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3d9ab",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_mandate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_mandateevent" ("bank_account_id", "cancel_reason", "canceled_date", "company_id", "customer_id", "id", "is_final_next", "kind", "last_collected_date", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "signed_date") SELECT new_values."bank_account_id", new_values."cancel_reason", new_values."canceled_date", new_values."company_id", new_values."customer_id", new_values."id", new_values."is_final_next", new_values."kind", new_values."last_collected_date", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."scheme", new_values."signed_date" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="24a564962f8d795e40ae0c4113b833b502a41b92",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3a1ed",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_mandate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_mandateevent" ("bank_account_id", "cancel_reason", "canceled_date", "company_id", "customer_id", "id", "is_final_next", "kind", "last_collected_date", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "signed_date") SELECT old_values."bank_account_id", old_values."cancel_reason", old_values."canceled_date", old_values."company_id", old_values."customer_id", old_values."id", old_values."is_final_next", old_values."kind", old_values."last_collected_date", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."scheme", old_values."signed_date" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="24a4b64e1635c7415f92d839bdb9f3e74e6bf82f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8ef78",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_mandate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectDebit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sequence_type",
                    models.CharField(
                        choices=[("FRST", "first"), ("RCUR", "recurring"), ("FNAL", "final"), ("OOFF", "one-off")],
                        max_length=4,
                        verbose_name="sequence",
                    ),
                ),
                ("collection_date", models.DateField(verbose_name="collected on")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "end_to_end_id",
                    models.CharField(db_collation="C", max_length=35, verbose_name="end-to-end reference"),
                ),
                ("is_canceled", models.BooleanField(db_default=False, default=False)),
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
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="direct_debits",
                        to="journals.payment",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="journals.directdebitfile",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="direct_debits",
                        to="journals.mandate",
                    ),
                ),
            ],
            options={
                "verbose_name": "direct debit",
                "verbose_name_plural": "direct debits",
                "indexes": [
                    models.Index(fields=["payment"], name="direct_debit_payment_idx"),
                    models.Index(fields=["company", "end_to_end_id"], name="direct_debit_reference_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_canceled", False)), fields=("payment",), name="payment_is_in_one_file"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", Decimal("1000000000"))),
                        name="direct_debit_is_collectable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_canceled", True), ("payment__isnull", False), _connector="OR"),
                        name="direct_debit_has_its_payment",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="file", name="direct_debit_file", to="journals.DirectDebitFile"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment", name="direct_debit_payment", to="journals.Payment"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="mandate", name="direct_debit_mandate", to="journals.Mandate"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="collection_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR NOT NEW.is_canceled\n           OR to_jsonb(NEW) - ARRAY['is_canceled', 'payment_id'] <> to_jsonb(OLD) - ARRAY['is_canceled', 'payment_id']\n           OR NEW.payment_id IS DISTINCT FROM OLD.payment_id AND NEW.payment_id IS NOT NULL\n           OR NOT EXISTS (SELECT 1 FROM public.journals_directdebitfile\n                          WHERE id = OLD.file_id AND canceled_at IS NOT NULL)\n              AND (NEW.payment_id IS NOT NULL\n                   OR NOT EXISTS (SELECT 1 FROM public.journals_payment\n                                  WHERE id = OLD.payment_id AND bank_status = 'rejected' AND status = 'open')) THEN\n            RAISE EXCEPTION 'arclose: what a direct debit file collects stays as the bank was told'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="882f42755dea1b1a13065d454280a5a23fe3c48a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_collection_stays_68537",
                            table="journals_directdebit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "number",
                    models.CharField(
                        db_collation="C",
                        max_length=35,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("^[A-Za-z0-9+?/\\-:().,']{1,35}$"),
                                "Up to 35 letters, figures and + ? / - : ( ) . , ' without spaces.",
                            )
                        ],
                        verbose_name="mandate reference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("recurrent", "recurrent"), ("one_off", "one-off")],
                        default="recurrent",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("CORE", "core"), ("B2B", "business to business")],
                        default="CORE",
                        max_length=4,
                        verbose_name="scheme",
                    ),
                ),
                ("signed_date", models.DateField(verbose_name="signed on")),
                ("last_collected_date", models.DateField(blank=True, null=True, verbose_name="last collected before")),
                (
                    "is_final_next",
                    models.BooleanField(db_default=False, default=False, verbose_name="next collection is the last"),
                ),
                ("canceled_date", models.DateField(blank=True, null=True, verbose_name="canceled on")),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.customerbankaccount",
                        verbose_name="bank account of the customer",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.mandate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b466216eda803e01103528d36d9f58d9324f28db",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_49978",
                            table="journals_mandateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "charged_to",
                    models.CharField(
                        choices=[("customer", "the customer, who owes it"), ("ledger", "the company, as a cost")],
                        max_length=8,
                        verbose_name="charged to",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="percent"),
                ),
                (
                    "amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fees",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
                (
                    "below_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments below"
                    ),
                ),
                (
                    "from_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments from"
                    ),
                ),
            ],
            options={
                "verbose_name": "payment fee",
                "verbose_name_plural": "payment fees",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("percent__gt", 0), ("percent__lt", 100)),
                            models.Q(("amount__gt", 0), ("amount__lt", Decimal("1000000000")), ("percent", None)),
                            _connector="OR",
                        ),
                        name="method_fee_is_one_of_two",
                        violation_error_message="Enter a percentage below 100, or an amount above zero.",
                    ),
                    models.UniqueConstraint(
                        fields=("method", "currency", "name", "from_amount"),
                        name="method_fee_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_amount", None),
                                models.Q(("from_amount__gt", 0), ("from_amount__lt", Decimal("1000000000000000000"))),
                                _connector="OR",
                            ),
                            models.Q(
                                ("below_amount", None),
                                models.Q(("below_amount__gt", 0), ("below_amount__lt", Decimal("1000000000000000000"))),
                                _connector="OR",
                            ),
                            models.Q(
                                ("from_amount", None),
                                ("below_amount", None),
                                ("below_amount__gt", models.F("from_amount")),
                                _connector="OR",
                            ),
                        ),
                        name="method_fee_interval",
                        violation_error_message="Payments “from” an amount are above zero, and less than those “below” it.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="method", name="method_fee_method", to="journals.MethodOfPayment"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="method_fee_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."amount", new_values."below_amount", new_values."charged_to", new_values."company_id", new_values."currency_id", new_values."from_amount", new_values."id", new_values."method_id", new_values."name", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5eb7b48e3b59dcdc77434fa3e8cdaba58035e8c1",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_57dbf",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="journals_methodfee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."amount", new_values."below_amount", new_values."charged_to", new_values."company_id", new_values."currency_id", new_values."from_amount", new_values."id", new_values."method_id", new_values."name", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a90f83dd4ec9e712d129e8b0395054d07af14d6d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bbef6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="journals_methodfee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."amount", old_values."below_amount", old_values."charged_to", old_values."company_id", old_values."currency_id", old_values."from_amount", old_values."id", old_values."method_id", old_values."name", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0f8ee980ba985fad72cd1cab5631eb2fd64cb4ff",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_03ff8",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="journals_methodfee",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodFeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "charged_to",
                    models.CharField(
                        choices=[("customer", "the customer, who owes it"), ("ledger", "the company, as a cost")],
                        max_length=8,
                        verbose_name="charged to",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="percent"),
                ),
                (
                    "amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.methodofpayment",
                        verbose_name="method of payment",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="journals.methodfee",
                    ),
                ),
                (
                    "below_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments below"
                    ),
                ),
                (
                    "from_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments from"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="03ab8469b451a92128f1afcf46f4ee2968c844d7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_dc58c",
                            table="journals_methodfeeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "charged_to",
                    models.CharField(
                        choices=[("customer", "the customer, who owes it"), ("ledger", "the company, as a cost")],
                        max_length=8,
                        verbose_name="charged to",
                    ),
                ),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account",
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
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fees",
                        to="journals.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "fee of a payment",
                "verbose_name_plural": "fees of payments",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="payment_fee_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", Decimal("1000000000000000000"))),
                        name="payment_fee_is_a_number",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment", name="payment_fee_payment", to="journals.Payment"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="payment_fee_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="fees_of_posted_payments_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE is_posted boolean;",
                            func="\n        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (\n            SELECT status FROM public.journals_payment\n            WHERE id IN (OLD.payment_id, NEW.payment_id) ORDER BY id FOR SHARE) AS locked;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the payment of this fee is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="a8e701fb785dd8cb90b9d134edfbaefab17995b2",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_fees_of_posted_payments_stay_687c4",
                            table="journals_paymentfee",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="journal_changes_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: who changed something in journal % never changes', OLD.journal_id\n            USING ERRCODE = 'restrict_violation';\n    ",
                            hash="971fae6c9abca47788c1e5aa1aaf97b3d8a1a510",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_journal_changes_stay_c96d8",
                            table="journals_journalchange",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UndoneBankMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("match_id", models.BigIntegerField(editable=False, unique=True)),
                ("reason", models.CharField(max_length=20, verbose_name="reason")),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("matched_at", models.DateTimeField(editable=False)),
                ("why", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "undone_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "detail",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.banklinedetail",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_matches",
                        to="journals.bankstatementline",
                        verbose_name="line",
                    ),
                ),
                (
                    "matched_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "undone match of a bank line",
                "verbose_name_plural": "undone matches of bank lines",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="undone_match_says_why"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line", name="undone_match_line", to="journals.BankStatementLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="detail", name="undone_match_detail", to="journals.BankLineDetail"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment", name="undone_match_payment", to="journals.Payment"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="df3b52f9c339db04c77e8d1f23a0f7e48a87683e",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_0b1ab",
                            table="journals_undonebankmatch",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
