"""Keep how what a recurring invoice makes is to be paid."""

import arclose.ledger.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0074_dates_of_supply"),
        ("journals", "0035_collected_payments_look_when_changed"),
        ("ledger", "0023_bills_of_exchange"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecurringMethod",
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
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.mandate",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.methodofpayment",
                    ),
                ),
                (
                    "recurring",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_method",
                        to="customers.recurringinvoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "method of payment of a recurring invoice",
                "verbose_name_plural": "methods of payment of recurring invoices",
            },
        ),
        migrations.CreateModel(
            name="RecurringMethodEvent",
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
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="journals.mandate",
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
                        to="journals.recurringmethod",
                    ),
                ),
                (
                    "recurring",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.recurringinvoice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="recurringmethod",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="recurring", name="recurring_method_recurring", to="customers.RecurringInvoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringmethod",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="method", name="recurring_method_method", to="journals.MethodOfPayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringmethod",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="mandate", name="recurring_method_mandate", to="journals.Mandate"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringmethod",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_recurringmethodevent" ("company_id", "id", "mandate_id", "method_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurring_id") SELECT new_values."company_id", new_values."id", new_values."mandate_id", new_values."method_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recurring_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8fe5b8bba5231d623aab6edb8835bdac139db336",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96306",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_recurringmethod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringmethod",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_recurringmethodevent" ("company_id", "id", "mandate_id", "method_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurring_id") SELECT new_values."company_id", new_values."id", new_values."mandate_id", new_values."method_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recurring_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3f5332cd047e29e1994157896f85f82c96f68ce5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_876d5",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_recurringmethod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringmethod",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_recurringmethodevent" ("company_id", "id", "mandate_id", "method_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurring_id") SELECT old_values."company_id", old_values."id", old_values."mandate_id", old_values."method_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recurring_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8bb5c90be4e1ccb58f84c155aec64dc2a44aa18c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cd22b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_recurringmethod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringmethodevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e26047f4e533045c7dd6f1630551699a44dca91f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5083b",
                    table="journals_recurringmethodevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
