"""What a term of a bank for bills is called."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0027_bills_of_exchange"),
        ("ledger", "0023_bills_of_exchange"),
    ]

    operations = [
        migrations.AlterField(
            model_name="billterms",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bill_terms",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AlterField(
            model_name="billtermsevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
    ]
