"""Let what was waived of interest notes, and of fees of collection letters, be charged again by another document."""

import arclose.ledger.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0083_basis_of_deferred_revenue"),
        ("ledger", "0025_deferred_revenue"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="collectionletter",
            name="collection_letter_is_an_amount",
        ),
        migrations.AddField(
            model_name="collectionletter",
            name="reinstatement_reason",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="collectionletter",
            name="reinstates",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reinstated_by",
                to="customers.collectionletter",
                verbose_name="reinstates",
            ),
        ),
        migrations.AddField(
            model_name="interestnote",
            name="reinstatement_reason",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="interestnote",
            name="reinstates",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reinstated_by",
                to="customers.interestnote",
                verbose_name="reinstates",
            ),
        ),
        migrations.AddIndex(
            model_name="collectionletter",
            index=models.Index(
                condition=models.Q(("reinstates__isnull", False)),
                fields=["reinstates"],
                name="collection_letter_reinst_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="interestnote",
            index=models.Index(
                condition=models.Q(("reinstates__isnull", False)),
                fields=["reinstates"],
                name="interest_note_reinstates_idx",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletter",
            trigger=pgtrigger.compiler.Trigger(
                name="reinstates_what_is_waived",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."reinstates_id" IS NOT NULL)',
                    func="\n        IF NOT EXISTS (SELECT 1 FROM public.customers_collectionletter waived\n            WHERE waived.id = NEW.reinstates_id AND waived.status = 'waived' AND (waived.company_id, waived.customer_id, waived.currency_id, waived.fee_amount, waived.tax_amount) = (NEW.company_id, NEW.customer_id, NEW.currency_id, NEW.fee_amount, NEW.tax_amount)) THEN\n            RAISE EXCEPTION 'arclose: row % of % does not charge again what % charged and is waived',\n                NEW.id, TG_TABLE_NAME, NEW.reinstates_id USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="8c7d1021d76ecb3e933e13f14a7df8b0711f7261",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_reinstates_what_is_waived_f7e34",
                    table="customers_collectionletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestnote",
            trigger=pgtrigger.compiler.Trigger(
                name="reinstates_what_is_waived",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."reinstates_id" IS NOT NULL)',
                    func="\n        IF NOT EXISTS (SELECT 1 FROM public.customers_interestnote waived\n            WHERE waived.id = NEW.reinstates_id AND waived.status = 'waived' AND (waived.company_id, waived.customer_id, waived.currency_id, waived.interest_amount, waived.fee_amount) = (NEW.company_id, NEW.customer_id, NEW.currency_id, NEW.interest_amount, NEW.fee_amount)) THEN\n            RAISE EXCEPTION 'arclose: row % of % does not charge again what % charged and is waived',\n                NEW.id, TG_TABLE_NAME, NEW.reinstates_id USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="947b70efba9e7e7e676eed5f8ee0e70f4730fe71",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_reinstates_what_is_waived_91d60",
                    table="customers_interestnote",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reinstates", name="collection_letter_reinstates", to="customers.CollectionLetter"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("created", "printed", "posted"))),
                fields=("reinstates",),
                name="collection_letter_reinstated_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("reinstates__isnull", False), ("status", "waived"), _negated=True),
                name="collection_letter_reinstated_anew_when_reversed",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overdue_amount__gte", 0),
                    ("overdue_amount__lt", 1000000000000000),
                    models.Q(("overdue_amount__gt", 0), ("reinstates__isnull", False), _connector="OR"),
                    ("fee_amount__gte", 0),
                    ("fee_amount__lt", 1000000000000000),
                    ("tax_amount__gte", 0),
                    ("tax_amount__lt", 1000000000000000),
                ),
                name="collection_letter_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reinstates", name="interest_note_reinstates", to="customers.InterestNote"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("created", "printed", "posted"))),
                fields=("reinstates",),
                name="interest_note_reinstated_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("reinstates__isnull", False), ("status", "waived"), _negated=True),
                name="interest_note_reinstated_anew_when_reversed",
            ),
        ),
    ]
