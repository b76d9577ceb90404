"""Reorganizations: what is open of a transaction, split into parts with due dates of their own, or moved."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, LedgerAccount, Posting
from customers.models.customers import Customer
from customers.models.transactions import CustomerTransaction

# Parts are of the posting of their reorganization, whose own guard looks at its day.
_POSTINGS_OF_PARTS = (
    "SELECT DISTINCT whole.posting_id FROM (SELECT DISTINCT reorganization_id FROM new_rows) r"
    " JOIN public.customers_reorganization whole ON whole.id = r.reorganization_id"
)


class Reorganization(models.Model):
    """An open amount of a transaction, replaced by parts: a document with a voucher of its own.

    ``amount`` is what is taken of ``transaction``, with its sign, and ``accounting_currency_amount`` what leaves the
    books with it and comes back in its parts. ``origin`` is the transaction that the first of several reorganizations
    took something of: of whose document, with its tax, all of them are. Beside the voucher stand a customer transaction
    that settles with ``transaction``, and one per part.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="reorganizations", db_constraint=False
    )
    origin = models.ForeignKey(CustomerTransaction, models.PROTECT, related_name="+", db_constraint=False)
    reorganization_date = models.DateField(_("date"))
    amount = AmountField(_("amount"))
    accounting_currency_amount = AmountField()

    class Meta:
        verbose_name = _("reorganization")
        verbose_name_plural = _("reorganizations")
        constraints: ClassVar[Any] = [
            company_key("reorganization_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="reorganization_posting"),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="reorganization_transaction"
            ),
            CompanyForeignKey(field="origin", to="customers.CustomerTransaction", name="reorganization_origin"),
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__lt=10**18), name="reorganization_is_a_number"
            ),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, reorganization_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_id}: {self.amount}"


class ReorganizedPart(models.Model):
    """A part of a reorganization: who owes, or is owed, how much of it, due when, posted to which control account."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    reorganization = models.ForeignKey(
        Reorganization, models.PROTECT, related_name="parts", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    due_date = models.DateField(_("due date"))
    amount = AmountField(_("amount"))
    accounting_currency_amount = AmountField()
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("part of a reorganization")
        verbose_name_plural = _("parts of a reorganization")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["reorganization", "number"], name="reorganized_part_number"),
            CompanyForeignKey(field="reorganization", to="customers.Reorganization", name="reorganized_part_of"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="reorganized_part_customer"),
            CompanyForeignKey(field="control_account", to="ledger.LedgerAccount", name="reorganized_part_account"),
            models.CheckConstraint(
                condition=~models.Q(amount=0) & models.Q(amount__lt=10**18), name="reorganized_part_is_a_number"
            ),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(postings=_POSTINGS_OF_PARTS)]

    def __str__(self) -> str:
        return f"{self.reorganization_id}/{self.number}: {self.amount}"
