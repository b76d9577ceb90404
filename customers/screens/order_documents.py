"""Confirmations, picking lists and packing slips: the list, the page of one, and taking deliveries back."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.posting import KeyReused
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers import fulfilment, sql
from customers.documents import order_numbers
from customers.models import Invoice, InvoicedDelivery, OrderDocument, OrderDocumentLine
from customers.models.order_documents import OrderDocumentType
from customers.models.sending import SentType
from customers.screens.chain import chain_of_order_document, orders_in_chain
from customers.screens.delivery_forms import CorrectionForm
from customers.screens.filters import OrderDocumentFilter
from customers.screens.sent_events import sent_events
from customers.screens.shown_lines import shown_lines
from customers.screens.tables import OrderDocumentTable
from customers.screens.timelines import by_time
from customers.screens.update_form import options_form
from customers.screens.voucher_events import voucher_title
from customers.update_parameters import defaults_of

_HAS_CORRECTIONS = Exists(OrderDocument.objects.filter(corrects=OuterRef("pk")))


def company_documents(request: CompanyRequest) -> "QuerySet[OrderDocument]":
    """Give the order documents of the request's company."""
    return OrderDocument.objects.filter(company=request.company)


def order_documents(request: CompanyRequest) -> HttpResponseBase:
    """List confirmations, picking lists and packing slips; these last to be invoiced."""
    may_choose = request.may_open("customers:print_order_documents", "POST")
    are_slips = request.GET.get("type") == OrderDocumentType.PACKING_SLIP
    listing = ListPage(
        request,
        name="order-documents",
        rows=company_documents(request)
        .select_related("customer", "site")
        .annotate(order_numbers=order_numbers(OrderDocument)),
        table=OrderDocumentTable,
        filters=OrderDocumentFilter,
        totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}),
        may_choose=may_choose,
    )
    context = {
        "title": _("Confirmations, picking lists, packing slips"),
        "key": new_key(),
        "may_invoice": are_slips and request.may_open("customers:invoice_slips", "POST"),
        "options": options_form(request),
        "actions": "customers/order_document_actions.html" if may_choose else "",
    }
    return listing.answer("customers/order_documents.html", context)


def order_document(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one document: head, lines, what corrected it, its voucher, and the chain it belongs to."""
    found: Any = get_object_or_404(_documents(request).annotate(has_corrections=_HAS_CORRECTIONS), pk=pk)
    is_slip = found.document_type == OrderDocumentType.PACKING_SLIP
    orders = orders_in_chain(found)
    chain = chain_of_order_document(request, orders)
    context = {
        "title": f"{capfirst(found.get_document_type_display())} {found.number}",
        "document": found,
        "shown": shown_lines(request, _lines(found)),
        "orders": sorted(orders, key=lambda order: order.number),
        "invoices": invoices_of(found) if is_slip else [],
        "corrections": found.corrections.order_by("pk") if found.has_corrections else [],
        "vouchers": [(voucher, voucher_title(voucher)) for voucher in chain.vouchers.of_slips[pk]],
        "is_correctable": is_slip and any(line.quantity for line in sql.correctable(document_id=found.pk)),
        "facts": _facts(found),
        "events": by_time([*chain.events, *sent_events(request, SentType.ORDER_DOCUMENT, [pk])]),
    }
    return render(request, "customers/order_document.html", context)


def _lines(document: OrderDocument) -> "QuerySet[OrderDocumentLine]":
    """Give the lines, of a document of several orders with the order of each."""
    rows = document.lines.select_related("item").order_by("line_number")
    return rows if document.order_id else rows.select_related("order_line__order")


def _find(request: CompanyRequest, pk: int) -> OrderDocument:
    return get_object_or_404(_documents(request), pk=pk)


def _documents(request: CompanyRequest) -> "QuerySet[OrderDocument]":
    return company_documents(request).select_related("customer", "currency", "site", "corrects", "posting__posted_by")


def _facts(document: OrderDocument) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Date"), format_day(document.document_date)),
        (
            _("Delivered to") if document.document_type == OrderDocumentType.PACKING_SLIP else _("Deliver to"),
            ", ".join(filter(None, [document.delivery_address, document.delivery_country])),
        ),
        (_("Posted by"), document.posting.posted_by),
    ]
    facts += [(_("Site"), document.site)] if document.site else []
    return facts + ([(_("Reason"), document.reason)] if document.reason else [])


def correct(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask how much of a packing slip comes back, then post its correction and open it."""
    slip = _find(request, pk)
    left = {line.line_number: abs(line.quantity) for line in sql.correctable(document_id=slip.pk)}
    key, status = key_of(request), HTTPStatus.OK
    initial = {
        "day": max(min(request.today, request.period.end_date), slip.document_date),
        "credit_correction": defaults_of(request.company).credit_correction,
    }
    typed = request.POST if request.method == "POST" else None
    form = CorrectionForm(typed, lines=left, today=request.today, initial=initial)
    if form.is_valid():
        try:
            made = _correct(request, slip, form, key)
        except KeyReused as error:
            form.add_error(None, str(error))
            key, status = new_key(), HTTPStatus.CONFLICT
        except fulfilment.CannotCorrect as error:
            form.refuse(general=[*error.general, *_by_invoices(slip, error)], days=error.days, lines=error.lines)
        except CannotPost as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(number)s is posted.") % {"number": made.number})
            return HttpResponseRedirect(page_url(request, "customers:order_document", pk=made.pk))
    lines = slip.lines.select_related("item").order_by("line_number")
    context = {
        "title": _("Correct packing slip %(number)s") % {"number": slip.number},
        "document": slip,
        "rows": [(line, left.get(line.line_number, 0), form.field_of(line.line_number)) for line in lines],
        "form": form,
        "key": key,
    }
    return render(request, "customers/correct_packing_slip.html", context, status=status)


def _correct(request: CompanyRequest, slip: OrderDocument, form: CorrectionForm, key: str) -> OrderDocument:
    return write(
        partial(
            fulfilment.correct_packing_slip,
            company=request.company,
            slip=slip,
            quantities=form.quantities(),
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            posted_by=request.user,
            key=key,
            credit_correction=form.cleaned_data["credit_correction"],
        )
    )


def _by_invoices(slip: OrderDocument, error: fulfilment.CannotCorrect) -> list[str]:
    """Name the invoices that took what is asked back."""
    numbers = ", ".join(invoices_of(slip).values_list("number", flat=True)) if error.lines else ""
    return [_("Invoiced by %(invoices)s: credit what comes back.") % {"invoices": numbers}] if numbers else []


def invoices_of(document: OrderDocument) -> "QuerySet[Invoice]":
    """Give the invoices that took deliveries of a packing slip."""
    taken = InvoicedDelivery.objects.filter(slip_line__document=document)
    return Invoice.objects.filter(pk__in=taken.values("invoice_line__invoice")).order_by("pk")
