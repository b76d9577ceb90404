"""Keep on orders the value of what waits of them, and the days of deliveries that are not invoiced."""

import arclose.ledger.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What waits of unfinished orders that have a document, by their lines and packing slips.
KEEP_WHAT_WAITS = """
    UPDATE customers_salesorder o SET
        unconfirmed_amount = round(line.unconfirmed * (1 - o.total_discount_percent / 100), currency.decimals),
        unpicked_amount = round(line.unpicked * (1 - o.total_discount_percent / 100), currency.decimals),
        undelivered_amount = round(line.undelivered * (1 - o.total_discount_percent / 100), currency.decimals),
        uninvoiced_amount = round(line.uninvoiced * (1 - o.total_discount_percent / 100), currency.decimals),
        invoice_remainder_amount = round(line.remainder * (1 - o.total_discount_percent / 100), currency.decimals),
        first_uninvoiced_date = slip.first_date, last_uninvoiced_date = slip.last_date
    FROM (
        SELECT l.order_id,
            sum((l.quantity - sign(l.quantity) * l.furthest) * l.value) FILTER (WHERE abs(l.quantity) > l.furthest)
                AS unconfirmed,
            sum((l.confirmed_quantity - l.picked_quantity) * l.value)
                FILTER (WHERE abs(l.confirmed_quantity) > abs(l.picked_quantity) AND l.is_goods) AS unpicked,
            sum((l.picked_quantity - l.delivered_quantity) * l.value)
                FILTER (WHERE abs(l.picked_quantity) > abs(l.delivered_quantity)) AS undelivered,
            sum((l.delivered_quantity - l.invoiced_quantity) * l.value)
                FILTER (WHERE abs(l.delivered_quantity) > abs(l.invoiced_quantity)) AS uninvoiced,
            CASE WHEN bool_or(l.invoiced_quantity <> 0) THEN sum((l.quantity - l.invoiced_quantity) * l.value) END
                AS remainder
        FROM (
            SELECT line.*, item.item_type = 'goods' AS is_goods,
                greatest(abs(confirmed_quantity), abs(picked_quantity), abs(delivered_quantity)) AS furthest,
                line.unit_price * (1 - line_discount_percent / 100) AS value
            FROM customers_salesorder unfinished
            JOIN customers_salesorderline line ON line.order_id = unfinished.id
            JOIN customers_item item ON item.id = line.item_id
            WHERE unfinished.status IN ('open', 'delivered') AND unfinished.document_status <> 'none'
        ) AS l
        GROUP BY l.order_id
    ) AS line
    CROSS JOIN LATERAL (
        SELECT min(d.document_date) AS first_date, max(d.document_date) AS last_date
        FROM customers_salesorderline l
        JOIN customers_orderdocumentline dl ON dl.order_line_id = l.id
        JOIN customers_orderdocument d ON d.id = dl.document_id AND d.document_type = 'packing_slip'
            AND d.corrects_id IS NULL
        WHERE line.uninvoiced IS NOT NULL AND l.order_id = line.order_id
            AND abs(l.delivered_quantity) > abs(l.invoiced_quantity)
            AND dl.quantity
                + coalesce((SELECT sum(c.quantity) FROM customers_orderdocument cd
                    JOIN customers_orderdocumentline c ON c.document_id = cd.id
                    WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id), 0)
                - coalesce((SELECT sum(t.quantity) FROM customers_invoiceddelivery t WHERE t.slip_line_id = dl.id), 0)
                <> 0
    ) AS slip
    CROSS JOIN ledger_currency currency
    WHERE o.id = line.order_id AND currency.code = o.currency_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0034_order_changes"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="item",
            name="keeps_what_is_to_pick",
        ),
        migrations.RemoveField(
            model_name="salesorder",
            name="first_slip_date",
        ),
        migrations.RemoveField(
            model_name="salesorder",
            name="is_delivery_behind",
        ),
        migrations.RemoveField(
            model_name="salesorder",
            name="is_picking_behind",
        ),
        migrations.AddField(
            model_name="salesorder",
            name="first_uninvoiced_date",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="invoice_remainder_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="last_uninvoiced_date",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="unconfirmed_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="undelivered_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="unpicked_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_what_is_to_pick",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.item_type <> NEW.item_type)",
                    func="\n        PERFORM o.id FROM public.customers_salesorder o\n        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (\n            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id)\n        ORDER BY o.id FOR NO KEY UPDATE OF o NOWAIT;\n        UPDATE public.customers_salesorder o SET unpicked_amount = (\n            SELECT round(sum((l.confirmed_quantity - l.picked_quantity) * l.unit_price * (1 - l.line_discount_percent / 100))\n        FILTER (WHERE abs(l.confirmed_quantity) > abs(l.picked_quantity) AND EXISTS (\n            SELECT 1 FROM public.customers_item i WHERE i.id = l.item_id AND i.item_type = 'goods')) * (1 - o.total_discount_percent / 100), c.decimals)\n            FROM public.customers_salesorderline l JOIN public.ledger_currency c ON c.code = o.currency_id\n            WHERE l.order_id = o.id GROUP BY c.decimals)\n        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (\n            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id\n                AND abs(l.confirmed_quantity) > abs(l.picked_quantity));\n        RETURN NULL;\n    ",
                    hash="4127b5587121e27e48b8943c65d7fd53c8ee7c8e",
                    operation='UPDATE OF "item_type"',
                    pgid="pgtrigger_keeps_what_is_to_pick_56863",
                    table="customers_item",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(KEEP_WHAT_WAITS, migrations.RunSQL.noop),
    ]
