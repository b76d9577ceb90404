"""Exchanges: what a customer paid in one currency, moved into another to settle what is owed there."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency, Posting
from customers.models.transactions import CustomerTransaction


class CurrencyExchange(models.Model):
    """A part of an open credit, moved into another currency at a cross rate: a document with a voucher of its own.

    ``amount`` is what is taken of ``transaction``, in its currency and with its sign, and ``to_amount`` what it becomes
    in ``to_currency``; both are worth ``accounting_currency_amount``, the share of what the credit is worth in the
    books. Two customer transactions stand beside the voucher: one settles with the credit, the other with what it pays.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    transaction = models.ForeignKey(CustomerTransaction, models.PROTECT, related_name="exchanges", db_constraint=False)
    exchange_date = models.DateField(_("date"))
    amount = AmountField(_("amount"))
    to_currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    to_amount = AmountField()
    accounting_currency_amount = AmountField()

    class Meta:
        verbose_name = _("currency exchange")
        verbose_name_plural = _("currency exchanges")
        constraints: ClassVar[Any] = [
            company_key("currency_exchange_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="currency_exchange_posting"),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="currency_exchange_transaction"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__lt=0, to_amount__lt=0), name="currency_exchange_is_of_a_credit"
            ),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, exchange_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} - {self.to_amount} {self.to_currency_id}"
