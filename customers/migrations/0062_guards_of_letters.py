"""Guard what is posted of letters and notes whatever row it is moved to, and find letters by their reversal."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0061_canceled_orders_and_settlements")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="collectionletter",
            name="posted_note_stays",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="collectionletterline",
            name="posted_note_lines_stay",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestnoteline",
            name="posted_note_lines_stay",
        ),
        migrations.AddField(
            model_name="collectionletter",
            name="reversal_date",
            field=models.DateField(editable=False, null=True, verbose_name="reversed on"),
        ),
        migrations.AddIndex(
            model_name="collectionletter",
            index=models.Index(
                condition=models.Q(("reversal__isnull", False)),
                fields=["reversal"],
                name="collection_letter_reversal_idx",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletter",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('posted', 'reversed'))",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'\n            AND to_jsonb(NEW) - 'status' - 'reversal_id' - 'reversal_date' - 'reversal_reason' = to_jsonb(OLD) - 'status' - 'reversal_id' - 'reversal_date' - 'reversal_reason' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: collection letter % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="868e0efea36ee2e0837c537b0fba0cc6abba4a48",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_stays_fbfc1",
                    table="customers_collectionletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletter",
            trigger=pgtrigger.compiler.Trigger(
                name="note_status_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" IN ('posted', 'reversed'))",
                    func="\n        IF TG_OP = 'INSERT' OR (NEW.status = 'reversed' AND OLD.status NOT IN ('posted', 'reversed')) THEN\n            RAISE EXCEPTION 'arclose: row % of % cannot be % yet: it is made first, then posted, then reversed',\n                NEW.id, TG_TABLE_NAME, NEW.status USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="d1027b0281fa8c98060d6fa8b8700bbac2fc0dec",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_note_status_moves_11fff",
                    table="customers_collectionletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletter",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows WHERE status = 'posted' UNION SELECT reversal_id FROM new_rows WHERE status = 'reversed') AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_collectionletter joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted' UNION SELECT company_id, reversal_date FROM new_rows WHERE status = 'reversed') AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted' UNION SELECT company_id, reversal_date FROM new_rows WHERE status = 'reversed') AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_collectionletter: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="7f711cb64dfb27014335163a1a37d4a9dffe3711",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_enters_open_posting_4e445",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_collectionletter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletterline",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_lines_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_posted boolean; is_reversed boolean;",
                    func="\n        SELECT bool_or(locked.status IN ('posted', 'reversed')), bool_or(locked.status = 'reversed')\n            INTO is_posted, is_reversed FROM (\n            SELECT n.status FROM public.customers_collectionletter n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF is_reversed AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the collection letter of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="355a0f06fb227aac5945c469eec746edfb8f5496",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_lines_stay_1ca64",
                    table="customers_collectionletterline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnote",
            trigger=pgtrigger.compiler.Trigger(
                name="note_status_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" IN ('posted', 'reversed'))",
                    func="\n        IF TG_OP = 'INSERT' OR (NEW.status = 'reversed' AND OLD.status NOT IN ('posted', 'reversed')) THEN\n            RAISE EXCEPTION 'arclose: row % of % cannot be % yet: it is made first, then posted, then reversed',\n                NEW.id, TG_TABLE_NAME, NEW.status USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="9494901fc6573042f76077f0112e24262cf14b27",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_note_status_moves_6a669",
                    table="customers_interestnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnote",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows WHERE status = 'posted') AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_interestnote joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted') AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted') AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_interestnote: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="ee36e7e7e46015a067414015833ebb27ff197995",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_enters_open_posting_f12fe",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_interestnote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_lines_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_posted boolean; is_reversed boolean;",
                    func="\n        SELECT bool_or(locked.status IN ('posted', 'reversed')), bool_or(locked.status = 'reversed')\n            INTO is_posted, is_reversed FROM (\n            SELECT n.status FROM public.customers_interestnote n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF is_reversed AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the interest note of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="0eb6c91b4bcf455cfbdeab7c4dd8e4fb8f992180",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_lines_stay_c7943",
                    table="customers_interestnoteline",
                    when="BEFORE",
                ),
            ),
        ),
    ]
