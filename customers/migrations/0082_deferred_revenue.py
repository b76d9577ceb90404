"""Accounts and a setting for revenue that packing slips defer, and what they deferred of each line."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0081_amounts_of_interest"),
        ("ledger", "0025_deferred_revenue"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="itemgroup",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="itemgroup",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="itemgroup",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesparameters",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesparameters",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesparameters",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="itemgroup",
            name="deferred_revenue_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred revenue",
            ),
        ),
        migrations.AddField(
            model_name="itemgroup",
            name="deferred_revenue_offset_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred revenue offset",
            ),
        ),
        migrations.AddField(
            model_name="itemgroup",
            name="deferred_sales_tax_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred sales tax",
            ),
        ),
        migrations.AddField(
            model_name="itemgroupevent",
            name="deferred_revenue_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred revenue",
            ),
        ),
        migrations.AddField(
            model_name="itemgroupevent",
            name="deferred_revenue_offset_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred revenue offset",
            ),
        ),
        migrations.AddField(
            model_name="itemgroupevent",
            name="deferred_sales_tax_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="deferred sales tax",
            ),
        ),
        migrations.AddField(
            model_name="salesparameters",
            name="defers_revenue",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Packing slips post what they deliver as not invoiced: revenue and sales tax, until the invoice takes that back.",
                verbose_name="defer revenue at delivery",
            ),
        ),
        migrations.AddField(
            model_name="salesparametersevent",
            name="defers_revenue",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Packing slips post what they deliver as not invoiced: revenue and sales tax, until the invoice takes that back.",
                verbose_name="defer revenue at delivery",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "deferred_revenue_account_id", "deferred_revenue_offset_account_id", "deferred_sales_tax_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT new_values."code", new_values."company_id", new_values."cost_of_goods_delivered_account_id", new_values."cost_of_goods_sold_account_id", new_values."deferred_revenue_account_id", new_values."deferred_revenue_offset_account_id", new_values."deferred_sales_tax_account_id", new_values."id", new_values."inventory_account_id", new_values."line_discount_account_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."revenue_account_id", new_values."total_discount_account_id", new_values."units_delivered_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a6e39956dedbfcf3a0ae69ea08e6960c7073ee84",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d969",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_itemgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "deferred_revenue_account_id", "deferred_revenue_offset_account_id", "deferred_sales_tax_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT new_values."code", new_values."company_id", new_values."cost_of_goods_delivered_account_id", new_values."cost_of_goods_sold_account_id", new_values."deferred_revenue_account_id", new_values."deferred_revenue_offset_account_id", new_values."deferred_sales_tax_account_id", new_values."id", new_values."inventory_account_id", new_values."line_discount_account_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."revenue_account_id", new_values."total_discount_account_id", new_values."units_delivered_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e356ca100a2139feb8d861917235760a6e0aacc4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1e78",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_itemgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "deferred_revenue_account_id", "deferred_revenue_offset_account_id", "deferred_sales_tax_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT old_values."code", old_values."company_id", old_values."cost_of_goods_delivered_account_id", old_values."cost_of_goods_sold_account_id", old_values."deferred_revenue_account_id", old_values."deferred_revenue_offset_account_id", old_values."deferred_sales_tax_account_id", old_values."id", old_values."inventory_account_id", old_values."line_discount_account_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."revenue_account_id", old_values."total_discount_account_id", old_values."units_delivered_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="374d77b606730f2dfa0084a94b05f4dde9746f1f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1cc03",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_itemgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("approves_free_text", "checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "defers_revenue", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."approves_free_text", new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."defers_revenue", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8cf5d9808979098feda6e887596abdf818796d17",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a323",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("approves_free_text", "checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "defers_revenue", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."approves_free_text", new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."defers_revenue", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="106ddc621a77d289eba84cc8ea62204f7530144b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ceb7d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("approves_free_text", "checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "defers_revenue", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT old_values."approves_free_text", old_values."checks_credit_at_entry", old_values."checks_credit_of_free_text", old_values."company_id", old_values."credit_limit_type", old_values."defers_revenue", old_values."id", old_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posts_cost_of_goods", old_values."prepays_confirmed_orders" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d02e36a1b9763f2fbc7257f11c6c66ba0f7df314",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c2fee",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="deferred_revenue_offset_account", name="item_group_deferred_offset", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="deferred_revenue_account", name="item_group_deferred_revenue", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="deferred_sales_tax_account", name="item_group_deferred_tax", to="ledger.LedgerAccount"
            ),
        ),
        migrations.CreateModel(
            name="DeferredRevenue",
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
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "slip_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deferred",
                        to="customers.orderdocumentline",
                    ),
                ),
                (
                    "order_document",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deferred",
                        to="customers.orderdocument",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deferred",
                        to="customers.invoice",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18)),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                ("transaction_currency_net_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("transaction_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_net_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "offset_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "tax_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_document", None), ("invoice", None), _connector="XOR"),
                name="deferred_revenue_of_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="deferred_revenue_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="slip_line", name="deferred_revenue_slip_line", to="customers.OrderDocumentLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order_document", name="deferred_revenue_order_document", to="customers.OrderDocument"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice", name="deferred_revenue_invoice", to="customers.Invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="offset_account", name="deferred_revenue_offset", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="revenue_account", name="deferred_revenue_revenue", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferredrevenue",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_account", name="deferred_revenue_tax", to="ledger.LedgerAccount"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deferredrevenue",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="892f3372b31a6c81fddf30afd2b95e14ea83aa6d",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_69a3f",
                    table="customers_deferredrevenue",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deferredrevenue",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_deferredrevenue joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="86b792a67245f0f1f2fc0fb336fe75181161cb30",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_6a5af",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_deferredrevenue",
                    when="AFTER",
                ),
            ),
        ),
    ]
