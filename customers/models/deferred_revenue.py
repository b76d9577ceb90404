"""What packing slips defer of revenue and sales tax until their invoices, line by line."""

from typing import Any, ClassVar

from django.db import models

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from customers.models.invoices import Invoice
from customers.models.order_documents import OrderDocument, OrderDocumentLine


def _account() -> Any:
    return models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False)


class DeferredRevenue(models.Model):
    """What a line of a packing slip deferred, or what a correction or an invoice took back of it; never changed.

    What takes back has the opposite sign, and what undoes an invoice the sign of the slip again: the rows of a slip's
    line add up to what of it is still deferred. The document is the slip, its correction or the invoice. Amounts are
    net of the discounts of line and order, in the order's currency, and in accounting and reporting currency at the
    rates of the slip's day; the accounts are those of that day, so that what is taken back leaves nothing on them.
    Behind them stands, of what slips deferred, how they were come to from the line.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    slip_line = models.ForeignKey(OrderDocumentLine, models.PROTECT, related_name="deferred", db_constraint=False)
    order_document = models.ForeignKey(
        OrderDocument, models.PROTECT, related_name="deferred", null=True, db_constraint=False
    )
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="deferred", null=True, db_constraint=False)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_currency_net_amount = AmountField()
    transaction_currency_tax_amount = AmountField()
    accounting_currency_net_amount = AmountField()
    accounting_currency_tax_amount = AmountField()
    reporting_currency_net_amount = AmountField(null=True)
    reporting_currency_tax_amount = AmountField(null=True)
    offset_account = _account()
    revenue_account = _account()
    tax_account = _account()
    total_discount_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    prices_include_tax = models.BooleanField(null=True)
    transaction_units = UnitsField(null=True)
    accounting_units = UnitsField(null=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=models.Q(order_document=None) ^ models.Q(invoice=None), name="deferred_revenue_of_a_document"
            ),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="deferred_revenue_posting"),
            CompanyForeignKey(field="slip_line", to="customers.OrderDocumentLine", name="deferred_revenue_slip_line"),
            CompanyForeignKey(
                field="order_document", to="customers.OrderDocument", name="deferred_revenue_order_document"
            ),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="deferred_revenue_invoice"),
            CompanyForeignKey(field="offset_account", to="ledger.LedgerAccount", name="deferred_revenue_offset"),
            CompanyForeignKey(field="revenue_account", to="ledger.LedgerAccount", name="deferred_revenue_revenue"),
            CompanyForeignKey(field="tax_account", to="ledger.LedgerAccount", name="deferred_revenue_tax"),
        ]
        triggers = [NeverChanges(), EntersOpenPosting()]

    def __str__(self) -> str:
        return f"{self.slip_line_id}: {self.transaction_currency_net_amount}"
