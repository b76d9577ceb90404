"""A list of real orders, to try the machinery of lists on."""

import django_tables2 as tables

from arclose.web.filters import (
    AmountRangeFilter,
    CountedFilter,
    DayRangeFilter,
    ListFilter,
    RowFilter,
    SearchFilter,
    YesFilter,
)
from arclose.web.tables import AmountColumn, DayColumn, ListTable, MomentColumn, PageColumn, SelectColumn, StateColumn
from customers.models import Customer, SalesOrder
from customers.models.sales_orders import OrderStatus


class OrderTable(ListTable):
    select = SelectColumn()
    number = PageColumn("gallery:order", verbose_name="Order")
    invoice_date = DayColumn(verbose_name="Invoice date")
    customer = tables.Column(accessor="customer__name", verbose_name="Customer")
    delivery_country = tables.Column(verbose_name="Country")
    status = StateColumn(verbose_name="Status", accessor="status")
    net_amount = AmountColumn(currency="currency_id", verbose_name="Net amount")
    currency = tables.Column(accessor="currency_id", verbose_name="Currency")
    created_at = MomentColumn(verbose_name="Entered")

    class Meta(ListTable.Meta):
        order_by = ("-invoice_date",)


class OrderFilter(ListFilter):
    text = SearchFilter(fields=["number", "customer__name"])
    status = CountedFilter(field_name="status", choices=OrderStatus.choices, label="Status")
    date = DayRangeFilter(field_name="invoice_date", label="Invoice date")
    amount = AmountRangeFilter(field_name="net_amount", label="Net amount")
    returned = YesFilter(field_name="credited_invoice__isnull", label="Without reference")
    customer = RowFilter(queryset=lambda request: Customer.objects.filter(company=request.company), label="Customer")

    class Meta:
        model = SalesOrder
        fields = []
