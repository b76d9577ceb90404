"""What happens to an order before its invoice: confirmations, picking lists and packing slips, as posted."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting, NumberIsGiven
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges, NumbersFollow
from arclose.ledger.models import Company, Currency, FiscalYear, NumberSeries, Posting
from customers.models.customers import Customer
from customers.models.invoices import InvoiceLine
from customers.models.items import Item
from customers.models.sales_orders import SalesOrder, SalesOrderLine
from customers.models.sites import Site


class OrderDocumentType(models.TextChoices):
    """The steps of an order before its invoice, in their order."""

    CONFIRMATION = "confirmation", _("confirmation")
    PICKING_LIST = "picking_list", _("picking list")
    PACKING_SLIP = "packing_slip", _("packing slip")


class OrderDocument(models.Model):
    """A posted confirmation, picking list or packing slip.

    ``order`` is filled where it is of one order; one that collects several has none, and its lines say which. Its
    ``customer`` is who ordered, or the invoice account where several did. A packing slip takes goods from one site to
    one address: an order that ships from two gets two. A document that
    corrects another has the opposite quantities of what it takes back. ``cost_amount`` is in accounting
    currency; only a packing slip has one, and a voucher where the company posts the cost of deliveries.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="order_documents", db_constraint=False)
    document_type = models.CharField(_("type"), max_length=12, choices=OrderDocumentType)
    order = models.ForeignKey(SalesOrder, models.PROTECT, related_name="+", null=True, db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("customer")
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sequence_number = models.BigIntegerField()
    number = models.CharField(_("number"), max_length=40, db_collation="C")
    document_date = models.DateField(_("date"))
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False, verbose_name=_("site")
    )
    delivery_address = models.TextField(_("delivery address"), blank=True)
    delivery_country = models.CharField(_("delivery country"), max_length=2, db_collation="C")
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, db_constraint=False, verbose_name=_("corrects")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    net_amount = AmountField(_("net amount"))
    cost_amount = AmountField(_("cost"))
    has_voucher = models.BooleanField()

    class Meta:
        verbose_name = _("order document")
        verbose_name_plural = _("order documents")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["series", "fiscal_year", "sequence_number"], name="order_document_sequence"
            ),
            models.UniqueConstraint(fields=["company", "number"], name="order_document_number"),
            company_key("order_document_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="order_document_posting"),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="order_document_order"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="order_document_customer"),
            CompanyForeignKey(field="series", to="ledger.NumberSeries", name="order_document_series"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="order_document_fiscal_year"),
            CompanyForeignKey(field="site", to="customers.Site", name="order_document_site"),
            CompanyForeignKey(field="corrects", to="customers.OrderDocument", name="order_document_corrects"),
        ]
        indexes = [
            models.Index(
                fields=["company", "document_type", "-document_date", "-id"], name="order_document_newest_idx"
            ),
            models.Index(fields=["company", "-document_date", "-id"], name="order_document_all_newest_idx"),
        ]
        triggers = [
            NeverChanges(),
            NumbersFollow(),
            NumberIsGiven(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, document_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderDocumentLine(models.Model):
    """How much of an order line a document confirms, picks or delivers; below zero in a correction.

    ``net_amount`` is its value by the order's price and line discount on that day, in the order's currency;
    ``cost_amount`` what it cost by the item's standard cost, in accounting currency. ``reporting_cost_amount`` is that
    at the rate of the day of the packing slip, also in what takes it back: nothing where the company has no reporting
    currency, posts no cost, or an earlier release wrote the line.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document = models.ForeignKey(
        OrderDocument, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    line_number = models.PositiveIntegerField()
    order_line = models.ForeignKey(SalesOrderLine, models.PROTECT, related_name="documented", db_constraint=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    description = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    unit_price = models.DecimalField(max_digits=20, decimal_places=6)
    line_discount_percent = models.DecimalField(max_digits=6, decimal_places=3)
    net_amount = AmountField()
    cost_amount = AmountField()
    reporting_cost_amount = AmountField(null=True)

    class Meta:
        verbose_name = _("order document line")
        verbose_name_plural = _("order document lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "line_number"], name="order_document_line_number"),
            company_key("order_document_line_company_key"),
            CompanyForeignKey(field="document", to="customers.OrderDocument", name="order_document_line_document"),
            CompanyForeignKey(field="order_line", to="customers.SalesOrderLine", name="order_document_line_order"),
            CompanyForeignKey(field="item", to="customers.Item", name="order_document_line_item"),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings="SELECT DISTINCT d.posting_id FROM (SELECT DISTINCT document_id FROM new_rows) r"
                " JOIN public.customers_orderdocument d ON d.id = r.document_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.line_number}"


class InvoicedDelivery(models.Model):
    """How much of a packing slip's line an invoice line takes, and the share of its costs; never changed.

    What is invoiced of a delivery cannot be corrected any more, and the invoice reverses its cost entries.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    invoice_line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="deliveries", db_constraint=False)
    slip_line = models.ForeignKey(OrderDocumentLine, models.PROTECT, related_name="invoiced", db_constraint=False)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    cost_amount = AmountField()
    reporting_cost_amount = AmountField(null=True)

    class Meta:
        verbose_name = _("invoiced delivery")
        verbose_name_plural = _("invoiced deliveries")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["invoice_line", "slip_line"], name="invoiced_delivery_once"),
            CompanyForeignKey(field="invoice_line", to="customers.InvoiceLine", name="invoiced_delivery_invoice_line"),
            CompanyForeignKey(field="slip_line", to="customers.OrderDocumentLine", name="invoiced_delivery_slip_line"),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings="SELECT DISTINCT i.posting_id FROM new_rows r"
                " JOIN public.customers_invoiceline l ON l.id = r.invoice_line_id"
                " JOIN public.customers_invoice i ON i.id = l.invoice_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_line_id}: {self.quantity}"
