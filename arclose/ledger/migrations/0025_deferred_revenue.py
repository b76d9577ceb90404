"""Entries of revenue that is deferred at delivery."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0024_vouchers_per_posting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ledgerentry",
            name="posting_type",
            field=models.CharField(
                choices=[
                    ("customer_balance", "customer balance"),
                    ("revenue", "revenue"),
                    ("line_discount", "line discount"),
                    ("total_discount", "total discount"),
                    ("sales_tax", "sales tax"),
                    ("prepayment", "customer prepayments"),
                    ("rounding", "rounding"),
                    ("realized_gain", "realized gain"),
                    ("realized_loss", "realized loss"),
                    ("unrealized_gain", "unrealized gain"),
                    ("unrealized_loss", "unrealized loss"),
                    ("opening_balance", "opening balance"),
                    ("ledger_journal", "ledger journal"),
                    ("cost_of_goods_delivered", "cost of goods, delivered"),
                    ("units_delivered", "cost of units, delivered"),
                    ("cost_of_goods_sold", "cost of goods, sold"),
                    ("inventory_issue", "inventory issue"),
                    ("deferred_revenue_offset", "deferred revenue offset"),
                    ("deferred_revenue", "deferred revenue"),
                    ("deferred_sales_tax", "deferred sales tax"),
                    ("bank", "bank"),
                    ("bridging", "bridging account"),
                    ("payment_fee", "payment fee"),
                    ("due_to", "due to another company"),
                    ("due_from", "due from another company"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("tax_correction", "tax correction"),
                    ("interest", "interest"),
                    ("fee", "fee"),
                    ("bank_charges", "bank charges"),
                    ("discount_interest", "discount interest"),
                    ("deferred_interest", "deferred discount interest"),
                ],
                max_length=30,
                verbose_name="posting type",
            ),
        ),
    ]
