"""Customers: the list, and the page of one with what is owed and how old it is."""

from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from arclose.ledger.models.companies import Language
from arclose.web.lists import ListPage
from customers.ageing import BUCKETS, Ageing
from customers.models import Customer, Invoice, OpenTransaction, SalesOrder
from customers.models.sales_orders import UNFINISHED
from customers.papers.letterhead import language_of
from customers.queries import open_on
from customers.screens.aged_chart import ageing_chart
from customers.screens.filters import CustomerFilter
from customers.screens.tables import CustomerTable

OPEN_SHOWN, DOCUMENTS_SHOWN = 50, 10
OWED = F("accounting_currency_amount") + F("standing_adjustment_amount")


def customers(request: CompanyRequest) -> HttpResponseBase:
    """List the customers with what each owes today."""
    owed = OpenTransaction.objects.filter(customer=OuterRef("pk")).order_by().values("customer")
    rows = Customer.objects.filter(company=request.company).select_related("group")
    listing = ListPage(
        request,
        name="customers",
        rows=rows.annotate(owed_amount=Subquery(owed.annotate(sum=Sum(OWED)).values("sum"), AmountField())),
        table=CustomerTable,
        filters=CustomerFilter,
    )
    return listing.answer("customers/customers.html", {"title": _("Customers")})


def customer(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one customer: balance per currency, credit used, what is open and how old it is, the last documents."""
    rows = Customer.objects.filter(company=request.company).select_related(
        "group", "invoice_account", "payment_terms", "posting_profile", "tax_group"
    )
    found = get_object_or_404(rows, pk=pk)
    on = request.today
    open_now = open_on(company=request.company, on=on).filter(customer=found)
    aged = list(Ageing(company=request.company, on=on, customers=(found.pk,)))
    context = {
        "title": f"{found.number} {found.name}",
        "customer": found,
        "facts": _facts(found, request.company),
        "credit": _credit(found),
        "on": on,
        "buckets": BUCKETS,
        "aged": [{**row, "cells": [row[bucket.name] for bucket in BUCKETS]} for row in aged],
        "is_foreign": any(row["currency"] != request.company.accounting_currency_id for row in aged),
        "chart": ageing_chart(company=request.company, aged=[(row["currency"], row) for row in aged]),
        "open": _late(open_now.order_by("due_date", "pk")[:OPEN_SHOWN], on),
        "open_count": open_now.count() if aged else 0,
        "orders": _open_orders(found),
        "invoices": _last_invoices(found),
    }
    return render(request, "customers/customer.html", context)


def _facts(customer: Customer, company: Company) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Group"), customer.group.name),
        (_("Country"), customer.country),
        (_("Address"), customer.address),
        (_("VAT number"), customer.vat_number),
        (_("Currency"), customer.currency_id),
        (_("Language of documents"), Language(language_of(customer, company)).label),
        (_("Payment terms"), customer.payment_terms.name),
        (_("Tax group"), customer.tax_group.name),
        (_("Posting profile"), customer.posting_profile.name),
    ]
    if customer.invoice_account:
        facts.append((_("Invoices go to"), customer.invoice_account))
    return facts


def _credit(customer: Customer) -> dict[str, Any]:
    """Give what is owed and the limit, both in accounting currency; the limit is that of the invoice account."""
    account = customer.invoice_account or customer
    owed = OpenTransaction.objects.filter(customer=account).aggregate(owed=Sum(OWED))["owed"] or Decimal(0)
    limit = account.credit_limit_amount
    return {
        "owed": owed,
        "limit": limit,
        "left": None if limit is None else limit - owed,
        "is_over": limit is not None and owed > limit,
        "done": str(max(owed, Decimal(0))),
        "total": str(max(limit or Decimal(0), Decimal(1))),
    }


def _late(rows: Any, on: Any) -> list[tuple[Any, int]]:
    return [(row, max((on - row.due_date).days, 0)) for row in rows]


def _open_orders(customer: Customer) -> "QuerySet[SalesOrder]":
    rows = SalesOrder.objects.filter(company=customer.company_id, customer=customer, status__in=UNFINISHED)
    return rows.order_by("-invoice_date", "-pk")[:DOCUMENTS_SHOWN]


def _last_invoices(customer: Customer) -> "QuerySet[Invoice]":
    rows = Invoice.objects.filter(company=customer.company_id, invoice_account=customer)
    return rows.order_by("-invoice_date", "-pk")[:DOCUMENTS_SHOWN]
