"""Find the invoices worth nothing, which no voucher counts, without reading all others of their period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0084_reinstated_notes")]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("has_voucher", False)),
                fields=["company", "invoice_date"],
                name="invoice_of_nothing_idx",
            ),
        ),
    ]
