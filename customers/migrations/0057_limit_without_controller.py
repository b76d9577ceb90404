"""A company says how much may be let go without a controller."""

import arclose.ledger.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0056_concession_tax_taken_back"),
        ("ledger", "0020_interest"),
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
            name="limit_without_controller_amount",
            field=arclose.ledger.fields.AmountField(
                db_default=1000,
                decimal_places=4,
                default=1000,
                help_text="Up to this, anybody who posts may write off or settle in full; a controller may let go of more.",
                max_digits=22,
                verbose_name="let go without a controller",
            ),
        ),
        migrations.AddField(
            model_name="settlementparametersevent",
            name="limit_without_controller_amount",
            field=arclose.ledger.fields.AmountField(
                db_default=1000,
                decimal_places=4,
                default=1000,
                help_text="Up to this, anybody who posts may write off or settle in full; a controller may let go of more.",
                max_digits=22,
                verbose_name="let go without a controller",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."limit_without_controller_amount", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c8e7b288e7fbbbb42434110d38b2f19d75c11186",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."limit_without_controller_amount", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ff7724caeb22d9586589b83ee733a995e2276f9b",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT old_values."administration", old_values."company_id", old_values."corrects_tax", old_values."discount_base", old_values."discounts_credit_notes", old_values."discounts_parts", old_values."id", old_values."limit_without_controller_amount", old_values."overpayment_limit_amount", old_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."settles_automatically", old_values."underpayment_limit_amount" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="75cc7096503a7b6cbb0b0b7d8a00ea65ed507e57",
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
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("limit_without_controller_amount__gte", 0),
                    ("limit_without_controller_amount__lt", 1000000000000000000),
                ),
                name="settlement_limit_without_controller",
            ),
        ),
    ]
