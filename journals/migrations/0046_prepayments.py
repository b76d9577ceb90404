"""Let a payment be entered as a prepayment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0086_prepayments"),
        ("journals", "0045_remittances_are_reopened"),
        ("ledger", "0025_deferred_revenue"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="is_prepayment",
            field=models.BooleanField(db_default=False, default=False, verbose_name="prepayment"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_prepayment", False), models.Q(("amount__gt", 0), ("settles_itself", False)), _connector="OR"
                ),
                name="payment_prepays",
            ),
        ),
    ]
