"""Orders of nothing whose invoice was undone are open again: they were a dead end."""

from django.db import migrations

OPEN_AGAIN = """
    UPDATE customers_salesorder o SET document_status = 'none', status = CASE WHEN (
            SELECT sum(CASE i.invoice_type WHEN 'invoice' THEN 1 ELSE -1 END) FROM customers_salesorderline l
            JOIN customers_invoiceline il ON il.order_line_id = l.id JOIN customers_invoice i ON i.id = il.invoice_id
            WHERE l.order_id = o.id
        ) <> 0 THEN 'invoiced' ELSE 'open' END
    WHERE o.status <> 'canceled' AND o.id IN (
        SELECT order_id FROM customers_salesorderline GROUP BY order_id HAVING bool_and(quantity = 0))
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0037_invoices_by_net_amount")]

    operations = [migrations.RunSQL(OPEN_AGAIN, migrations.RunSQL.noop)]
