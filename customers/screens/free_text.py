"""Free text invoices: the list and the page of one."""

import re

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key
from arclose.ledger.models import Posting
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.states import state_badge
from arclose.web.totals import Totals
from customers.free_text.approving import rejection_of
from customers.free_text.paying import paying
from customers.free_text.posting import FREE_TEXT_INVOICES, needs_approval
from customers.models import FreeTextDistribution, FreeTextInvoice, FreeTextLine
from customers.models.free_text import FreeTextStatus
from customers.queries import REJECTED
from customers.screens.chain import chain_of_free_text, with_rejections
from customers.screens.filters import FreeTextFilter
from customers.screens.shown_lines import shown_lines
from customers.screens.tables import FreeTextTable
from customers.screens.update_form import free_text_options

_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


def company_free_text(request: CompanyRequest) -> "QuerySet[FreeTextInvoice]":
    """Give the free text invoices of the request's company."""
    return FreeTextInvoice.objects.filter(company=request.company)


def free_text_invoices(request: CompanyRequest) -> HttpResponseBase:
    """List the free text invoices."""
    may_post, is_approved = request.may_open("customers:post_free_text", "POST"), needs_approval(request.company)
    rows = company_free_text(request).select_related("customer", "invoice", "approved_by")
    listing = ListPage(
        request,
        name="free-text-invoices",
        rows=rows.annotate(is_rejected=ExpressionWrapper(REJECTED, BooleanField())) if is_approved else rows,
        table=FreeTextTable,
        filters=FreeTextFilter,
        totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}),
        may_choose=may_post,
    )
    asked = request.GET.get("print", "")
    posted = Posting.objects.filter(company=request.company, kind=FREE_TEXT_INVOICES)
    context = {
        "title": _("Free text invoices"),
        "printed": posted.filter(pk=asked).first()
        if asked.isascii() and asked.isdecimal() and len(asked) < 19
        else None,
        "key": new_key(),
        "options": free_text_options(request),
        "may_approve": is_approved and request.may_open("customers:approve_free_text", "POST"),
        "own_rejected": _own_rejected(request) if is_approved else "",
        "actions": "customers/free_text_actions.html" if may_post else "",
    }
    return listing.answer("customers/free_text_invoices.html", context)


def _own_rejected(request: CompanyRequest) -> str:
    """Say how many of those that the user entered or changed are rejected; empty: none."""
    own = company_free_text(request).filter(REJECTED, changes__changed_by=request.user)
    count = own.values("pk").distinct().count()
    text = ngettext(
        "%(count)d free text invoice that you entered or changed is rejected.",
        "%(count)d free text invoices that you entered or changed are rejected.",
        count,
    )
    return text % {"count": count} if count else ""


def free_text_invoice(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one free text invoice: head, lines, and the invoice it became."""
    rows = with_rejections(company_free_text(request)).select_related(
        "customer",
        "invoice_account",
        "currency",
        "payment_terms",
        "tax_group",
        "posting_profile",
        "approved_by",
        "invoice__posting__posted_by",
        "corrects",
        "recurring__template",
        "run__generated_by",
    )
    found = get_object_or_404(rows, pk=pk)
    is_waiting = found.status == FreeTextStatus.IN_PROCESS
    is_approved = is_waiting and needs_approval(request.company)
    rejection = rejection_of(found) if is_approved else None
    status = state_badge(found.status, found.get_status_display())
    context = {
        "title": _("Free text invoice %(document)s") % {"document": found},
        "document": found,
        "shown": shown_lines(request, _lines(found)),
        "facts": _facts(found),
        "is_waiting": is_waiting,
        "needs_approval": is_approved and found.approved_at is None,
        "may_be_rejected": is_approved,
        "rejection": rejection,
        "state": state_badge("rejected", _("Rejected")) if rejection else status,
        "events": chain_of_free_text(request, found),
        "key": new_key(),
        "options": free_text_options(request, of_a_job=False) if is_waiting else None,
    }
    return render(request, "customers/free_text_invoice.html", context)


def _lines(document: FreeTextInvoice) -> "QuerySet[FreeTextLine]":
    shares = Prefetch("distribution", FreeTextDistribution.objects.select_related("account"))
    rows = document.lines.select_related("account", "item_tax_group").prefetch_related(shares)
    return rows.order_by("line_number")


def _facts(document: FreeTextInvoice) -> list[tuple[str, object]]:
    entered = list(document.changes.order_by("pk").values_list("changed_by__username", flat=True))
    profile, held = document.posting_profile, document.release_date
    facts: list[tuple[str, object]] = [
        (_("Invoice date"), format_day(document.invoice_date)),
        (_("Date of supply"), format_day(document.supply_date) if document.supply_date else ""),
        (_("Currency"), document.currency_id),
        (_("Payment terms"), document.payment_terms.name),
        (_("Tax group"), document.tax_group.name),
        (_("Delivery country"), document.delivery_country),
        (_("Prices"), _("include tax") if document.prices_include_tax else ""),
        (_("Posting profile"), profile.name if profile else ""),
        *paying().facts(paying().of(document)),
        (_("EC sales list"), document.get_list_code_display() if document.list_code else ""),
        (_("Release date"), format_day(held) if held else ""),
        (_("Reason"), document.reason),
        (_("Entered by"), "".join(entered[:1])),
        (_("Changed by"), ", ".join(dict.fromkeys(entered[1:]))),
        (_("Approved by"), document.approved_by or ""),
    ]
    return [(label, value) for label, value in facts if value]


def to_free_text(request: CompanyRequest, document: FreeTextInvoice) -> HttpResponse:
    """Go to the page of a free text invoice."""
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoice", pk=document.pk))
