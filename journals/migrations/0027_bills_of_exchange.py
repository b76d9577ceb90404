"""Bills of exchange: what they are, what is done with them, and what a company decides about them."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0070_bills_of_exchange"),
        ("journals", "0026_fees_never_overlap"),
        ("ledger", "0023_bills_of_exchange"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("sequence_number", models.BigIntegerField()),
                (
                    "instrument",
                    models.CharField(
                        choices=[("money", "payment"), ("bill", "bill of exchange"), ("note", "promissory note")],
                        max_length=5,
                        verbose_name="instrument",
                    ),
                ),
                ("drawn_date", models.DateField(verbose_name="drawn on")),
                ("accepted_date", models.DateField(null=True, verbose_name="accepted on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drawn", "Drawn"),
                            ("remitted", "Remitted"),
                            ("honored", "Honored"),
                            ("closed", "Closed"),
                            ("protested", "Protested"),
                            ("redrawn", "Redrawn"),
                            ("paid", "Paid"),
                            ("given_up", "Given up"),
                            ("canceled", "Canceled"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="sequence number")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "left_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="remaining"
                    ),
                ),
                ("due_date", models.DateField(verbose_name="due date")),
                (
                    "remittance_type",
                    models.CharField(
                        choices=[("none", "None"), ("collection", "Collection"), ("discount", "Discount")],
                        default="none",
                        max_length=10,
                        verbose_name="remittance type",
                    ),
                ),
                ("deferred_amount", arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22)),
                (
                    "deferred_accounting_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
            ],
            options={
                "verbose_name": "bill of exchange",
                "verbose_name_plural": "bills of exchange",
            },
        ),
        migrations.CreateModel(
            name="BillParameters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "parameters of bills",
                "verbose_name_plural": "parameters of bills",
            },
        ),
        migrations.CreateModel(
            name="BillParametersEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BillProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("bill", "bill of exchange, redrawn ones too"),
                            ("collection", "remitted for collection"),
                            ("discount", "remitted for discount"),
                            ("protest", "protested"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting profile of bills",
                "verbose_name_plural": "posting profiles of bills",
            },
        ),
        migrations.CreateModel(
            name="BillProfileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("bill", "bill of exchange, redrawn ones too"),
                            ("collection", "remitted for collection"),
                            ("discount", "remitted for discount"),
                            ("protest", "protested"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BillStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step_type",
                    models.CharField(
                        choices=[
                            ("draw", "draw"),
                            ("remit", "remit"),
                            ("settle", "settle"),
                            ("protest", "protest"),
                            ("redraw", "redraw"),
                            ("pay", "paid by the customer"),
                            ("give_up", "back to an open invoice"),
                            ("write_off", "write off"),
                            ("release", "release deferred interest"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                ("step_date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(null=True, verbose_name="due date")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "remittance_type",
                    models.CharField(
                        choices=[("none", "None"), ("collection", "Collection"), ("discount", "Discount")],
                        default="none",
                        max_length=10,
                        verbose_name="remittance type",
                    ),
                ),
                (
                    "advance_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="advance"
                    ),
                ),
                (
                    "charges_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="bank charges"
                    ),
                ),
                (
                    "discount_interest_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="discount interest"
                    ),
                ),
                (
                    "deferred_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="deferred interest"
                    ),
                ),
                (
                    "released_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="released interest"
                    ),
                ),
                (
                    "costs_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="costs"),
                ),
                ("are_costs_of_bank", models.BooleanField(default=False, verbose_name="charged by the bank")),
                (
                    "interest_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="interest"
                    ),
                ),
                ("cause", models.CharField(blank=True, default="", max_length=200, verbose_name="cause")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("posted", "Posted")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("transaction_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30, null=True)),
                ("accounting_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30, null=True)),
                ("closed_amount", arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22)),
                (
                    "closed_accounting_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
                (
                    "closed_adjustment_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
                ("opened_amount", arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22)),
                (
                    "opened_accounting_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
                (
                    "released_accounting_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
                (
                    "status_after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drawn", "Drawn"),
                            ("remitted", "Remitted"),
                            ("honored", "Honored"),
                            ("closed", "Closed"),
                            ("protested", "Protested"),
                            ("redrawn", "Redrawn"),
                            ("paid", "Paid"),
                            ("given_up", "Given up"),
                            ("canceled", "Canceled"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("sequence_after", models.PositiveSmallIntegerField(null=True)),
                ("amount_after", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True)),
                ("left_after", arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22)),
                ("due_date_after", models.DateField(null=True)),
                (
                    "remittance_type_after",
                    models.CharField(
                        choices=[("none", "None"), ("collection", "Collection"), ("discount", "Discount")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("deferred_after", arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22)),
                (
                    "deferred_accounting_after",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                ("fingerprint", models.CharField(db_default="", editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "step of a bill",
                "verbose_name_plural": "steps of bills",
            },
        ),
        migrations.CreateModel(
            name="BillTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "remittance_type",
                    models.CharField(
                        choices=[("collection", "Collection"), ("discount", "Discount")],
                        max_length=10,
                        verbose_name="remittance type",
                    ),
                ),
                (
                    "limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="limit"
                    ),
                ),
                (
                    "advance_percent",
                    models.DecimalField(decimal_places=3, default=100, max_digits=6, verbose_name="percent in advance"),
                ),
                (
                    "charge_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="charge per bill"
                    ),
                ),
                (
                    "charge_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="charge in percent"),
                ),
                (
                    "interest_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="interest a year"),
                ),
            ],
            options={
                "verbose_name": "terms of a bank for bills",
                "verbose_name_plural": "terms of banks for bills",
            },
        ),
        migrations.CreateModel(
            name="BillTermsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "remittance_type",
                    models.CharField(
                        choices=[("collection", "Collection"), ("discount", "Discount")],
                        max_length=10,
                        verbose_name="remittance type",
                    ),
                ),
                (
                    "limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="limit"
                    ),
                ),
                (
                    "advance_percent",
                    models.DecimalField(decimal_places=3, default=100, max_digits=6, verbose_name="percent in advance"),
                ),
                (
                    "charge_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="charge per bill"
                    ),
                ),
                (
                    "charge_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="charge in percent"),
                ),
                (
                    "interest_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="interest a year"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("sequence_number", models.BigIntegerField()),
                (
                    "remittance_type",
                    models.CharField(
                        choices=[("none", "None"), ("collection", "Collection"), ("discount", "Discount")],
                        max_length=10,
                        verbose_name="remittance type",
                    ),
                ),
                ("sent_date", models.DateField(verbose_name="date")),
                ("bill_count", models.PositiveIntegerField(verbose_name="bills")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("closed_at", models.DateTimeField(null=True)),
                ("canceled_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "remittance",
                "verbose_name_plural": "remittances",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="methodofpayment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="methodofpayment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="methodofpayment",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="methodofpayment",
            name="draws_at_invoicing",
            field=models.BooleanField(db_default=False, default=False, verbose_name="drawn when the invoice is posted"),
        ),
        migrations.AddField(
            model_name="methodofpayment",
            name="instrument",
            field=models.CharField(
                choices=[("money", "payment"), ("bill", "bill of exchange"), ("note", "promissory note")],
                db_default="money",
                default="money",
                max_length=5,
                verbose_name="payment type",
            ),
        ),
        migrations.AddField(
            model_name="methodofpayment",
            name="needs_acceptance",
            field=models.BooleanField(db_default=False, default=False, verbose_name="with acceptance"),
        ),
        migrations.AddField(
            model_name="methodofpaymentevent",
            name="draws_at_invoicing",
            field=models.BooleanField(db_default=False, default=False, verbose_name="drawn when the invoice is posted"),
        ),
        migrations.AddField(
            model_name="methodofpaymentevent",
            name="instrument",
            field=models.CharField(
                choices=[("money", "payment"), ("bill", "bill of exchange"), ("note", "promissory note")],
                db_default="money",
                default="money",
                max_length=5,
                verbose_name="payment type",
            ),
        ),
        migrations.AddField(
            model_name="methodofpaymentevent",
            name="needs_acceptance",
            field=models.BooleanField(db_default=False, default=False, verbose_name="with acceptance"),
        ),
        migrations.AlterField(
            model_name="journalname",
            name="journal_type",
            field=models.CharField(
                choices=[
                    ("payment", "customer payments"),
                    ("general", "general journal"),
                    ("draw", "draw bills of exchange"),
                    ("remittance", "remit bills of exchange"),
                    ("settle", "settle bills of exchange"),
                    ("protest", "protest bills of exchange"),
                    ("redraw", "redraw bills of exchange"),
                ],
                db_default="payment",
                default="payment",
                max_length=10,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="journalnameevent",
            name="journal_type",
            field=models.CharField(
                choices=[
                    ("payment", "customer payments"),
                    ("general", "general journal"),
                    ("draw", "draw bills of exchange"),
                    ("remittance", "remit bills of exchange"),
                    ("settle", "settle bills of exchange"),
                    ("protest", "protest bills of exchange"),
                    ("redraw", "redraw bills of exchange"),
                ],
                db_default="payment",
                default="payment",
                max_length=10,
                verbose_name="type",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "draws_at_invoicing", "file_format", "grouping", "id", "instrument", "is_active", "name", "needs_acceptance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status") SELECT new_values."account_id", new_values."account_kind", new_values."bank_account_id", new_values."bridging_account_id", new_values."code", new_values."company_id", new_values."draws_at_invoicing", new_values."file_format", new_values."grouping", new_values."id", new_values."instrument", new_values."is_active", new_values."name", new_values."needs_acceptance", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."required_status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="823dc67fc3b52698a7a40e6d41180ffc488dae43",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e2e9e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_methodofpayment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "draws_at_invoicing", "file_format", "grouping", "id", "instrument", "is_active", "name", "needs_acceptance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status") SELECT new_values."account_id", new_values."account_kind", new_values."bank_account_id", new_values."bridging_account_id", new_values."code", new_values."company_id", new_values."draws_at_invoicing", new_values."file_format", new_values."grouping", new_values."id", new_values."instrument", new_values."is_active", new_values."name", new_values."needs_acceptance", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."required_status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c122a7867dffeccae619804d8b9b6e87a6c74ee8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17fa9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_methodofpayment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "draws_at_invoicing", "file_format", "grouping", "id", "instrument", "is_active", "name", "needs_acceptance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status") SELECT old_values."account_id", old_values."account_kind", old_values."bank_account_id", old_values."bridging_account_id", old_values."code", old_values."company_id", old_values."draws_at_invoicing", old_values."file_format", old_values."grouping", old_values."id", old_values."instrument", old_values."is_active", old_values."name", old_values."needs_acceptance", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."required_status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="80fe9000ff80b5d98289c70dd668a3d31d693574",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_21807",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_methodofpayment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("draws_at_invoicing", False), ("instrument", "money"), ("needs_acceptance", False)),
                    models.Q(
                        models.Q(("instrument", "money"), _negated=True),
                        ("account_kind", "bank"),
                        ("bridging_account", None),
                        ("file_format", "none"),
                    ),
                    _connector="OR",
                ),
                name="method_on_paper_posts_by_its_profiles",
                violation_error_message="Bills and notes are posted by their profiles: no bridging account, ledger account or file; acceptance and drawing at invoicing are theirs alone.",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="bank_account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="company",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="bills", to="ledger.company"
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="currency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.currency",
                verbose_name="currency",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bills",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="fiscal_year",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.fiscalyear",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="liability",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customertransaction",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="method",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.methodofpayment",
                verbose_name="method of payment",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="series",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.numberseries",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="standing",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customertransaction",
            ),
        ),
        migrations.AddField(
            model_name="billparameters",
            name="charges_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="bank charges",
            ),
        ),
        migrations.AddField(
            model_name="billparameters",
            name="company",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bill_parameters",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="billparameters",
            name="costs_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="income from costs of protest",
            ),
        ),
        migrations.AddField(
            model_name="billparameters",
            name="deferred_interest_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred discount interest",
            ),
        ),
        migrations.AddField(
            model_name="billparameters",
            name="discount_interest_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="discount interest",
            ),
        ),
        migrations.AddField(
            model_name="billparameters",
            name="interest_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="income from interest of redrawn bills",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="charges_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="bank charges",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="costs_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="income from costs of protest",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="deferred_interest_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred discount interest",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="discount_interest_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="discount interest",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="interest_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="income from interest of redrawn bills",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="billparametersevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="journals.billparameters",
            ),
        ),
        migrations.AddField(
            model_name="billprofile",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bill_profiles",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="billprofile",
            name="liability_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="liabilities for discount",
            ),
        ),
        migrations.AddField(
            model_name="billprofile",
            name="summary_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="summary account",
            ),
        ),
        migrations.AddField(
            model_name="billprofileevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="billprofileevent",
            name="liability_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="liabilities for discount",
            ),
        ),
        migrations.AddField(
            model_name="billprofileevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="billprofileevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="journals.billprofile",
            ),
        ),
        migrations.AddField(
            model_name="billprofileevent",
            name="summary_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="summary account",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="bank_account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="bank_account_after",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.bankaccount",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="bill",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="journals.bill",
                verbose_name="bill",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="currency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.currency",
                verbose_name="currency",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="from_account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="journal",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bill_steps",
                to="journals.journal",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="liability_account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="liability_after",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customertransaction",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="method",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.methodofpayment",
                verbose_name="method of payment",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="posting",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.posting",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="previous_step",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.billstep",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="reason",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.writeoffreason",
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="standing_after",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customertransaction",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="to_account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="undone_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.posting",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="last_step",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.billstep",
            ),
        ),
        migrations.AddField(
            model_name="billterms",
            name="bank_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bill_terms",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            model_name="billterms",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bill_terms",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="billtermsevent",
            name="bank_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            model_name="billtermsevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="billtermsevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="billtermsevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="journals.billterms",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="bank_account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remittances",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="canceled_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="closed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remittances",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="fiscal_year",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.fiscalyear",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="journal",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remittances",
                to="journals.journal",
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remittance",
            name="series",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.numberseries",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="remittance",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="journals.remittance",
                verbose_name="remittance",
            ),
        ),
        migrations.AddField(
            model_name="billstep",
            name="remittance_after",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.remittance",
            ),
        ),
        migrations.AddField(
            model_name="bill",
            name="remittance",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bills",
                to="journals.remittance",
                verbose_name="remittance",
            ),
        ),
        migrations.AddConstraint(
            model_name="billparameters",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="charges_account", name="bill_parameters_charges", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billparameters",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="discount_interest_account", name="bill_parameters_discount_interest", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billparameters",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="deferred_interest_account", name="bill_parameters_deferred_interest", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billparameters",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="costs_account", name="bill_parameters_costs", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billparameters",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="interest_account", name="bill_parameters_interest", to="ledger.LedgerAccount"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billparametersevent" ("charges_account_id", "company_id", "costs_account_id", "deferred_interest_account_id", "discount_interest_account_id", "id", "interest_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."charges_account_id", new_values."company_id", new_values."costs_account_id", new_values."deferred_interest_account_id", new_values."discount_interest_account_id", new_values."id", new_values."interest_account_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1b01eef4db436d8ae12696a0d9938f6c123a47ab",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1300d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_billparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billparametersevent" ("charges_account_id", "company_id", "costs_account_id", "deferred_interest_account_id", "discount_interest_account_id", "id", "interest_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."charges_account_id", new_values."company_id", new_values."costs_account_id", new_values."deferred_interest_account_id", new_values."discount_interest_account_id", new_values."id", new_values."interest_account_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8585ce315c78d5e0a6d8dd302099a9c1014f223c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e44c4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_billparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billparametersevent" ("charges_account_id", "company_id", "costs_account_id", "deferred_interest_account_id", "discount_interest_account_id", "id", "interest_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."charges_account_id", old_values."company_id", old_values."costs_account_id", old_values."deferred_interest_account_id", old_values."discount_interest_account_id", old_values."id", old_values."interest_account_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2ed244f9b690c76a012fa3b944a157ec65c32d3e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_acabb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_billparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billparametersevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a790583dad491004feca6f62c6829a481a9be7db",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb2cc",
                    table="journals_billparametersevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="billprofile",
            constraint=models.UniqueConstraint(fields=("company", "stage"), name="bill_profile_once"),
        ),
        migrations.AddConstraint(
            model_name="billprofile",
            constraint=models.UniqueConstraint(
                fields=("company", "summary_account"),
                name="bill_profile_has_its_own_account",
                violation_error_message="Another stage stands on this account: each needs one of its own.",
            ),
        ),
        migrations.AddConstraint(
            model_name="billprofile",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="summary_account", name="bill_profile_summary_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billprofile",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="liability_account", name="bill_profile_liability", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("liability_account__isnull", False), ("stage", "discount")),
                    models.Q(models.Q(("stage", "discount"), _negated=True), ("liability_account", None)),
                    _connector="OR",
                ),
                name="bill_profile_of_discount_has_liability",
                violation_error_message="The profile of discount has an account for liabilities, and no other has.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billprofileevent" ("company_id", "id", "liability_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "summary_account_id") SELECT new_values."company_id", new_values."id", new_values."liability_account_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."stage", new_values."summary_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6dedbab8e6f258e38163acd966a9c22cf548253c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6e2c9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_billprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billprofileevent" ("company_id", "id", "liability_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "summary_account_id") SELECT new_values."company_id", new_values."id", new_values."liability_account_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."stage", new_values."summary_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1bb651e59c42574b5c5d2a6d1810925532a38f36",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17db7",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_billprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billprofileevent" ("company_id", "id", "liability_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "summary_account_id") SELECT old_values."company_id", old_values."id", old_values."liability_account_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."stage", old_values."summary_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a380c7ca07b5b9e17caf915a49ebc18e3f9bc6e5",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cdbef",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_billprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billprofileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7a96f0efe8eab0c7e4350e6400b48bac666d98dd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c603b",
                    table="journals_billprofileevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="billterms",
            constraint=models.UniqueConstraint(
                fields=("company", "bank_account", "remittance_type"), name="bill_terms_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="billterms",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bill_terms_company_key"),
        ),
        migrations.AddConstraint(
            model_name="billterms",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="bill_terms_bank_account", to="journals.BankAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("advance_percent__gt", 0),
                    ("advance_percent__lte", 100),
                    ("charge_amount__gte", 0),
                    ("charge_percent__gte", 0),
                    ("interest_percent__gte", 0),
                    ("charge_amount__lt", 1000000000000000000),
                    ("charge_percent__lte", 100),
                    ("interest_percent__lte", 100),
                ),
                name="bill_terms_are_sane",
                violation_error_message="Percentages lie between 0 and 100, the advance above 0, charges at least 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="billterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("limit_amount", None),
                    models.Q(("limit_amount__gte", 0), ("limit_amount__lt", 1000000000000000000)),
                    _connector="OR",
                ),
                name="bill_terms_limit_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billterms",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billtermsevent" ("advance_percent", "bank_account_id", "charge_amount", "charge_percent", "company_id", "id", "interest_percent", "limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remittance_type") SELECT new_values."advance_percent", new_values."bank_account_id", new_values."charge_amount", new_values."charge_percent", new_values."company_id", new_values."id", new_values."interest_percent", new_values."limit_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remittance_type" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="70b56337c39829cf771458bc135961c6d19ca7ac",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_16801",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_billterms",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billterms",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billtermsevent" ("advance_percent", "bank_account_id", "charge_amount", "charge_percent", "company_id", "id", "interest_percent", "limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remittance_type") SELECT new_values."advance_percent", new_values."bank_account_id", new_values."charge_amount", new_values."charge_percent", new_values."company_id", new_values."id", new_values."interest_percent", new_values."limit_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remittance_type" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d8e30e0503f6cf9a3689f8016525253391a3af9f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_37a9e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_billterms",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billterms",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_billtermsevent" ("advance_percent", "bank_account_id", "charge_amount", "charge_percent", "company_id", "id", "interest_percent", "limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remittance_type") SELECT old_values."advance_percent", old_values."bank_account_id", old_values."charge_amount", old_values."charge_percent", old_values."company_id", old_values."id", old_values."interest_percent", old_values."limit_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."remittance_type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="335437f4de9c712a58b28087a08edfffd3890a57",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_171a5",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_billterms",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billtermsevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c79912859fe6c61d14f953050ae2e6803f388ebb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a852a",
                    table="journals_billtermsevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="remittance_company_key"),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(
                fields=("series", "fiscal_year", "sequence_number"), name="remittance_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="series", name="remittance_series", to="ledger.NumberSeries"
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="fiscal_year", name="remittance_fiscal_year", to="ledger.FiscalYear"
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="journal", name="remittance_journal", to="journals.Journal"
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="remittance_bank_account", to="journals.BankAccount"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="remittance",
            trigger=pgtrigger.compiler.Trigger(
                name="remittance_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{closed_at,closed_by_id,canceled_at,canceled_by_id}'::text[]\n           = to_jsonb(OLD) - '{closed_at,closed_by_id,canceled_at,canceled_by_id}'::text[]\n           AND OLD.closed_at IS NULL AND OLD.canceled_at IS NULL THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: remittance % never changes', OLD.number USING ERRCODE = 'restrict_violation';\n    ",
                    hash="63c9464787548f386281d7b7ea04d5d3dfcb08d0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_remittance_stays_6a266",
                    table="journals_remittance",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="billstep",
            index=models.Index(fields=["company", "-step_date", "-id"], name="bill_step_newest_idx"),
        ),
        migrations.AddIndex(
            model_name="billstep",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["company", "step_date"], name="bill_step_open_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bill_step_company_key"),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=models.UniqueConstraint(fields=("company", "key"), name="bill_step_key"),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")), fields=("bill",), name="bill_has_one_step_that_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="journal", name="bill_step_journal", to="journals.Journal"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="bill_step_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="method", name="bill_step_method", to="journals.MethodOfPayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="bill_step_bank_account", to="journals.BankAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="remittance", name="bill_step_remittance", to="journals.Remittance"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reason", name="bill_step_reason", to="customers.WriteOffReason"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="bill_step_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="undone_by", name="bill_step_undone_by", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="previous_step", name="bill_step_previous_step", to="journals.BillStep"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000000)), name="bill_step_is_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bill__isnull", False), ("posting__isnull", False), ("status", "posted")),
                    models.Q(("status", "open"), ("undone_by__isnull", True)),
                    _connector="OR",
                ),
                name="bill_step_posted_has_posting",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billstep",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_step_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'posted')",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.undone_by_id IS NULL\n           AND to_jsonb(NEW) - 'undone_by_id' = to_jsonb(OLD) - 'undone_by_id' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: step % of a bill is posted and never changes. Take it back instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="4fca7e1053b9af228fd17db456faf9c0baf2fcfe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_posted_step_stays_4fdc4",
                    table="journals_billstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billstep",
            trigger=pgtrigger.compiler.Trigger(
                name="step_follows_life",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" = 'posted')",
                    declare="DECLARE before record;",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' THEN\n            RETURN NEW;\n        END IF;\n        SELECT b.last_step_id AS step, coalesce(p.status_after, '') AS status INTO before\n            FROM public.journals_bill b LEFT JOIN public.journals_billstep p ON p.id = b.last_step_id\n            WHERE b.id = NEW.bill_id AND b.status NOT IN ('closed', 'canceled');\n        IF NOT FOUND OR before.step IS DISTINCT FROM NEW.previous_step_id OR NOT EXISTS (\n            SELECT 1 FROM (VALUES ('draw', '', 'drawn'), ('remit', 'drawn', 'remitted'), ('remit', 'redrawn', 'remitted'), ('settle', 'remitted', 'remitted'), ('settle', 'remitted', 'honored'), ('protest', 'drawn', 'protested'), ('protest', 'redrawn', 'protested'), ('protest', 'remitted', 'protested'), ('protest', 'honored', 'protested'), ('redraw', 'protested', 'redrawn'), ('pay', 'drawn', 'drawn'), ('pay', 'drawn', 'paid'), ('pay', 'redrawn', 'redrawn'), ('pay', 'redrawn', 'paid'), ('pay', 'protested', 'protested'), ('pay', 'protested', 'paid'), ('give_up', 'protested', 'given_up'), ('write_off', 'protested', 'given_up'), ('release', 'remitted', 'remitted')) AS life (step, before, after)\n            WHERE life.step = NEW.step_type AND life.before = before.status AND life.after = NEW.status_after) THEN\n            RAISE EXCEPTION 'arclose: the life of a bill knows no step % from % to %', NEW.step_type,\n                coalesce(before.status, 'nowhere'), NEW.status_after USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="ca6bea16416216fc124eb890d0788db376fa5f76",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_step_follows_life_9940d",
                    table="journals_billstep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["company", "status", "due_date"], name="bill_status_idx"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["company", "number"], name="bill_number_idx"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["company", "-id"], name="bill_newest_idx"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(
                condition=models.Q(("left_amount__gt", 0)),
                fields=["company", "currency", "due_date"],
                include=("status", "remittance_type", "bank_account", "left_amount"),
                name="bill_maturity_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bill_company_key"),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                fields=("series", "fiscal_year", "sequence_number"), name="bill_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="series", name="bill_series", to="ledger.NumberSeries"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="fiscal_year", name="bill_fiscal_year", to="ledger.FiscalYear"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="method", name="bill_method", to="journals.MethodOfPayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="bill_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="bill_bank_account", to="journals.BankAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="remittance", name="bill_remittance", to="journals.Remittance"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="standing", name="bill_standing", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="liability", name="bill_liability", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="last_step", name="bill_last_step", to="journals.BillStep"
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000000), ("sequence__gte", 1)),
                name="bill_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bill",
            trigger=pgtrigger.compiler.Trigger(
                name="bills_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: bill % is never deleted. Take its draw back.', OLD.number\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="dcaf19e64522671ebfc0010acd09ed81ab5eaa63",
                    operation="DELETE",
                    pgid="pgtrigger_bills_stay_1fc00",
                    table="journals_bill",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bill",
            trigger=pgtrigger.compiler.Trigger(
                name="bill_stands_where_steps_led",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF OLD.status IN ('closed', 'canceled') OR NEW.number <> OLD.number OR NEW.customer_id <> OLD.customer_id\n           OR NEW.currency_id <> OLD.currency_id THEN\n            RAISE EXCEPTION 'arclose: bill % is ended, or would become another one', OLD.number\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF NEW.status = 'canceled' AND NEW.last_step_id IS NULL AND NEW.standing_id IS NULL\n           OR NEW.status = 'closed' AND OLD.status = 'honored' AND NEW.last_step_id = OLD.last_step_id THEN\n            RETURN NEW;\n        END IF;\n        IF NEW.last_step_id IS DISTINCT FROM OLD.last_step_id OR NEW.status <> OLD.status THEN\n            IF NOT EXISTS (SELECT 1 FROM public.journals_billstep s\n                WHERE s.id = NEW.last_step_id AND s.bill_id = NEW.id AND s.status = 'posted' AND s.undone_by_id IS NULL\n                  AND s.status_after = NEW.status AND s.sequence_after = NEW.sequence\n                  AND s.amount_after = NEW.amount AND s.left_after = NEW.left_amount\n                  AND s.standing_after_id IS NOT DISTINCT FROM NEW.standing_id) THEN\n                RAISE EXCEPTION 'arclose: bill % would stand elsewhere than its last step led', OLD.number\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="49062cf7f2e9213182bd6951568549e46bda2546",
                    operation="UPDATE",
                    pgid="pgtrigger_bill_stands_where_steps_led_36cfb",
                    table="journals_bill",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bill",
            trigger=pgtrigger.compiler.Trigger(
                name="number_is_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."sequence_number" < 1)',
                    constraint="CONSTRAINT",
                    func="\n        RAISE EXCEPTION 'arclose: % is a preview', NEW.number USING ERRCODE = 'check_violation';\n    ",
                    hash="04a23201b0dcadcba63bd254d94f9de71eb316d3",
                    operation="INSERT",
                    pgid="pgtrigger_number_is_given_39edc",
                    table="journals_bill",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="billstep",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bill", name="bill_step_bill", to="journals.Bill"
            ),
        ),
    ]
