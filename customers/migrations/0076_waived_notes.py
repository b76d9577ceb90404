"""Let interest notes and fees of collection letters be waived: what they charge goes back, what they say stays."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0075_charges_of_templates"),
        ("ledger", "0023_bills_of_exchange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="collectionletter",
            name="posted_note_stays",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="collectionletter",
            name="note_status_moves",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="collectionletter",
            name="enters_open_posting",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="collectionletterline",
            name="posted_note_lines_stay",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestnote",
            name="posted_note_stays",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestnote",
            name="note_status_moves",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestnoteline",
            name="posted_note_lines_stay",
        ),
        migrations.RemoveConstraint(
            model_name="collectionletter",
            name="collection_letter_reversed_has_reversal",
        ),
        migrations.RemoveConstraint(
            model_name="collectionletter",
            name="collection_letter_posted_has_posting",
        ),
        migrations.RemoveConstraint(
            model_name="interestnote",
            name="interest_note_posted_has_posting",
        ),
        migrations.AlterField(
            model_name="collectionletter",
            name="status",
            field=models.CharField(
                choices=[
                    ("created", "Created"),
                    ("printed", "Printed"),
                    ("posted", "Posted"),
                    ("reversed", "Reversed"),
                    ("waived", "Waived"),
                ],
                default="created",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="interestnote",
            name="status",
            field=models.CharField(
                choices=[
                    ("created", "Created"),
                    ("printed", "Printed"),
                    ("posted", "Posted"),
                    ("reversed", "Reversed"),
                    ("waived", "Waived"),
                ],
                default="created",
                max_length=10,
                verbose_name="status",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletter",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('posted', 'reversed', 'waived'))",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status IN ('reversed', 'waived')\n            AND to_jsonb(NEW) - 'status' - 'reversal_id' - 'reversal_date' - 'reversal_reason' = to_jsonb(OLD) - 'status' - 'reversal_id' - 'reversal_date' - 'reversal_reason' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: collection letter % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="4ceaba4ad62825c1f964cdc6b3a5f8eae641591a",
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
                    condition="WHEN (NEW.\"status\" IN ('posted', 'reversed', 'waived'))",
                    func="\n        IF TG_OP = 'INSERT' OR (NEW.status IN ('reversed', 'waived') AND OLD.status NOT IN ('posted', 'reversed', 'waived')) THEN\n            RAISE EXCEPTION 'arclose: row % of % cannot be % yet: it is made first, then posted, then reversed',\n                NEW.id, TG_TABLE_NAME, NEW.status USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="17d5371560eb742cefd98407c227a0f59c7de80a",
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
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows WHERE status = 'posted' UNION SELECT reversal_id FROM new_rows WHERE status IN ('reversed', 'waived')) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_collectionletter joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted' UNION SELECT company_id, reversal_date FROM new_rows WHERE status IN ('reversed', 'waived')) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, note_date FROM new_rows WHERE status = 'posted' UNION SELECT company_id, reversal_date FROM new_rows WHERE status IN ('reversed', 'waived')) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_collectionletter: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="b3d4bbf2a86696c06909a82a41fb271ce3deb21f",
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
                    func="\n        SELECT bool_or(locked.status IN ('posted', 'reversed', 'waived')), bool_or(locked.status = 'reversed')\n            INTO is_posted, is_reversed FROM (\n            SELECT n.status FROM public.customers_collectionletter n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF is_reversed AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the collection letter of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="4acecd5e903a1afd0a14840e9a9fbf17930b888c",
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
                name="posted_note_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('posted', 'reversed', 'waived'))",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status IN ('reversed', 'waived')\n            AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: interest note % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="f1ab362aac0779f777012e1d4cc8b6192d49701d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_stays_5577a",
                    table="customers_interestnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnote",
            trigger=pgtrigger.compiler.Trigger(
                name="note_status_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"status\" IN ('posted', 'reversed', 'waived'))",
                    func="\n        IF TG_OP = 'INSERT' OR (NEW.status IN ('reversed', 'waived') AND OLD.status NOT IN ('posted', 'reversed', 'waived')) THEN\n            RAISE EXCEPTION 'arclose: row % of % cannot be % yet: it is made first, then posted, then reversed',\n                NEW.id, TG_TABLE_NAME, NEW.status USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="6fad14b0476c617df1cd0fd53ff37a46c9318081",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_note_status_moves_6a669",
                    table="customers_interestnote",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnoteline",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_lines_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_posted boolean; is_reversed boolean;",
                    func="\n        SELECT bool_or(locked.status IN ('posted', 'reversed', 'waived')), bool_or(locked.status = 'reversed')\n            INTO is_posted, is_reversed FROM (\n            SELECT n.status FROM public.customers_interestnote n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF is_reversed AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the interest note of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="b9da48ba3ffbc17c8f28fda1cc229eebb38bff8b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_lines_stay_c7943",
                    table="customers_interestnoteline",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reversal__isnull", False), ("status__in", ("reversed", "waived"))),
                    models.Q(
                        models.Q(("status__in", ("reversed", "waived")), _negated=True), ("reversal__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="collection_letter_reversed_has_reversal",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posting__isnull", False), ("status__in", ("posted", "reversed", "waived"))),
                    models.Q(("posting__isnull", True), ("status__in", ["created", "printed"])),
                    _connector="OR",
                ),
                name="collection_letter_posted_has_posting",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posting__isnull", False), ("status__in", ("posted", "reversed", "waived"))),
                    models.Q(("posting__isnull", True), ("status__in", ["created", "printed"])),
                    _connector="OR",
                ),
                name="interest_note_posted_has_posting",
            ),
        ),
    ]
