"""Find the statement before another of its bank account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journals", "0019_payments_settle_by_themselves")]

    operations = [
        migrations.AddIndex(
            model_name="bankstatement",
            index=models.Index(fields=["bank_account", "-to_date", "-id"], name="bank_statement_of_account_idx"),
        ),
    ]
