"""Let a payment settle in another company what is owed in another currency."""

import arclose.ledger.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0081_amounts_of_interest"),
        ("journals", "0042_fees_of_bills"),
        ("ledger", "0024_vouchers_per_posting"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="intercompanypayment",
            name="intercompany_payment_once",
        ),
        migrations.AddField(
            model_name="intercompanypayment",
            name="settled_amount",
            field=arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True, verbose_name="settled"),
        ),
        migrations.AddField(
            model_name="intercompanypayment",
            name="settled_currency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.UniqueConstraint(
                fields=("payment", "customer", "settled_currency"),
                name="intercompany_payment_of_currency_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="intercompanypayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_amount", None), ("settled_currency", None)),
                    models.Q(
                        ("amount__gt", 0),
                        ("on_account_amount", 0),
                        ("settled_amount__gt", 0),
                        ("settled_amount__lt", 1000000000000000000),
                        ("settled_currency__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="intercompany_payment_across_is_received",
            ),
        ),
    ]
