"""Payments of one company that settle invoices of another."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0064_intercompany"),
        ("journals", "0023_lines_that_settle"),
        ("ledger", "0021_intercompany"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(db_collation="C", max_length=20, verbose_name="party")),
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
                        related_name="party",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "party of a customer",
                "verbose_name_plural": "parties of customers",
            },
        ),
        migrations.CreateModel(
            name="CustomerPartyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("party", models.CharField(db_collation="C", max_length=20, verbose_name="party")),
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
                        to="journals.customerparty",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IntercompanyPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("transaction_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30, null=True)),
                ("accounting_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
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
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "paying_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "paying_company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="paid company",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elsewhere",
                        to="journals.payment",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "intercompany payment",
                "verbose_name_plural": "intercompany payments",
            },
        ),
        migrations.CreateModel(
            name="IntercompanyRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_active", models.BooleanField(db_default=True, default=True, verbose_name="active")),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intercompany_relations",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "due_from_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="due-from account",
                    ),
                ),
                (
                    "due_to_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="due-to account",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="other company",
                    ),
                ),
            ],
            options={
                "verbose_name": "intercompany relation",
                "verbose_name_plural": "intercompany relations",
            },
        ),
        migrations.CreateModel(
            name="IntercompanyRelationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("is_active", models.BooleanField(db_default=True, default=True, verbose_name="active")),
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
                    "due_from_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="due-from account",
                    ),
                ),
                (
                    "due_to_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="due-to account",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="other company",
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
                        to="journals.intercompanyrelation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="customerparty",
            index=models.Index(fields=["party"], name="customer_party_idx"),
        ),
        migrations.AddConstraint(
            model_name="customerparty",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="customer_party_customer", to="customers.Customer"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customerparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customerpartyevent" ("company_id", "customer_id", "id", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."customer_id", new_values."id", new_values."party", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0c3d13b0f3998b361b3d47ef9c10fc63a98430ad",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_101db",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_customerparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customerparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customerpartyevent" ("company_id", "customer_id", "id", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."customer_id", new_values."id", new_values."party", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8fd6a36331823bf26f63b432487d6184e045fced",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f7a65",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_customerparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customerparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_customerpartyevent" ("company_id", "customer_id", "id", "party", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."customer_id", old_values."id", old_values."party", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="dfe9cad3b78e4ddd39488da9748ae1a0458dbca2",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d4d86",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_customerparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customerpartyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2ced6a59e45ad11bb61b268d572cf56ddcfd488b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_93f3d",
                    table="journals_customerpartyevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="intercompanypayment",
            index=models.Index(fields=["company", "-id"], name="intercompany_newest_idx"),
        ),
        migrations.AddIndex(
            model_name="intercompanypayment",
            index=models.Index(
                condition=models.Q(("posting", None)), fields=["paying_company"], name="intercompany_waiting_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="intercompany_payment_company_key"),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.UniqueConstraint(fields=("payment", "customer"), name="intercompany_payment_once"),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="intercompany_payment_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="intercompany_payment_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="intercompany_payment_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                company="paying_company", field="payment", name="intercompany_payment_payment", to="journals.Payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                company="paying_company",
                field="paying_account",
                name="intercompany_payment_paying_account",
                to="ledger.LedgerAccount",
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("company", models.F("paying_company")), _negated=True),
                name="intercompany_payment_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("amount", 0), _negated=True), ("amount__lt", 1000000000000000000)),
                name="intercompany_payment_is_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("posting", None),
                    models.Q(
                        ("account__isnull", False),
                        ("accounting_units__isnull", False),
                        ("paying_account__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="intercompany_payment_posted_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intercompanypayment",
            trigger=pgtrigger.compiler.Trigger(
                name="intercompany_payment_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE paid text;",
                    func="\n        IF TG_OP <> 'INSERT' AND OLD.posting_id IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: what payment % settles in another company is posted and never changes.',\n                OLD.payment_id USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        SELECT status INTO paid FROM public.journals_payment WHERE id = NEW.payment_id FOR SHARE;\n        IF paid = 'posted' THEN\n            RAISE EXCEPTION 'arclose: payment % is posted, and settles nothing more in another company.',\n                NEW.payment_id USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="94752b5915d41ebb6b76dda1304c9b9b176023d1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_intercompany_payment_stays_e40f7",
                    table="journals_intercompanypayment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanyrelation",
            constraint=models.UniqueConstraint(fields=("company", "partner"), name="intercompany_relation_once"),
        ),
        migrations.AddConstraint(
            model_name="intercompanyrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("company", models.F("partner")), _negated=True),
                name="intercompany_relation_of_two",
                violation_error_message="Choose another company: nobody owes themselves.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanyrelation",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="due_to_account", name="intercompany_relation_due_to_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanyrelation",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="due_from_account", name="intercompany_relation_due_from_account", to="ledger.LedgerAccount"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intercompanyrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_intercompanyrelationevent" ("company_id", "due_from_account_id", "due_to_account_id", "id", "is_active", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."due_from_account_id", new_values."due_to_account_id", new_values."id", new_values."is_active", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="210c554ac1e5df5efbfeeda2f45566c7343592eb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3f5ce",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_intercompanyrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intercompanyrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_intercompanyrelationevent" ("company_id", "due_from_account_id", "due_to_account_id", "id", "is_active", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."due_from_account_id", new_values."due_to_account_id", new_values."id", new_values."is_active", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="09452673aa911f061346b8fa25c7bf6e3f90f79d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_89eae",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_intercompanyrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intercompanyrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_intercompanyrelationevent" ("company_id", "due_from_account_id", "due_to_account_id", "id", "is_active", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."due_from_account_id", old_values."due_to_account_id", old_values."id", old_values."is_active", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2c83e1964c4a37024965cf552a5ca798d2907dfd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bcaf6",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_intercompanyrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intercompanyrelationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6cda94b7a33f3ed70d053b34b2fbbd5bcb59f114",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a1ab8",
                    table="journals_intercompanyrelationevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
