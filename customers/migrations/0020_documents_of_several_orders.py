"""Documents of several orders, or of none; those there are say what their order or item said."""

import arclose.ledger.constraints
import django.db.models.deletion
from django.db import migrations, models

# Posted rows never change; the owner looks away while the new columns are filled, which no digest covers.
_LOOKING_AWAY = """
    ALTER TABLE {table} DISABLE TRIGGER USER;
    {update};
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE {table} ENABLE TRIGGER USER;
"""
# The tax row of a line says what its item was on the day of the invoice.
_ITEM_TYPES = """
    UPDATE customers_invoiceline l SET item_type = t.item_type FROM customers_taxrow t
    WHERE t.invoice_id = l.invoice_id AND t.number = l.tax_row_number AND t.item_type <> l.item_type
"""
_CUSTOMERS = """
    UPDATE customers_orderdocument d SET customer_id = o.customer_id, currency_id = o.currency_id
    FROM customers_salesorder o WHERE o.id = d.order_id
"""


def _filled(table: str, update: str) -> migrations.RunSQL:
    return migrations.RunSQL(_LOOKING_AWAY.format(table=table, update=update), migrations.RunSQL.noop)


def _key(to: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0019_credit_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="origin",
            field=models.CharField(
                choices=[("sales_order", "sales order"), ("free_text", "free text")],
                db_default="sales_order",
                default="sales_order",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="item_type",
            field=models.CharField(
                choices=[("goods", "goods"), ("service", "service")], default="goods", max_length=10
            ),
            preserve_default=False,
        ),
        _filled("customers_invoiceline", _ITEM_TYPES),
        migrations.AddField(
            model_name="orderdocument",
            name="currency",
            field=_key("ledger.currency", db_index=False, null=True),
        ),
        migrations.AddField(
            model_name="orderdocument",
            name="customer",
            field=_key("customers.customer", db_constraint=False, db_index=False, null=True, verbose_name="customer"),
        ),
        _filled("customers_orderdocument", _CUSTOMERS),
        migrations.AlterField(
            model_name="orderdocument",
            name="currency",
            field=_key("ledger.currency", db_index=False),
        ),
        migrations.AlterField(
            model_name="orderdocument",
            name="customer",
            field=_key("customers.customer", db_constraint=False, db_index=False, verbose_name="customer"),
        ),
        migrations.AlterField(
            model_name="invoice",
            name="order",
            field=_key("customers.salesorder", db_constraint=False, null=True),
        ),
        migrations.AlterField(
            model_name="invoiceline",
            name="item",
            field=_key("customers.item", db_constraint=False, db_index=False, null=True),
        ),
        migrations.AlterField(
            model_name="invoiceline",
            name="order_line",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoice_lines",
                to="customers.salesorderline",
            ),
        ),
        migrations.AlterField(
            model_name="orderdocument",
            name="order",
            field=_key("customers.salesorder", db_constraint=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", "sales_order"),
                    models.Q(("order__isnull", True), ("origin", "free_text")),
                    _connector="OR",
                ),
                name="invoice_order_has_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item__isnull", False), ("order_line__isnull", False)),
                    models.Q(
                        ("item__isnull", True),
                        ("order_line__isnull", True),
                        models.Q(("description", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="invoice_line_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="order_document_customer", to="customers.Customer"
            ),
        ),
    ]
