"""Payments across companies: what was paid for others and to others, and what the companies owe each other by it."""

from typing import Any

import django_tables2 as tables
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.access.roles import roles_of
from arclose.ledger.models import Voucher
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.filters import DayRangeFilter, ListFilter, SearchFilter
from arclose.web.lists import ListPage
from arclose.web.tables import AmountColumn, DayColumn, ListTable, PageColumn, StateColumn
from arclose.web.totals import Totals
from customers.models import CustomerTransaction, Mark, Settlement
from customers.settling.exchanging import paying_by_exchange
from customers.settling.staying import of_undone
from journals.intercompany.balances import between
from journals.intercompany.entries import DUE_FROM, DUE_TO, PASSED_ON, TAKEN_OVER
from journals.models import IntercompanyPayment, Payment
from journals.screens.payments import hidden_payments

_NUMBER = Concat(Value("IC-"), Cast("pk", CharField()))
_PAYMENT = Concat(Value("PM-"), Cast("payment", CharField()))


class IntercompanyTable(ListTable):
    """Payments across companies, newest first."""

    number = PageColumn(
        "journals:intercompany_payment", accessor="shown", order_by=("pk",), verbose_name=gettext_lazy("Document")
    )
    day = DayColumn(accessor="payment__payment_date", verbose_name=gettext_lazy("Date"), orderable=False)
    paid_company = tables.Column(
        accessor="paying_company__code", verbose_name=gettext_lazy("Paid company"), orderable=False
    )
    payment = tables.Column(accessor="shown_payment", verbose_name=gettext_lazy("Payment"), orderable=False)
    invoice_company = tables.Column(
        accessor="company__code", verbose_name=gettext_lazy("Company of the invoices"), orderable=False
    )
    customer = tables.Column(accessor="shown_customer", verbose_name=gettext_lazy("Customer"), orderable=False)
    status = StateColumn(accessor="payment__status", verbose_name=gettext_lazy("Status"), orderable=False)
    amount = AmountColumn(currency="payment__currency_id", verbose_name=gettext_lazy("Amount"), orderable=False)
    currency = tables.Column(accessor="payment__currency_id", verbose_name=gettext_lazy("Currency"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-number",)


class IntercompanyFilter(ListFilter):
    """Payments across companies."""

    text = SearchFilter(fields=["payment__reference", "customer__number", "payment__customer__number"])
    date = DayRangeFilter(field_name="payment__payment_date", label=gettext_lazy("Date"))


def company_intercompany(request: CompanyRequest) -> "QuerySet[IntercompanyPayment]":
    """Give what the request's company was paid for others, and what was paid to others for it.

    Without that of its payments in journals which are kept from the user.
    """
    rows = IntercompanyPayment.objects.filter(Q(company=request.company) | Q(paying_company=request.company))
    own = Concat(F("customer__number"), Value(" "), F("customer__name"), output_field=CharField())
    paying = Concat(F("payment__customer__number"), Value(" "), F("payment__customer__name"), output_field=CharField())
    return rows.exclude(payment__in=hidden_payments(request)).annotate(
        shown=_NUMBER,
        shown_payment=_PAYMENT,
        shown_customer=Case(When(company=request.company, then=own), default=paying),
    )


def intercompany_payments(request: CompanyRequest) -> HttpResponseBase:
    """List the payments across companies, below what the companies owe each other at the end of the period."""
    rows = company_intercompany(request).select_related("company", "paying_company", "payment")
    listing = ListPage(
        request,
        name="intercompany-payments",
        rows=rows,
        table=IntercompanyTable,
        filters=IntercompanyFilter,
        totals=Totals(currency="payment__currency_id", amounts={"amount": "amount"}),
    )
    context = {
        "title": _("Intercompany payments"),
        "lead": _("What payments of one company settled of the invoices of another."),
        "balances": between(company=request.company, until=request.period.end_date),
    }
    return listing.answer("journals/intercompany_payments.html", context)


def intercompany_payment(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one: its two companies, and what stands of it in the books of this one."""
    rows = company_intercompany(request).select_related(
        "company", "paying_company", "payment__customer", "payment__currency", "customer"
    )
    found = get_object_or_404(rows, pk=pk)
    is_paid_here = found.paying_company_id == request.company.pk
    sees_invoices = not is_paid_here or bool(roles_of(user=request.user, company=found.company))
    vouchers = Voucher.objects.filter(company=request.company).select_related("reversed_by")
    document = {"document_id": found.payment_id if is_paid_here else found.pk}
    context = {
        "title": _("Intercompany payment %(number)s") % {"number": found},
        "part": found,
        "payment": found.payment,
        "is_paid_here": is_paid_here,
        "facts": _facts(found),
        "voucher": vouchers.filter(document_type=DUE_TO if is_paid_here else DUE_FROM, **document).first(),
        "results": found.results.order_by("pk"),
        "vouchers_of_results": vouchers.filter(
            document_type=TAKEN_OVER if is_paid_here else PASSED_ON, **document
        ).order_by("posting_date"),
        "marks": marks_for(found) if sees_invoices else [],
        "settlements": settled_by(found) if sees_invoices else [],
        "links_to_settlements": not is_paid_here,
    }
    return render(request, "journals/intercompany_payment.html", context)


def _of_part(part: IntercompanyPayment) -> dict[str, Any]:
    return {"document_type": DUE_FROM, "document_id": part.pk}


def marks_for(part: IntercompanyPayment) -> "QuerySet[Mark]":
    """Give what a part of a payment holds in its company."""
    return Mark.objects.filter(company=part.company_id, **_of_part(part)).select_related("transaction")


def settled_by(part: IntercompanyPayment) -> "list[tuple[Settlement, CustomerTransaction]]":
    """Give the settlements of a part of a payment in its company that stand, each with its other side."""
    own = CustomerTransaction.objects.filter(
        voucher__company=part.company_id, voucher__document_type=DUE_FROM, voucher__document_id=part.pk
    )
    ids = set(own.values_list("pk", flat=True))
    if part.settled_currency_id:
        ids = set(paying_by_exchange(ids))
    rows = Settlement.objects.filter(reversal_of=None, reversed_by=None).filter(
        Q(debit_transaction__in=ids) | Q(credit_transaction__in=ids)
    )
    # That with what took it back stands on its page already.
    rows = rows.exclude(pk__in=of_undone(rows).values("pk"))
    sides = rows.select_related("debit_transaction", "credit_transaction").order_by("pk")
    return [
        (row, row.credit_transaction if row.debit_transaction_id in ids else row.debit_transaction) for row in sides
    ]


def _facts(part: IntercompanyPayment) -> list[tuple[str, object]]:
    payment: Payment = part.payment
    on_account = format_money(part.on_account_amount, payment.currency_id)
    settled = format_money(part.settled_amount, part.settled_currency_id) if part.settled_amount else ""
    return [
        (_("Date"), format_day(payment.payment_date)),
        (_("Amount"), format_money(part.amount, payment.currency_id)),
        *([(_("On account"), on_account)] if part.on_account_amount else []),
        *([(_("Spent on"), settled)] if settled else []),
        (_("Paid company"), part.paying_company),
        (_("Payment"), payment),
        (_("Company of the invoices"), part.company),
        (_("Status"), payment.get_status_display()),
    ]
