"""Customers: the list, and the page of one with what is owed and how old it is."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from arclose.ledger.models.companies import Language
from arclose.ledger.rates import RateMissing, rates_to_accounting_currency
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.lists import ListPage
from arclose.web.paging import COUNTED_AT_MOST, RowCount
from arclose.web.sql import count_beside
from customers.ageing import BUCKETS, Ageing
from customers.credit.used import credit_used, limit_on, owed
from customers.models import (
    CollectionLetter,
    Customer,
    Invoice,
    OpenTransaction,
    SalesOrder,
    SalesParameters,
    SentDocument,
)
from customers.models.credit import CreditLimitType
from customers.models.sales_orders import UNFINISHED
from customers.papers.letterhead import language_of
from customers.queries import open_on, settled_after
from customers.screens.aged_chart import ageing_chart
from customers.screens.customer_panels import panels_of
from customers.screens.customer_timeline import timeline_of
from customers.screens.filters import CustomerFilter
from customers.screens.letter_events import STEP_REACHED, letters_of
from customers.screens.sent_events import sent_to
from customers.screens.statement_form import StatementForm, statement_form
from customers.screens.tables import CustomerTable
from customers.sending.letters import invoice_addresses, statement_addresses

OPEN_SHOWN, DOCUMENTS_SHOWN = 50, 10


def customers(request: CompanyRequest) -> HttpResponseBase:
    """List the customers with what each owes today."""
    may_choose = request.may_open("customers:statements", "POST")
    still_open = OpenTransaction.objects.filter(customer=OuterRef("pk"), is_liability=False).order_by()
    sums = still_open.values("customer").annotate(sum=Sum(owed(request.company))).values("sum")
    rows = Customer.objects.filter(company=request.company).select_related("group")
    listing = ListPage(
        request,
        name="customers",
        rows=rows.annotate(owed_amount=Subquery(sums, AmountField())),
        table=CustomerTable,
        filters=CustomerFilter,
        may_choose=may_choose,
    )
    context = {
        "title": _("Customers"),
        "key": new_key(),
        "actions": "customers/customer_actions.html" if may_choose else "",
    }
    return listing.answer("customers/customers.html", context)


def customer(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one customer: balance per currency, credit used, what is open and how old it is, the last documents."""
    return customer_page(request, pk)


def customer_page(
    request: CompanyRequest, pk: int, *, statement: StatementForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show one customer, with what was typed for its statement and why it was refused."""
    rows = Customer.objects.filter(company=request.company).select_related(
        "group", "invoice_account__credit_group", "credit_group", "payment_terms", "posting_profile", "tax_group"
    )
    decided = SalesParameters.objects.filter(company=request.company).values("credit_limit_type")
    on = request.today
    of_customer = {"company": request.company, "customer": OuterRef("pk")}
    rows = rows.annotate(
        limit_type=Subquery(decided),
        is_settled_later=Exists(settled_after(company=request.company, on=on)),
        has_letters=Exists(CollectionLetter.objects.filter(**of_customer)),
        was_sent_something=Exists(SentDocument.objects.filter(**of_customer)),
    )
    found: Any = get_object_or_404(rows, pk=pk)
    for account in filter(None, [found, found.invoice_account]):
        account.company = request.company
    open_now = open_on(company=request.company, on=on, is_settled_later=found.is_settled_later).filter(customer=found)
    if not found.is_settled_later:  # nothing is open that is not open today: what others have open is not read
        open_now = open_now.filter(open__customer=found)
    aged = list(Ageing(company=request.company, on=on, customers=(found.pk,)))
    how_many = count_beside(open_now, at_most=COUNTED_AT_MOST + 1)
    counted = open_now.annotate(open_count=how_many, letter_step=STEP_REACHED).order_by("due_date", "pk")
    shown: list[Any] = list(counted[:OPEN_SHOWN]) if aged else []
    count = shown[0].open_count if shown else 0
    orders, invoices = list(_open_orders(found)), list(_last_invoices(found))
    letters = list(letters_of(found)) if found.has_letters else []
    sent = sent_to(request, found) if found.was_sent_something else []
    context = {
        "title": f"{found.number} {found.name}",
        "customer": found,
        "facts": _facts(found, request.company),
        "credit": _credit(found, found.limit_type or CreditLimitType.BALANCE, on),
        "on": on,
        "form": statement or statement_form(request, found),
        "buckets": BUCKETS,
        "aged": [{**row, "cells": [row[bucket.name] for bucket in BUCKETS]} for row in aged],
        "is_foreign": any(row["currency"] != request.company.accounting_currency_id for row in aged),
        "chart": ageing_chart(company=request.company, aged=[(row["currency"], row) for row in aged]),
        "open": _late(shown, on),
        "open_count": RowCount(min(count, COUNTED_AT_MOST), is_more=count > COUNTED_AT_MOST),
        "panels": panels_of(request, found),
        "orders": orders,
        "invoices": invoices,
        "letters": letters,
        "events": timeline_of(request, found, orders=orders, invoices=invoices, letters=letters, sent=sent),
    }
    return render(request, "customers/customer.html", context, status=status)


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
    if to_invoices := ", ".join(invoice_addresses(customer)):
        facts.append((_("Invoices are e-mailed to"), to_invoices))
    if to_statements := ", ".join(statement_addresses(customer)):
        facts.append((_("Statements are e-mailed to"), to_statements))
    if customer.invoice_account:
        facts.append((_("Invoices go to"), customer.invoice_account))
    return facts


def _credit(customer: Customer, counted: str, on: date) -> dict[str, Any]:
    """Give the limit of a day and what is used of it, in accounting currency: that of the invoice account."""
    account, limit_type = customer.invoice_account or customer, CreditLimitType(counted)
    parts = credit_used(account, limit_type=limit_type)
    used = sum((part.amount for part in parts if part.counts), Decimal(0))
    limit = _in_books(account, limit_on(account, on), on)
    return {
        "parts": parts,
        "type": limit_type.label,
        "used": used,
        "limit": limit,
        "left": None if limit is None else limit - used,
        "is_over": limit is not None and used > limit,
        "done": str(max(used, Decimal(0))),
        "total": str(max(limit or Decimal(0), Decimal(1))),
        "facts": _credit_facts(account),
    }


def _in_books(account: Customer, limit: Decimal | None, on: date) -> Decimal | None:
    """Give a limit in accounting currency; none where its rate is missing."""
    currency = account.credit_limit_currency_id or account.company.accounting_currency_id
    if limit is None or currency == account.company.accounting_currency_id:
        return limit
    rate = rates_to_accounting_currency(company=account.company, asked=[(currency, on)])[currency, on]
    return None if isinstance(rate, RateMissing) else limit * rate.units_to / rate.units_from


def _credit_facts(account: Customer) -> list[tuple[str, object]]:
    currency = account.credit_limit_currency_id or account.company.accounting_currency_id
    facts: list[tuple[str, object]] = []
    first, last = account.temporary_limit_from, account.temporary_limit_to
    if account.temporary_limit_amount is not None and first and last:
        text = _("%(amount)s from %(first)s until %(last)s") % {
            "amount": format_money(account.temporary_limit_amount, currency),
            "first": format_day(first),
            "last": format_day(last),
        }
        facts.append((_("Temporary limit"), text))
    if account.credit_limit_expiry_date:
        facts.append((_("Limit expires"), format_day(account.credit_limit_expiry_date)))
    if account.is_credit_limit_mandatory:
        facts.append((_("Mandatory"), _("checked whatever a posting is told")))
    if account.credit_group:
        facts.append((_("Credit group"), account.credit_group))
    if account.is_credit_stopped:
        facts.append((_("Credit stop"), _("orders go on hold where a rule says so")))
    return facts


def _late(rows: Any, on: Any) -> list[tuple[Any, int]]:
    return [(row, max((on - row.due_date).days, 0)) for row in rows]


def _open_orders(customer: Customer) -> "QuerySet[SalesOrder]":
    rows = SalesOrder.objects.filter(company=customer.company_id, customer=customer, status__in=UNFINISHED)
    rows = rows.select_related("entered_by")
    return rows.order_by("-invoice_date", "-pk")[:DOCUMENTS_SHOWN]


def _last_invoices(customer: Customer) -> "QuerySet[Invoice]":
    rows = Invoice.objects.filter(company=customer.company_id, invoice_account=customer)
    rows = rows.select_related("posting__posted_by")
    return rows.order_by("-invoice_date", "-pk")[:DOCUMENTS_SHOWN]
