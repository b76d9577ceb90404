"""Invoices and credit notes as posted, with the tax rows that every later list reads."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting, NumberIsGiven
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.guards import NeverChanges, NumbersFollow
from arclose.ledger.models import Company, Currency, FiscalYear, LedgerAccount, NumberSeries, Posting, VatRegistration
from customers.models.charges import OrderCharge
from customers.models.customers import Customer, PaymentTerms
from customers.models.items import Item, ItemType
from customers.models.sales_orders import SalesOrder, SalesOrderLine
from customers.models.sales_tax import LISTED_KINDS, TaxCode, TaxKind

# Lines and tax rows are of the posting of their invoice, whose own guard looks at its date.
_POSTINGS_OF_INVOICES = (
    "SELECT DISTINCT i.posting_id FROM (SELECT DISTINCT invoice_id FROM new_rows) r"
    " JOIN public.customers_invoice i ON i.id = r.invoice_id"
)


class InvoiceType(models.TextChoices):
    """An invoice, or the opposite of one."""

    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")


class InvoiceOrigin(models.TextChoices):
    """What a document was made from."""

    SALES_ORDER = "sales_order", _("sales order")
    FREE_TEXT = "free_text", _("free text")
    PREPAYMENT = "prepayment", _("prepayment")


class Invoice(models.Model):
    """A posted invoice or credit note, in one currency.

    ``order`` is filled where it is of one order; one that collects several has none, and its lines say which. That of
    a prepayment is the order that it asks an advance for; none of its lines is of it. Its ``customer`` is who ordered,
    or the invoice account where several did. ``transaction_units`` of its currency are worth ``accounting_units`` of
    the accounting currency, by the rate published on ``rate_date``; a credit note takes those of the invoice it
    credits. Amounts of a credit note are negative. A document whose entries would all be zero has no voucher.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="invoices", db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="invoices", db_constraint=False)
    origin = models.CharField(
        max_length=12, choices=InvoiceOrigin, default=InvoiceOrigin.SALES_ORDER, db_default=InvoiceOrigin.SALES_ORDER
    )
    order = models.ForeignKey(SalesOrder, models.PROTECT, related_name="+", null=True, db_constraint=False)
    invoice_type = models.CharField(_("type"), max_length=12, choices=InvoiceType)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sequence_number = models.BigIntegerField()
    number = models.CharField(_("invoice"), max_length=40, db_collation="C")
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("customer")
    )
    invoice_account = models.ForeignKey(
        Customer, models.PROTECT, related_name="invoices", db_constraint=False, verbose_name=_("invoice account")
    )
    invoice_date = models.DateField(_("date"))
    due_date = models.DateField(_("due date"))
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_units = UnitsField()
    accounting_units = UnitsField()
    rate_date = models.DateField()
    delivery_country = models.CharField(max_length=2, db_collation="C")
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    credited_invoice = models.ForeignKey(
        "self", models.PROTECT, related_name="credit_notes", null=True, db_constraint=False
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    net_amount = AmountField(_("net amount"))
    tax_amount = AmountField(_("tax"))
    total_amount = AmountField(_("total"))
    has_voucher = models.BooleanField()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["series", "fiscal_year", "sequence_number"], name="invoice_sequence"),
            models.UniqueConstraint(fields=["company", "number"], name="invoice_number"),
            company_key("invoice_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="invoice_posting"),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="invoice_order"),
            CompanyForeignKey(field="series", to="ledger.NumberSeries", name="invoice_series"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="invoice_fiscal_year"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="invoice_customer"),
            CompanyForeignKey(field="invoice_account", to="customers.Customer", name="invoice_invoice_account"),
            CompanyForeignKey(field="credited_invoice", to="customers.Invoice", name="invoice_credited"),
            models.CheckConstraint(
                condition=models.Q(total_amount=models.F("net_amount") + models.F("tax_amount")),
                name="invoice_total_is_net_and_tax",
            ),
            models.CheckConstraint(
                condition=models.Q(origin=InvoiceOrigin.SALES_ORDER)
                | models.Q(origin=InvoiceOrigin.FREE_TEXT, order__isnull=True)
                | models.Q(origin=InvoiceOrigin.PREPAYMENT, order__isnull=False),
                name="invoice_order_has_origin",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-invoice_date", "-id"], name="invoice_newest_idx"),
            models.Index(fields=["company", "total_amount"], name="invoice_amount_idx"),
            models.Index(fields=["company", "net_amount"], name="invoice_net_amount_idx"),
            models.Index(
                fields=["company", "invoice_date"],
                condition=models.Q(has_voucher=False),
                name="invoice_of_nothing_idx",
            ),
            # Who ordered is nearly always who is invoiced, and found by that.
            models.Index(
                fields=["customer"],
                condition=~models.Q(customer=models.F("invoice_account")),
                name="invoice_of_another_idx",
            ),
        ]
        triggers = [
            NeverChanges(),
            NumbersFollow(),
            NumberIsGiven(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, invoice_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(models.Model):
    """A line as invoiced.

    gross (quantity times price) - line discount - share of the total discount = net; the tax is the
    line's share of the tax of its kind and rate. The cost, in accounting currency, is that of the day of the
    invoice; nothing where the company does not post it. Signs follow the quantity.

    A line of an order has the order's line and its item; another one (on a ledger account, a charge) has neither, and
    says what it is in its description. A charge names that of its order. ``item_type`` is that of the day of the
    invoice.

    A line about a prepayment names its invoice: the lines of that itself, what later invoices deduct and what credit
    notes take back. So what is left to deduct is the sum of them, and what is left on the account for prepayments, at
    the rate at which it was prepaid, that of ``prepaid_accounting_amount``.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines", db_constraint=False, db_index=False)
    line_number = models.PositiveIntegerField()
    order_line = models.ForeignKey(
        SalesOrderLine, models.PROTECT, related_name="invoice_lines", null=True, db_constraint=False
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False)
    order_charge = models.ForeignKey(
        OrderCharge, models.PROTECT, related_name="invoice_lines", null=True, db_constraint=False, db_index=False
    )
    prepayment = models.ForeignKey(
        Invoice, models.PROTECT, related_name="prepaid_lines", null=True, db_constraint=False, db_index=False
    )
    prepaid_accounting_amount = AmountField(default=Decimal(0), db_default=Decimal(0))
    item_type = models.CharField(max_length=10, choices=ItemType)
    description = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4)
    unit_price = models.DecimalField(max_digits=20, decimal_places=6)
    line_discount_percent = models.DecimalField(max_digits=6, decimal_places=3)
    gross_amount = AmountField()
    line_discount_amount = AmountField()
    total_discount_amount = AmountField()
    net_amount = AmountField()
    tax_amount = AmountField()
    cost_amount = AmountField(default=Decimal(0), db_default=Decimal(0))
    tax_row_number = models.SmallIntegerField()
    tax_code = models.ForeignKey(TaxCode, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=3)
    revenue_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    line_discount_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    total_discount_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["invoice", "line_number"], name="invoice_line_number"),
            company_key("invoice_line_company_key"),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="invoice_line_invoice"),
            CompanyForeignKey(field="order_line", to="customers.SalesOrderLine", name="invoice_line_order_line"),
            CompanyForeignKey(field="item", to="customers.Item", name="invoice_line_item"),
            CompanyForeignKey(field="order_charge", to="customers.OrderCharge", name="invoice_line_order_charge"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="invoice_line_tax_code"),
            CompanyForeignKey(field="prepayment", to="customers.Invoice", name="invoice_line_prepayment"),
            models.CheckConstraint(
                condition=models.Q(
                    net_amount=models.F("gross_amount")
                    - models.F("line_discount_amount")
                    - models.F("total_discount_amount")
                ),
                name="invoice_line_net",
            ),
            models.CheckConstraint(
                condition=models.Q(order_line__isnull=False, item__isnull=False)
                | models.Q(order_line__isnull=True, item__isnull=True) & ~models.Q(description=""),
                name="invoice_line_says_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["order_charge"], condition=models.Q(order_charge__isnull=False), name="invoice_line_charge_idx"
            ),
            models.Index(
                fields=["prepayment"], condition=models.Q(prepayment__isnull=False), name="invoice_line_prepaid_idx"
            ),
        ]
        triggers = [NeverChanges(), EntersOpenPosting(postings=_POSTINGS_OF_INVOICES)]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.line_number}"


class TaxRow(models.Model):
    """What a document means for VAT: one row per tax code, rate, item type, delivery country and tax point.

    ``tax_point_date`` is when tax became chargeable: the invoice date, or an earlier day of what another member state
    got (:data:`customers.sql.tax_rows.TAX_POINT`); that may lie in a period that is closed by then, as nothing in the
    ledger does. Amounts in accounting currency are the sums of the row's ledger entries, never translated on their
    own; base and tax are positive for a sale. A VAT return and an EC sales list read these rows; the list leaves out
    those that are not ``is_listed``, whatever their kind.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="tax_rows", db_constraint=False, db_index=False)
    number = models.SmallIntegerField()
    tax_code = models.ForeignKey(TaxCode, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    tax_kind = models.CharField(max_length=20, choices=TaxKind)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=3)
    item_type = models.CharField(max_length=10, choices=ItemType)
    delivery_country = models.CharField(max_length=2, db_collation="C")
    vat_number = models.CharField(max_length=20, blank=True)
    is_listed = models.BooleanField(default=True, db_default=True)
    tax_point_date = models.DateField()
    transaction_currency_base_amount = AmountField()
    transaction_currency_tax_amount = AmountField()
    accounting_currency_base_amount = AmountField()
    accounting_currency_tax_amount = AmountField()
    registration = models.ForeignKey(
        VatRegistration, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    registration_currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", null=True, db_index=False)
    registration_currency_base_amount = AmountField(null=True)
    registration_currency_tax_amount = AmountField(null=True)

    class Meta:
        verbose_name = _("tax row")
        verbose_name_plural = _("tax rows")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["invoice", "number"], name="tax_row_number"),
            CompanyForeignKey(field="invoice", to="customers.Invoice", name="tax_row_invoice"),
            CompanyForeignKey(field="tax_code", to="customers.TaxCode", name="tax_row_code"),
            CompanyForeignKey(field="registration", to="ledger.VatRegistration", name="tax_row_registration"),
        ]
        indexes = [
            models.Index(fields=["company", "tax_point_date"], name="tax_row_date_idx"),
            # What EC sales lists look for through all months, which companies that sell at home have none of.
            models.Index(
                fields=["company", "tax_point_date"],
                include=["invoice", "registration"],
                condition=models.Q(is_listed=True, tax_kind__in=LISTED_KINDS),
                name="tax_row_listed_idx",
            ),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings=_POSTINGS_OF_INVOICES,
                strays="SELECT 1 FROM new_rows r JOIN public.customers_invoice i ON i.id = r.invoice_id"
                " WHERE r.tax_point_date > i.invoice_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.number}"
