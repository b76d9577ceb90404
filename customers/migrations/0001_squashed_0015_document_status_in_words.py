"""All that this release began with, in one step."""

import arclose.ledger.constraints
import arclose.ledger.fields
import customers.models.sales_orders
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models


# A step changes no indexed column: with room on its page a row stays there, and no index is touched.
ROOM = """
    ALTER TABLE customers_salesorderline SET (fillfactor = 80);
    ALTER TABLE customers_salesorder SET (fillfactor = 80);
"""


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_settlement_date_index"),
        ("customers", "0003_opening_documents"),
        ("customers", "0004_guards"),
        ("customers", "0005_history_of_master_data"),
        ("customers", "0006_order_documents"),
        ("customers", "0007_progress_of_orders"),
        ("customers", "0008_adjustments_at_settlement"),
        ("customers", "0009_opening_transactions_once"),
        ("customers", "0010_language_of_customers"),
        ("customers", "0011_rows_enter_open_postings"),
        ("customers", "0012_order_requests"),
        ("customers", "0013_cost_of_invoice_lines"),
        ("customers", "0014_order_changes"),
        ("customers", "0015_document_status_in_words"),
    ]

    initial = True

    dependencies = [
        ("ledger", "0001_squashed_0011_accounts_stay"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerTransaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "transaction_type",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("credit_note", "credit note"),
                            ("opening", "opening transaction"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("document_number", models.CharField(db_collation="C", max_length=40, verbose_name="document")),
                ("transaction_date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(verbose_name="due date")),
                (
                    "transaction_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="amount in transaction currency"
                    ),
                ),
                (
                    "accounting_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="amount in accounting currency"
                    ),
                ),
                (
                    "opening_adjustment_amount",
                    arclose.ledger.fields.AmountField(db_default=0, decimal_places=4, default=0, max_digits=22),
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
                    "control_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer transaction",
                "verbose_name_plural": "customer transactions",
            },
        ),
        migrations.CreateModel(
            name="CustomerGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="customer_groups", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "customer group",
                "verbose_name_plural": "customer groups",
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=20, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("nl", "Dutch")],
                        db_default="",
                        default="",
                        help_text="Of the documents the customer gets. Empty: the company's.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "credit_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="credit limit"
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="customers", to="ledger.company"
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
                    "invoice_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="invoice account",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="customers.customergroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
            },
        ),
        migrations.CreateModel(
            name="CustomerGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.customergroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpenTransaction",
            fields=[
                (
                    "transaction",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="open",
                        serialize=False,
                        to="customers.customertransaction",
                    ),
                ),
                ("due_date", models.DateField(verbose_name="due date")),
                (
                    "transaction_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="open amount in transaction currency"
                    ),
                ),
                (
                    "accounting_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="open amount in accounting currency"
                    ),
                ),
                (
                    "standing_adjustment_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
                ),
            ],
            options={
                "verbose_name": "open transaction",
                "verbose_name_plural": "open transactions",
            },
        ),
        migrations.AddField(
            model_name="customertransaction",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transactions",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="customertransaction",
            name="posting",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.posting"
            ),
        ),
        migrations.AddField(
            model_name="customertransaction",
            name="voucher",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="customer_transactions",
                to="ledger.voucher",
            ),
        ),
        migrations.CreateModel(
            name="DeliveryAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery_addresses",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery address",
                "verbose_name_plural": "delivery addresses",
            },
        ),
        migrations.CreateModel(
            name="DeliveryAddressEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
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
                        to="customers.deliveryaddress",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invoice_type",
                    models.CharField(
                        choices=[("invoice", "invoice"), ("credit_note", "credit note")],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="invoice")),
                ("invoice_date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(verbose_name="due date")),
                ("transaction_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("accounting_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("rate_date", models.DateField()),
                ("delivery_country", models.CharField(db_collation="C", max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="net amount"),
                ),
                ("tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="tax")),
                (
                    "total_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="total"),
                ),
                ("has_voucher", models.BooleanField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="ledger.company",
                    ),
                ),
                (
                    "credited_invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_notes",
                        to="customers.invoice",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalyear",
                    ),
                ),
                (
                    "invoice_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="customers.customer",
                        verbose_name="invoice account",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="ledger.posting",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.numberseries",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
            },
        ),
        migrations.AddField(
            model_name="customertransaction",
            name="invoice",
            field=models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="customer_transaction",
                to="customers.invoice",
            ),
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="goods",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="price")),
                (
                    "standard_cost_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="standard cost"
                    ),
                ),
                (
                    "on_hand_quantity",
                    models.DecimalField(decimal_places=4, default=0, max_digits=18, verbose_name="on hand"),
                ),
                ("commodity_code", models.CharField(blank=True, max_length=10, verbose_name="commodity code")),
                (
                    "net_mass_kilograms",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="net mass (kg)"
                    ),
                ),
                ("country_of_origin", models.CharField(blank=True, max_length=2, verbose_name="country of origin")),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField()),
                ("description", models.CharField(blank=True, max_length=200)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18)),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20)),
                ("line_discount_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("gross_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("line_discount_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("total_discount_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("net_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "cost_amount",
                    arclose.ledger.fields.AmountField(
                        db_default=Decimal("0"), decimal_places=4, default=Decimal("0"), max_digits=22
                    ),
                ),
                ("tax_row_number", models.SmallIntegerField()),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="customers.invoice",
                    ),
                ),
                (
                    "line_discount_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "total_discount_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice line",
                "verbose_name_plural": "invoice lines",
            },
        ),
        migrations.CreateModel(
            name="ItemGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="item_groups", to="ledger.company"
                    ),
                ),
                (
                    "cost_of_goods_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, delivered",
                    ),
                ),
                (
                    "cost_of_goods_sold_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, sold",
                    ),
                ),
                (
                    "inventory_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="inventory",
                    ),
                ),
                (
                    "line_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="line discount account",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="revenue account",
                    ),
                ),
                (
                    "total_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="total discount account",
                    ),
                ),
                (
                    "units_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of units, delivered",
                    ),
                ),
            ],
            options={
                "verbose_name": "item group",
                "verbose_name_plural": "item groups",
            },
        ),
        migrations.AddField(
            model_name="item",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="customers.itemgroup",
                verbose_name="item group",
            ),
        ),
        migrations.CreateModel(
            name="ItemGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "cost_of_goods_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, delivered",
                    ),
                ),
                (
                    "cost_of_goods_sold_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, sold",
                    ),
                ),
                (
                    "inventory_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="inventory",
                    ),
                ),
                (
                    "line_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="line discount account",
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
                        to="customers.itemgroup",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="revenue account",
                    ),
                ),
                (
                    "total_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="total discount account",
                    ),
                ),
                (
                    "units_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of units, delivered",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemTaxGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="item_tax_groups", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "item tax group",
                "verbose_name_plural": "item tax groups",
            },
        ),
        migrations.CreateModel(
            name="ItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="goods",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="price")),
                (
                    "standard_cost_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="standard cost"
                    ),
                ),
                ("commodity_code", models.CharField(blank=True, max_length=10, verbose_name="commodity code")),
                (
                    "net_mass_kilograms",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="net mass (kg)"
                    ),
                ),
                ("country_of_origin", models.CharField(blank=True, max_length=2, verbose_name="country of origin")),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.item",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemgroup",
                        verbose_name="item group",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="item",
            name="item_tax_group",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.itemtaxgroup",
                verbose_name="item tax group",
            ),
        ),
        migrations.CreateModel(
            name="ItemTaxGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.itemtaxgroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpeningDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("take_over_date", models.DateField(verbose_name="take-over date")),
                ("source", models.CharField(max_length=80)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening_documents",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
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
            ],
            options={
                "verbose_name": "opening document",
                "verbose_name_plural": "opening documents",
            },
        ),
        migrations.CreateModel(
            name="OpeningBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_debit", models.BooleanField()),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "control_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="customers.openingdocument",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_type",
                    models.CharField(
                        choices=[
                            ("confirmation", "confirmation"),
                            ("picking_list", "picking list"),
                            ("packing_slip", "packing slip"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("document_date", models.DateField(verbose_name="date")),
                ("delivery_address", models.TextField(blank=True, verbose_name="delivery address")),
                ("delivery_country", models.CharField(db_collation="C", max_length=2, verbose_name="delivery country")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="net amount"),
                ),
                (
                    "cost_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="cost"),
                ),
                ("has_voucher", models.BooleanField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="customers.orderdocument",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalyear",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_documents",
                        to="ledger.posting",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.numberseries",
                    ),
                ),
            ],
            options={
                "verbose_name": "order document",
                "verbose_name_plural": "order documents",
            },
        ),
        migrations.CreateModel(
            name="OrderDocumentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField()),
                ("description", models.CharField(blank=True, max_length=200)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20)),
                ("line_discount_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("net_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("cost_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="customers.orderdocument",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "order document line",
                "verbose_name_plural": "order document lines",
            },
        ),
        migrations.CreateModel(
            name="InvoicedDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18)),
                ("cost_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "invoice_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="customers.invoiceline",
                    ),
                ),
                (
                    "slip_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoiced",
                        to="customers.orderdocumentline",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoiced delivery",
                "verbose_name_plural": "invoiced deliveries",
            },
        ),
        migrations.CreateModel(
            name="PaymentTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("net_days", models.PositiveSmallIntegerField(default=30, verbose_name="days")),
                ("is_from_end_of_month", models.BooleanField(default=False, verbose_name="from the end of the month")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payment_terms", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "payment terms",
                "verbose_name_plural": "payment terms",
            },
        ),
        migrations.AddField(
            model_name="invoice",
            name="payment_terms",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.paymentterms",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="payment_terms",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.paymentterms",
                verbose_name="payment terms",
            ),
        ),
        migrations.CreateModel(
            name="PaymentTermsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("net_days", models.PositiveSmallIntegerField(default=30, verbose_name="days")),
                ("is_from_end_of_month", models.BooleanField(default=False, verbose_name="from the end of the month")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.paymentterms",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PostingProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting_profiles",
                        to="ledger.company",
                    ),
                ),
                (
                    "summary_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="summary account",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting profile",
                "verbose_name_plural": "posting profiles",
            },
        ),
        migrations.AddField(
            model_name="customer",
            name="posting_profile",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.postingprofile",
                verbose_name="posting profile",
            ),
        ),
        migrations.CreateModel(
            name="PostingProfileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.postingprofile",
                    ),
                ),
                (
                    "summary_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="summary account",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SalesOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=30, verbose_name="order")),
                (
                    "order_type",
                    models.CharField(
                        choices=[("sales", "sales order"), ("returned", "returned order")],
                        default="sales",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open order"),
                            ("delivered", "Delivered"),
                            ("invoiced", "Invoiced"),
                            ("canceled", "Canceled"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "document_status",
                    models.CharField(
                        choices=[
                            ("none", "Nothing yet"),
                            ("confirmation", "Confirmation"),
                            ("picking_list", "Picking list"),
                            ("packing_slip", "Packing slip"),
                            ("invoice", "Invoice"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=12,
                        verbose_name="document status",
                    ),
                ),
                ("order_date", models.DateField(verbose_name="order date")),
                (
                    "delivery_date",
                    models.DateField(
                        blank=True, help_text="Empty: on the invoice date.", null=True, verbose_name="delivery date"
                    ),
                ),
                ("invoice_date", models.DateField(verbose_name="invoice date")),
                ("delivery_address", models.TextField(blank=True, verbose_name="delivery address")),
                ("delivery_country", models.CharField(db_collation="C", max_length=2, verbose_name="delivery country")),
                (
                    "total_discount_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="total discount (%)"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        max_length=200,
                        verbose_name="why the rest was given up",
                    ),
                ),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="net amount"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_orders",
                        to="ledger.company",
                    ),
                ),
                (
                    "credited_invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_orders",
                        to="customers.invoice",
                        verbose_name="invoice to credit",
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
                        related_name="sales_orders",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterms",
                    ),
                ),
            ],
            options={
                "verbose_name": "sales order",
                "verbose_name_plural": "sales orders",
            },
        ),
        migrations.CreateModel(
            name="OrderRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="request",
                        to="customers.salesorder",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="orderdocument",
            name="order",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="customers.salesorder",
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="order",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="customers.salesorder",
            ),
        ),
        migrations.CreateModel(
            name="SalesOrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="price")),
                (
                    "line_discount_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="discount (%)"),
                ),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="net amount"),
                ),
                ("delivery_address", models.TextField(blank=True, db_default="", verbose_name="delivery address")),
                (
                    "deliver_now_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="deliver now",
                    ),
                ),
                (
                    "confirmed_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "picked_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="picked",
                    ),
                ),
                (
                    "delivered_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="delivered",
                    ),
                ),
                (
                    "invoiced_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="invoiced",
                    ),
                ),
                (
                    "unconfirmed_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="confirmed before a change",
                    ),
                ),
                (
                    "unpicked_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="picked before the rest was given up",
                    ),
                ),
                (
                    "given_up_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="given up",
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.item",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.salesorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "sales order line",
                "verbose_name_plural": "sales order lines",
            },
        ),
        migrations.AddField(
            model_name="orderdocumentline",
            name="order_line",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documented",
                to="customers.salesorderline",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="order_line",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoice_lines",
                to="customers.salesorderline",
            ),
        ),
        migrations.CreateModel(
            name="SalesParameters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "posts_cost_of_goods",
                    models.BooleanField(
                        default=False,
                        help_text="Packing slips post the cost of what they deliver; the invoice takes that back and posts it sold.",
                        verbose_name="post the cost of goods",
                    ),
                ),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_parameters",
                        to="ledger.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "sales parameters",
                "verbose_name_plural": "sales parameters",
            },
        ),
        migrations.CreateModel(
            name="SalesParametersEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "posts_cost_of_goods",
                    models.BooleanField(
                        default=False,
                        help_text="Packing slips post the cost of what they deliver; the invoice takes that back and posts it sold.",
                        verbose_name="post the cost of goods",
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
                        to="customers.salesparameters",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settlement_date", models.DateField(verbose_name="date")),
                (
                    "transaction_currency_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="settled amount"),
                ),
                ("debit_accounting_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("credit_accounting_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "debit_adjustment_amount",
                    arclose.ledger.fields.AmountField(db_default=0, decimal_places=4, default=0, max_digits=22),
                ),
                (
                    "credit_adjustment_amount",
                    arclose.ledger.fields.AmountField(db_default=0, decimal_places=4, default=0, max_digits=22),
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
                    "credit_transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements_as_credit",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "debit_transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements_as_debit",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="ledger.posting",
                    ),
                ),
                (
                    "reversal_of",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="customers.settlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement",
                "verbose_name_plural": "settlements",
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
            },
        ),
        migrations.AddField(
            model_name="salesorderline",
            name="site",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.site",
            ),
        ),
        migrations.AddField(
            model_name="orderdocument",
            name="site",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.site",
                verbose_name="site",
            ),
        ),
        migrations.CreateModel(
            name="SiteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.site",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubledgerBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalperiod",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tax_codes", to="ledger.company"
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.vatregistration",
                        verbose_name="VAT registration",
                    ),
                ),
                (
                    "tax_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="tax account",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax code",
                "verbose_name_plural": "tax codes",
            },
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="tax_code",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.taxcode",
            ),
        ),
        migrations.CreateModel(
            name="TaxCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                        ],
                        max_length=20,
                        verbose_name="kind",
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
                        to="customers.taxcode",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.vatregistration",
                        verbose_name="VAT registration",
                    ),
                ),
                (
                    "tax_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="tax account",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaxGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tax_groups", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "tax group",
                "verbose_name_plural": "tax groups",
            },
        ),
        migrations.AddField(
            model_name="salesorder",
            name="tax_group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.taxgroup",
            ),
        ),
        migrations.CreateModel(
            name="CustomerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=20, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("nl", "Dutch")],
                        db_default="",
                        default="",
                        help_text="Of the documents the customer gets. Empty: the company's.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "credit_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="credit limit"
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                    "invoice_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="invoice account",
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
                        to="customers.customer",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customergroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.paymentterms",
                        verbose_name="payment terms",
                    ),
                ),
                (
                    "posting_profile",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.postingprofile",
                        verbose_name="posting profile",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxgroup",
                        verbose_name="tax group",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="customer",
            name="tax_group",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.taxgroup",
                verbose_name="tax group",
            ),
        ),
        migrations.CreateModel(
            name="TaxGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.taxgroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaxRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="customers.taxcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax rate",
                "verbose_name_plural": "tax rates",
            },
        ),
        migrations.CreateModel(
            name="TaxRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
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
                        to="customers.taxrate",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxcode",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaxRow",
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_rows",
                        to="customers.invoice",
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
                "verbose_name": "tax row",
                "verbose_name_plural": "tax rows",
            },
        ),
        migrations.CreateModel(
            name="TaxRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.itemtaxgroup",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="customers.taxgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax rule",
                "verbose_name_plural": "tax rules",
            },
        ),
        migrations.CreateModel(
            name="TaxRuleEvent",
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
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
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
                        to="customers.taxrule",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxcode",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxgroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="customergroup",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="customer_group_code"),
        ),
        migrations.AddConstraint(
            model_name="customergroup",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="customer_group_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customergroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9569e50da58046786aa96958d025e4a54e61b491",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b12b0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_customergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customergroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9298594443027cd4186bb5b6d9704c1d398fced6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_41f88",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_customergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customergroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="14bd2c784f022c3e555e16691cacadbbe832cd68",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a8e8a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_customergroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customergroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c4667e84f81d69a0a58798cdb47ed0a0c472ad66",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4699c",
                    table="customers_customergroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="opentransaction",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="opentransaction",
            name="currency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.currency"
            ),
        ),
        migrations.AddField(
            model_name="opentransaction",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="open_transactions",
                to="customers.customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryaddress",
            constraint=models.UniqueConstraint(fields=("customer", "name"), name="delivery_address_name"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryaddress",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_deliveryaddressevent" ("address", "company_id", "country", "customer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."address", new_values."company_id", new_values."country", new_values."customer_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f1675ca679d0e5d667c874526b748bfa773bfe10",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_41a77",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_deliveryaddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryaddress",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_deliveryaddressevent" ("address", "company_id", "country", "customer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."address", new_values."company_id", new_values."country", new_values."customer_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d35ede803406a081aeca4eb4211d7bf497e8bf4a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ecac8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_deliveryaddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryaddress",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_deliveryaddressevent" ("address", "company_id", "country", "customer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."address", old_values."company_id", old_values."country", old_values."customer_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f79fbbd68bbae87463bc54fe8959aa3ed0513d95",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ff4d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_deliveryaddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryaddressevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cda876eba3f9818237d1f9ce5bb7352ac04ab6bc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0e6d7",
                    table="customers_deliveryaddressevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="customertransaction",
            index=models.Index(fields=["customer", "transaction_date"], name="customer_transaction_idx"),
        ),
        migrations.AddIndex(
            model_name="customertransaction",
            index=models.Index(fields=["company", "transaction_date"], name="customer_transaction_date_idx"),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="customer_transaction_company_key"),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accounting_currency_amount__lt", 1000000000000000000),
                    ("transaction_currency_amount__lt", 1000000000000000000),
                ),
                name="customer_transaction_is_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("transaction_type", "opening")),
                fields=("company", "customer", "document_number"),
                name="opening_transaction_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customertransaction",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="a417a5f303d57d357df3e84bfd605c23dffa0ef5",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_a38ce",
                    table="customers_customertransaction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customertransaction",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_customertransaction joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM new_rows t JOIN public.ledger_voucher v ON v.id = t.voucher_id WHERE v.posting_id <> t.posting_id OR t.transaction_type <> 'opening' AND v.posting_date <> t.transaction_date OR t.transaction_date > v.posting_date) THEN\n            RAISE EXCEPTION 'arclose: a row of customers_customertransaction is of another posting or date than its voucher'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="3a55e6c2d7de83bd6f85bf03f487cb53ad006e76",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_c2067",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_customertransaction",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="item_group_code"),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="item_group_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT new_values."code", new_values."company_id", new_values."cost_of_goods_delivered_account_id", new_values."cost_of_goods_sold_account_id", new_values."id", new_values."inventory_account_id", new_values."line_discount_account_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."revenue_account_id", new_values."total_discount_account_id", new_values."units_delivered_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9e3f1c3be1634f68cfe847c8f6d11fde8cfa1b9c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d969",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_itemgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT new_values."code", new_values."company_id", new_values."cost_of_goods_delivered_account_id", new_values."cost_of_goods_sold_account_id", new_values."id", new_values."inventory_account_id", new_values."line_discount_account_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."revenue_account_id", new_values."total_discount_account_id", new_values."units_delivered_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9a8346e414b0b034fe3a73f1167e72c0d98a6265",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1e78",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_itemgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT old_values."code", old_values."company_id", old_values."cost_of_goods_delivered_account_id", old_values."cost_of_goods_sold_account_id", old_values."id", old_values."inventory_account_id", old_values."line_discount_account_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."revenue_account_id", old_values."total_discount_account_id", old_values."units_delivered_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="eac62bbe2370a844c4cdd3a9c6606487ed06db43",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1cc03",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_itemgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemgroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c3f5af4fca56d11c1bbe67c06000570bb6f8b6c7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c5df3",
                    table="customers_itemgroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="itemtaxgroup",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="item_tax_group_code"),
        ),
        migrations.AddConstraint(
            model_name="itemtaxgroup",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="item_tax_group_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemtaxgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemtaxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2ed42b238cb25ec2bae8ee875f7550a892b2b901",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a4fc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_itemtaxgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemtaxgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemtaxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b4bd04381739f9aca71ab5e05f3162c96391934a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_19696",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_itemtaxgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemtaxgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemtaxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a1b631230eee045df6e83971a351f27d7cfac8cc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c816f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_itemtaxgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="570361de9501b98ee27cd4cc70b2aaadf032ced1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ff484",
                    table="customers_itemevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("company", "number"), name="item_number"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="item_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemevent" ("commodity_code", "company_id", "country_of_origin", "group_id", "id", "is_blocked", "item_tax_group_id", "item_type", "name", "net_mass_kilograms", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standard_cost_amount", "unit_price") SELECT new_values."commodity_code", new_values."company_id", new_values."country_of_origin", new_values."group_id", new_values."id", new_values."is_blocked", new_values."item_tax_group_id", new_values."item_type", new_values."name", new_values."net_mass_kilograms", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."standard_cost_amount", new_values."unit_price" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2ed030d9af4ba3a85a03b6be130cc4e1bc06cc46",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9b087",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_item",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemevent" ("commodity_code", "company_id", "country_of_origin", "group_id", "id", "is_blocked", "item_tax_group_id", "item_type", "name", "net_mass_kilograms", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standard_cost_amount", "unit_price") SELECT new_values."commodity_code", new_values."company_id", new_values."country_of_origin", new_values."group_id", new_values."id", new_values."is_blocked", new_values."item_tax_group_id", new_values."item_type", new_values."name", new_values."net_mass_kilograms", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."standard_cost_amount", new_values."unit_price" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."commodity_code" IS DISTINCT FROM (new_values."commodity_code") OR old_values."company_id" IS DISTINCT FROM (new_values."company_id") OR old_values."country_of_origin" IS DISTINCT FROM (new_values."country_of_origin") OR old_values."group_id" IS DISTINCT FROM (new_values."group_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_blocked" IS DISTINCT FROM (new_values."is_blocked") OR old_values."item_tax_group_id" IS DISTINCT FROM (new_values."item_tax_group_id") OR old_values."item_type" IS DISTINCT FROM (new_values."item_type") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."net_mass_kilograms" IS DISTINCT FROM (new_values."net_mass_kilograms") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."standard_cost_amount" IS DISTINCT FROM (new_values."standard_cost_amount") OR old_values."unit_price" IS DISTINCT FROM (new_values."unit_price")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="39b9374ed4d65e0b07d5d970abbd0e0ce8465081",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1100",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_item",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemevent" ("commodity_code", "company_id", "country_of_origin", "group_id", "id", "is_blocked", "item_tax_group_id", "item_type", "name", "net_mass_kilograms", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standard_cost_amount", "unit_price") SELECT old_values."commodity_code", old_values."company_id", old_values."country_of_origin", old_values."group_id", old_values."id", old_values."is_blocked", old_values."item_tax_group_id", old_values."item_type", old_values."name", old_values."net_mass_kilograms", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."standard_cost_amount", old_values."unit_price" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="9da2694c4b8fc174c72a38a562108bf2773568fd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f3b75",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_item",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="itemtaxgroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c334e774c6159051a2fc8adecf24831932da9371",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8560c",
                    table="customers_itemtaxgroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="openingdocument",
            constraint=models.UniqueConstraint(fields=("posting", "currency"), name="opening_document_currency"),
        ),
        migrations.AddConstraint(
            model_name="openingdocument",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="opening_document_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="e925c3587d8214dd83cf229dff9a1b1163f0f7d0",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_aa5b5",
                    table="customers_openingdocument",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_openingdocument joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, take_over_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, take_over_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_openingdocument: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="2b2a4fe8101a1d32bc1a6c1a5b2177ea203bd3ce",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_18d10",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_openingdocument",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="openingbalance",
            constraint=models.UniqueConstraint(
                fields=("document", "control_account", "is_debit"), name="opening_balance_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingbalance",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="b6a819f9757d3284d045d3f0b0e7be57582827b2",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_62ae6",
                    table="customers_openingbalance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingbalance",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT d.posting_id FROM new_rows r JOIN public.customers_openingdocument d ON d.id = r.document_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_openingbalance joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="503ff24f3ffa7842420ae12a7f0dfe72bddf8ec4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_9f0c9",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_openingbalance",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceddelivery",
            constraint=models.UniqueConstraint(fields=("invoice_line", "slip_line"), name="invoiced_delivery_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceddelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="e0d1426be9e9348e2d7372533bb16663d22cf230",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_0f7eb",
                    table="customers_invoiceddelivery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceddelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM new_rows r JOIN public.customers_invoiceline l ON l.id = r.invoice_line_id JOIN public.customers_invoice i ON i.id = l.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoiceddelivery joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="9662648a83d23fea0060c4632afd7a191bdc3593",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_882fe",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_invoiceddelivery",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentterms",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="payment_terms_code"),
        ),
        migrations.AddConstraint(
            model_name="paymentterms",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="payment_terms_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentterms",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."is_from_end_of_month", new_values."name", new_values."net_days", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="25fd9eb9b54c53be7fd3ed3581b7f56b59bbce4b",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."is_from_end_of_month", new_values."name", new_values."net_days", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="895fad3ba1340e430ccea3aa38ff6269e94f2314",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."is_from_end_of_month", old_values."name", old_values."net_days", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="65404563a3b3e6a51f7e765d00ec380357d6a069",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9255a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_paymentterms",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymenttermsevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="05f51d6a23f015262490db1e1db41f7d4e57a284",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e7ec9",
                    table="customers_paymenttermsevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="postingprofile",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="posting_profile_code"),
        ),
        migrations.AddConstraint(
            model_name="postingprofile",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="posting_profile_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6f673f1413efa830415efc7fc09500a015af1642",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="88437ccbef9b017af275591925e2b485bedda700",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."summary_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="dac5fba23e32b68d2b102d5ec1040be668d76376",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_23d3c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_postingprofile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postingprofileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4a3de58c1f3888ea8e646cc6f716ed327205a497",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_15620",
                    table="customers_postingprofileevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="orderrequest",
            constraint=models.UniqueConstraint(fields=("company", "key"), name="order_request_key"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["company", "-invoice_date", "-id"], name="invoice_newest_idx"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                fields=("series", "fiscal_year", "sequence_number"), name="invoice_sequence"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("company", "number"), name="invoice_number"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="invoice_company_key"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("net_amount"), "+", models.F("tax_amount")
                        ),
                    )
                ),
                name="invoice_total_is_net_and_tax",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="93457c5cfa14f227718374658a91f9e5f51c5312",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_02245",
                    table="customers_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="numbers_follow",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        SELECT format('%s to %s, %s of them', block.first, block.last, block.count) INTO refused FROM (\n            SELECT series_id, fiscal_year_id, min(sequence_number) AS first, max(sequence_number) AS last,\n                count(*) AS count\n            FROM new_rows WHERE sequence_number >= 0 GROUP BY series_id, fiscal_year_id\n        ) AS block\n        WHERE block.last - block.first + 1 <> block.count OR block.first < 1 OR (block.first > 1 AND NOT EXISTS (\n            SELECT 1 FROM public.customers_invoice earlier\n            WHERE earlier.series_id = block.series_id AND earlier.fiscal_year_id = block.fiscal_year_id\n                AND earlier.sequence_number = block.first - 1)) LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: numbers must follow each other without a gap: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="8e8712297286c671a895fd780a5d85bd86e109bb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_numbers_follow_35af9",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="number_is_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."sequence_number" < 1)',
                    constraint="CONSTRAINT",
                    func="\n        RAISE EXCEPTION 'arclose: % is a preview', NEW.number USING ERRCODE = 'check_violation';\n    ",
                    hash="6beef73c05e47e6f993298f0ab51f8b2e0d18d27",
                    operation="INSERT",
                    pgid="pgtrigger_number_is_given_887ea",
                    table="customers_invoice",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoice joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, invoice_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, invoice_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_invoice: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="4104203058d6e56cf1da64cb9b1d3628aed1212f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_0715d",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_invoice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocumentline",
            constraint=models.UniqueConstraint(fields=("document", "line_number"), name="order_document_line_number"),
        ),
        migrations.AddConstraint(
            model_name="orderdocumentline",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="order_document_line_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderdocumentline",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="d9662ae768bee89a8cc1689b1d44f0aec604ad0a",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_6b548",
                    table="customers_orderdocumentline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderdocumentline",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT d.posting_id FROM (SELECT DISTINCT document_id FROM new_rows) r JOIN public.customers_orderdocument d ON d.id = r.document_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_orderdocumentline joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="4df5fc067aecc1de481638190d970bcb2854b603",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_d2124",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_orderdocumentline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods") SELECT new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posts_cost_of_goods" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="60006939fb45d4b54867dde6244c466fe843662a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a323",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods") SELECT new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posts_cost_of_goods" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f20243bbf650946b1fbff572c81e700010660d8f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ceb7d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods") SELECT old_values."company_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posts_cost_of_goods" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a36de1fb9f2160a002aca76fc8bcda42023cd46e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c2fee",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparametersevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b937b0dbf5d096156c3d729cf2d42ebbceb987ea",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_07510",
                    table="customers_salesparametersevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["company", "settlement_date"], name="settlement_date_idx"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="settlement_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlement",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="a43a3b3bf47180214b1f197ec51213074b8c8091",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_de567",
                    table="customers_settlement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlement",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_settlement joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, settlement_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, settlement_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_settlement: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="eb45dd1e909a9d35bfc322c25f3017a673aeb089",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_99bf2",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_settlement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="site_code"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="site_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_siteevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b88a9a42c48d8c3d0d053770bb433d2e4cf59e27",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_652e0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_siteevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c9e1a307d287cb111a2299116afc89605ac7fda1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa9a4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_siteevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="cc9979bca0ef73ee3f272053af7757b9f9a63976",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_779d2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_site",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=models.UniqueConstraint(fields=("order", "line_number"), name="sales_order_line_number"),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="sales_order_line_company_key"),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("line_discount_percent__gte", 0), ("line_discount_percent__lte", 100)),
                name="sales_order_line_discount",
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("net_amount__lt", 1000000000000000000),
                    ("quantity__lt", 100000000000000),
                    ("unit_price__lt", 100000000000000),
                ),
                name="sales_order_line_is_a_number",
            ),
        ),
        migrations.AddIndex(
            model_name="orderdocument",
            index=models.Index(
                fields=["company", "document_type", "-document_date", "-id"], name="order_document_newest_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=models.UniqueConstraint(
                fields=("series", "fiscal_year", "sequence_number"), name="order_document_sequence"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=models.UniqueConstraint(fields=("company", "number"), name="order_document_number"),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="order_document_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="e5d87c88ecbcbd08e34db0a22f1d06e18c738b80",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_48e69",
                    table="customers_orderdocument",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="numbers_follow",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        SELECT format('%s to %s, %s of them', block.first, block.last, block.count) INTO refused FROM (\n            SELECT series_id, fiscal_year_id, min(sequence_number) AS first, max(sequence_number) AS last,\n                count(*) AS count\n            FROM new_rows WHERE sequence_number >= 0 GROUP BY series_id, fiscal_year_id\n        ) AS block\n        WHERE block.last - block.first + 1 <> block.count OR block.first < 1 OR (block.first > 1 AND NOT EXISTS (\n            SELECT 1 FROM public.customers_orderdocument earlier\n            WHERE earlier.series_id = block.series_id AND earlier.fiscal_year_id = block.fiscal_year_id\n                AND earlier.sequence_number = block.first - 1)) LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: numbers must follow each other without a gap: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="5d7e5d48d9c88bbff1029f9a36b5248b80944ec0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_numbers_follow_23297",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_orderdocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="number_is_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."sequence_number" < 1)',
                    constraint="CONSTRAINT",
                    func="\n        RAISE EXCEPTION 'arclose: % is a preview', NEW.number USING ERRCODE = 'check_violation';\n    ",
                    hash="9bd7f20238b6d34f6c4e9f389d8780729ecad813",
                    operation="INSERT",
                    pgid="pgtrigger_number_is_given_0a3e5",
                    table="customers_orderdocument",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_orderdocument joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, document_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, document_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_orderdocument: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="6d5c5d8175badd46b1d9a8765717f671e6f95d96",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_53c28",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_orderdocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="siteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="37954db53998e21dd23118c8754d17c886a43fce",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4dfab",
                    table="customers_siteevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="subledgerbalance",
            constraint=models.UniqueConstraint(
                fields=("company", "account", "currency", "period"), name="subledger_balance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxcode",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="tax_code_code"),
        ),
        migrations.AddConstraint(
            model_name="taxcode",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="tax_code_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcode",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_id", new_values."tax_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="31a3214e05c6fd5cd3f66c2f1eb761be0196dfdf",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da328",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_taxcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_id", new_values."tax_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4a6f105bcb3ccfd11fbe856fd1eeb23077e2226c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ddaa8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_taxcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."registration_id", old_values."tax_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="57ffb23b965cfff0fdbd4e333d5edb1a931fa4ae",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f534d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_taxcode",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(fields=("invoice", "line_number"), name="invoice_line_number"),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="invoice_line_company_key"),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("gross_amount"), "-", models.F("line_discount_amount")
                            ),
                            "-",
                            models.F("total_discount_amount"),
                        ),
                    )
                ),
                name="invoice_line_net",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="8093d10065f7bdcfcad521d5c64d6cff1c66e8dc",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_8b0ab",
                    table="customers_invoiceline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM (SELECT DISTINCT invoice_id FROM new_rows) r JOIN public.customers_invoice i ON i.id = r.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoiceline joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="1c62e1ecb93f060c3ef11f8799c03468aed56a95",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_4c8bc",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_invoiceline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcodeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="feb4f6a6e2a455afe0a734b82fc150710143e926",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_81a0e",
                    table="customers_taxcodeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="taxgroup",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="tax_group_code"),
        ),
        migrations.AddConstraint(
            model_name="taxgroup",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="tax_group_company_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6b577580dc1aa62710b34b85e12d336ab444a209",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_390b1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_taxgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="eaefebf2535ac1b50fd7ae487527ec7ba07ced25",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f7734",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_taxgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="768e9c0c34dc32db5ca2483279a946fc1b0fcce3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_757da",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_taxgroup",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="salesorder",
            index=models.Index(fields=["company", "-invoice_date", "-id"], name="sales_order_newest_idx"),
        ),
        migrations.AddIndex(
            model_name="salesorder",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "delivered"])),
                fields=["company", "invoice_date", "id"],
                name="sales_order_open_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=models.UniqueConstraint(fields=("company", "number"), name="sales_order_number"),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="sales_order_company_key"),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_discount_percent__gte", 0), ("total_discount_percent__lte", 100)),
                name="sales_order_total_discount",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="67bbcdaa8b0ad9058ebdd1abf75818e71639ffeb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_92226",
                    table="customers_customerevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(fields=("company", "number"), name="customer_number"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="customer_company_key"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("credit_limit_amount__isnull", True),
                    models.Q(("credit_limit_amount__gte", 0), ("credit_limit_amount__lt", 1000000000000000000)),
                    _connector="OR",
                ),
                name="customer_credit_limit",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_limit_amount", "currency_id", "group_id", "id", "invoice_account_id", "is_blocked", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "tax_group_id", "vat_number") SELECT new_values."address", new_values."company_id", new_values."country", new_values."credit_limit_amount", new_values."currency_id", new_values."group_id", new_values."id", new_values."invoice_account_id", new_values."is_blocked", new_values."language", new_values."name", new_values."number", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posting_profile_id", new_values."tax_group_id", new_values."vat_number" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f060a2e45ca35128575b59376e84a6237664e2a9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a36e0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_limit_amount", "currency_id", "group_id", "id", "invoice_account_id", "is_blocked", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "tax_group_id", "vat_number") SELECT new_values."address", new_values."company_id", new_values."country", new_values."credit_limit_amount", new_values."currency_id", new_values."group_id", new_values."id", new_values."invoice_account_id", new_values."is_blocked", new_values."language", new_values."name", new_values."number", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posting_profile_id", new_values."tax_group_id", new_values."vat_number" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="dd0ac23c03a4efbecd34e1a916abf8c06cac5e4c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca86d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_limit_amount", "currency_id", "group_id", "id", "invoice_account_id", "is_blocked", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "tax_group_id", "vat_number") SELECT old_values."address", old_values."company_id", old_values."country", old_values."credit_limit_amount", old_values."currency_id", old_values."group_id", old_values."id", old_values."invoice_account_id", old_values."is_blocked", old_values."language", old_values."name", old_values."number", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posting_profile_id", old_values."tax_group_id", old_values."vat_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="37b9f67d51343a301cc5dd034c08777e5caafc73",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_939ca",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxgroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1037db2e871c313198f4003f8da98bfb82a2ff62",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5bff9",
                    table="customers_taxgroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrate",
            constraint=models.UniqueConstraint(fields=("tax_code", "valid_from"), name="tax_rate_once"),
        ),
        migrations.AddConstraint(
            model_name="taxrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 0), ("percent__lte", 100)), name="tax_rate_percent"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxrateevent" ("company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "valid_from") SELECT new_values."company_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."tax_code_id", new_values."valid_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8d15e1364e99af27deb97aa50e2bd2d4d782bfba",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c426c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_taxrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxrateevent" ("company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "valid_from") SELECT new_values."company_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."tax_code_id", new_values."valid_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="66e7891b2c99deece61755e970f074bb49fd31cc",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f037a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_taxrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxrateevent" ("company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "valid_from") SELECT old_values."company_id", old_values."id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."tax_code_id", old_values."valid_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a48891ded739d7489c7da4aec2d463bcaeaef267",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_52a8d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_taxrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="59f930218e0e91975ade5e2fddf271a72086667c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_98d06",
                    table="customers_taxrateevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="taxrow",
            index=models.Index(fields=["company", "tax_point_date"], name="tax_row_date_idx"),
        ),
        migrations.AddConstraint(
            model_name="taxrow",
            constraint=models.UniqueConstraint(fields=("invoice", "number"), name="tax_row_number"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="d982e39dbfcd134ec86fd84cdddefee9c0a6a77a",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_2284f",
                    table="customers_taxrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrow",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM (SELECT DISTINCT invoice_id FROM new_rows) r JOIN public.customers_invoice i ON i.id = r.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_taxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_taxrow: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="c05a28d09511ccb656aebc300626fc43785010b0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_3e60c",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_taxrow",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrule",
            constraint=models.UniqueConstraint(fields=("tax_group", "item_tax_group"), name="tax_rule_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxruleevent" ("company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "tax_group_id") SELECT new_values."company_id", new_values."id", new_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."tax_code_id", new_values."tax_group_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="062b23a4792decb20ca91f15132d18db02642f6f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bdc26",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_taxrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxruleevent" ("company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "tax_group_id") SELECT new_values."company_id", new_values."id", new_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."tax_code_id", new_values."tax_group_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="12e1ba32cf0fa47abbdbbbb5c009b37572e4c3fc",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_750e2",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_taxrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxruleevent" ("company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "tax_group_id") SELECT old_values."company_id", old_values."id", old_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."tax_code_id", old_values."tax_group_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4ccdfd257ee29cc295e938b9d269d05e57144c47",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3d8ef",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_taxrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxruleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a405cd2eae01cfeef508d7c5ad21d329cf78b8ba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9671d",
                    table="customers_taxruleevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="opentransaction",
            index=models.Index(fields=["company", "due_date"], name="open_transaction_due_idx"),
        ),
        migrations.AddConstraint(
            model_name="deliveryaddress",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="delivery_address_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="customer_transaction_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="voucher", name="customer_transaction_voucher", to="ledger.Voucher"
            ),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="customer_transaction_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice", name="customer_transaction_invoice", to="customers.Invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="customertransaction",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="control_account", name="customer_transaction_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="revenue_account", name="item_group_revenue", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="line_discount_account", name="item_group_line_disc", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="total_discount_account", name="item_group_total_disc", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="cost_of_goods_delivered_account", name="item_group_cost_delivered", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="units_delivered_account", name="item_group_units_delivered", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="cost_of_goods_sold_account", name="item_group_cost_sold", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemgroup",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="inventory_account", name="item_group_inventory", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="group", name="item_in_group", to="customers.ItemGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="item_tax_group", name="item_tax_group_company", to="customers.ItemTaxGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="opening_document_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingbalance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="document", name="opening_balance_document", to="customers.OpeningDocument"
            ),
        ),
        migrations.AddConstraint(
            model_name="openingbalance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="control_account", name="opening_balance_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceddelivery",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice_line", name="invoiced_delivery_invoice_line", to="customers.InvoiceLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceddelivery",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="slip_line", name="invoiced_delivery_slip_line", to="customers.OrderDocumentLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="postingprofile",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="summary_account", name="posting_profile_summary_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderrequest",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order", name="order_request_order", to="customers.SalesOrder"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="invoice_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order", name="invoice_order", to="customers.SalesOrder"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="series", name="invoice_series", to="ledger.NumberSeries"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="fiscal_year", name="invoice_fiscal_year", to="ledger.FiscalYear"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="invoice_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice_account", name="invoice_invoice_account", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="credited_invoice", name="invoice_credited", to="customers.Invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocumentline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="document", name="order_document_line_document", to="customers.OrderDocument"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocumentline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order_line", name="order_document_line_order", to="customers.SalesOrderLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocumentline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="item", name="order_document_line_item", to="customers.Item"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="settlement_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="debit_transaction", name="settlement_debit_transaction", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="credit_transaction", name="settlement_credit_transaction", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="reversal_of", name="settlement_reversal_of", to="customers.Settlement"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order", name="sales_order_line_order", to="customers.SalesOrder"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="item", name="sales_order_line_item", to="customers.Item"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorderline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="site", name="sales_order_line_site", to="customers.Site"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="order_document_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order", name="order_document_order", to="customers.SalesOrder"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="series", name="order_document_series", to="ledger.NumberSeries"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="fiscal_year", name="order_document_fiscal_year", to="ledger.FiscalYear"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="site", name="order_document_site", to="customers.Site"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="corrects", name="order_document_corrects", to="customers.OrderDocument"
            ),
        ),
        migrations.AddConstraint(
            model_name="subledgerbalance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="period", name="subledger_balance_period", to="ledger.FiscalPeriod"
            ),
        ),
        migrations.AddConstraint(
            model_name="subledgerbalance",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="subledger_balance_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxcode",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="registration", name="tax_code_registration", to="ledger.VatRegistration"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxcode",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_account", name="tax_code_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice", name="invoice_line_invoice", to="customers.Invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order_line", name="invoice_line_order_line", to="customers.SalesOrderLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="item", name="invoice_line_item", to="customers.Item"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="invoice_line_tax_code", to="customers.TaxCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="sales_order_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="payment_terms", name="sales_order_terms", to="customers.PaymentTerms"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_group", name="sales_order_tax_group", to="customers.TaxGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="credited_invoice", name="sales_order_credited", to="customers.Invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="group", name="customer_in_group", to="customers.CustomerGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice_account", name="customer_invoice_account", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="payment_terms", name="customer_payment_terms", to="customers.PaymentTerms"
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting_profile", name="customer_profile", to="customers.PostingProfile"
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_group", name="customer_tax_group", to="customers.TaxGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrate",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="tax_rate_code", to="customers.TaxCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice", name="tax_row_invoice", to="customers.Invoice"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="tax_row_code", to="customers.TaxCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="registration", name="tax_row_registration", to="ledger.VatRegistration"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrule",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_group", name="tax_rule_group", to="customers.TaxGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrule",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="item_tax_group", name="tax_rule_item_group", to="customers.ItemTaxGroup"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxrule",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="tax_code", name="tax_rule_code", to="customers.TaxCode"
            ),
        ),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
