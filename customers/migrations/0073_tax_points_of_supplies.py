"""A tax row may have a tax point before the date of its invoice, also in a period that is closed by then."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0072_rejections_of_free_text"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="taxrow",
            name="enters_open_posting",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM (SELECT DISTINCT invoice_id FROM new_rows) r JOIN public.customers_invoice i ON i.id = r.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_taxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM new_rows r JOIN public.customers_invoice i ON i.id = r.invoice_id WHERE r.tax_point_date > i.invoice_date) THEN\n            RAISE EXCEPTION 'arclose: a row of customers_taxrow is of another posting or date than its voucher'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="dc00e09c47f6eb3fbbd283dc95329753b6e9cd50",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_3e60c",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_taxrow",
                    when="AFTER",
                ),
            ),
        ),
    ]
