"""A payment that the bank rejected can be deleted; what its file collects is kept, and canceled by itself."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0017_who_changed_journals"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="directdebit",
            name="collection_stays",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directdebit",
            trigger=pgtrigger.compiler.Trigger(
                name="collection_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' OR NOT NEW.is_canceled\n           OR to_jsonb(NEW) - ARRAY['is_canceled', 'payment_id'] <> to_jsonb(OLD) - ARRAY['is_canceled', 'payment_id']\n           OR NEW.payment_id IS DISTINCT FROM OLD.payment_id AND NEW.payment_id IS NOT NULL\n           OR NOT EXISTS (SELECT 1 FROM public.journals_directdebitfile\n                          WHERE id = OLD.file_id AND canceled_at IS NOT NULL)\n              AND (NEW.payment_id IS NOT NULL\n                   OR NOT EXISTS (SELECT 1 FROM public.journals_payment\n                                  WHERE id = OLD.payment_id AND bank_status = 'rejected' AND status = 'open')) THEN\n            RAISE EXCEPTION 'arclose: what a direct debit file collects stays as the bank was told'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="882f42755dea1b1a13065d454280a5a23fe3c48a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_collection_stays_68537",
                    table="journals_directdebit",
                    when="BEFORE",
                ),
            ),
        ),
    ]
