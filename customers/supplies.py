"""What invoices are of, for whoever writes them out: orders, lines, tax, deliveries, when, where, and cash discounts.

A set costs the same few queries whether it is one invoice or a thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F

from customers.documents import orders_by_document
from customers.models import DiscountOffer, FreeTextInvoice, Invoice, InvoicedDelivery, InvoiceLine, SalesOrder, TaxRow
from customers.models.invoices import InvoiceOrigin


class Supplies:
    """The rows behind a set of invoices and credit notes, read once."""

    def __init__(self, invoices: Sequence[Invoice]) -> None:
        """Read them all."""
        keys = [invoice.pk for invoice in invoices]
        lines = InvoiceLine.objects.filter(invoice__in=keys).select_related("item", "order_line", "order_charge")
        tax_rows = TaxRow.objects.filter(invoice__in=keys).select_related("registration")
        worth_something = DiscountOffer.objects.filter(transaction__invoice__in=keys).exclude(amount=0)
        offers = worth_something.annotate(invoice_id=F("transaction__invoice"))
        self._lines = _by_invoice(lines.order_by("invoice_id", "line_number"))
        self._tax_rows = _by_invoice(tax_rows.order_by("invoice_id", "number"))
        self._offers = _by_invoice(offers.order_by("invoice_id", "number"))
        self._orders = orders_by_document(invoices)
        self._slips = _slips(keys)
        free_text = [invoice for invoice in invoices if invoice.origin == InvoiceOrigin.FREE_TEXT]
        issued = [invoice.credited_invoice_id or invoice.pk for invoice in free_text]
        drafts = FreeTextInvoice.objects.filter(invoice__in=issued).values_list(
            "invoice_id", "prices_include_tax", "supply_date"
        )
        self._free_text_with_tax = {key for key, has_tax_in_prices, _day in drafts if has_tax_in_prices}
        self._supplied = {key: day for key, _has_tax_in_prices, day in drafts if day}

    def lines(self, invoice: Invoice) -> list[InvoiceLine]:
        """Give the lines in their order."""
        return self._lines[invoice.pk]

    def tax_rows(self, invoice: Invoice) -> list[TaxRow]:
        """Give the tax rows in their order."""
        return self._tax_rows[invoice.pk]

    def orders(self, invoice: Invoice) -> list[SalesOrder]:
        """Give the orders, in order of their numbers; none of an invoice without one."""
        return self._orders[invoice.pk]

    def have_tax_in_prices(self, invoice: Invoice) -> bool:
        """Tell whether its prices, or those of what it credits, were entered with tax."""
        issued = invoice.credited_invoice_id or invoice.pk
        return issued in self._free_text_with_tax or any(one.prices_include_tax for one in self.orders(invoice))

    def slips(self, invoice: Invoice) -> list[tuple[str, date]]:
        """Give number and day of the packing slips whose deliveries it invoices."""
        return self._slips[invoice.pk]

    def offers(self, invoice: Invoice) -> list[DiscountOffer]:
        """Give the cash discounts that it offers, the first one to end first, but for those that come to nothing."""
        return self._offers[invoice.pk]

    def days(self, invoice: Invoice) -> set[date]:
        """Give the days of supply: those of the packing slips, else what was said of them, else the tax point.

        An order says its delivery date, a free text invoice its date of supply.
        """
        delivered = {day for _number, day in self.slips(invoice)}
        ordered = {order.delivery_date for order in self.orders(invoice) if order.delivery_date}
        said = {self._supplied[invoice.pk]} if invoice.pk in self._supplied else set()
        points = {row.tax_point_date for row in self.tax_rows(invoice)}
        return delivered or ordered or said or points or {invoice.invoice_date}

    def address(self, invoice: Invoice) -> str:
        """Give the delivery address that the lines have in common; empty where they have none."""
        of_orders = {order.pk: order.delivery_address for order in self.orders(invoice)}
        sold = [line.order_line for line in self.lines(invoice) if line.order_line]
        addresses = {line.delivery_address or of_orders[line.order_id] for line in sold}
        return addresses.pop() if len(addresses) == 1 else ""

    def all_lines(self) -> Iterable[InvoiceLine]:
        """Give the lines of all invoices."""
        return (line for lines in self._lines.values() for line in lines)


def _by_invoice(rows: Iterable[Any]) -> dict[int, list[Any]]:
    of_invoice: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_invoice[row.invoice_id].append(row)
    return of_invoice


def _slips(keys: Sequence[int]) -> dict[int, list[tuple[str, date]]]:
    delivered = InvoicedDelivery.objects.filter(invoice_line__invoice__in=keys).order_by("slip_line__document")
    columns = ("invoice_line__invoice_id", "slip_line__document__number", "slip_line__document__document_date")
    of_invoice: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for key, number, day in delivered.values_list(*columns).distinct():
        of_invoice[key].append((number, day))
    return of_invoice
