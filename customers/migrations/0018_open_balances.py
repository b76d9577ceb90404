"""Sums of what is open, for customers and for days that are due, and what they come to of the books there are."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
from django.db import migrations, models

_MOVED = """
    SELECT *, date_trunc('month', day::timestamp)::date AS month FROM (
        SELECT company_id, customer_id, currency_id, transaction_currency_amount > 0 AS is_debit, due_date,
            transaction_date AS day, transaction_currency_amount AS amount,
            accounting_currency_amount AS accounting_amount
        FROM customers_customertransaction
        UNION ALL
        SELECT t.company_id, t.customer_id, t.currency_id, t.transaction_currency_amount > 0, t.due_date,
            s.settlement_date, -s.transaction_currency_amount, -s.debit_accounting_amount
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.debit_transaction_id
        UNION ALL
        SELECT t.company_id, t.customer_id, t.currency_id, t.transaction_currency_amount > 0, t.due_date,
            s.settlement_date, s.transaction_currency_amount, s.credit_accounting_amount
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.credit_transaction_id
    ) AS moved
"""
_OF_CUSTOMERS = f"""
    INSERT INTO customers_customerbalance (company_id, customer_id, currency_id, is_debit, month,
        transaction_currency_amount, accounting_currency_amount)
    SELECT company_id, customer_id, currency_id, is_debit, month, sum(amount), sum(accounting_amount)
    FROM ({_MOVED}) AS moved
    GROUP BY company_id, customer_id, currency_id, is_debit, GROUPING SETS ((), (month))
"""
_OF_DUE_DAYS = f"""
    INSERT INTO customers_duebalance (company_id, currency_id, due_date, month, transaction_currency_amount,
        accounting_currency_amount)
    SELECT company_id, currency_id, due_date, month, sum(amount), sum(accounting_amount)
    FROM ({_MOVED}) AS moved GROUP BY company_id, currency_id, due_date, month
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0017_given_up_quantities"),
        ("ledger", "0011_accounts_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_debit", models.BooleanField()),
                ("month", models.DateField(null=True)),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "month"], name="customer_balance_month_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "customer", "currency", "is_debit", "month"),
                        name="customer_balance_once",
                        nulls_distinct=False,
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="customer_balance_customer", to="customers.Customer"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_date", models.DateField()),
                ("month", models.DateField()),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "currency", "due_date", "month"), name="due_balance_once"
                    )
                ],
            },
        ),
        migrations.RemoveIndex(model_name="customertransaction", name="customer_transaction_idx"),
        migrations.AddIndex(
            model_name="customertransaction",
            index=models.Index(fields=["customer", "due_date"], name="customer_transaction_due_idx"),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (_OF_CUSTOMERS, _OF_DUE_DAYS)),
    ]
