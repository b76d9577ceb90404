"""What the lists of customers are narrowed by. Without anything typed a list shows the period of its address."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.batch.screens.filters import PostedByJobFilter
from arclose.web.filters import (
    AmountRangeFilter,
    ChoiceFilter,
    CountedFilter,
    DayRangeFilter,
    ListFilter,
    RowChoiceFilter,
    RowFilter,
    SearchFilter,
    YesFilter,
)
from customers import readiness, steps_left, updates
from customers.holding import IS_ON_HOLD
from customers.models import (
    Customer,
    CustomerGroup,
    InvoiceLine,
    Item,
    ItemGroup,
    RecurringRun,
    SalesOrderLine,
)
from customers.models.free_text import FreeTextStatus
from customers.models.invoices import InvoiceType
from customers.models.items import ItemType
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import UNFINISHED, OrderStatus, OrderType
from customers.queries import REJECTED, UNAPPROVED
from customers.slips import HAS_LEFT

CUSTOMERS_FOUND = 200
UNTIL, ALL = "until", "all"
# What may be left to do for a customer.
VAT_NUMBER, LIMIT = "vat-number", "limit"
PREPAID = "prepaid"


def own_customers(request: HttpRequest) -> "QuerySet[Customer]":
    """Give the customers of the request's company."""
    return Customer.objects.filter(company=request.company)  # type: ignore[attr-defined]


def own_runs(request: HttpRequest) -> "QuerySet[RecurringRun]":
    """Give the generations of recurring invoices of the request's company."""
    return RecurringRun.objects.filter(company=request.company)  # type: ignore[attr-defined]


def own_items(request: HttpRequest) -> "QuerySet[Item]":
    """Give the items of the request's company."""
    return Item.objects.filter(company=request.company)  # type: ignore[attr-defined]


def own_currencies(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the currencies that customers of the request's company buy in."""
    codes = own_customers(request).order_by("currency").values_list("currency", flat=True).distinct()
    return [(code, code) for code in codes]


class PeriodFilter(ChoiceFilter):
    """Rows dated in the period of the address, until its end, or whenever.

    The period is what counts while nothing else narrows the list: whoever types a number, a customer or a day
    looks through all of it.
    """

    def __init__(self, *, day: str, **kwargs: Any) -> None:
        """Take the field that holds the day of a row."""
        self.day = day
        choices = [(UNTIL, _("Until its end")), (ALL, _("All dates"))]
        super().__init__(**{"label": _("Period"), "choices": choices, "empty_label": _("This period"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the rows of the period."""
        period = self.parent.request.period
        if value == ALL or (not value and self.parent.is_narrowed):
            return qs
        if value == UNTIL:
            return qs.filter(**{f"{self.day}__lte": period.end_date})
        return qs.filter(**{f"{self.day}__range": (period.start_date, period.end_date)})


class DocumentFilter(SearchFilter):
    """Rows whose number begins with the text, or whose customer has it in number or name."""

    def __init__(self, *, number: str = "number", customer: str = "customer", account: str = "", **kwargs: Any) -> None:
        """Take where a row's number and customer stand, and its invoice account where that may be another customer."""
        self.number, self.customer, self.account = number, customer, account
        super().__init__(fields=[number], **{"label": _("Number or customer"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the rows; the customers are looked up first, so that an index serves each half.

        Where no number begins with the text, numbers are compared no more: their key tells, and there are many.
        """
        if not value:
            return qs
        named = Q(number__istartswith=value) | Q(name__icontains=value)
        found = list(own_customers(self.parent.request).filter(named).values_list("pk", flat=True)[:CUSTOMERS_FOUND])
        of_customers = self._of(found)
        numbered = Q(**{f"{self.number}__in": {value, value.upper()}})
        numbered |= Q(**{f"{self.number}__startswith": value}) | Q(**{f"{self.number}__startswith": value.upper()})
        own = qs.model._default_manager.filter(company=self.parent.request.company)
        is_number = "__" in self.number or own.filter(numbered).exists()
        return qs.filter(numbered | of_customers if is_number else of_customers)

    def _of(self, customers: Sequence[int]) -> Q:
        """Give the condition that a row is of one of the customers; only who is not invoiced is looked up beside it."""
        ordered = Q(**{f"{self.customer}__in": customers})
        if not self.account:
            return ordered
        return Q(**{f"{self.account}__in": customers}) | ordered & ~Q(**{self.customer: F(self.account)})


class DocumentListFilter(ListFilter):
    """The filter of a list of documents that have a day. Narrowed, it looks beyond the period of its address."""

    narrowing = ("text", "customer", "item", "job", "date_from", "date_until", "amount_from", "amount_until", "left")


class CustomerPickFilter(RowFilter):
    """Rows of one customer, named by id as links do."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a filter."""
        super().__init__(queryset=own_customers, **{"label": _("Customer"), **kwargs})


class ItemPickFilter(RowFilter):
    """Documents with an item on a line, named by id as links do."""

    def __init__(self, *, documents: "QuerySet[Any]", by: str, **kwargs: Any) -> None:
        """Take the ids of documents with lines, and how these lines name their item."""
        self.documents, self.by = documents, by
        super().__init__(queryset=own_items, **{"label": _("Item"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the documents."""
        return qs.filter(pk__in=self.documents.filter(**{self.by: value})) if value else qs


# What the filter "left to do" may be, and the update that clears it.
LEFT_TO_DO = {
    "confirm": (_("To confirm"), updates.CONFIRM),
    "picking": (_("Confirmed, not picked"), updates.PICK),
    "delivery": (_("Picked, not delivered"), updates.DELIVER),
    "delivered": (_("Delivered, not invoiced"), updates.INVOICE),
    "invoice": (_("To invoice"), updates.INVOICE),
}


class LeftFilter(ChoiceFilter):
    """Orders of which something is left to do until the end of the period of the address, as the close counts them.

    Those to be confirmed also where none ever was: the close then asks for none, but here the first is looked for.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Offer what may be left."""
        choices = [(name, label) for name, (label, _update) in LEFT_TO_DO.items()]
        super().__init__(**{"label": _("Left to do"), "choices": choices, "empty_label": _("All"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the orders."""
        if value not in LEFT_TO_DO:
            return qs
        request = self.parent.request
        until = request.period.end_date
        is_left = steps_left.is_left_for(value, company=request.company, until=until, of_close=False)
        return qs.filter(is_left, status__in=UNFINISHED)


class HeldFilter(YesFilter):
    """Unfinished orders on hold, while the box is ticked: what is canceled goes nowhere anyway."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the orders."""
        return qs.filter(IS_ON_HOLD, status__in=UNFINISHED) if value else qs


class OrderFilter(DocumentListFilter):
    """Sales orders."""

    text = DocumentFilter()
    status = CountedFilter(field_name="status", choices=OrderStatus.choices, label=_("Status"))
    left = LeftFilter()
    type = ChoiceFilter(
        field_name="order_type",
        choices=[(value, capfirst(label)) for value, label in OrderType.choices],
        label=_("Type"),
    )
    held = HeldFilter(label=_("On hold"))
    period = PeriodFilter(day="invoice_date")
    date = DayRangeFilter(field_name="invoice_date", label=_("Invoice date"))
    amount = AmountRangeFilter(field_name="net_amount", label=_("Net amount"))
    customer = CustomerPickFilter(field_name="customer")
    item = ItemPickFilter(documents=SalesOrderLine.objects.values("order"), by="item")


class UninvoicedFilter(YesFilter):
    """Packing slips of which something is left to invoice, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the documents."""
        return qs.filter(HAS_LEFT) if value else qs


class OrderDocumentFilter(DocumentListFilter):
    """Confirmations, picking lists and packing slips."""

    text = DocumentFilter()
    type = CountedFilter(field_name="document_type", choices=OrderDocumentType.choices, label=_("Type"))
    period = PeriodFilter(day="document_date")
    date = DayRangeFilter(field_name="document_date", label=_("Date"))
    uninvoiced = UninvoicedFilter(label=_("Not invoiced"))
    customer = CustomerPickFilter(field_name="customer")
    job = PostedByJobFilter()


class UnapprovedFilter(YesFilter):
    """Free text invoices that wait for approval, while the box is ticked; none where the company posts without."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the documents."""
        return qs.filter(UNAPPROVED) if value else qs


class RejectedFilter(YesFilter):
    """Free text invoices that a controller rejected and nobody changed since, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the documents."""
        return qs.filter(REJECTED) if value else qs


class FreeTextFilter(DocumentListFilter):
    """Free text invoices."""

    text = DocumentFilter(number="invoice__number", account="invoice_account")
    status = CountedFilter(field_name="status", choices=FreeTextStatus.choices, label=_("Status"))
    unapproved = UnapprovedFilter(label=_("Waiting for approval"))
    rejected = RejectedFilter(label=_("Rejected"))
    period = PeriodFilter(day="invoice_date")
    date = DayRangeFilter(field_name="invoice_date", label=_("Invoice date"))
    amount = AmountRangeFilter(field_name="net_amount", label=_("Net amount"))
    customer = CustomerPickFilter(field_name="customer")
    run = RowFilter(queryset=own_runs, field_name="run", label=_("Generation"))


class RecurringFilter(ListFilter):
    """Recurring invoices."""

    text = SearchFilter(fields=("customer__number", "customer__name", "template__code", "template__name"))
    stopped = YesFilter(field_name="is_stopped", label=_("Stopped by hand"))
    customer = CustomerPickFilter(field_name="customer")


class InvoiceLeftFilter(ChoiceFilter):
    """Prepayment invoices of which something is left that no invoice will deduct, as the close counts them."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer what may be left."""
        choices = [(PREPAID, _("Prepayments left over"))]
        super().__init__(**{"label": _("Left to do"), "choices": choices, **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the invoices."""
        if value != PREPAID:
            return qs
        request = self.parent.request
        over = readiness.prepayments_left_over(company=request.company, until=request.period.end_date)
        return qs.filter(pk__in=list(over.values_list("pk", flat=True)))


class InvoiceFilter(DocumentListFilter):
    """Invoices and credit notes."""

    left = InvoiceLeftFilter()
    text = DocumentFilter(account="invoice_account")
    type = CountedFilter(field_name="invoice_type", choices=InvoiceType.choices, label=_("Type"))
    period = PeriodFilter(day="invoice_date")
    date = DayRangeFilter(field_name="invoice_date", label=_("Date"))
    amount = AmountRangeFilter(field_name="total_amount", label=_("Total"))
    customer = CustomerPickFilter(field_name="invoice_account")
    job = PostedByJobFilter()
    # By the order lines that were invoiced: they have an index.
    item = ItemPickFilter(documents=InvoiceLine.objects.values("invoice"), by="order_line__item")


class CustomerLeftFilter(ChoiceFilter):
    """Customers for whom something is left to do until the end of the period, as the close counts them."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer what may be left."""
        choices = [(VAT_NUMBER, _("Needs a VAT number")), (LIMIT, _("Would exceed the credit limit"))]
        super().__init__(**{"label": _("Left to do"), "choices": choices, **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the customers."""
        if value not in {VAT_NUMBER, LIMIT}:
            return qs
        company, until = self.parent.request.company, self.parent.request.period.end_date
        if value == LIMIT:
            over = readiness.customers_over_limit(company=company, until=until)
            return qs.filter(pk__in=[customer.pk for customer in over])
        waiting = readiness.orders_without_vat_number(company=company, until=until)
        return qs.filter(pk__in=[account for account, *_rest in readiness.invoice_accounts(waiting)])


class CustomerFilter(ListFilter):
    """Customers."""

    text = SearchFilter(fields=["number", "name", "vat_number__istartswith"])
    left = CustomerLeftFilter()
    group = RowChoiceFilter(
        label=_("Group"),
        queryset=lambda request: CustomerGroup.objects.filter(company=request.company).order_by("code"),
    )
    country = django_filters.CharFilter(
        label=_("Country"),
        lookup_expr="iexact",
        max_length=2,
        widget=forms.TextInput({"class": "form-control form-control-sm", "size": "4"}),
    )
    blocked = YesFilter(field_name="is_blocked", label=_("Blocked"))


class ItemFilter(ListFilter):
    """Items."""

    text = SearchFilter(fields=["number", "name", "commodity_code__startswith"])
    type = CountedFilter(
        field_name="item_type",
        choices=[(value, capfirst(label)) for value, label in ItemType.choices],
        label=_("Type"),
    )
    group = RowChoiceFilter(
        label=_("Group"),
        queryset=lambda request: ItemGroup.objects.filter(company=request.company).order_by("code"),
    )
    blocked = YesFilter(field_name="is_blocked", label=_("Blocked"))
