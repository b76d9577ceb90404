"""Keep what deferred revenue is in reporting currency, and how it was come to from the line of its packing slip."""

from django.db import migrations, models

import arclose.ledger.fields


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0082_deferred_revenue"),
    ]

    operations = [
        migrations.AddField(
            model_name="deferredrevenue",
            name="reporting_currency_net_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
        ),
        migrations.AddField(
            model_name="deferredrevenue",
            name="reporting_currency_tax_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
        ),
        migrations.AddField(
            model_name="deferredrevenue",
            name="total_discount_percent",
            field=models.DecimalField(decimal_places=3, max_digits=6, null=True),
        ),
        migrations.AddField(
            model_name="deferredrevenue",
            name="tax_percent",
            field=models.DecimalField(decimal_places=3, max_digits=6, null=True),
        ),
        migrations.AddField(
            model_name="deferredrevenue",
            name="prices_include_tax",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="deferredrevenue",
            name="transaction_units",
            field=arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30, null=True),
        ),
        migrations.AddField(
            model_name="deferredrevenue",
            name="accounting_units",
            field=arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30, null=True),
        ),
    ]
