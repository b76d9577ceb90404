"""Sales orders: the list, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.forms import BoundField
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key
from arclose.ledger.outcomes import Refusal
from arclose.web.days import format_day
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers import changing, giving_up, slips
from customers.credit.holds import waiting_hold
from customers.holding import IS_ON_HOLD
from customers.models import Invoice, Mark, OrderCharge, SalesOrder, SalesOrderLine
from customers.models.invoices import InvoiceOrigin
from customers.models.items import ItemType
from customers.models.sales_orders import UNFINISHED, OrderStatus, OrderType, Quantity, line_status
from customers.prepayments.listing import left_to_deduct, prepayments
from customers.screens.chain import chain_of_order, holds_of, with_holds
from customers.screens.credit_hold_list import reasons_of
from customers.screens.delivery_forms import DeliverNowForm
from customers.screens.filters import LEFT_TO_DO, OrderFilter
from customers.screens.shown_lines import first_lines
from customers.screens.tables import OrderTable
from customers.screens.update_form import asked_slips, credit_choices, options_form, update_choices, value_of
from customers.settling.reserving import RESERVED_BY, reserved_for
from customers.slips import OpenSlip
from customers.standing import standing_of, with_last
from customers.updates import CONFIRM, DELIVER, INVOICE, PICK, Update

# A request holds no more than ten thousand fields: of what is longer the lines that are shown first are asked about.
LINES_ASKED_AT_MOST = 9_000
# Refusals whose detail is the number of an item.
OF_AN_ITEM = {"item_blocked", "tax_code_missing"}
# Refusals whose detail begins with the number of a line.
OF_A_LINE = {"more_than_left", "taxed_for_another_country"}


def company_orders(request: CompanyRequest) -> "QuerySet[SalesOrder]":
    """Give the orders of the request's company."""
    return SalesOrder.objects.filter(company=request.company)


def orders(request: CompanyRequest) -> HttpResponseBase:
    """List the sales orders."""
    may_post = request.may_open("customers:post_orders", "POST")
    listing = ListPage(
        request,
        name="orders",
        rows=company_orders(request).select_related("customer").annotate(is_on_hold=IS_ON_HOLD),
        table=OrderTable,
        filters=OrderFilter,
        totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}, counts_first=True),
        may_choose=may_post,
    )
    context = {
        "title": _("Sales orders"),
        "key": new_key(),
        "updates": update_choices(),
        "options": options_form(request),
        "chosen_update": _asked_for(request),
        "actions": "customers/order_actions.html" if may_post else "",
    }
    return listing.answer("customers/orders.html", context)


def order(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one order: head, lines, totals, and the chain it belongs to."""
    return order_page(request, pk)


def order_page(
    request: CompanyRequest,
    pk: int,
    *,
    form: DeliverNowForm | None = None,
    refusals: Sequence[Refusal] = (),
    errors: Sequence[str] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show one order, with what was typed on its page and why it was refused."""
    rows = company_orders(request).select_related(
        "customer__invoice_account", "currency", "payment_terms", "tax_group", "credited_invoice__posting"
    )
    rows = with_last(with_holds(rows)).annotate(
        has_charges=Exists(OrderCharge.objects.filter(order=OuterRef("pk"))),
        has_reserved=Exists(Mark.objects.filter(document_type=RESERVED_BY, document_id=OuterRef("pk"))),
        has_prepayments=Exists(Invoice.objects.filter(order=OuterRef("pk"), origin=InvoiceOrigin.PREPAYMENT)),
    )
    found: Any = get_object_or_404(rows, pk=pk)
    charged = found.charges.select_related("charge_code", "order_line").order_by("pk") if found.has_charges else []
    charges = list(charged)
    of_items = "item__group" if refusals else "item"
    lines = list(found.lines.select_related(of_items, "site").order_by("line_number"))
    shown = first_lines(request, lines)
    lines_amount = sum((line.net_amount for line in lines), Decimal(0))
    held = waiting_hold(found)
    is_unfinished = found.status in UNFINISHED
    chosen = asked_slips(request)
    has_slips = bool(chosen) or (is_unfinished and found.uninvoiced_amount is not None)
    may_invoice = has_slips and request.may_open("customers:update_order", "POST")
    open_slips = slips.open_slips(found, chosen=chosen or ()) if may_invoice else []
    form = form or DeliverNowForm(lines={line.line_number: line.deliver_now_quantity for line in shown.lines})
    prepaid = prepayments(found) if found.has_prepayments else []
    context = {
        "title": _("Order %(number)s") % {"number": found.number},
        "order": found,
        "form": form,
        "shown": shown,
        "rows": _rows(found, shown.lines, form, refusals),
        "errors": [*errors, *(f"{one.reason} {one.remedy}" for one in refusals)],
        "held": held,
        "hold_reasons": reasons_of(held.refusals) if held else [],
        "is_given_up": any(line.given_up_quantity for line in lines),
        "charges": [charge for charge in charges if not charge.is_taken_away],
        "prepayments": prepaid,
        "reserved": reserved_for(found).select_related("transaction") if found.has_reserved else [],
        "prepaid_left": left_to_deduct(prepaid),
        "deducts_no_more": not is_unfinished,
        "lines_amount": lines_amount,
        "discount_amount": found.net_amount - lines_amount,
        "facts": _facts(found),
        "events": chain_of_order(request, found),
        "is_unfinished": is_unfinished,
        "asks": is_unfinished
        and len(form.lines) <= LINES_ASKED_AT_MOST
        and request.may_open("customers:deliver_now", "POST"),
        "updates": update_choices(),
        "credits": credit_choices(),
        "options": options_form(request, of_a_job=False) if is_unfinished else None,
        "chosen_update": request.POST.get("update") or _next_value(found, lines, has_slips=bool(open_slips)),
        "slips": _slip_rows(open_slips, chosen),
        "slips_shown": " ".join(str(one.slip.pk) for one in open_slips if not one.taken_by),
        "may_change": changing.may_change(found),
        "may_cancel": giving_up.may_cancel(found),
        "may_close_rest": giving_up.may_close_the_rest(found),
        "holds": [hold for hold in holds_of(found) if hold.cleared_at is None],
        "key": new_key(),
        "stood": standing_of(found, lines, charges) if is_unfinished else "",
    }
    return render(request, "customers/order.html", context, status=status)


@dataclass(frozen=True)
class _SlipRow:
    """A packing slip to invoice, whether it is ticked, and why it cannot be."""

    open: OpenSlip
    is_ticked: bool
    problem: str


def _slip_rows(open_slips: Sequence[OpenSlip], chosen: Sequence[int] | None) -> list[_SlipRow]:
    taken = _("Nothing is left of it to invoice: %(numbers)s took it. It is left out now.")
    return [
        _SlipRow(
            one,
            is_ticked=chosen is None or one.slip.pk in chosen,
            problem=taken % {"numbers": one.taken_by} if one.taken_by else "",
        )
        for one in open_slips
    ]


@dataclass(frozen=True)
class _Row:
    """A line of an order, how far it is, the field for what to deliver now, and what was refused because of it."""

    line: SalesOrderLine
    status: OrderStatus
    field: BoundField | None
    problems: Sequence[str]


def _rows(
    order: SalesOrder, lines: Sequence[SalesOrderLine], form: DeliverNowForm, refusals: Sequence[Refusal]
) -> list[_Row]:
    return [
        _Row(
            line,
            line_status(line, order.status),
            form.field_of(line.line_number) if line.line_number in form.lines else None,
            [str(one.reason) for one in refusals if _is_about(one, line)],
        )
        for line in lines
    ]


def _is_about(refusal: Refusal, line: SalesOrderLine) -> bool:
    """Tell whether an order was refused because of a line: its item, its item group, or how much of it is asked."""
    named = str(refusal.facts[0]) if refusal.facts else ""
    if refusal.code in OF_AN_ITEM:
        return named == line.item.number
    if refusal.code in ("cost_account_missing", "deferral_account_missing"):
        return named == line.item.group.code
    return refusal.code in OF_A_LINE and named.startswith(f"{line.line_number}: ")


def _asked_for(request: CompanyRequest) -> str:
    """Give the update that clears what the list is narrowed to."""
    left = request.GET.get("left", "")
    update = LEFT_TO_DO[left][1] if left in LEFT_TO_DO else INVOICE
    return value_of(update, Quantity.DELIVERED if left == "delivered" else Quantity.ALL)


def _next_update(order: SalesOrder, lines: Sequence[SalesOrderLine]) -> Update:
    """Give the first step that is left of an order, none before one that has begun; of a returned one its credit note.

    Only goods are picked.
    """
    if order.order_type == OrderType.RETURNED:
        return INVOICE
    steps = ((CONFIRM, "confirmed_quantity"), (PICK, "picked_quantity"), (DELIVER, "delivered_quantity"))
    begun = [place for place, (_update, done) in enumerate(steps) if any(getattr(line, done) for line in lines)]
    for update, done in steps[max(begun, default=0) :]:
        concerned = [line for line in lines if update is not PICK or line.item.item_type == ItemType.GOODS]
        if any(getattr(line, done) != line.quantity for line in concerned):
            return update
    return INVOICE


def _next_value(order: SalesOrder, lines: Sequence[SalesOrderLine], *, has_slips: bool) -> str:
    """Give the step that is next, as the form asks for it; an invoice by packing slip where there are some."""
    update = _next_update(order, lines)
    return value_of(update, Quantity.DELIVERED if update is INVOICE and has_slips else Quantity.ALL)


def _facts(order: SalesOrder) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Order date"), format_day(order.order_date)),
        (_("Delivery date"), format_day(order.delivery_date or order.invoice_date)),
        (_("Invoice date"), format_day(order.invoice_date)),
        (_("Document status"), order.get_document_status_display()),
        (_("Type"), capfirst(order.get_order_type_display())),
        (_("Currency"), order.currency_id),
        (_("Payment terms"), order.payment_terms.name),
        (_("Tax group"), order.tax_group.name),
        (
            _("Delivered to") if order.document_status in changing.BEGUN else _("Deliver to"),
            ", ".join(filter(None, [order.delivery_address, order.delivery_country])),
        ),
    ]
    if order.prices_include_tax:
        facts.append((_("Prices"), _("include tax")))
    if order.customer_reference:
        facts.insert(0, (_("Customer reference"), order.customer_reference))
    if order.reason:
        facts.append((_("Reason"), order.reason))
    if order.closing_reason:
        facts.append((_("Why the rest was given up"), order.closing_reason))
    return facts
