"""Find transactions by number, orders by amount, and the few rows among many that differ from them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0046_prepayments")]

    operations = [
        migrations.AddIndex(
            model_name="customertransaction",
            index=models.Index(fields=["company", "document_number"], name="customer_transaction_no_idx"),
        ),
        migrations.AddIndex(
            model_name="customertransaction",
            index=models.Index(
                fields=["company", "transaction_date"],
                condition=~models.Q(transaction_type="invoice"),
                name="customer_transaction_other_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                fields=["customer"],
                condition=~models.Q(customer=models.F("invoice_account")),
                name="invoice_of_another_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="salesorder",
            index=models.Index(fields=["company", "net_amount"], name="sales_order_amount_idx"),
        ),
        migrations.AddIndex(
            model_name="salesorderline",
            index=models.Index(
                fields=["order"], condition=models.Q(net_amount__lt=0), name="sales_order_line_below_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="opentransaction",
            index=models.Index(
                fields=["customer"],
                condition=~models.Q(standing_adjustment_amount=0),
                name="open_transaction_adjusted_idx",
            ),
        ),
    ]
