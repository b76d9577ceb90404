"""Transactions of what is paid across companies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0063_reorganizations"),
    ]

    operations = [
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
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
    ]
