"""Marks of documents that will not settle what they hold, such as payments that the bank rejected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0068_accounts_of_cash_discounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="mark",
            name="is_in_doubt",
            field=models.BooleanField(db_default=False, default=False, verbose_name="in doubt"),
        ),
    ]
