"""Items: the list, and the page of one with how it is taxed, what of it is waiting, and the documents it is on."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import Company
from arclose.web.amounts import format_plain
from arclose.web.lists import ListPage
from customers.models import InvoiceLine, Item, SalesOrderLine, TaxRate, TaxRule
from customers.models.sales_orders import UNFINISHED, OrderType
from customers.screens.filters import ItemFilter, own_items
from customers.screens.tables import ItemTable

LINES_SHOWN = 10
_IS_PICKED = Q(picked_quantity__gt=F("delivered_quantity"))


def items(request: CompanyRequest) -> HttpResponseBase:
    """List the items."""
    listing = ListPage(
        request,
        name="items",
        rows=own_items(request).select_related("group", "item_tax_group"),
        table=ItemTable,
        filters=ItemFilter,
    )
    return listing.answer("customers/items.html", {"title": _("Items")})


def item(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one item: what it is, its tax, what of it waits at which site, and its last orders and invoices."""
    rows = own_items(request).select_related("group", "item_tax_group")
    found = get_object_or_404(rows, pk=pk)
    context = {
        "title": str(found),
        "item": found,
        "facts": _facts(found, request.company),
        "tax": _taxed(found, request.today),
        "waiting": _waiting(found),
        "orders": _last_orders(found),
        "invoices": _last_invoices(found),
    }
    return render(request, "customers/item.html", context)


def _facts(item: Item, company: Company) -> list[tuple[str, object]]:
    currency = company.accounting_currency_id
    facts: list[tuple[str, object]] = [
        (_("Type"), capfirst(item.get_item_type_display())),
        (_("Group"), item.group.name),
        (_("Item tax group"), item.item_tax_group.name),
        (_("Price, net of tax"), _money(item.unit_price, currency)),
        (_("Standard cost"), _money(item.standard_cost_amount, currency)),
        (_("On hand"), format_plain(item.on_hand_quantity)),
    ]
    if item.commodity_code:
        facts.append((_("Commodity code"), item.commodity_code))
    if item.net_mass_kilograms is not None:
        facts.append((_("Net mass (kg)"), format_plain(item.net_mass_kilograms)))
    if item.country_of_origin:
        facts.append((_("Country of origin"), item.country_of_origin))
    return facts


def _money(price: Decimal, currency: str) -> str:
    """Give a price with all the decimals it has, nothing where none is kept; amounts have those of their currency."""
    return f"{currency} {format_plain(price, 2)}" if price else ""


def _taxed(item: Item, on: date) -> "QuerySet[TaxRule]":
    """Give which tax code, at which percentage on a day, it gets with each tax group of customers."""
    rates = TaxRate.objects.filter(tax_code=OuterRef("tax_code"), valid_from__lte=on).order_by("-valid_from")
    rules = TaxRule.objects.filter(company=item.company_id, item_tax_group=item.item_tax_group_id)
    rules = rules.select_related("tax_group", "tax_code").annotate(percent=Subquery(rates.values("percent")[:1]))
    return rules.order_by("tax_group__code")


def _waiting(item: Item) -> Sequence[Any]:
    """Give what unfinished sales orders still have to deliver of it, and what of that is picked, per site."""
    lines = SalesOrderLine.objects.filter(
        item=item, order__status__in=UNFINISHED, order__order_type=OrderType.SALES
    ).exclude(quantity=F("delivered_quantity"))
    sites = lines.order_by("site__code").values("site__code", "site__name")
    return list(
        sites.annotate(
            undelivered=Sum(F("quantity") - F("delivered_quantity")),
            picked=Sum(F("picked_quantity") - F("delivered_quantity"), filter=_IS_PICKED, default=Decimal(0)),
        )
    )


def _last_orders(item: Item) -> "QuerySet[SalesOrderLine]":
    rows = SalesOrderLine.objects.filter(item=item).select_related("order__customer")
    return rows.order_by("-pk")[:LINES_SHOWN]


def _last_invoices(item: Item) -> "QuerySet[InvoiceLine]":
    """Give the lines of invoices with it, the last posted first; found by their order lines, which have an index."""
    rows = InvoiceLine.objects.filter(order_line__item=item).select_related("invoice__invoice_account")
    return rows.order_by("-pk")[:LINES_SHOWN]
