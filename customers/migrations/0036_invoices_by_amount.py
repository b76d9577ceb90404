"""Find an invoice of any period by its total."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0035_what_waits_of_orders"),
        ("ledger", "0001_squashed_0013_credit_corrections"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["company", "total_amount"], name="invoice_amount_idx"),
        ),
    ]
