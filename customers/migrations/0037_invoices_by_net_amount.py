"""Find an invoice by its net amount too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0036_invoices_by_amount"),
        ("ledger", "0001_squashed_0013_credit_corrections"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["company", "net_amount"], name="invoice_net_amount_idx"),
        ),
    ]
