"""Keep that a controller rejected a free text invoice, and why."""

import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0071_accounts_of_adjustments"),
        ("ledger", "0023_bills_of_exchange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FreeTextRejection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "rejected_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
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
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="customers.freetextinvoice",
                    ),
                ),
                (
                    "rejected_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rejection of a free text invoice",
                "verbose_name_plural": "rejections of free text invoices",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="document", name="free_text_rejection_document", to="customers.FreeTextInvoice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="free_text_rejection_says_why"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freetextrejection",
            trigger=pgtrigger.compiler.Trigger(
                name="free_text_changes_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' AND NOT EXISTS (\n            SELECT 1 FROM public.customers_freetextinvoice\n            WHERE id = OLD.document_id AND (status = 'posted' OR approved_at IS NOT NULL)) THEN\n            RETURN OLD;\n        END IF;\n        RAISE EXCEPTION 'arclose: who changed free text invoice % never changes', OLD.document_id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="6345207387772d879d02866fa614f2b33899af57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_free_text_changes_stay_db772",
                    table="customers_freetextrejection",
                    when="BEFORE",
                ),
            ),
        ),
    ]
