"""Prepayments have an account, a type of entry and, where a company wants it, a number series."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0015_history_of_memberships"),
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
                ],
                max_length=30,
                verbose_name="posting type",
            ),
        ),
        migrations.AlterField(
            model_name="numberseries",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("voucher", "vouchers"),
                    ("invoice", "sales invoices"),
                    ("credit_note", "credit notes"),
                    ("prepayment_invoice", "prepayment invoices, where not with sales invoices"),
                    ("confirmation", "confirmations"),
                    ("picking_list", "picking lists"),
                    ("packing_slip", "packing slips"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="numberseriesevent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("voucher", "vouchers"),
                    ("invoice", "sales invoices"),
                    ("credit_note", "credit notes"),
                    ("prepayment_invoice", "prepayment invoices, where not with sales invoices"),
                    ("confirmation", "confirmations"),
                    ("picking_list", "picking lists"),
                    ("packing_slip", "packing slips"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
    ]
