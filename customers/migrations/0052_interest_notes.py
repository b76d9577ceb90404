import arclose.ledger.constraints
import arclose.ledger.fields
import customers.models.interest
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("customers", "0051_concessions"),
        ("ledger", "0020_interest"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="InterestCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace days")),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual code of the company")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_codes",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "fee_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "interest_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="interest account",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest code",
                "verbose_name_plural": "interest codes",
            },
        ),
        migrations.CreateModel(
            name="InterestCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace days")),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual code of the company")),
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
                    "fee_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "interest_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="interest account",
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
                        to="customers.interestcode",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterestMinimum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="interest at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minimums",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest in a currency",
                "verbose_name_plural": "interest in currencies",
            },
        ),
        migrations.CreateModel(
            name="InterestMinimumEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="interest at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
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
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
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
                        to="customers.interestminimum",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterestNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note_date", models.DateField(verbose_name="date")),
                ("until_date", models.DateField(verbose_name="charged until")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("printed", "Printed"),
                            ("posted", "Posted"),
                            ("reversed", "Reversed"),
                        ],
                        default="created",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "interest_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="interest"),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_notes",
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
                        related_name="interest_notes",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_notes",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest note",
                "verbose_name_plural": "interest notes",
                "indexes": [
                    models.Index(fields=["company", "-note_date", "-id"], name="interest_note_newest_idx"),
                    models.Index(
                        condition=models.Q(("status__in", ["created", "printed"])),
                        fields=["company", "note_date"],
                        name="interest_note_waiting_idx",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestNoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("from_date", models.DateField(verbose_name="from")),
                ("to_date", models.DateField(verbose_name="until")),
                (
                    "base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="open"),
                ),
                ("annual_percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent a year")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="interest")),
                ("is_standing", models.BooleanField(db_default=True, default=True)),
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
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.interestnote",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_lines",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an interest note",
                "verbose_name_plural": "lines of interest notes",
            },
        ),
        migrations.CreateModel(
            name="InterestRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("annual_percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent a year")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest rate",
                "verbose_name_plural": "interest rates",
            },
        ),
        migrations.CreateModel(
            name="InterestRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("annual_percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent a year")),
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
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
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
                        to="customers.interestrate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingprofile",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingprofile",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingprofile",
            name="delete_delete",
        ),
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
                    ("interest_note", "interest note"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AddField(
            model_name="postingprofile",
            name="interest_code",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="How interest on what is overdue is charged. Empty: by the company's usual code, if there is one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.interestcode",
                verbose_name="interest code",
            ),
        ),
        migrations.AddField(
            model_name="postingprofileevent",
            name="interest_code",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="How interest on what is overdue is charged. Empty: by the company's usual code, if there is one.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.interestcode",
                verbose_name="interest code",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestcode",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="interest_code_company_key"),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="interest_note_company_key"),
        ),
        migrations.AddConstraint(
            model_name="postingprofile",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="interest_code", name="posting_profile_interest_code", to="customers.InterestCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestcode",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="interest_code_code"),
        ),
        migrations.AddConstraint(
            model_name="interestcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_usual", True)),
                fields=("company",),
                name="interest_code_usual_once",
                violation_error_message="Another code is the usual one of the company already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestcode",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="interest_account", name="interest_code_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestcode",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="fee_account", name="interest_code_fee_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestminimum",
            constraint=models.UniqueConstraint(fields=("interest_code", "currency"), name="interest_minimum_once"),
        ),
        migrations.AddConstraint(
            model_name="interestminimum",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="interest_code", name="interest_minimum_code", to="customers.InterestCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestminimum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_amount__gte", 0),
                    ("minimum_amount__lt", 1000000000000000),
                    ("fee_amount__gte", 0),
                    ("fee_amount__lt", 1000000000000000),
                ),
                name="interest_minimum_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="interest_note_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="interest_code", name="interest_note_code", to="customers.InterestCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="interest_note_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("interest_amount__gt", 0),
                    ("interest_amount__lt", 1000000000000000),
                    ("fee_amount__gte", 0),
                    ("fee_amount__lt", 1000000000000000),
                ),
                name="interest_note_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posting__isnull", False), ("status__in", ["posted", "reversed"])),
                    models.Q(("posting__isnull", True), ("status__in", ["created", "printed"])),
                    _connector="OR",
                ),
                name="interest_note_posted_has_posting",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnoteline",
            constraint=models.UniqueConstraint(fields=("note", "line_number"), name="interest_line_number"),
        ),
        migrations.AddConstraint(
            model_name="interestnoteline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="note", name="interest_line_note", to="customers.InterestNote"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnoteline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="transaction", name="interest_line_transaction", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_date__lte", models.F("to_date"))), name="interest_line_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gte", 0),
                    ("amount__lt", 1000000000000000),
                    ("base_amount__gt", 0),
                    ("base_amount__lt", 1000000000000000),
                ),
                name="interest_line_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnoteline",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_standing", True)),
                expressions=[
                    (customers.models.interest._TransactionRange(), "&&"),
                    (customers.models.interest._ChargedDays(), "&&"),
                ],
                name="interest_line_days_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestrate",
            constraint=models.UniqueConstraint(fields=("interest_code", "valid_from"), name="interest_rate_once"),
        ),
        migrations.AddConstraint(
            model_name="interestrate",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="interest_code", name="interest_rate_code", to="customers.InterestCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("annual_percent__gte", 0), ("annual_percent__lt", 1000)),
                name="interest_rate_is_a_percentage",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."interest_code_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c482df9f8f275619c01f712fa20f966b4ac19758",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e889f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."interest_code_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4b46f397124a9c4ed46177210efe711e9ccdc4e4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3c3d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."interest_code_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."summary_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0c18f2fe0b8cfc48b8d60ba70086d9e63e64ebaa",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_23d3c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestcode",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestcodeevent" ("code", "company_id", "fee_account_id", "grace_days", "id", "interest_account_id", "is_usual", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."grace_days", new_values."id", new_values."interest_account_id", new_values."is_usual", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9a9047a35497ba89e2b3859d9df4436009849214",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8d8a7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_interestcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestcode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestcodeevent" ("code", "company_id", "fee_account_id", "grace_days", "id", "interest_account_id", "is_usual", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."grace_days", new_values."id", new_values."interest_account_id", new_values."is_usual", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3cc523dfaeaef3e65ee10d13ab2b564c66fb4e83",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a9dfc",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_interestcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestcode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestcodeevent" ("code", "company_id", "fee_account_id", "grace_days", "id", "interest_account_id", "is_usual", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."fee_account_id", old_values."grace_days", old_values."id", old_values."interest_account_id", old_values."is_usual", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ca540897d48b4fe389bd20182a499bdebd915e10",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8009c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_interestcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestcodeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ec501723f2152cc93b05dc9e67c46b34b8350498",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_88d41",
                    table="customers_interestcodeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimum",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."interest_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="38d76686a000b9151d1fe3686b169bd59d0dd0c2",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71944",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_interestminimum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimum",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."interest_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="98ad4c9860804cdd1283239a0e3c3497b70546ed",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d01d8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_interestminimum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimum",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."fee_amount", old_values."id", old_values."interest_code_id", old_values."minimum_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7c945e3df70ca51f42b7a2e314cb121b06d66d6d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a3a57",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_interestminimum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimumevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8a7951e6de283df1c92a520e9c87fbfcde0fd55c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5a318",
                    table="customers_interestminimumevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnote",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('posted', 'reversed'))",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'\n            AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: interest note % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="5db2ab5d9e872f02d2517ff2a51c34e5a676407a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_stays_5577a",
                    table="customers_interestnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_lines_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE status text;",
                    func="\n        SELECT max(locked.status) INTO status FROM (\n            SELECT n.status FROM public.customers_interestnote n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF status = 'reversed' AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF status IN ('posted', 'reversed') THEN\n            RAISE EXCEPTION 'arclose: the interest note of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="7be137decefeebc1865c6cc8e30ed9f6ab7687e2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_lines_stay_c7943",
                    table="customers_interestnoteline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT new_values."annual_percent", new_values."company_id", new_values."id", new_values."interest_code_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="256c3551bf0a91a2a3b8a1c981fdf7de3eb45a5f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5cdf5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_interestrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT new_values."annual_percent", new_values."company_id", new_values."id", new_values."interest_code_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="240e0a118b37aae65a2a5e8d7eabde0940cc9830",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d318",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_interestrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT old_values."annual_percent", old_values."company_id", old_values."id", old_values."interest_code_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="440807c3862d4048723ab8d9c4def51f09c44791",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_95124",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_interestrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="286a2dbf1b0577c8e06d68e19e018cf7b78904df",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e2a07",
                    table="customers_interestrateevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
