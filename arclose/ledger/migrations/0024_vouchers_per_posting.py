"""Count what postings brought into a period from an index alone, and leave out two that others begin like."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0023_bills_of_exchange")]

    operations = [
        migrations.AlterField(
            model_name="voucher",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vouchers",
                to="ledger.company",
            ),
        ),
        migrations.AlterField(
            model_name="voucher",
            name="period",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.fiscalperiod",
            ),
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["period", "posting", "document_type"], name="voucher_period_idx"),
        ),
    ]
