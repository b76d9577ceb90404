import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("customers", "0048_parameters_of_holds"),
        ("journals", "0011_bank_returns"),
        ("ledger", "0018_posting_types_of_payments"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
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
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="journalname",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="journalname",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="journalname",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="payment",
            name="posted_payment_stays",
        ),
        migrations.AddField(
            model_name="payment",
            name="bank_status",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="payment",
            name="bank_account",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            model_name="journalname",
            name="method",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.methodofpayment",
                verbose_name="method of payment",
            ),
        ),
        migrations.AddField(
            model_name="journalnameevent",
            name="method",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="payment",
            name="method",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="journals.methodofpayment",
                verbose_name="method of payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("bank_account__isnull", False), ("method__isnull", False), _connector="OR"),
                name="payment_goes_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="method_of_payment_code"),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="method_of_payment_company_key"),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="journalname",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="method", name="journal_name_method", to="journals.MethodOfPayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="method", name="payment_method", to="journals.MethodOfPayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="method_bank_account", to="journals.BankAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="method_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="methodofpayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="bridging_account", name="method_bridging_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="customermethod",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="customer_method_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="customermethod",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="method", name="customer_method_method", to="journals.MethodOfPayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentstatuschange",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="payment", name="payment_status_change_payment", to="journals.Payment"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalname",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalname",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalname",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customermethodevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="30b69cf2bd91b666fc125cec5f1e4b6155baee5b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9fb53",
                    table="journals_customermethodevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customermethod",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customermethod",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customermethod",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpaymentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="412091a822f5908a59ec5fadc57561a236a9f450",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3a187",
                    table="journals_methodofpaymentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentstatuschange",
            trigger=pgtrigger.compiler.Trigger(
                name="status_changes_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' OR EXISTS (\n            SELECT 1 FROM public.journals_payment WHERE id = OLD.payment_id AND status = 'posted') THEN\n            RAISE EXCEPTION 'arclose: how the status of payment % changed never changes', OLD.payment_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN OLD;\n    ",
                    hash="a7ab060bc79ba00e5d580a35d5684670a55a56fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_status_changes_stay_d4297",
                    table="journals_paymentstatuschange",
                    when="BEFORE",
                ),
            ),
        ),
    ]
