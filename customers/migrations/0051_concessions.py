"""Cash discounts, concessions beside settlements, and what marks decide about both."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0050_transactions_of_general_journals"),
        ("ledger", "0019_settlement_entries"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CashDiscount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        help_text="After the date of the document, the last one included.", verbose_name="days"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the company's account for cash discounts.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash_discounts",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "next_discount",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="What is offered afterwards, such as 1 percent for another ten days.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.cashdiscount",
                        verbose_name="next discount code",
                    ),
                ),
            ],
            options={
                "verbose_name": "cash discount",
                "verbose_name_plural": "cash discounts",
            },
        ),
        migrations.CreateModel(
            name="CashDiscountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        help_text="After the date of the document, the last one included.", verbose_name="days"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the company's account for cash discounts.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
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
                    "next_discount",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="What is offered afterwards, such as 1 percent for another ten days.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.cashdiscount",
                        verbose_name="next discount code",
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
                        to="customers.cashdiscount",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WriteOffReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "relieves_tax",
                    models.BooleanField(
                        default=False,
                        help_text="The tax in what is written off goes back at the rates of the invoice.",
                        verbose_name="with relief of sales tax",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="write_off_reasons",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "reason of write-offs",
                "verbose_name_plural": "reasons of write-offs",
            },
        ),
        migrations.CreateModel(
            name="Concession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cash_discount", "cash discount"),
                            ("penny_difference", "penny difference"),
                            ("over_underpayment", "over- or underpayment"),
                            ("write_off", "write-off"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("concession_date", models.DateField(verbose_name="date")),
                ("transaction_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("accounting_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="tax")),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
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
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concessions",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.writeoffreason",
                    ),
                ),
            ],
            options={
                "verbose_name": "concession",
                "verbose_name_plural": "concessions",
            },
        ),
        migrations.CreateModel(
            name="ConcessionTaxRow",
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
                    "concession",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_rows",
                        to="customers.concession",
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
                "verbose_name": "tax row of a concession",
                "verbose_name_plural": "tax rows of concessions",
                "indexes": [models.Index(fields=["company", "tax_point_date"], name="concession_tax_row_date_idx")],
            },
        ),
        migrations.CreateModel(
            name="CurrencyAccounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "gain_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized gains",
                    ),
                ),
                (
                    "loss_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized losses",
                    ),
                ),
            ],
            options={
                "verbose_name": "accounts of a currency",
                "verbose_name_plural": "accounts of currencies",
            },
        ),
        migrations.CreateModel(
            name="CurrencyAccountsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "gain_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized gains",
                    ),
                ),
                (
                    "loss_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized losses",
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
                        to="customers.currencyaccounts",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DiscountOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("last_date", models.DateField()),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "cash_discount",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.cashdiscount",
                    ),
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
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "offered cash discount",
                "verbose_name_plural": "offered cash discounts",
            },
        ),
        migrations.CreateModel(
            name="SettlementParameters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "discount_base",
                    models.CharField(
                        choices=[("gross", "the total with tax"), ("net", "the total without tax")],
                        default="gross",
                        max_length=5,
                        verbose_name="cash discount is of",
                    ),
                ),
                (
                    "corrects_tax",
                    models.BooleanField(
                        default=True,
                        help_text="The tax in a cash discount goes back at the rates of the invoice, into the tax of its period.",
                        verbose_name="correct sales tax",
                    ),
                ),
                (
                    "discounts_parts",
                    models.BooleanField(
                        default=False,
                        help_text="In proportion to what is paid.",
                        verbose_name="cash discount for partial payments",
                    ),
                ),
                (
                    "discounts_credit_notes",
                    models.BooleanField(default=False, verbose_name="cash discount on credit notes"),
                ),
                (
                    "administration",
                    models.CharField(
                        choices=[
                            ("specific", "specific: it is granted in full, what is overpaid stands apart"),
                            ("unspecific", "unspecific: it is less by what is overpaid"),
                        ],
                        default="specific",
                        max_length=10,
                        verbose_name="discount administration",
                    ),
                ),
                (
                    "penny_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a transaction, up to this, goes to the account for penny differences.",
                        max_digits=22,
                        verbose_name="maximum penny difference",
                    ),
                ),
                (
                    "underpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of an invoice, up to this, goes to the account for over- and underpayments.",
                        max_digits=22,
                        verbose_name="maximum underpayment",
                    ),
                ),
                (
                    "overpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a payment likewise.",
                        max_digits=22,
                        verbose_name="maximum overpayment",
                    ),
                ),
                (
                    "settles_automatically",
                    models.BooleanField(
                        default=False,
                        help_text="A payment that marks nothing settles what is due first, when it is posted.",
                        verbose_name="settle payments automatically",
                    ),
                ),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement_parameters",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement parameters",
                "verbose_name_plural": "settlement parameters",
            },
        ),
        migrations.CreateModel(
            name="SettlementParametersEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "discount_base",
                    models.CharField(
                        choices=[("gross", "the total with tax"), ("net", "the total without tax")],
                        default="gross",
                        max_length=5,
                        verbose_name="cash discount is of",
                    ),
                ),
                (
                    "corrects_tax",
                    models.BooleanField(
                        default=True,
                        help_text="The tax in a cash discount goes back at the rates of the invoice, into the tax of its period.",
                        verbose_name="correct sales tax",
                    ),
                ),
                (
                    "discounts_parts",
                    models.BooleanField(
                        default=False,
                        help_text="In proportion to what is paid.",
                        verbose_name="cash discount for partial payments",
                    ),
                ),
                (
                    "discounts_credit_notes",
                    models.BooleanField(default=False, verbose_name="cash discount on credit notes"),
                ),
                (
                    "administration",
                    models.CharField(
                        choices=[
                            ("specific", "specific: it is granted in full, what is overpaid stands apart"),
                            ("unspecific", "unspecific: it is less by what is overpaid"),
                        ],
                        default="specific",
                        max_length=10,
                        verbose_name="discount administration",
                    ),
                ),
                (
                    "penny_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a transaction, up to this, goes to the account for penny differences.",
                        max_digits=22,
                        verbose_name="maximum penny difference",
                    ),
                ),
                (
                    "underpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of an invoice, up to this, goes to the account for over- and underpayments.",
                        max_digits=22,
                        verbose_name="maximum underpayment",
                    ),
                ),
                (
                    "overpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a payment likewise.",
                        max_digits=22,
                        verbose_name="maximum overpayment",
                    ),
                ),
                (
                    "settles_automatically",
                    models.BooleanField(
                        default=False,
                        help_text="A payment that marks nothing settles what is due first, when it is posted.",
                        verbose_name="settle payments automatically",
                    ),
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
                        to="customers.settlementparameters",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WriteOffReasonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "relieves_tax",
                    models.BooleanField(
                        default=False,
                        help_text="The tax in what is written off goes back at the rates of the invoice.",
                        verbose_name="with relief of sales tax",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
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
                        to="customers.writeoffreason",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paymentterms",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paymentterms",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paymentterms",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="mark",
            name="discount_use",
            field=models.CharField(
                choices=[("normal", "Normal"), ("always", "Always"), ("never", "Never")],
                db_default="normal",
                default="normal",
                max_length=6,
                verbose_name="cash discount",
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="settles_fully",
            field=models.BooleanField(db_default=False, default=False, verbose_name="full settlement"),
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
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentterms",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("cash_discount_id", "code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cash_discount_id", new_values."code", new_values."company_id", new_values."id", new_values."is_from_end_of_month", new_values."name", new_values."net_days", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="22e9bde5881d2eb18240c6aec39af61e7c24014f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_caa77",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_paymentterms",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentterms",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("cash_discount_id", "code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cash_discount_id", new_values."code", new_values."company_id", new_values."id", new_values."is_from_end_of_month", new_values."name", new_values."net_days", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="eb6438ce2101efe77da51a56f88ba453bc6e0235",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3103e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_paymentterms",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentterms",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("cash_discount_id", "code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."cash_discount_id", old_values."code", old_values."company_id", old_values."id", old_values."is_from_end_of_month", old_values."name", old_values."net_days", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="64790a5edc6dc7de02561636ff424d6e56ab94cc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9255a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_paymentterms",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="paymentterms",
            name="cash_discount",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.cashdiscount",
                verbose_name="cash discount",
            ),
        ),
        migrations.AddField(
            model_name="paymenttermsevent",
            name="cash_discount",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.cashdiscount",
                verbose_name="cash discount",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashdiscount",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="cash_discount_code"),
        ),
        migrations.AddConstraint(
            model_name="cashdiscount",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="cash_discount_company_key"),
        ),
        migrations.AddConstraint(
            model_name="cashdiscount",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gt", 0), ("percent__lt", 100)), name="cash_discount_is_a_percentage"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashdiscount",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_cashdiscountevent" ("account_id", "code", "company_id", "days", "id", "name", "next_discount_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."next_discount_id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="185a7c70887c376ec73b2d4b2fe6edb3234aa1e4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2ed91",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_cashdiscount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashdiscount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_cashdiscountevent" ("account_id", "code", "company_id", "days", "id", "name", "next_discount_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."next_discount_id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="758d29f6756663d5a9ec4bb7b55cf0580e652074",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a43f4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_cashdiscount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashdiscount",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_cashdiscountevent" ("account_id", "code", "company_id", "days", "id", "name", "next_discount_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."code", old_values."company_id", old_values."days", old_values."id", old_values."name", old_values."next_discount_id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7eba22b8359f62704eff038540c3ba1dc396a723",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9644e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_cashdiscount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cashdiscountevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="abb4438da02219cee3ddd5e21084d7ef7f9b828c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ed304",
                    table="customers_cashdiscountevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="concessiontaxrow",
            constraint=models.UniqueConstraint(fields=("concession", "number"), name="concession_tax_row_number"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concessiontaxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="9560cf4a11335ce482b2036b27f720b41ab929e0",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_dd94a",
                    table="customers_concessiontaxrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concessiontaxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT c.posting_id FROM (SELECT DISTINCT concession_id FROM new_rows) r JOIN public.customers_concession c ON c.id = r.concession_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_concessiontaxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_concessiontaxrow: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="5b3d3814f617bdb5ef80b6283a4499ae44b12c08",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_5d9f9",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_concessiontaxrow",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="currencyaccounts",
            constraint=models.UniqueConstraint(fields=("company", "currency"), name="currency_accounts_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="currencyaccounts",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_currencyaccountsevent" ("company_id", "currency_id", "gain_account_id", "id", "loss_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."gain_account_id", new_values."id", new_values."loss_account_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cff54aef340c428efa9639e67df6e4426e51b15e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_886d3",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_currencyaccounts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="currencyaccounts",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_currencyaccountsevent" ("company_id", "currency_id", "gain_account_id", "id", "loss_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."gain_account_id", new_values."id", new_values."loss_account_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bf36ad5089b0ece3e86f4ba039d8cd65d0285818",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_47fe5",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_currencyaccounts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="currencyaccounts",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_currencyaccountsevent" ("company_id", "currency_id", "gain_account_id", "id", "loss_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."gain_account_id", old_values."id", old_values."loss_account_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="53ce799ad73db27c1d32cf07441cf167641b1abc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8e7c7",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_currencyaccounts",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="currencyaccountsevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ed983970fff945f8b67b8c152fb5dcad93ccc753",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_25c4b",
                    table="customers_currencyaccountsevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="discountoffer",
            constraint=models.UniqueConstraint(fields=("transaction", "number"), name="discount_offer_number"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discountoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="20e1814cbb0457f0155ce2e292a7cf9915909996",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_c4c34",
                    table="customers_discountoffer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discountoffer",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT t.posting_id FROM (SELECT DISTINCT transaction_id FROM new_rows) r JOIN public.customers_customertransaction t ON t.id = r.transaction_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_discountoffer joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="322ae0bddcda1b0fec8cce1b7f1c90dd8ed876c7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_208d2",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_discountoffer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementparameters",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overpayment_limit_amount__gte", 0),
                    ("penny_limit_amount__gte", 0),
                    ("underpayment_limit_amount__gte", 0),
                    ("overpayment_limit_amount__lt", 1000000000000000000),
                    ("penny_limit_amount__lt", 1000000000000000000),
                    ("underpayment_limit_amount__lt", 1000000000000000000),
                ),
                name="settlement_limits_are_numbers",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="aa2aa3810c1fb4744cc4b962f590b95a55950662",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a587b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_settlementparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="989dbd35f43c6e079addc8937807aa7a61204848",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb078",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_settlementparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT old_values."administration", old_values."company_id", old_values."corrects_tax", old_values."discount_base", old_values."discounts_credit_notes", old_values."discounts_parts", old_values."id", old_values."overpayment_limit_amount", old_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."settles_automatically", old_values."underpayment_limit_amount" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="74540707faa90739d6d2b0a7a8e499cca8d0af92",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e8b51",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_settlementparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementparametersevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f93b6315f32d2cd8157cb0649e0b29db9aa022d7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8691a",
                    table="customers_settlementparametersevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoffreason",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="write_off_reason_code"),
        ),
        migrations.AddConstraint(
            model_name="writeoffreason",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="write_off_reason_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writeoffreason",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_writeoffreasonevent" ("account_id", "code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relieves_tax") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."relieves_tax" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e94712029d015c20487553c2407c3e6c430aaf3c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64306",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_writeoffreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writeoffreason",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_writeoffreasonevent" ("account_id", "code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relieves_tax") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."relieves_tax" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6cee4b431c02747e78a3062ee24c8781c6abf4de",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9f92b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_writeoffreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writeoffreason",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_writeoffreasonevent" ("account_id", "code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relieves_tax") SELECT old_values."account_id", old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."relieves_tax" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0df350403400744d358e1c7fcdba9df1d5e80c27",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c3e65",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_writeoffreason",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="concession_company_key"),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("amount", 0), _negated=True), ("amount__lt", 1000000000000000000)),
                name="concession_is_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "write_off"), ("reason__isnull", False)),
                    models.Q(models.Q(("kind", "write_off"), _negated=True), ("reason__isnull", True)),
                    _connector="OR",
                ),
                name="concession_write_off_has_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concession",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="0b406b461e096681cc73c7cec39810f20652b5e8",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_fcc33",
                    table="customers_concession",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concession",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_concession joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, concession_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, concession_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_concession: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="3f5551f2715c75e013ed393824082f619bc4ca07",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_7f47b",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_concession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writeoffreasonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f7e02957b0504cbb9633b2d82852b9d9b5f54e57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_59067",
                    table="customers_writeoffreasonevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentterms",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="cash_discount", name="payment_terms_discount", to="customers.CashDiscount"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashdiscount",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="next_discount", name="cash_discount_next", to="customers.CashDiscount"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashdiscount",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="cash_discount_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="concessiontaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="concession", name="concession_tax_row_of", to="customers.Concession"
            ),
        ),
        migrations.AddConstraint(
            model_name="concessiontaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="concession_tax_row_code", to="customers.TaxCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="concessiontaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="registration", name="concession_tax_row_registration", to="ledger.VatRegistration"
            ),
        ),
        migrations.AddConstraint(
            model_name="currencyaccounts",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="gain_account", name="currency_accounts_gain", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="currencyaccounts",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="loss_account", name="currency_accounts_loss", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="discountoffer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="transaction", name="discount_offer_of", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="discountoffer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="cash_discount", name="discount_offer_code", to="customers.CashDiscount"
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoffreason",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="write_off_reason_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="concession_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="transaction", name="concession_transaction", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="concession_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reason", name="concession_reason", to="customers.WriteOffReason"
            ),
        ),
    ]
