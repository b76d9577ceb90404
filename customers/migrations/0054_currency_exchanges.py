"""Exchanges between currencies, by which a payment settles what is owed in another one."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0053_payment_fees"),
        ("ledger", "0020_interest"),
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
                    ("payment_fee", "payment fee"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.CreateModel(
            name="CurrencyExchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("exchange_date", models.DateField(verbose_name="date")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("to_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "to_currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "currency exchange",
                "verbose_name_plural": "currency exchanges",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="currency_exchange_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="currency_exchange_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="currency_exchange_transaction", to="customers.CustomerTransaction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__lt", 0), ("to_amount__lt", 0)),
                        name="currency_exchange_is_of_a_credit",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="currencyexchange",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="647599ce0d343f7f6318a6b670f018ba12062ad3",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_f2a09",
                    table="customers_currencyexchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="currencyexchange",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_currencyexchange joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, exchange_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, exchange_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_currencyexchange: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="a99fd23a352db761cea8b70df14887c48e7d207b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_81c9b",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_currencyexchange",
                    when="AFTER",
                ),
            ),
        ),
    ]
