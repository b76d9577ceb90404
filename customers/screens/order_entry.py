"""Enter, change and cancel orders. What was typed stays on the page until it is accepted."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet, Value
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.queries import is_open
from arclose.web.days import format_day
from arclose.web.links import page_url
from customers import changing, giving_up
from customers import orders as verbs
from customers.credit.limits import OverCredit, credit_at_entry
from customers.models import ChargeCode, Customer, Item, SalesOrder, SalesOrderLine, Site
from customers.models.sales_orders import OrderType
from customers.prepayments.listing import left_to_deduct, prepayments
from customers.screens.charge_forms import NO_CHARGES, ChargeFormSet, initial_charges
from customers.screens.forms import LINES_AT_MOST, OrderForm, ReasonForm, initial_of
from customers.screens.order_line_forms import LineFormSet, initial_lines
from customers.screens.orders import company_orders
from customers.settling.reserving import reserved_for
from customers.standing import version_of

SUGGESTED_AT_MOST = 500
MORE_LINES = 10


def new_order(request: CompanyRequest) -> HttpResponse:
    """Enter an order."""
    form, lines, charges = _forms(request)
    key, status = key_of(request), HTTPStatus.OK
    if _is_complete(request, form, lines, charges):
        try:
            order = _try(
                form,
                lines,
                lambda: verbs.create_order(
                    company=request.company,
                    head=form.head(),
                    lines=lines.lines(),
                    charges=charges.charges(),
                    key=key,
                    entered_by=request.user,
                ),
            )
        except verbs.KeyOfAnotherOrder as error:
            form.add_error(None, str(error))
            key, status, order = new_key(), HTTPStatus.CONFLICT, None
        if order:
            messages.success(request, _("Order %(number)s is entered.") % {"number": order.number})
            _warn_of_its_period(request, order)
            _warn_of_its_credit(request, order)
            return _to_order(request, order)
    return _page(request, form, lines, charges, status, title=_("New order"), key=key)


def change_order(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change an open order: its head and its lines."""
    order = get_object_or_404(_whole_orders(request), pk=pk)
    if not changing.may_change(order) or len(order.lines.all()) > LINES_AT_MOST:
        messages.error(request, _why_not(order))
        return _to_order(request, order)
    form, lines, charges = _forms(request, order)
    seen = request.POST.get("seen") or version_of(order)
    if _is_complete(request, form, lines, charges, order):
        with _saying_what_is_free(request, order):
            changed = _try(
                form,
                lines,
                lambda: changing.change_order(
                    order=order,
                    head=form.head(),
                    lines=lines.numbered_lines(),
                    charges=charges.charges(),
                    seen=seen,
                    changed_by=request.user,
                ),
            )
        if changed:
            messages.success(request, _("Order %(number)s is changed.") % {"number": changed.number})
            _warn_of_its_period(request, changed)
            _warn_of_its_credit(request, changed)
            return _to_order(request, changed)
    title = _("Change order %(number)s") % {"number": order.number}
    return _page(request, form, lines, charges, title=title, order=order, seen=seen)


def _whole_orders(request: CompanyRequest) -> "QuerySet[SalesOrder]":
    """Give the orders of the company, each with what its form shows: read once, and not by each part of the page."""
    lines = SalesOrderLine.objects.select_related("item", "site").order_by("line_number")
    heads = company_orders(request).select_related("customer", "currency", "payment_terms", "tax_group")
    return heads.prefetch_related(Prefetch("lines", lines), "charges")


def _warn_of_its_period(request: CompanyRequest, order: SalesOrder) -> None:
    if not is_open(company=request.company, day=order.invoice_date):
        text = _(
            "%(day)s lies in no open period: the order cannot be invoiced before it is opened or the date changed."
        )
        messages.warning(request, text % {"day": format_day(order.invoice_date)})


def _warn_of_its_credit(request: CompanyRequest, order: SalesOrder) -> None:
    for warning in credit_at_entry(order):
        messages.warning(request, f"{warning.reason} {warning.remedy}")


@contextmanager
def _saying_what_is_free(request: CompanyRequest, order: SalesOrder) -> Iterator[None]:
    """Say which payments and other credits the order reserved before something was done with it, and does not now."""
    before = reserved_for(order).values_list("pk", "transaction__document_number")
    documents = dict(before)
    yield
    for pk in before.values_list("pk", flat=True):
        documents.pop(pk, None)
    if documents:
        text = _("Not reserved for order %(number)s any more, as its invoices will not settle it: %(documents)s.")
        messages.warning(request, text % {"number": order.number, "documents": ", ".join(documents.values())})


def _why_not(order: SalesOrder) -> str:
    if not changing.may_change(order):
        return str(changing.OrderNotOpen(order))
    return _("An order of more than %(count)d lines is not changed here: cancel it and import it anew.") % {
        "count": LINES_AT_MOST
    }


def cancel_order(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask why, then cancel an open order."""
    order = get_object_or_404(company_orders(request).select_related("customer"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with _saying_what_is_free(request, order):
                giving_up.cancel_order(order=order, reason=form.cleaned_data["reason"], canceled_by=request.user)
        except (changing.OrderNotOpen, giving_up.OrderBegun) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Order %(number)s is canceled.") % {"number": order.number})
        return _to_order(request, order)
    title, left = _("Cancel order %(number)s") % {"number": order.number}, left_to_deduct(prepayments(order))
    context = {"title": title, "order": order, "form": form, "prepaid_left": left}
    return render(request, "customers/cancel_order.html", context)


def close_the_rest(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask why, then give up what of an order is neither delivered nor invoiced."""
    order = get_object_or_404(company_orders(request).select_related("customer", "currency"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with _saying_what_is_free(request, order):
                giving_up.close_the_rest(order=order, reason=form.cleaned_data["reason"], closed_by=request.user)
        except (changing.OrderNotOpen, giving_up.NothingToClose) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The rest of order %(number)s is given up.") % {"number": order.number})
        return _to_order(request, order)
    context = {"title": _("Close the rest of order %(number)s") % {"number": order.number}, "order": order}
    return render(request, "customers/close_the_rest.html", {**context, "form": form})


def _forms(request: CompanyRequest, order: SalesOrder | None = None) -> tuple[OrderForm, Any, Any]:
    typed = _with_more_lines(request) if request.method == "POST" else None
    initial: dict[str, Any] = initial_of(order) if order else _fresh(request)
    form = OrderForm(typed, initial=initial, today=request.today, company=request.company)
    lines = LineFormSet(
        typed,
        prefix="lines",
        initial=initial_lines(order) if order and typed is None else None,
        form_kwargs={"company": request.company},
    )
    charges = ChargeFormSet(
        typed if typed is None or "charges-TOTAL_FORMS" in typed else {**typed, **NO_CHARGES},
        prefix="charges",
        initial=initial_charges(order) if order and typed is None else None,
        form_kwargs={"company": request.company},
    )
    return form, lines, charges


def _with_more_lines(request: CompanyRequest) -> dict[str, Any]:
    """Give what was typed, with room for more lines where these were asked for."""
    typed: dict[str, Any] = request.POST.dict()
    if "more_lines" in request.POST:
        count = int(typed["lines-TOTAL_FORMS"]) if str(typed.get("lines-TOTAL_FORMS", "")).isdecimal() else 0
        typed["lines-TOTAL_FORMS"] = str(min(count + MORE_LINES, LINES_AT_MOST))
    return typed


def _fresh(request: CompanyRequest) -> dict[str, Any]:
    day = min(request.today, request.period.end_date)
    return {
        "number": verbs.next_number(company=request.company),
        "order_date": day,
        "invoice_date": day,
        "customer": request.GET.get("customer", ""),
    }


def _is_complete(
    request: CompanyRequest, form: OrderForm, lines: Any, charges: Any, order: SalesOrder | None = None
) -> bool:
    if request.method != "POST" or "more_lines" in request.POST:
        return False
    are_valid = [form.is_valid(), lines.is_valid(), charges.is_valid()]
    if not all(are_valid) or (order is None and _refuse_blocked(form)):
        return False
    have_signs: bool = lines.refuse_wrong_signs(form.cleaned_data["order_type"], order)
    are_known: bool = charges.refuse_unknown_lines(len(lines.typed_forms()))
    are_priced: bool = not form.head().prices_include_tax or lines.refuse_missing_prices()
    return have_signs and are_known and are_priced


def _refuse_blocked(form: OrderForm) -> bool:
    """Say at the customer that nothing new is sold to who is blocked; what comes back may be entered."""
    customer = form.cleaned_data["customer"]
    is_refused: bool = customer.is_blocked and form.cleaned_data["order_type"] == OrderType.SALES
    if is_refused:
        text = _("Customer %(customer)s is blocked. Choose another one, or have this one unblocked in Setup.")
        form.add_error("customer", text % {"customer": customer.number})
    return is_refused


def _try(form: OrderForm, lines: Any, write: Any) -> SalesOrder | None:
    """Write the order, or put the refusal beside what was typed."""
    try:
        order: SalesOrder = write()
    except verbs.NumberTaken as error:
        form.add_error("number", str(error))
    except verbs.AmountTooLarge as error:
        lines.typed_forms()[error.position].add_error("quantity", str(error))
    except changing.KeptByDocuments as error:
        _refuse_by_name(form, lines, error)
    except (changing.OrderNotOpen, changing.OrderChanged, OverCredit) as error:
        form.add_error(None, str(error))
    else:
        return order
    return None


def _refuse_by_name(form: OrderForm, lines: Any, error: changing.KeptByDocuments) -> None:
    """Put each reason on the field or the line that it belongs to."""
    for name, reason in error.head.items():
        form.add_error(name, reason)
    for number, reason in error.lines.items():
        line = lines.form_of(number)
        if line is None:
            form.add_error(None, _("Line %(line)s: %(reason)s") % {"line": number, "reason": reason})
        else:
            line.add_error("quantity", reason)


def _page(
    request: CompanyRequest, form: OrderForm, lines: Any, charges: Any, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    is_unfinished = "more_lines" in request.POST
    shown = {
        **context,
        "form": form,
        "lines": lines,
        "charges": charges,
        **_codes(request, charge_codes=ChargeCode, sites=Site),
        "shows_errors": request.method == "POST" and not is_unfinished,
        "customers": _suggested(Customer.objects.filter(company=request.company, is_blocked=False)),
        "items": _suggested(Item.objects.filter(company=request.company, is_blocked=False)),
    }
    return render(request, "customers/order_form.html", shown, status=status)


def _codes(request: CompanyRequest, **models: type[Any]) -> dict[str, list[tuple[str, str]]]:
    """Give code and name of all rows of some tables, by the names they are asked under; one query for all of them."""
    rows = [
        model.objects.filter(company=request.company).order_by().values_list(Value(name), "code", "name")
        for name, model in models.items()
    ]
    found = sorted(rows[0].union(*rows[1:], all=True))
    return {name: [(code, said) for of, code, said in found if of == name] for name in models}


def _suggested(rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    return rows.order_by("number").values_list("number", "name")[:SUGGESTED_AT_MOST]


def _to_order(request: CompanyRequest, order: SalesOrder) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "customers:order", pk=order.pk))
