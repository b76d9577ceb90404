"""Confirmations, picking lists and packing slips: the list, the page of one, and taking deliveries back."""

from decimal import Decimal
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.posting_pages import key_of, new_key, write
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.posting import KeyReused
from arclose.web.amounts import format_plain
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers import fulfilment, sql
from customers.delivery_entries import PACKING_SLIP
from customers.models import OrderDocument
from customers.models.order_documents import OrderDocumentType
from customers.screens.chain import chain_of_order
from customers.screens.delivery_forms import CorrectionForm, QuantitiesForm
from customers.screens.filters import OrderDocumentFilter
from customers.screens.orders import company_orders
from customers.screens.tables import OrderDocumentTable


def company_documents(request: CompanyRequest) -> "QuerySet[OrderDocument]":
    """Give the order documents of the request's company."""
    return OrderDocument.objects.filter(company=request.company)


def order_documents(request: CompanyRequest) -> HttpResponseBase:
    """List confirmations, picking lists and packing slips."""
    listing = ListPage(
        request,
        name="order-documents",
        rows=company_documents(request).select_related("order__customer", "site"),
        table=OrderDocumentTable,
        filters=OrderDocumentFilter,
        totals=Totals(currency="order__currency_id", amounts={"net_amount": "net_amount"}),
    )
    return listing.answer("customers/order_documents.html", {"title": _("Confirmations, picking lists, packing slips")})


def order_document(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one document: head, lines, what corrected it, its voucher, and the chain it belongs to."""
    found = _find(request, pk)
    is_slip = found.document_type == OrderDocumentType.PACKING_SLIP
    context = {
        "title": f"{capfirst(found.get_document_type_display())} {found.number}",
        "document": found,
        "lines": found.lines.select_related("item").order_by("line_number"),
        "corrections": found.corrections.order_by("pk"),
        "vouchers": Voucher.objects.filter(company=request.company, document_type=PACKING_SLIP, document_id=found.pk),
        "is_correctable": is_slip and any(line.quantity for line in sql.correctable(document_id=found.pk)),
        "facts": _facts(found),
        "events": chain_of_order(request, found.order),
    }
    return render(request, "customers/order_document.html", context)


def _find(request: CompanyRequest, pk: int) -> OrderDocument:
    rows = company_documents(request).select_related(
        "order__customer", "order__currency", "order__credited_invoice", "site", "corrects", "posting__posted_by"
    )
    return get_object_or_404(rows, pk=pk)


def _facts(document: OrderDocument) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Date"), format_day(document.document_date)),
        (_("Delivered to"), ", ".join(filter(None, [document.delivery_address, document.delivery_country]))),
        (_("Posted"), document.posting.posted_by),
    ]
    facts += [(_("Site"), document.site)] if document.site else []
    return facts + ([(_("Reason"), document.reason)] if document.reason else [])


def correct(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask how much of a packing slip comes back, then post its correction and open it."""
    slip = _find(request, pk)
    left = {line.line_number: abs(line.quantity) for line in sql.correctable(document_id=slip.pk)}
    key, status = key_of(request), HTTPStatus.OK
    initial = {"day": max(min(request.today, request.period.end_date), slip.document_date)}
    typed = request.POST if request.method == "POST" else None
    form = CorrectionForm(typed, lines=left, today=request.today, initial=initial)
    if form.is_valid():
        try:
            made = _correct(request, slip, form, key)
        except KeyReused as error:
            form.add_error(None, str(error))
            key, status = new_key(), HTTPStatus.CONFLICT
        except CannotPost as error:
            for reason in getattr(error, "reasons", [str(error)]):
                form.add_error(None, reason)
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
        )
    )


def deliver_now(request: CompanyRequest, pk: int) -> HttpResponse:
    """Note how much of each line is to be picked or delivered next."""
    order = get_object_or_404(company_orders(request), pk=pk)
    form = QuantitiesForm(request.POST, lines=dict(order.lines.values_list("line_number", "deliver_now_quantity")))
    if form.is_valid():
        try:
            fulfilment.deliver_now(order=order, quantities=form.quantities())
        except fulfilment.MoreThanIsLeft as error:
            for number, left in error.left.items():
                messages.error(request, _more_than_left(number, form.quantities()[number], left))
        else:
            messages.success(request, _("Noted. Choose “Deliver now” when you post the picking list or packing slip."))
    else:
        for number in form.lines:
            for problem in form.errors.get(f"line_{number}", []):
                messages.error(request, _("Line %(line)s: %(problem)s") % {"line": number, "problem": problem})
    return HttpResponseRedirect(page_url(request, "customers:order", pk=pk))


def _more_than_left(number: int, asked: Decimal, left: Decimal) -> str:
    text = _("Line %(line)s: %(asked)s is more than the %(left)s that is left to deliver. Nothing was changed.")
    return text % {"line": number, "asked": format_plain(asked), "left": format_plain(left)}
