"""Purposes and entries of what is conceded when transactions are settled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0018_posting_types_of_payments"),
    ]

    operations = [
        migrations.AlterField(
            model_name="automaticaccount",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("rounding", "rounding"),
                    ("realized_gain", "realized exchange gain"),
                    ("realized_loss", "realized exchange loss"),
                    ("opening", "opening balances"),
                    ("prepayments", "customer prepayments"),
                    ("cash_discount", "cash discounts to customers"),
                    ("penny_difference", "penny differences"),
                    ("over_underpayment", "over- and underpayments"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="automaticaccountevent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("rounding", "rounding"),
                    ("realized_gain", "realized exchange gain"),
                    ("realized_loss", "realized exchange loss"),
                    ("opening", "opening balances"),
                    ("prepayments", "customer prepayments"),
                    ("cash_discount", "cash discounts to customers"),
                    ("penny_difference", "penny differences"),
                    ("over_underpayment", "over- and underpayments"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
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
                    ("opening_balance", "opening balance"),
                    ("ledger_journal", "ledger journal"),
                    ("cost_of_goods_delivered", "cost of goods, delivered"),
                    ("units_delivered", "cost of units, delivered"),
                    ("cost_of_goods_sold", "cost of goods, sold"),
                    ("inventory_issue", "inventory issue"),
                    ("bank", "bank"),
                    ("bridging", "bridging account"),
                    ("payment_fee", "payment fee"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("tax_correction", "tax correction"),
                ],
                max_length=30,
                verbose_name="posting type",
            ),
        ),
    ]
