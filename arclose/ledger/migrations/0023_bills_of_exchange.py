"""Number series and entries of bills of exchange."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0022_unrealized_entries"),
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
        migrations.AlterField(
            model_name="numberseries",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("voucher", "vouchers"),
                    ("journal_voucher", "vouchers of journals that name it"),
                    ("invoice", "sales invoices"),
                    ("credit_note", "credit notes"),
                    ("prepayment_invoice", "prepayment invoices, where not with sales invoices"),
                    ("confirmation", "confirmations"),
                    ("picking_list", "picking lists"),
                    ("packing_slip", "packing slips"),
                    ("bill", "bills of exchange"),
                    ("remittance", "remittances of bills"),
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
                    ("journal_voucher", "vouchers of journals that name it"),
                    ("invoice", "sales invoices"),
                    ("credit_note", "credit notes"),
                    ("prepayment_invoice", "prepayment invoices, where not with sales invoices"),
                    ("confirmation", "confirmations"),
                    ("picking_list", "picking lists"),
                    ("packing_slip", "packing slips"),
                    ("bill", "bills of exchange"),
                    ("remittance", "remittances of bills"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
    ]
