"""Find canceled orders, and settlements that were taken back, few among many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0060_collection_letters")]

    operations = [
        migrations.AddIndex(
            model_name="salesorder",
            index=models.Index(
                fields=["company", "-invoice_date", "-id"],
                condition=models.Q(status="canceled"),
                name="sales_order_canceled_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(
                fields=["company", "settlement_date"],
                condition=models.Q(transaction_currency_amount__lt=0),
                name="settlement_taken_back_idx",
            ),
        ),
    ]
