"""Sales orders: what a customer has ordered or sends back, until it is invoiced."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency
from customers.models.customers import Customer, PaymentTerms
from customers.models.items import Item
from customers.models.sales_tax import TaxGroup
from customers.models.sites import Site

# From here on, in an order's own currency, a line is more than the books can hold.
LARGEST_LINE_AMOUNT = Decimal(10) ** 15


class OrderType(models.TextChoices):
    """What an order becomes: an invoice, or a credit note."""

    SALES = "sales", _("sales order")
    RETURNED = "returned", _("returned order")


class OrderStatus(models.TextChoices):
    """How far an order has come."""

    OPEN = "open", _("Open order")
    DELIVERED = "delivered", _("Delivered")
    INVOICED = "invoiced", _("Invoiced")
    CANCELED = "canceled", _("Canceled")


# What may still be confirmed, delivered or invoiced.
UNFINISHED = (OrderStatus.OPEN, OrderStatus.DELIVERED)


class Quantity(models.TextChoices):
    """How much of each line of an order a document takes."""

    ALL = "all", _("All that is left")
    DELIVER_NOW = "deliver_now", _("Deliver now")
    PICKED = "picked", _("Picked")
    PICKED_AND_NOT_STOCKED = "not_stocked", _("Picked and not stocked")
    DELIVERED = "delivered", _("Packing slip")


class DocumentStatus(models.TextChoices):
    """The furthest document an order has."""

    NONE = "none", _("Nothing yet")
    CONFIRMATION = "confirmation", _("Confirmation")
    PICKING_LIST = "picking_list", _("Picking list")
    PACKING_SLIP = "packing_slip", _("Packing slip")
    INVOICE = "invoice", _("Invoice")


class SalesOrder(models.Model):
    """An order with its lines; prices are net of tax unless they include it: then so do the amounts of order and lines.

    ``invoice_date`` is the date it is to be invoiced on. A returned order becomes a credit note, of the
    invoice it names where it names one. ``net_amount`` is the sum of its lines less the total discount,
    in the order's currency, kept by whoever writes the lines. ``status`` and ``document_status`` are kept by
    the postings: an order is delivered when nothing is left to deliver, invoiced when nothing is left at all.

    Kept by the postings too, so that nobody reads the lines of all unfinished orders to find the few that wait, and
    proved while an order is unfinished, is the net value of what waits, in the order's currency, empty where nothing
    does: of what is confirmed and not picked (``unpicked_amount``), picked and not delivered (``undelivered_amount``),
    delivered and not invoiced (``uninvoiced_amount``, with the days of the first and the last packing slip of which
    something is not). ``unconfirmed_amount`` is that of what no document took, empty too while none took anything, and
    ``invoice_remainder_amount`` that of what no invoice took, empty too while none did: then it is the whole order.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="sales_orders", db_index=False)
    number = models.CharField(_("order"), max_length=30, db_collation="C")
    order_type = models.CharField(_("type"), max_length=10, choices=OrderType, default=OrderType.SALES)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="sales_orders", db_constraint=False, verbose_name=_("customer")
    )
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus, default=OrderStatus.OPEN)
    document_status = models.CharField(
        _("document status"),
        max_length=12,
        choices=DocumentStatus,
        default=DocumentStatus.NONE,
        db_default=DocumentStatus.NONE,
    )
    order_date = models.DateField(_("order date"))
    delivery_date = models.DateField(
        _("delivery date"), null=True, blank=True, help_text=_("Empty: on the invoice date.")
    )
    invoice_date = models.DateField(_("invoice date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    tax_group = models.ForeignKey(TaxGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    delivery_address = models.TextField(_("delivery address"), blank=True)
    delivery_country = models.CharField(_("delivery country"), max_length=2, db_collation="C")
    total_discount_percent = models.DecimalField(_("total discount (%)"), max_digits=6, decimal_places=3, default=0)
    prices_include_tax = models.BooleanField(
        _("prices include tax"),
        default=False,
        db_default=False,
        help_text=_("The tax is taken out of prices and charges, not added to them."),
    )
    customer_reference = models.CharField(
        _("customer reference"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("What the customer calls this order."),
    )
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
    closing_reason = models.CharField(
        _("why the rest was given up"), max_length=200, blank=True, default="", db_default="", editable=False
    )
    net_amount = AmountField(_("net amount"), default=0)
    unconfirmed_amount = AmountField(null=True, editable=False)
    unpicked_amount = AmountField(null=True, editable=False)
    undelivered_amount = AmountField(null=True, editable=False)
    uninvoiced_amount = AmountField(null=True, editable=False)
    invoice_remainder_amount = AmountField(null=True, editable=False)
    first_uninvoiced_date = models.DateField(null=True, editable=False)
    last_uninvoiced_date = models.DateField(null=True, editable=False)
    source = models.CharField(max_length=80, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
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
            models.Index(fields=["company", "net_amount"], name="sales_order_amount_idx"),
            models.Index(
                fields=["company", "invoice_date", "id"],
                condition=models.Q(status__in=["open", "delivered"]),
                name="sales_order_open_idx",
            ),
            models.Index(
                fields=["customer"],
                condition=models.Q(status__in=["open", "delivered"]),
                name="sales_order_unfinished_idx",
            ),
            # Canceled orders are few, and a list of them looks through all dates.
            models.Index(
                fields=["company", "-invoice_date", "-id"],
                condition=models.Q(status="canceled"),
                name="sales_order_canceled_idx",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StepQuantityField(models.DecimalField):
    """How much of an order line went through a step; nothing at first."""

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        """Take the precision of quantities."""
        options |= {"max_digits": 18, "decimal_places": 4, "default": Decimal(0), "db_default": Decimal(0)}
        super().__init__(verbose_name, **options)


class SalesOrderLine(models.Model):
    """So many of an item at a price, and how much of it went through each step.

    ``net_amount`` is quantity times price less the line discount, rounded to the currency's decimals. The
    quantities of the steps are kept by the postings and proved against their documents: what a change of
    the order took back of confirmations and picking lists stands apart (``unconfirmed_quantity``,
    ``unpicked_quantity``). Site, address and country are those of the order where they are empty; a line with a country
    has an address there.
    ``given_up_quantity`` is what was ordered once, and neither delivered nor invoiced when the rest was closed: the
    sum of its :class:`GivenUpQuantity`.
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
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    delivery_address = models.TextField(_("delivery address"), blank=True, db_default="")
    delivery_country = models.CharField(
        _("delivery country"), max_length=2, blank=True, default="", db_default="", db_collation="C"
    )
    deliver_now_quantity = StepQuantityField(_("deliver now"))
    confirmed_quantity = StepQuantityField(_("confirmed"))
    picked_quantity = StepQuantityField(_("picked"))
    delivered_quantity = StepQuantityField(_("delivered"))
    invoiced_quantity = StepQuantityField(_("invoiced"))
    unconfirmed_quantity = StepQuantityField(_("confirmed before a change"))
    unpicked_quantity = StepQuantityField(_("picked before the rest was given up"))
    given_up_quantity = StepQuantityField(_("given up"))

    class Meta:
        verbose_name = _("sales order line")
        verbose_name_plural = _("sales order lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["order", "line_number"], name="sales_order_line_number"),
            company_key("sales_order_line_company_key"),
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="sales_order_line_order"),
            CompanyForeignKey(field="item", to="customers.Item", name="sales_order_line_item"),
            CompanyForeignKey(field="site", to="customers.Site", name="sales_order_line_site"),
            models.CheckConstraint(
                condition=models.Q(line_discount_percent__gte=0, line_discount_percent__lte=100),
                name="sales_order_line_discount",
            ),
            models.CheckConstraint(
                condition=models.Q(delivery_country="") | ~models.Q(delivery_address=""),
                name="sales_order_line_country_has_address",
            ),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(quantity__lt=10**14, unit_price__lt=10**14, net_amount__lt=10**18),
                name="sales_order_line_is_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["item", "-id"], name="sales_order_line_item_idx"),
            # What takes something off an order is rare, and looked for by itself.
            models.Index(fields=["order"], condition=models.Q(net_amount__lt=0), name="sales_order_line_below_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_number}"


def line_status(line: SalesOrderLine, order_status: str) -> OrderStatus:
    """Give how far a line has come, by what is left of it; one of which all was given up is canceled."""
    if order_status == OrderStatus.CANCELED or (line.given_up_quantity and not line.quantity):
        return OrderStatus.CANCELED
    if not line.quantity:
        return OrderStatus(order_status)
    if line.delivered_quantity != line.quantity:
        return OrderStatus.OPEN
    return OrderStatus.INVOICED if line.invoiced_quantity == line.quantity else OrderStatus.DELIVERED


class GivenUpQuantity(models.Model):
    """What of an order line was given up at once, why, when and by whom; never changed.

    What is given back, because the credit note that gave it up was undone, is the same below zero, for the same reason.
    Of what was given up before these rows were kept, nobody knows when and by whom.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    order_line = models.ForeignKey(
        SalesOrderLine, models.PROTECT, related_name="given_up_quantities", db_constraint=False
    )
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    reason = models.CharField(_("reason"), max_length=200)
    given_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    given_up_at = models.DateTimeField(db_default=Now(), null=True, editable=False)

    class Meta:
        verbose_name = _("given-up quantity")
        verbose_name_plural = _("given-up quantities")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="order_line", to="customers.SalesOrderLine", name="given_up_order_line"),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.order_line_id}: {self.quantity}"
