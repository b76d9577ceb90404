"""The guard of the seal looks vouchers up by their posting."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0025_deferred_revenue"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingseal",
            name="sealed_vouchers_balance",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingseal",
            trigger=pgtrigger.compiler.Trigger(
                name="sealed_vouchers_balance",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE wrong record;",
                    func="\n        IF EXISTS (SELECT 1 FROM new_seals WHERE digest_form <> 2) THEN\n            RAISE EXCEPTION 'arclose: a new seal covers the documents' USING ERRCODE = 'check_violation';\n        END IF;\n        \n    SELECT v.number, t.entries, t.accounting, t.reporting, t.transaction INTO wrong\n    FROM (SELECT posting_id FROM new_seals) AS made (posting_id) CROSS JOIN LATERAL (\n        SELECT id, number FROM public.ledger_voucher WHERE posting_id = made.posting_id OFFSET 0\n    ) AS v CROSS JOIN LATERAL (\n        SELECT count(*) AS entries, sum(accounting_currency_amount) AS accounting,\n            coalesce(sum(reporting_currency_amount), 0) AS reporting,\n            sum(transaction_currency_amount) AS transaction, min(currency_id) = max(currency_id) AS is_one_currency\n        FROM public.ledger_ledgerentry WHERE voucher_id = v.id\n    ) AS t\n    WHERE t.entries < 2 OR t.accounting <> 0 OR t.reporting <> 0 OR t.is_one_currency AND t.transaction <> 0\n    ORDER BY v.id LIMIT 1\n;\n        IF wrong.entries < 2 THEN\n            RAISE EXCEPTION 'arclose: voucher % has % entries, at least two are needed', wrong.number, wrong.entries\n                USING ERRCODE = 'check_violation';\n        ELSIF FOUND THEN\n            RAISE EXCEPTION 'arclose: voucher % is not balanced: accounting %, reporting %, transaction %',\n                wrong.number, wrong.accounting, wrong.reporting, wrong.transaction USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="38ce14809e8c6d1f797ddc829a7439212cdb1695",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_sealed_vouchers_balance_69975",
                    referencing="REFERENCING NEW TABLE AS new_seals ",
                    table="ledger_postingseal",
                    when="AFTER",
                ),
            ),
        ),
    ]
