"""Bills as customer transactions, and what banks advance on them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0069_marks_in_doubt"),
    ]

    operations = [
        migrations.AddField(
            model_name="opentransaction",
            name="is_liability",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="customertransaction",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("exchange", "currency exchange"),
                    ("interest_note", "interest note"),
                    ("collection_letter", "collection letter"),
                    ("payment_fee", "payment fee"),
                    ("reorganized", "part of a document"),
                    ("intercompany", "paid across companies"),
                    ("bill", "bill of exchange"),
                    ("bill_liability", "liability for discount"),
                    ("returned_bill", "bill given up"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="settlementpriority",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("exchange", "currency exchange"),
                    ("interest_note", "interest note"),
                    ("collection_letter", "collection letter"),
                    ("payment_fee", "payment fee"),
                    ("reorganized", "part of a document"),
                    ("intercompany", "paid across companies"),
                    ("bill", "bill of exchange"),
                    ("bill_liability", "liability for discount"),
                    ("returned_bill", "bill given up"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="settlementpriorityevent",
            name="transaction_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("opening", "opening transaction"),
                    ("payment", "payment"),
                    ("journal", "general journal"),
                    ("cash_discount", "cash discount"),
                    ("penny_difference", "penny difference"),
                    ("over_underpayment", "over- or underpayment"),
                    ("write_off", "write-off"),
                    ("exchange", "currency exchange"),
                    ("interest_note", "interest note"),
                    ("collection_letter", "collection letter"),
                    ("payment_fee", "payment fee"),
                    ("reorganized", "part of a document"),
                    ("intercompany", "paid across companies"),
                    ("bill", "bill of exchange"),
                    ("bill_liability", "liability for discount"),
                    ("returned_bill", "bill given up"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
    ]
