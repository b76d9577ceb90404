import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("journals", "0005_payments"),
        ("ledger", "0001_squashed_0013_credit_corrections"),
    ]

    operations = [
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
                "indexes": [models.Index(fields=["company", "-to_date", "-id"], name="bank_statement_newest_idx")],
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
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankaccount",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(fields=("company", "digest"), name="bank_file_once"),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bank_file_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankfile",
            trigger=pgtrigger.compiler.Trigger(
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
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(fields=("bank_account", "kind", "identity"), name="bank_statement_once"),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bank_statement_company_key"),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="file", name="bank_statement_file", to="journals.BankFile"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="bank_statement_account", to="journals.BankAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.CheckConstraint(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatement",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatement",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddConstraint(
            model_name="bankstatementline",
            constraint=models.UniqueConstraint(fields=("statement", "line_number"), name="bank_line_number"),
        ),
        migrations.AddConstraint(
            model_name="bankstatementline",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bank_line_company_key"),
        ),
        migrations.AddConstraint(
            model_name="bankstatementline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="statement", name="bank_line_statement", to="journals.BankStatement"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", Decimal("-1000000000000000000")), ("amount__lt", Decimal("1000000000000000000"))
                ),
                name="bank_line_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatementline",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatementline",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddConstraint(
            model_name="banklinedetail",
            constraint=models.UniqueConstraint(fields=("line", "position"), name="bank_line_detail_position"),
        ),
        migrations.AddConstraint(
            model_name="banklinedetail",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bank_line_detail_company_key"),
        ),
        migrations.AddConstraint(
            model_name="banklinedetail",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="line", name="bank_line_detail_line", to="journals.BankStatementLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="banklinedetail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", Decimal("-1000000000000000000")), ("amount__lt", Decimal("1000000000000000000"))
                ),
                name="bank_line_detail_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banklinedetail",
            trigger=pgtrigger.compiler.Trigger(
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
            ),
        ),
    ]
