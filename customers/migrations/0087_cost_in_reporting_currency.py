"""Keep what packing slips post as cost in reporting currency too, so that invoices take back what stands there."""

from django.db import migrations

import arclose.ledger.fields


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0086_prepayments"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderdocumentline",
            name="reporting_cost_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
        ),
        migrations.AddField(
            model_name="invoiceddelivery",
            name="reporting_cost_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
        ),
    ]
