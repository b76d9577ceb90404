"""Lines of general journals make customers owe, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0049_charges_taken_away"),
    ]

    operations = [
        migrations.AlterField(
            model_name="customertransaction",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
    ]
