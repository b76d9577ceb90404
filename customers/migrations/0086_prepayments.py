"""Let a company name the posting profile that prepayments stand on."""

import arclose.ledger.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0085_invoices_of_nothing"),
        ("ledger", "0025_deferred_revenue"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="settlementparameters",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="settlementparameters",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="settlementparameters",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="settlementparameters",
            name="prepayment_profile",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Where a payment stands that is entered as a prepayment, until it is settled: a profile on a liability, which is not revalued. Empty: no payment is entered as one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.postingprofile",
                verbose_name="posting profile of prepayments",
            ),
        ),
        migrations.AddField(
            model_name="settlementparametersevent",
            name="prepayment_profile",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Where a payment stands that is entered as a prepayment, until it is settled: a profile on a liability, which is not revalued. Empty: no payment is entered as one.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.postingprofile",
                verbose_name="posting profile of prepayments",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepayment_profile_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."limit_without_controller_amount", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prepayment_profile_id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7026d7f1b9cd60b53f0b69557ed3327baeefac21",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a587b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_settlementparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepayment_profile_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."limit_without_controller_amount", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prepayment_profile_id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e0bba7edc3758c6349065ae6ddf8487b9f1e28da",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb078",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_settlementparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepayment_profile_id", "settles_automatically", "underpayment_limit_amount") SELECT old_values."administration", old_values."company_id", old_values."corrects_tax", old_values."discount_base", old_values."discounts_credit_notes", old_values."discounts_parts", old_values."id", old_values."limit_without_controller_amount", old_values."overpayment_limit_amount", old_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prepayment_profile_id", old_values."settles_automatically", old_values."underpayment_limit_amount" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ea1689bb63acafbf6051c62eef178c5f0dd973ff",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e8b51",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_settlementparameters",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementparameters",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="prepayment_profile", name="settlement_prepayment_profile", to="customers.PostingProfile"
            ),
        ),
    ]
