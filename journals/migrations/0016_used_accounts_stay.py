"""The account of a mandate stays as it was signed for, once something was collected from it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0015_approved_journals_are_seen"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="customerbankaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="used_account_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF (TG_OP = 'DELETE' OR (NEW.customer_id, NEW.iban, NEW.holder) IS DISTINCT FROM (OLD.customer_id, OLD.iban,\n                OLD.holder))\n           AND EXISTS (SELECT 1 FROM public.journals_mandate m JOIN public.journals_directdebit d ON d.mandate_id = m.id\n                       WHERE m.bank_account_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: account % was collected from, and stays as its mandate was signed', OLD.iban\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="6e510ffb0114265c64ebc2f93b6b3184213a7cc1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_used_account_stays_e57b3",
                    table="journals_customerbankaccount",
                    when="BEFORE",
                ),
            ),
        ),
    ]
