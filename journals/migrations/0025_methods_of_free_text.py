"""By which method of payment and mandate a free text invoice is to be paid, where it says so itself."""

import arclose.ledger.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0065_free_text_in_full"),
        ("journals", "0024_intercompany"),
        ("ledger", "0020_interest"),
    ]

    operations = [
        migrations.CreateModel(
            name="FreeTextMethod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_method",
                        to="customers.freetextinvoice",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.mandate",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.methodofpayment",
                    ),
                ),
            ],
            options={
                "verbose_name": "method of payment of a free text invoice",
                "verbose_name_plural": "methods of payment of free text invoices",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="document", name="free_text_method_document", to="customers.FreeTextInvoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="method", name="free_text_method_method", to="journals.MethodOfPayment"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="mandate", name="free_text_method_mandate", to="journals.Mandate"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freetextmethod",
            trigger=pgtrigger.compiler.Trigger(
                name="method_of_posted_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_posted boolean;",
                    func="\n        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (\n            SELECT status FROM public.customers_freetextinvoice\n            WHERE id IN (OLD.document_id, NEW.document_id) ORDER BY id FOR SHARE) AS locked;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: how a free text invoice is paid that is posted never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="21e1663640a86c2a4fc5943c2a4a8bbc04c27284",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_method_of_posted_stays_84b25",
                    table="journals_freetextmethod",
                    when="BEFORE",
                ),
            ),
        ),
    ]
