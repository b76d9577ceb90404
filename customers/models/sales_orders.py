"""Sales orders: what a customer has ordered or sends back, until it is invoiced."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, Currency
from customers.models.customers import Customer, PaymentTerms
from customers.models.items import Item
from customers.models.sales_tax import TaxGroup


class OrderType(models.TextChoices):
    """What an order becomes: an invoice, or a credit note."""

    SALES = "sales", _("sales order")
    RETURNED = "returned", _("returned order")


class OrderStatus(models.TextChoices):
    """How far an order has come."""

    OPEN = "open", _("Open order")
    INVOICED = "invoiced", _("Invoiced")
    CANCELED = "canceled", _("Canceled")


class SalesOrder(models.Model):
    """An order with its lines; prices are net of tax.

    ``invoice_date`` is the date it is to be invoiced on. A returned order becomes a credit note, of the
    invoice it names where it names one. ``net_amount`` is the sum of its lines less the total discount,
    in the order's currency, kept by whoever writes the lines.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="sales_orders", db_index=False)
    number = models.CharField(_("order"), max_length=30, db_collation="C")
    order_type = models.CharField(_("type"), max_length=10, choices=OrderType, default=OrderType.SALES)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="sales_orders", db_constraint=False, verbose_name=_("customer")
    )
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus, default=OrderStatus.OPEN)
    order_date = models.DateField(_("order date"))
    invoice_date = models.DateField(_("invoice date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    tax_group = models.ForeignKey(TaxGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    delivery_address = models.TextField(_("delivery address"), blank=True)
    delivery_country = models.CharField(_("delivery country"), max_length=2, db_collation="C")
    total_discount_percent = models.DecimalField(_("total discount (%)"), max_digits=6, decimal_places=3, default=0)
    credited_invoice = models.ForeignKey(
        "customers.Invoice",
        models.PROTECT,
        related_name="credit_orders",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("invoice to credit"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    net_amount = AmountField(_("net amount"), default=0)
    source = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("sales order")
        verbose_name_plural = _("sales orders")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "number"], name="sales_order_number"),
            company_key("sales_order_company_key"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="sales_order_customer"),
            CompanyForeignKey(field="payment_terms", to="customers.PaymentTerms", name="sales_order_terms"),
            CompanyForeignKey(field="tax_group", to="customers.TaxGroup", name="sales_order_tax_group"),
            CompanyForeignKey(field="credited_invoice", to="customers.Invoice", name="sales_order_credited"),
            models.CheckConstraint(
                condition=models.Q(total_discount_percent__gte=0, total_discount_percent__lte=100),
                name="sales_order_total_discount",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-invoice_date", "-id"], name="sales_order_newest_idx"),
            models.Index(
                fields=["company", "invoice_date", "id"],
                condition=models.Q(status="open"),
                name="sales_order_open_idx",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SalesOrderLine(models.Model):
    """So many of an item at a price.

    ``net_amount`` is quantity times price less the line discount, rounded to the currency's decimals.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    order = models.ForeignKey(SalesOrder, models.CASCADE, related_name="lines", db_constraint=False, db_index=False)
    line_number = models.PositiveIntegerField(_("line"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    description = models.CharField(_("description"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    unit_price = models.DecimalField(_("price"), max_digits=20, decimal_places=6)
    line_discount_percent = models.DecimalField(_("discount (%)"), max_digits=6, decimal_places=3, default=0)
    net_amount = AmountField(_("net amount"))

    class Meta:
        verbose_name = _("sales order line")
        verbose_name_plural = _("sales order lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["order", "line_number"], name="sales_order_line_number"),
            company_key("sales_order_line_company_key"),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="sales_order_line_order"),
            CompanyForeignKey(field="item", to="customers.Item", name="sales_order_line_item"),
            models.CheckConstraint(
                condition=models.Q(line_discount_percent__gte=0, line_discount_percent__lte=100),
                name="sales_order_line_discount",
            ),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(quantity__lt=10**14, unit_price__lt=10**14, net_amount__lt=10**18),
                name="sales_order_line_is_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_number}"
