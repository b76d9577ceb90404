"""Find the order lines of an item."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0042_prices_include_tax"),
        ("ledger", "0015_history_of_memberships"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="salesorderline",
            index=models.Index(fields=["item", "-id"], name="sales_order_line_item_idx"),
        ),
    ]
