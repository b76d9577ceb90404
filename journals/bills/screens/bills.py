"""The bills of a company: their list, by status, and the page of one with its life as a timeline."""

from collections.abc import Sequence
from decimal import Decimal
from math import inf
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import Voucher
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers.models import Customer
from customers.screens.papers import shown_paper
from journals.acts import CannotEnter
from journals.bills.accepting import may_be_accepted, record_acceptance
from journals.bills.entries import BILL_STEP
from journals.bills.exposure import by_status
from journals.bills.life import STEPS, may_come_from
from journals.bills.paper import papers_of_bills
from journals.bills.screens.forms import AcceptanceForm
from journals.bills.screens.journals import company_steps
from journals.bills.screens.tables import BillFilter, BillTable
from journals.models import Bill, BillStatus, BillStep, Instrument, Remittance, RemittanceType, StepStatus, StepType
from journals.screens.journals import hidden_from

SHOWN_OF_CUSTOMER = 10
# Of an honored one the bank may still take back what it collected, until its remittance is closed.
MAY_STILL_COME = (
    BillStatus.DRAWN,
    BillStatus.REDRAWN,
    BillStatus.REMITTED,
    BillStatus.HONORED,
    BillStatus.PROTESTED,
)


def company_bills(request: CompanyRequest) -> "QuerySet[Bill]":
    """Give the bills of the request's company."""
    return Bill.objects.filter(company=request.company)


def bills(request: CompanyRequest) -> HttpResponseBase:
    """List the bills."""
    rows = company_bills(request).select_related("customer", "bank_account")
    listing = ListPage(
        request,
        name="bills",
        rows=rows,
        table=BillTable,
        filters=BillFilter,
        totals=Totals(currency="currency_id", amounts={"amount": "amount", "left_amount": "left_amount"}),
    )
    statuses, own = by_status(company=request.company), request.company.accounting_currency_id
    context = {
        "title": _("Bills of exchange"),
        "statuses": statuses,
        "is_foreign": any(one.currency != own for one in statuses),
    }
    return listing.answer("journals/bills.html", context)


def bills_of_customer(request: CompanyRequest, customer: Customer) -> Sequence[Bill]:
    """Give the bills of a customer of which something may still come, the first due first."""
    rows = company_bills(request).filter(customer=customer, status__in=MAY_STILL_COME).select_related("bank_account")
    return list(rows.order_by("due_date", "pk")[:SHOWN_OF_CUSTOMER])


def bill(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one bill: what it is, its life, and what may be done with it now."""
    rows = company_bills(request).select_related(
        "customer", "method", "bank_account", "remittance__closed_by", "currency"
    )
    found = get_object_or_404(rows, pk=pk)
    form = AcceptanceForm(None, today=request.today, initial={"accepted_on": found.accepted_date})
    return _show(request, found, form)


def _show(request: CompanyRequest, found: Bill, form: AcceptanceForm) -> HttpResponse:
    steps = list(
        company_steps(request)
        .filter(bill=found)
        .annotate(fees_amount=Sum("fees__amount"))
        .select_related("journal__name", "bank_account", "posting__posted_by", "entered_by", "undone_by__posted_by")
        .order_by("pk")
    )
    context = {
        "title": f"{Instrument(found.instrument).label.capitalize()} {found}",
        "bill": found,
        "facts": _facts(request, found),
        "events": _events(request, found, steps),
        "waiting": next((step for step in steps if step.status == StepStatus.OPEN), None),
        "next_steps": _next_steps(found),
        "may_be_accepted": may_be_accepted(found),
        "form": form,
    }
    return render(request, "journals/bill.html", context)


def _facts(request: CompanyRequest, found: Bill) -> list[tuple[str, object]]:
    is_remitted = found.remittance_type != RemittanceType.NONE
    facts: list[tuple[str, object]] = [
        (_("Amount"), format_money(found.amount, found.currency_id)),
        (_("Remaining"), format_money(found.left_amount, found.currency_id) if found.left_amount else ""),
        (_("Drawn on"), format_day(found.drawn_date)),
        (_("Due date"), format_day(found.due_date)),
        (_("Sequence number"), found.sequence),
        (_("Method of payment"), found.method),
        (_("Accepted on"), format_day(found.accepted_date) if found.accepted_date else ""),
        (_("Remittance type"), found.get_remittance_type_display() if is_remitted else ""),
        (_("Bank account"), found.bank_account or ""),
        (_("Remittance"), _linked(request, found.remittance) if found.remittance else ""),
        (
            _("Deferred interest"),
            format_money(found.deferred_amount, found.currency_id) if found.deferred_amount else "",
        ),
    ]
    return [(label, value) for label, value in facts if value]


def _linked(request: CompanyRequest, remittance: Remittance) -> str:
    page = _page_of(request, remittance)
    return format_html('<a href="{}">{}</a>', page, remittance) if page else remittance.number


def _page_of(request: CompanyRequest, remittance: Remittance) -> str:
    """Give the page of a remittance; none where its journal is kept from the user."""
    is_hidden = hidden_from(request).filter(pk=remittance.journal_id).exists()
    return "" if is_hidden else page_url(request, "journals:remittance", pk=remittance.pk)


def _events(request: CompanyRequest, found: Bill, steps: Sequence[BillStep]) -> list[dict[str, Any]]:
    """Give its life in order: each posted step with its voucher, what was taken back, its acceptance, what waits."""
    ids = [step.pk for step in steps]
    rows = Voucher.objects.filter(company=request.company, document_type=BILL_STEP, document_id__in=ids)
    vouchers = {row.document_id: row for row in rows.select_related("reversed_by")}
    in_order: list[tuple[float, dict[str, Any]]] = []
    for step in steps:
        voucher = vouchers.get(step.pk)
        event = {
            "title": capfirst(step.get_step_type_display()),
            "url": page_url(request, "journals:bill_step", pk=step.pk),
            "day": step.step_date,
            "who": step.posting.posted_by if step.posting else step.entered_by,
            "detail": " · ".join(_details(step, voucher)),
            "is_ahead": step.status == StepStatus.OPEN,
        }
        in_order.append((voucher.pk if voucher else inf, event))
        back = getattr(voucher, "reversed_by", None) if voucher else None
        if back is not None:
            undone = {
                "title": _("Taken back: %(step)s") % {"step": step.get_step_type_display()},
                "url": page_url(request, "ledger:voucher", pk=back.pk),
                "day": back.posting_date,
                "who": step.undone_by.posted_by if step.undone_by else "",
                "detail": f"{back.number} · {back.text}",
            }
            in_order.append((back.pk, undone))
    found_events = [event for _place, event in sorted(in_order, key=itemgetter(0))]
    if found.accepted_date:
        accepted = {"title": _("Accepted by the customer"), "day": found.accepted_date}
        place = next((n for n, one in enumerate(found_events) if one["day"] > found.accepted_date), len(found_events))
        found_events.insert(max(place, 1), accepted)
    if found.status == BillStatus.CLOSED and found.remittance and found.remittance.closed_at:
        found_events.append(
            {
                "title": _("Closed with its remittance"),
                "url": _page_of(request, found.remittance),
                "moment": found.remittance.closed_at,
                "who": found.remittance.closed_by,
            }
        )
    return found_events


def _details(step: BillStep, voucher: Voucher | None) -> list[str]:
    bank = f"{step.bank_account}" if step.bank_account and step.step_type != StepType.DRAW else ""
    remitted = step.get_remittance_type_display() if step.step_type == StepType.REMIT else ""
    beside = (
        (_("advance %(amount)s"), step.advance_amount if step.step_type == StepType.REMIT else Decimal(0)),
        (_("charges %(amount)s"), step.charges_amount),
        (_("interest %(amount)s"), step.discount_interest_amount or step.interest_amount),
        (_("costs %(amount)s"), step.costs_amount),
        (_("fee %(amount)s"), step.fees_amount or Decimal(0)),  # type: ignore[attr-defined]
    )
    parts = [
        format_money(step.amount, step.currency_id),
        remitted,
        bank,
        step.cause,
        *(text % {"amount": format_money(amount, step.currency_id)} for text, amount in beside if amount),
        voucher.number if voucher else _("not posted yet, in journal %(journal)s") % {"journal": step.journal},
    ]
    return [part for part in parts if part]


def _next_steps(found: Bill) -> list[tuple[str, str, str]]:
    """Give (label, type of journal, step) of what may be done with it now."""
    return [
        (str(capfirst(step.label)), journal_type, step.value)
        for journal_type, steps in STEPS.items()
        for step in steps
        if found.status in may_come_from(step) and (step != StepType.RELEASE or found.deferred_amount)
    ]


def accept_bill(request: CompanyRequest, pk: int) -> HttpResponse:
    """Record when the customer accepted a bill."""
    found = get_object_or_404(company_bills(request).select_related("customer", "method", "currency"), pk=pk)
    form = AcceptanceForm(request.POST, today=request.today)
    if form.is_valid():
        try:
            record_acceptance(bill=found, accepted_on=form.cleaned_data["accepted_on"], today=request.today)
        except CannotEnter as error:
            if error.field:
                form.add_error(error.field, str(error))
            else:  # the page has no form of a bill that is not accepted
                messages.error(request, str(error))
        else:
            messages.success(request, _("The acceptance of bill %(bill)s is recorded.") % {"bill": found})
            return HttpResponseRedirect(page_url(request, "journals:bill", pk=found.pk))
    return _show(request, found, form)


def bill_pdf(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show a bill on paper."""
    return shown_paper(request, papers_of_bills(company=request.company, bills=company_bills(request).filter(pk=pk)))
