"""Invoices and credit notes: the list, the page of one, and crediting one."""

from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.money import EXACT, round_amount
from arclose.ledger.outcomes import CannotPost
from arclose.web.amounts import format_plain
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers import crediting
from customers.documents import order_numbers, orders_of
from customers.free_text.correcting import correct_free_text
from customers.free_text.crediting import credit_free_text
from customers.models import (
    CustomerTransaction,
    Invoice,
    InvoicedDelivery,
    InvoiceLine,
    OrderDocument,
    Reorganization,
    SalesOrder,
)
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.models.sending import SentType
from customers.orders import AmountTooLarge, KeyOfAnotherOrder, NumberTaken
from customers.prepayments.crediting import credit_prepayment, left_of
from customers.queries import open_parts_of
from customers.screens.chain import chain_of_invoice, with_order
from customers.screens.delivery_forms import CreditLinesForm
from customers.screens.filters import InvoiceFilter
from customers.screens.forms import CreditForm
from customers.screens.invoice_events import with_signs
from customers.screens.sent_events import sent_events
from customers.screens.shown_lines import ShownLines, shown_lines
from customers.screens.tables import InvoiceTable
from customers.screens.timelines import by_time
from customers.screens.voucher_events import voucher_title
from customers.settling.part_payment import part_payment

RATE_DIGITS = 10
# An invoice of more lines is credited as a whole; its returned order can be imported otherwise.
LINES_ASKED_AT_MOST = 500
CANNOT_CREDIT = (
    crediting.NotAnInvoice,
    crediting.MadeOfNoOrder,
    crediting.CreditedAlready,
    crediting.CreditedBeforeInvoice,
    crediting.CreditWaiting,
    NumberTaken,
    AmountTooLarge,
    KeyOfAnotherOrder,
)


def company_invoices(request: CompanyRequest) -> "QuerySet[Invoice]":
    """Give the invoices and credit notes of the request's company."""
    return Invoice.objects.filter(company=request.company)


def invoices(request: CompanyRequest) -> HttpResponseBase:
    """List invoices and credit notes."""
    amounts = {name: name for name in ("net_amount", "tax_amount", "total_amount")}
    may_choose = request.may_open("customers:print_invoices", "POST")
    listing = ListPage(
        request,
        name="invoices",
        rows=company_invoices(request).select_related("invoice_account").annotate(order_numbers=order_numbers(Invoice)),
        table=InvoiceTable,
        filters=InvoiceFilter,
        totals=Totals(currency="currency_id", amounts=amounts, counts_first=True),
        may_choose=may_choose,
    )
    context = {
        "title": _("Invoices"),
        "key": new_key(),
        "actions": "customers/invoice_actions.html" if may_choose else "",
    }
    return listing.answer("customers/invoices.html", context)


def invoice(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one invoice or credit note: head, lines, tax, totals, what is open, and the chain it belongs to."""
    rows = company_invoices(request).select_related(
        "posting__posted_by",
        "customer",
        "invoice_account",
        "currency",
        "payment_terms",
        "credited_invoice",
        "customer_transaction__open",
        "customer_transaction__control_account",
    )
    split = Reorganization.objects.filter(origin=OuterRef("customer_transaction"))
    rows = with_order(with_signs(rows)).annotate(is_in_parts=Exists(split))
    found: Any = get_object_or_404(rows, pk=pk)
    is_invoice = found.invoice_type == InvoiceType.INVOICE
    title = _("Invoice %(number)s") if is_invoice else _("Credit note %(number)s")
    if is_invoice and found.origin == InvoiceOrigin.PREPAYMENT:
        title = _("Prepayment invoice %(number)s")
    shown = shown_lines(request, _lines(found))
    totals = _totals(found, shown)
    transaction = getattr(found, "customer_transaction", None)
    chain = chain_of_invoice(request, found)
    context = {
        "title": title % {"number": found.number},
        "invoice": found,
        "is_invoice": is_invoice,
        "shown": shown,
        "has_discounts": totals["has_discounts"],
        "totals": totals,
        "deliveries": deliveries_of(found) if found.origin == InvoiceOrigin.SALES_ORDER else [],
        "tax_rows": found.tax_rows.select_related("tax_code", "registration").order_by("number"),
        "vouchers": [(voucher, voucher_title(voucher)) for voucher in chain.around.vouchers.of_invoices[pk]],
        "transaction": transaction,
        "parts": _parts_with_ways(transaction) if transaction and found.is_in_parts else [],
        "held": next((hold for hold in chain.around.holds[pk] if hold.cleared_at is None), None),
        "facts": _facts(request, found),
        "events": by_time([*chain.events, *sent_events(request, SentType.INVOICE, [pk])]),
    }
    return render(request, "customers/invoice.html", context)


def _parts_with_ways(transaction: CustomerTransaction) -> list[tuple[CustomerTransaction, str]]:
    """Give what is open of the parts of a document, each with how it is paid where that was chosen for it."""
    parts = list(open_parts_of(transaction))
    ways = part_payment().of([part.pk for part in parts]) if parts else {}
    return [(part, ways.get(part.pk, "")) for part in parts]


def _lines(invoice: Invoice) -> "QuerySet[InvoiceLine]":
    """Give the lines of an invoice; where it is of several orders, each with its own."""
    rows = invoice.lines.select_related("item", "tax_code")
    if invoice.order_id is None:
        rows = rows.select_related("order_line__order", "order_charge__order")
    return rows.annotate(discounts=F("line_discount_amount") + F("total_discount_amount")).order_by("line_number")


def _totals(invoice: Invoice, shown: ShownLines[InvoiceLine]) -> dict[str, Any]:
    """Give what all lines come to before and in discounts, and whether any has one."""
    names = ("gross_amount", "line_discount_amount", "total_discount_amount")
    rows = invoice.lines.values_list(*names) if shown.is_cut else map(attrgetter(*names), shown.lines)
    amounts = list(rows)
    return {
        "gross": sum((gross for gross, _line, _total in amounts), Decimal(0)),
        "line_discount": sum((line for _gross, line, _total in amounts), Decimal(0)),
        "total_discount": sum((total for _gross, _line, total in amounts), Decimal(0)),
        "has_discounts": any(line or total for _gross, line, total in amounts),
    }


def deliveries_of(invoice: Invoice) -> "QuerySet[OrderDocument]":
    """Give the packing slips whose deliveries an invoice took."""
    taken = InvoicedDelivery.objects.filter(invoice_line__invoice=invoice)
    return (
        OrderDocument.objects.filter(pk__in=taken.values("slip_line__document")).select_related("site").order_by("pk")
    )


def _facts(request: CompanyRequest, invoice: Invoice) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Date"), format_day(invoice.invoice_date)),
        (_("Due date"), format_day(invoice.due_date)),
        (_("Payment terms"), invoice.payment_terms.name),
        (_("VAT number"), invoice.vat_number),
        (_("Delivered to"), invoice.delivery_country),
        (_("Posted by"), invoice.posting.posted_by),
    ]
    if invoice.currency_id != request.company.accounting_currency_id:
        facts.append((_("Exchange rate"), _rate_in_words(invoice, request.company.accounting_currency_id)))
        facts.append((_("Rate published"), format_day(invoice.rate_date)))
    if invoice.reason:
        facts.append((_("Reason"), invoice.reason))
    return facts


def _rate_in_words(invoice: Invoice, accounting_currency: str) -> str:
    """Give the rate used: GBP 1 = EUR 1.148765."""
    rate = EXACT.divide(invoice.accounting_units, invoice.transaction_units)
    return f"{invoice.currency_id} 1 = {accounting_currency} {format_plain(round_amount(rate, RATE_DIGITS))}"


def credit_invoice(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day, reason and quantities, then make the returned order that credits them, and open it."""
    found = get_object_or_404(company_invoices(request).select_related("customer", "currency", "payment_terms"), pk=pk)
    if found.origin == InvoiceOrigin.FREE_TEXT:
        return _credit_free_text(request, found)
    if found.origin == InvoiceOrigin.PREPAYMENT:
        return _credit_prepayment(request, found)
    left = crediting.lines_left(found)
    asks = left if len(left) <= LINES_ASKED_AT_MOST else []
    charges = crediting.charges_left(found, includes_tax=_includes_tax(found)) if asks else []
    day = max(min(request.today, request.period.end_date), found.invoice_date)
    form = CreditLinesForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        company=request.company,
        initial={"invoice_date": day},
        lines={line.line_number: quantity for line, quantity in asks},
        charges=charges,
        currency=found.currency_id,
    )
    if form.is_valid() and (order := _try_to_credit(form, found)):
        text = _("Returned order %(number)s takes it back. Post it when it is right.")
        messages.success(request, text % {"number": order.number})
        return HttpResponseRedirect(page_url(request, "customers:order", pk=order.pk))
    context = {
        "title": _("Credit invoice %(number)s") % {"number": found.number},
        "invoice": found,
        "form": form,
        "rows": [(line, quantity, form.field_of(line.line_number)) for line, quantity in asks],
        "charges": [(one.charge_code, -one.value, form[f"charge_{one.charge_code.pk}"]) for one in charges],
        "includes_tax": bool(charges) and _includes_tax(found),
        "line_count": len(left),
        "most": LINES_ASKED_AT_MOST,
    }
    return render(request, "customers/credit.html", context)


def _includes_tax(invoice: Invoice) -> bool:
    return orders_of(invoice).filter(prices_include_tax=True).exists()


def _credit_free_text(request: CompanyRequest, found: Invoice) -> HttpResponse:
    """Ask for day and reason, then post the credit note over all of a free text invoice, and open it."""
    day = max(min(request.today, request.period.end_date), found.invoice_date)
    typed = request.POST if request.method == "POST" else None
    form = CreditForm(typed, today=request.today, company=request.company, initial={"invoice_date": day})
    if form.is_valid():
        typed_values = {
            "invoice": found,
            "day": form.cleaned_data["invoice_date"],
            "reason": form.cleaned_data["reason"],
            "posted_by": request.user,
            "key": key_of(request),
        }
        try:
            return _corrected(request, typed_values) if "correct" in request.POST else _credited(request, typed_values)
        except CannotPost as error:
            form.add_error(None, str(error))
    title = _("Credit invoice %(number)s") % {"number": found.number}
    context = {"title": title, "invoice": found, "form": form, "key": key_of(request)}
    return render(request, "customers/credit_free_text.html", context)


def _credit_prepayment(request: CompanyRequest, found: Invoice) -> HttpResponse:
    """Ask for day and reason, then post the credit note over what is left of a prepayment invoice, and open it."""
    day = max(min(request.today, request.period.end_date), found.invoice_date)
    typed = request.POST if request.method == "POST" else None
    form = CreditForm(typed, today=request.today, company=request.company, initial={"invoice_date": day})
    if form.is_valid():
        act = partial(
            credit_prepayment,
            invoice=found,
            day=form.cleaned_data["invoice_date"],
            reason=form.cleaned_data["reason"],
            posted_by=request.user,
            key=key_of(request),
        )
        try:
            note = write(act)
        except CannotPost as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(number)s is posted.") % {"number": note.number})
            return HttpResponseRedirect(page_url(request, "customers:invoice", pk=note.pk))
    context = {
        "title": _("Credit prepayment invoice %(number)s") % {"number": found.number},
        "invoice": found,
        "left": sum((one.total for one in left_of(found)), Decimal(0)),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "customers/credit_prepayment.html", context)


def _credited(request: CompanyRequest, values: dict[str, Any]) -> HttpResponse:
    note = write(partial(credit_free_text, **values))
    messages.success(request, _("%(number)s is posted.") % {"number": note.number})
    return HttpResponseRedirect(page_url(request, "customers:invoice", pk=note.pk))


def _corrected(request: CompanyRequest, values: dict[str, Any]) -> HttpResponse:
    """Open the draft that corrects the invoice, to be changed."""
    note, draft = write(partial(correct_free_text, **values))
    text = _("%(number)s is posted. Change what was wrong, and post the corrected invoice.")
    messages.success(request, text % {"number": note.number})
    return HttpResponseRedirect(page_url(request, "customers:change_free_text", pk=draft.pk))


def _try_to_credit(form: CreditLinesForm, found: Invoice) -> SalesOrder | None:
    """Make the returned order, or put the refusal beside what was typed."""
    typed = form.cleaned_data
    try:
        return crediting.credit_invoice(
            invoice=found,
            invoice_date=typed["invoice_date"],
            reason=typed["reason"],
            quantities=form.asked(),
            charges=form.asked_charges(),
        )
    except crediting.BeyondInvoice as error:
        if not error.lines and not error.charges:
            form.add_error(None, str(error))
        for number, reason in error.lines.items():
            form.add_error(f"line_{number}", reason)
        for code, reason in error.charges.items():
            form.add_error(f"charge_{code}", reason)
    except CANNOT_CREDIT as error:
        form.add_error(None, str(error))
    return None
