"""Let a recurring template distribute all its lines."""

import arclose.ledger.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0076_waived_notes"),
        ("ledger", "0023_bills_of_exchange"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="recurringtemplate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recurringtemplate",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recurringtemplate",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="recurringtemplate",
            name="distribution",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="Of every line that has no account or distribution of its own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.distributiontemplate",
                verbose_name="distribution of all lines",
            ),
        ),
        migrations.AddField(
            model_name="recurringtemplateevent",
            name="distribution",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Of every line that has no account or distribution of its own.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.distributiontemplate",
                verbose_name="distribution of all lines",
            ),
        ),
        migrations.AlterField(
            model_name="recurringtemplateline",
            name="account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="ledger account",
            ),
        ),
        migrations.AlterField(
            model_name="recurringtemplatelineevent",
            name="account",
            field=models.ForeignKey(
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
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "distribution_id", "id", "list_code", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."distribution_id", new_values."id", new_values."list_code", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d3b2627ed67f51aee86bf0cb9849ddcb0d056344",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7ef32",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "distribution_id", "id", "list_code", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."distribution_id", new_values."id", new_values."list_code", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c06abbb9853efcc7114504e9fb3e6d0be15dd1c9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b393a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "distribution_id", "id", "list_code", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "reason", "tax_group_id") SELECT old_values."code", old_values."company_id", old_values."currency_id", old_values."distribution_id", old_values."id", old_values."list_code", old_values."name", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posting_profile_id", old_values."prices_include_tax", old_values."reason", old_values."tax_group_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3138bcd72f5effa9dc33c43c9d842cbbb42025b3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_82aa2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringtemplate",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="distribution", name="recurring_template_distribution", to="customers.DistributionTemplate"
            ),
        ),
    ]
