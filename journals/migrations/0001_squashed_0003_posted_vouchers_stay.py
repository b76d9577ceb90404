"""All that this release began with, in one step."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0001_squashed_0013_credit_corrections"),
    ]

    operations = [
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
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
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
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="general_voucher_posting", to="ledger.Posting"
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
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="general_voucher_line_voucher", to="journals.GeneralVoucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="general_voucher_line_account", to="ledger.LedgerAccount"
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
    ]
