"""Find the payments that wait for an answer of the bank, or were rejected, without reading all others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journals", "0046_prepayments")]

    operations = [
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("bank_status__in", ["sent", "rejected"])),
                fields=["company", "payment_date", "id"],
                name="payment_unanswered_idx",
            ),
        ),
    ]
