"""Prepayment invoices, and what invoices deduct of them."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0045_sent_documents"),
        ("ledger", "0016_prepayments"),
    ]

    operations = [
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
        migrations.RemoveConstraint(
            model_name="invoice",
            name="invoice_order_has_origin",
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="prepaid_accounting_amount",
            field=arclose.ledger.fields.AmountField(
                db_default=Decimal("0"), decimal_places=4, default=Decimal("0"), max_digits=22
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="prepayment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="prepaid_lines",
                to="customers.invoice",
            ),
        ),
        migrations.AddField(
            model_name="salesparameters",
            name="prepays_confirmed_orders",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="prepayment invoices require a confirmed order"
            ),
        ),
        migrations.AddField(
            model_name="salesparametersevent",
            name="prepays_confirmed_orders",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="prepayment invoices require a confirmed order"
            ),
        ),
        migrations.AlterField(
            model_name="invoice",
            name="origin",
            field=models.CharField(
                choices=[("sales_order", "sales order"), ("free_text", "free text"), ("prepayment", "prepayment")],
                db_default="sales_order",
                default="sales_order",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="taxrow",
            name="tax_kind",
            field=models.CharField(
                choices=[
                    ("domestic", "domestic"),
                    ("eu_goods", "intra-Community goods"),
                    ("eu_service", "service in another member state"),
                    ("triangular", "triangular trade"),
                    ("export", "export"),
                    ("exempt", "exempt"),
                    ("out_of_scope", "out of scope"),
                    ("eu_goods_prepaid", "intra-Community goods, prepaid"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="invoiceline",
            index=models.Index(
                condition=models.Q(("prepayment__isnull", False)),
                fields=["prepayment"],
                name="invoice_line_prepaid_idx",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6d4a46cee44debb6d48dfd82c2b4f15ca6aa18e9",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2620fa425a992bbe0ada7bf9074db8aba70279b1",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT old_values."checks_credit_at_entry", old_values."checks_credit_of_free_text", old_values."company_id", old_values."credit_limit_type", old_values."id", old_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posts_cost_of_goods", old_values."prepays_confirmed_orders" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8392cc29d7048f98cdc8d41513bdc2aa3dd75ce6",
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
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", "sales_order"),
                    models.Q(("order__isnull", True), ("origin", "free_text")),
                    models.Q(("order__isnull", False), ("origin", "prepayment")),
                    _connector="OR",
                ),
                name="invoice_order_has_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="prepayment", name="invoice_line_prepayment", to="customers.Invoice"
            ),
        ),
    ]
