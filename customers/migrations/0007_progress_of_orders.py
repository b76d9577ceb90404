"""What went through each step already, series for the new documents, and room for the updates of the steps."""

from django.db import migrations

_SERIES = """
    INSERT INTO ledger_numberseries (company_id, purpose, prefix, digits)
    SELECT c.id, series.purpose, series.prefix, 6 FROM ledger_company c
    CROSS JOIN (VALUES ('confirmation', 'CNF'), ('picking_list', 'PCK'), ('packing_slip', 'SLP'))
        AS series (purpose, prefix)
    ON CONFLICT DO NOTHING
"""
# An order that was invoiced was invoiced, and so delivered, as a whole.
_LINES = """
    UPDATE customers_salesorderline l SET delivered_quantity = quantity, invoiced_quantity = quantity
    FROM customers_salesorder o WHERE o.id = l.order_id AND o.status = 'invoiced'
"""
_ORDERS = "UPDATE customers_salesorder SET document_status = 'invoice' WHERE status = 'invoiced'"
# A step changes no indexed column: with room on its page a row stays there, and no index is touched.
_ROOM = """
    ALTER TABLE customers_salesorderline SET (fillfactor = 80);
    ALTER TABLE customers_salesorder SET (fillfactor = 80);
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_order_documents"), ("ledger", "0006_order_documents")]

    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (_SERIES, _LINES, _ORDERS, _ROOM)
    ]
