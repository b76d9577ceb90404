"""Note of customers, templates and free text invoices whether their prices include tax."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0041_marks"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="delete_delete",
        ),
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
            model_name="customer",
            name="prices_include_tax",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What new orders and free text invoices propose; each may have it otherwise.",
                verbose_name="prices include tax",
            ),
        ),
        migrations.AddField(
            model_name="customerevent",
            name="prices_include_tax",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What new orders and free text invoices propose; each may have it otherwise.",
                verbose_name="prices include tax",
            ),
        ),
        migrations.AddField(
            model_name="freetextinvoice",
            name="prices_include_tax",
            field=models.BooleanField(db_default=False, default=False, verbose_name="prices include tax"),
        ),
        migrations.AddField(
            model_name="recurringtemplate",
            name="prices_include_tax",
            field=models.BooleanField(blank=True, null=True, verbose_name="prices include tax"),
        ),
        migrations.AddField(
            model_name="recurringtemplateevent",
            name="prices_include_tax",
            field=models.BooleanField(blank=True, null=True, verbose_name="prices include tax"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_group_id", "credit_limit_amount", "credit_limit_currency_id", "credit_limit_expiry_date", "currency_id", "electronic_address", "email", "group_id", "id", "invoice_account_id", "is_blocked", "is_credit_limit_mandatory", "is_credit_stopped", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "summarized", "tax_group_id", "temporary_limit_amount", "temporary_limit_from", "temporary_limit_to", "vat_number") SELECT new_values."address", new_values."company_id", new_values."country", new_values."credit_group_id", new_values."credit_limit_amount", new_values."credit_limit_currency_id", new_values."credit_limit_expiry_date", new_values."currency_id", new_values."electronic_address", new_values."email", new_values."group_id", new_values."id", new_values."invoice_account_id", new_values."is_blocked", new_values."is_credit_limit_mandatory", new_values."is_credit_stopped", new_values."language", new_values."name", new_values."number", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."summarized", new_values."tax_group_id", new_values."temporary_limit_amount", new_values."temporary_limit_from", new_values."temporary_limit_to", new_values."vat_number" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a8c75a505f32bb3a374b8bcf0beeef6c84afcd87",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a36e0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_group_id", "credit_limit_amount", "credit_limit_currency_id", "credit_limit_expiry_date", "currency_id", "electronic_address", "email", "group_id", "id", "invoice_account_id", "is_blocked", "is_credit_limit_mandatory", "is_credit_stopped", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "summarized", "tax_group_id", "temporary_limit_amount", "temporary_limit_from", "temporary_limit_to", "vat_number") SELECT new_values."address", new_values."company_id", new_values."country", new_values."credit_group_id", new_values."credit_limit_amount", new_values."credit_limit_currency_id", new_values."credit_limit_expiry_date", new_values."currency_id", new_values."electronic_address", new_values."email", new_values."group_id", new_values."id", new_values."invoice_account_id", new_values."is_blocked", new_values."is_credit_limit_mandatory", new_values."is_credit_stopped", new_values."language", new_values."name", new_values."number", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."summarized", new_values."tax_group_id", new_values."temporary_limit_amount", new_values."temporary_limit_from", new_values."temporary_limit_to", new_values."vat_number" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e178f5a561cf2dc7505920bc925ea2724d67c678",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca86d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_group_id", "credit_limit_amount", "credit_limit_currency_id", "credit_limit_expiry_date", "currency_id", "electronic_address", "email", "group_id", "id", "invoice_account_id", "is_blocked", "is_credit_limit_mandatory", "is_credit_stopped", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "summarized", "tax_group_id", "temporary_limit_amount", "temporary_limit_from", "temporary_limit_to", "vat_number") SELECT old_values."address", old_values."company_id", old_values."country", old_values."credit_group_id", old_values."credit_limit_amount", old_values."credit_limit_currency_id", old_values."credit_limit_expiry_date", old_values."currency_id", old_values."electronic_address", old_values."email", old_values."group_id", old_values."id", old_values."invoice_account_id", old_values."is_blocked", old_values."is_credit_limit_mandatory", old_values."is_credit_stopped", old_values."language", old_values."name", old_values."number", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posting_profile_id", old_values."prices_include_tax", old_values."summarized", old_values."tax_group_id", old_values."temporary_limit_amount", old_values."temporary_limit_from", old_values."temporary_limit_to", old_values."vat_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="78b9675c3111e9eb710c74fc3d5626c9f52e2674",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_939ca",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."id", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3e6e780aa5f459be9fc9617f3aa4737bd005a015",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."id", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3213dabb54de260473965bcf301b4a4ef16cbc0a",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prices_include_tax", "reason", "tax_group_id") SELECT old_values."code", old_values."company_id", old_values."currency_id", old_values."id", old_values."name", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prices_include_tax", old_values."reason", old_values."tax_group_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="73a371f78b71384536e29b887fbd88014c671ebd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_82aa2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
    ]
