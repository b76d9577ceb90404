"""A mark that settles in full keeps how much it lets go, so that no more is when it is posted."""

import arclose.ledger.fields
from django.db import migrations, models

_FILL = """
    UPDATE customers_mark m SET let_go_amount = coalesce((SELECT o.transaction_currency_amount - m.amount
        FROM customers_opentransaction o WHERE o.transaction_id = m.transaction_id), 0)
    WHERE m.settles_fully
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0057_limit_without_controller"),
    ]

    operations = [
        migrations.AddField(
            model_name="mark",
            name="let_go_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="let go"
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("let_go_amount__isnull", False), ("settles_fully", True)),
                    models.Q(("let_go_amount__isnull", True), ("settles_fully", False)),
                    _connector="OR",
                ),
                name="mark_in_full_lets_an_amount_go",
            ),
        ),
    ]
