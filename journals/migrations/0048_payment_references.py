"""Let a method of payment ask for a payment reference."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0047_payments_the_bank_answers"),
    ]

    operations = [
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
            name="requires_reference",
            field=models.BooleanField(db_default=False, default=False, verbose_name="payment reference required"),
        ),
        migrations.AddField(
            model_name="methodofpaymentevent",
            name="requires_reference",
            field=models.BooleanField(db_default=False, default=False, verbose_name="payment reference required"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodofpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "draws_at_invoicing", "file_format", "grouping", "id", "instrument", "is_active", "name", "needs_acceptance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status", "requires_reference") SELECT new_values."account_id", new_values."account_kind", new_values."bank_account_id", new_values."bridging_account_id", new_values."code", new_values."company_id", new_values."draws_at_invoicing", new_values."file_format", new_values."grouping", new_values."id", new_values."instrument", new_values."is_active", new_values."name", new_values."needs_acceptance", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."required_status", new_values."requires_reference" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d08ad3b634eb500b8f9d75674c20788d8281b0f1",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "draws_at_invoicing", "file_format", "grouping", "id", "instrument", "is_active", "name", "needs_acceptance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status", "requires_reference") SELECT new_values."account_id", new_values."account_kind", new_values."bank_account_id", new_values."bridging_account_id", new_values."code", new_values."company_id", new_values."draws_at_invoicing", new_values."file_format", new_values."grouping", new_values."id", new_values."instrument", new_values."is_active", new_values."name", new_values."needs_acceptance", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."required_status", new_values."requires_reference" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5d0d88b169d57da10bbf7a6b1c5afe31add066c7",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodofpaymentevent" ("account_id", "account_kind", "bank_account_id", "bridging_account_id", "code", "company_id", "draws_at_invoicing", "file_format", "grouping", "id", "instrument", "is_active", "name", "needs_acceptance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_status", "requires_reference") SELECT old_values."account_id", old_values."account_kind", old_values."bank_account_id", old_values."bridging_account_id", old_values."code", old_values."company_id", old_values."draws_at_invoicing", old_values."file_format", old_values."grouping", old_values."id", old_values."instrument", old_values."is_active", old_values."name", old_values."needs_acceptance", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."required_status", old_values."requires_reference" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="96ba38d9d9cc7ee8def013b0479b5d5bc1fb1d9d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_21807",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_methodofpayment",
                    when="AFTER",
                ),
            ),
        ),
    ]
