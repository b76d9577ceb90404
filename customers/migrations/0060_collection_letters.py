import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("customers", "0059_discounts_of_another_day"),
        ("ledger", "0020_interest"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectionSequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "letters_per",
                    models.CharField(
                        choices=[
                            ("customer", "customer: all of it at the furthest code"),
                            ("code", "code: each transaction at its own"),
                        ],
                        db_default="customer",
                        default="customer",
                        max_length=8,
                        verbose_name="one letter per",
                    ),
                ),
                (
                    "takes_credits_off",
                    models.BooleanField(db_default=True, default=True, verbose_name="take open credits off"),
                ),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual sequence of the company")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_sequences",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "fee_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group of the fee",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter sequence",
                "verbose_name_plural": "collection letter sequences",
            },
        ),
        migrations.CreateModel(
            name="CollectionSequenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "letters_per",
                    models.CharField(
                        choices=[
                            ("customer", "customer: all of it at the furthest code"),
                            ("code", "code: each transaction at its own"),
                        ],
                        db_default="customer",
                        default="customer",
                        max_length=8,
                        verbose_name="one letter per",
                    ),
                ),
                (
                    "takes_credits_off",
                    models.BooleanField(db_default=True, default=True, verbose_name="take open credits off"),
                ),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual sequence of the company")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "fee_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group of the fee",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.collectionsequence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="step")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "sequence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="customers.collectionsequence",
                        verbose_name="sequence",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter code",
                "verbose_name_plural": "collection letter codes",
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="step")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.collectionlettercode",
                    ),
                ),
                (
                    "sequence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionsequence",
                        verbose_name="sequence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="overdue at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fees",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter in a currency",
                "verbose_name_plural": "collection letters in currencies",
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterFeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="overdue at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.collectionletterfee",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")], max_length=2, verbose_name="language"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a collection letter",
                "verbose_name_plural": "texts of collection letters",
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")], max_length=2, verbose_name="language"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.collectionlettertext",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CollectionLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note_date", models.DateField(verbose_name="date")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("printed", "Printed"),
                            ("posted", "Posted"),
                            ("reversed", "Reversed"),
                        ],
                        default="created",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("code_number", models.PositiveSmallIntegerField(verbose_name="step")),
                ("until_date", models.DateField(verbose_name="overdue until")),
                (
                    "overdue_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="overdue"),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="percent")),
                (
                    "tax_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="tax"),
                ),
                (
                    "reversal_reason",
                    models.CharField(blank=True, db_default="", editable=False, max_length=200, verbose_name="reason"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_letters",
                        to="ledger.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_letters",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_letters",
                        to="ledger.posting",
                    ),
                ),
                (
                    "reversal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                        verbose_name="tax code",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter",
                "verbose_name_plural": "collection letters",
                "indexes": [
                    models.Index(fields=["company", "-note_date", "-id"], name="collection_letter_newest_idx"),
                    models.Index(
                        condition=models.Q(("status__in", ["created", "printed"])),
                        fields=["company", "note_date"],
                        name="collection_letter_waiting_idx",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("code_number", models.PositiveSmallIntegerField(verbose_name="step")),
                (
                    "open_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="open"),
                ),
                ("is_standing", models.BooleanField(db_default=True, default=True)),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.collectionletter",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_lines",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a collection letter",
                "verbose_name_plural": "lines of collection letters",
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterTaxRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                (
                    "tax_kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                            ("eu_goods_prepaid", "intra-Community goods, prepaid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("item_type", models.CharField(choices=[("goods", "goods"), ("service", "service")], max_length=10)),
                ("delivery_country", models.CharField(db_collation="C", max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("tax_point_date", models.DateField()),
                (
                    "transaction_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22),
                ),
                ("transaction_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_base_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "registration_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
                ),
                (
                    "registration_currency_tax_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_rows",
                        to="customers.collectionletter",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.vatregistration",
                    ),
                ),
                (
                    "registration_currency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax row of a collection letter",
                "verbose_name_plural": "tax rows of collection letters",
                "indexes": [models.Index(fields=["company", "tax_point_date"], name="letter_tax_row_date_idx")],
            },
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="collection_letter_company_key"),
        ),
        migrations.AddConstraint(
            model_name="collectionsequence",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="collection_sequence_company_key"),
        ),
        migrations.AddConstraint(
            model_name="collectionlettercode",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="collection_letter_code_company_key"),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingprofile",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingprofile",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="postingprofile",
            name="delete_delete",
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
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="emailtext",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("confirmation", "confirmation"),
                    ("statement", "statement"),
                    ("letter", "collection letter"),
                ],
                max_length=12,
                verbose_name="document",
            ),
        ),
        migrations.AlterField(
            model_name="emailtextevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("credit_note", "credit note"),
                    ("confirmation", "confirmation"),
                    ("statement", "statement"),
                    ("letter", "collection letter"),
                ],
                max_length=12,
                verbose_name="document",
            ),
        ),
        migrations.AlterField(
            model_name="sentdocument",
            name="document_type",
            field=models.CharField(
                choices=[
                    ("invoice", "invoice"),
                    ("order_document", "order document"),
                    ("statement", "statement"),
                    ("letter", "collection letter"),
                ],
                db_collation="C",
                max_length=15,
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
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "collection_sequence_id", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."collection_sequence_id", new_values."company_id", new_values."id", new_values."interest_code_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a25af2875548630c783877b874e2841d46e539c8",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e889f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "collection_sequence_id", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."collection_sequence_id", new_values."company_id", new_values."id", new_values."interest_code_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b1593da440340fbefb1d475cd227ac691077b49a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3c3d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "collection_sequence_id", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT old_values."code", old_values."collection_sequence_id", old_values."company_id", old_values."id", old_values."interest_code_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."summary_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5e938e9c97e316b3b2353e336f93c8c1a6814be2",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_23d3c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="postingprofile",
            name="collection_sequence",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Which letters ask for what is overdue. Empty: those of the company's usual sequence, if any.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.collectionsequence",
                verbose_name="collection letter sequence",
            ),
        ),
        migrations.AddField(
            model_name="postingprofileevent",
            name="collection_sequence",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Which letters ask for what is overdue. Empty: those of the company's usual sequence, if any.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.collectionsequence",
                verbose_name="collection letter sequence",
            ),
        ),
        migrations.AddConstraint(
            model_name="postingprofile",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="collection_sequence",
                name="posting_profile_collection_sequence",
                to="customers.CollectionSequence",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="collection_letter_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="letter_code", name="collection_letter_code", to="customers.CollectionLetterCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="collection_letter_tax_code", to="customers.TaxCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="collection_letter_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reversal", name="collection_letter_reversal", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reversal__isnull", False), ("status", "reversed")),
                    models.Q(models.Q(("status", "reversed"), _negated=True), ("reversal__isnull", True)),
                    _connector="OR",
                ),
                name="collection_letter_reversed_has_reversal",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overdue_amount__gt", 0),
                    ("overdue_amount__lt", 1000000000000000),
                    ("fee_amount__gte", 0),
                    ("fee_amount__lt", 1000000000000000),
                    ("tax_amount__gte", 0),
                    ("tax_amount__lt", 1000000000000000),
                ),
                name="collection_letter_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posting__isnull", False), ("status__in", ["posted", "reversed"])),
                    models.Q(("posting__isnull", True), ("status__in", ["created", "printed"])),
                    _connector="OR",
                ),
                name="collection_letter_posted_has_posting",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletter",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('posted', 'reversed'))",
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'\n            AND to_jsonb(NEW) - 'status' - 'reversal_id' - 'reversal_reason' = to_jsonb(OLD) - 'status' - 'reversal_id' - 'reversal_reason' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: collection letter % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="c85db74024e9e0826c8139ddf82cba9761ecbd25",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_stays_fbfc1",
                    table="customers_collectionletter",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletterfee",
            constraint=models.UniqueConstraint(fields=("letter_code", "currency"), name="collection_letter_fee_once"),
        ),
        migrations.AddConstraint(
            model_name="collectionletterfee",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="letter_code", name="collection_letter_fee_code", to="customers.CollectionLetterCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletterfee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_amount__gte", 0),
                    ("minimum_amount__lt", 1000000000000000),
                    ("fee_amount__gte", 0),
                    ("fee_amount__lt", 1000000000000000),
                ),
                name="collection_letter_fee_is_an_amount",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletterfee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionletterfeeevent" ("company_id", "currency_id", "fee_amount", "id", "letter_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."letter_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="effc9938221fd2276527b969889db94681c02750",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e8ef8",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_collectionletterfee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletterfee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionletterfeeevent" ("company_id", "currency_id", "fee_amount", "id", "letter_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."letter_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="db032fc7d5a562e4532377d8e4df17f55c1eb37a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5be5e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_collectionletterfee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletterfee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionletterfeeevent" ("company_id", "currency_id", "fee_amount", "id", "letter_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."fee_amount", old_values."id", old_values."letter_code_id", old_values."minimum_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8b720ab55a1244e112a46872d6a9f071994e910a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a27e3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_collectionletterfee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletterfeeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8eb9645e7120636d128a28b381542a24ce616514",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9376b",
                    table="customers_collectionletterfeeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletterline",
            constraint=models.UniqueConstraint(fields=("note", "line_number"), name="collection_line_number"),
        ),
        migrations.AddConstraint(
            model_name="collectionletterline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="note", name="collection_line_letter", to="customers.CollectionLetter"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletterline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="transaction", name="collection_line_transaction", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletterline",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("open_amount", 0), _negated=True), ("open_amount__lt", 1000000000000000)),
                name="collection_line_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionletterline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_standing", True), ("open_amount__gt", 0)),
                fields=("transaction", "code_number"),
                name="collection_line_step_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionletterline",
            trigger=pgtrigger.compiler.Trigger(
                name="posted_note_lines_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE status text;",
                    func="\n        SELECT max(locked.status) INTO status FROM (\n            SELECT n.status FROM public.customers_collectionletter n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF status = 'reversed' AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF status IN ('posted', 'reversed') THEN\n            RAISE EXCEPTION 'arclose: the collection letter of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="ef4fe384a5634604ffbe946061207552c0b501e6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_posted_note_lines_stay_1ca64",
                    table="customers_collectionletterline",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertaxrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_by", None)), fields=("letter", "number"), name="letter_tax_row_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertaxrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_by__isnull", False)),
                fields=("letter", "number"),
                name="letter_tax_row_taken_back_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="letter", name="letter_tax_row_of", to="customers.CollectionLetter"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="taken_back_by", name="letter_tax_row_taken_back_by", to="ledger.Voucher"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="letter_tax_row_code", to="customers.TaxCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="registration", name="letter_tax_row_registration", to="ledger.VatRegistration"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettertaxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="e07438508dbf274dfed6edee5ea68e2456fc990c",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_a03c3",
                    table="customers_collectionlettertaxrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettertaxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT coalesce(back.posting_id, l.posting_id) FROM (SELECT DISTINCT letter_id, taken_back_by_id FROM new_rows) r JOIN public.customers_collectionletter l ON l.id = r.letter_id LEFT JOIN public.ledger_voucher back ON back.id = r.taken_back_by_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_collectionlettertaxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_collectionlettertaxrow: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="a63e761374c7908645ed83baa9fb52dce2ca1618",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_b9d89",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_collectionlettertaxrow",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertext",
            constraint=models.UniqueConstraint(fields=("letter_code", "language"), name="collection_letter_text_once"),
        ),
        migrations.AddConstraint(
            model_name="collectionlettertext",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="letter_code", name="collection_letter_text_code", to="customers.CollectionLetterCode"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettertext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettertextevent" ("company_id", "id", "language", "letter_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."company_id", new_values."id", new_values."language", new_values."letter_code_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7143269feb4e2175ad92ef96d1ec868c027085e8",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6595b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_collectionlettertext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettertext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettertextevent" ("company_id", "id", "language", "letter_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."company_id", new_values."id", new_values."language", new_values."letter_code_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1c7a3f3326d04de44f6c3946f18975ad07735724",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_460f0",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_collectionlettertext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettertext",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettertextevent" ("company_id", "id", "language", "letter_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT old_values."company_id", old_values."id", old_values."language", old_values."letter_code_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c1d0f4689e61d1a063d415504acd2b82dd0862d0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_387ae",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_collectionlettertext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettertextevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d7bc28833d840de2aa633d56df6972f6efbd9e67",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e4722",
                    table="customers_collectionlettertextevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionsequence",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="collection_sequence_code"),
        ),
        migrations.AddConstraint(
            model_name="collectionsequence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_usual", True)),
                fields=("company",),
                name="collection_sequence_usual_once",
                violation_error_message="Another sequence is the usual one of the company already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionsequence",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="fee_account", name="collection_sequence_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionsequence",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="item_tax_group", name="collection_sequence_tax_group", to="customers.ItemTaxGroup"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionsequence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionsequenceevent" ("code", "company_id", "fee_account_id", "id", "is_usual", "item_tax_group_id", "letters_per", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_credits_off") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."id", new_values."is_usual", new_values."item_tax_group_id", new_values."letters_per", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."takes_credits_off" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="03b1455ef6135268bb71390c225b6baa49ad5ee6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6dd59",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_collectionsequence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionsequence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionsequenceevent" ("code", "company_id", "fee_account_id", "id", "is_usual", "item_tax_group_id", "letters_per", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_credits_off") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."id", new_values."is_usual", new_values."item_tax_group_id", new_values."letters_per", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."takes_credits_off" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="463cfa428651ee674c9330dfe8d5394018020487",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c76d4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_collectionsequence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionsequence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionsequenceevent" ("code", "company_id", "fee_account_id", "id", "is_usual", "item_tax_group_id", "letters_per", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_credits_off") SELECT old_values."code", old_values."company_id", old_values."fee_account_id", old_values."id", old_values."is_usual", old_values."item_tax_group_id", old_values."letters_per", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."takes_credits_off" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="79f37cb17a602e1171b3543555b64a33e1e53008",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cfa4a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_collectionsequence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettercodeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="df3110ea476b5161ef50f812ce2ae642c51bcd76",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4eaed",
                    table="customers_collectionlettercodeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettercode",
            constraint=models.UniqueConstraint(fields=("sequence", "number"), name="collection_letter_code_once"),
        ),
        migrations.AddConstraint(
            model_name="collectionlettercode",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="sequence", name="collection_letter_code_sequence", to="customers.CollectionSequence"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionlettercode",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 9)), name="collection_letter_code_is_a_step"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettercode",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettercodeevent" ("company_id", "days", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence_id") SELECT new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sequence_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="684ca0d5f77e3fa181a091b82917cde9d3b84885",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_43e44",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_collectionlettercode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettercode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettercodeevent" ("company_id", "days", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence_id") SELECT new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sequence_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8c4c81933f9360cdfe02fc736c41fe6848171663",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_490e3",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_collectionlettercode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionlettercode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettercodeevent" ("company_id", "days", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence_id") SELECT old_values."company_id", old_values."days", old_values."id", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sequence_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="95aa68459b9e23aa67e17865d2c78b6488ff8398",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_afad9",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_collectionlettercode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="collectionsequenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e280ff2686f323aa6000029630e8028d78d1a7b4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_48682",
                    table="customers_collectionsequenceevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
