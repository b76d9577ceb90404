"""What is open, added up and kept, so that no page adds up a million open transactions.

Both tables are kept by posting and settlement with the subledger's other balances, and proved by probes. They count
what an amount changes on its own day: a transaction on its date, each side of a settlement on the settlement's.
"""

from typing import Any, ClassVar

from django.db import models

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, Currency
from customers.models.customers import Customer


class CustomerBalance(models.Model):
    """What is open of a customer's debits, or of its credits, in one currency.

    ``month`` is the first day of the month that changed it by so much; None is all months together, what is open
    today. So what was open at the end of a month is today's less what the months since then changed, whatever came
    before. Debits and credits stand apart, for a customer with both open has something open even at a sum of zero.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="balances", db_constraint=False, db_index=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    is_debit = models.BooleanField()
    month = models.DateField(null=True)
    transaction_currency_amount = AmountField()
    accounting_currency_amount = AmountField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["company", "customer", "currency", "is_debit", "month"],
                nulls_distinct=False,
                name="customer_balance_once",
            ),
            CompanyForeignKey(field="customer", to="customers.Customer", name="customer_balance_customer"),
        ]
        indexes = [models.Index(fields=["company", "month"], name="customer_balance_month_idx")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.transaction_currency_amount}"


class DueBalance(models.Model):
    """By how much a month changed what is open of all that is due on one day, in one currency.

    The months up to one together are what was open at its end.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    due_date = models.DateField()
    month = models.DateField()
    transaction_currency_amount = AmountField()
    accounting_currency_amount = AmountField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "currency", "due_date", "month"], name="due_balance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.due_date} {self.transaction_currency_amount}"
