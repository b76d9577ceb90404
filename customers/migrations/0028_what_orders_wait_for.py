"""Orders keep what of them waits between two steps; those that are unfinished are filled from their lines."""

import arclose.ledger.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


_FILL = """
    UPDATE customers_salesorder o SET
        is_picking_behind = line.is_picking_behind, is_delivery_behind = line.is_delivery_behind,
        uninvoiced_amount = round(line.uninvoiced * (1 - o.total_discount_percent / 100), currency.decimals),
        first_slip_date = (
            SELECT min(d.document_date) FROM customers_salesorderline l
            JOIN customers_orderdocumentline dl ON dl.order_line_id = l.id
            JOIN customers_orderdocument d ON d.id = dl.document_id
            WHERE l.order_id = o.id AND d.document_type = 'packing_slip' AND d.corrects_id IS NULL)
    FROM (
        SELECT l.order_id,
            bool_or(i.item_type = 'goods' AND abs(l.confirmed_quantity) > abs(l.picked_quantity)) AS is_picking_behind,
            bool_or(abs(l.picked_quantity) > abs(l.delivered_quantity)) AS is_delivery_behind,
            sum((l.delivered_quantity - l.invoiced_quantity) * l.unit_price * (1 - l.line_discount_percent / 100))
                FILTER (WHERE abs(l.delivered_quantity) > abs(l.invoiced_quantity)) AS uninvoiced
        FROM customers_salesorder o JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        WHERE o.status IN ('open', 'delivered') GROUP BY l.order_id
    ) AS line, ledger_currency currency
    WHERE o.id = line.order_id AND currency.code = o.currency_id AND o.document_status <> 'none'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0027_free_text_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="salesorder",
            name="first_slip_date",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="is_delivery_behind",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="is_picking_behind",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="uninvoiced_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_what_is_to_pick",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.item_type <> NEW.item_type)",
                    func="\n        UPDATE public.customers_salesorder o SET is_picking_behind = EXISTS (\n            SELECT 1 FROM public.customers_salesorderline l JOIN public.customers_item i ON i.id = l.item_id\n            WHERE l.order_id = o.id AND abs(l.confirmed_quantity) > abs(l.picked_quantity) AND i.item_type = 'goods')\n        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (\n            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id\n                AND abs(l.confirmed_quantity) > abs(l.picked_quantity));\n        RETURN NULL;\n    ",
                    hash="bc31e4fd2b52657c511b9d7e90b28a41e5ccd883",
                    operation='UPDATE OF "item_type"',
                    pgid="pgtrigger_keeps_what_is_to_pick_56863",
                    table="customers_item",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
