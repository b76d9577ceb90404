"""Prepayment invoices of an order from its page, or of chosen orders from their list: preview, post now or as a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import DateField, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import POSTED_NOW_AT_MOST, key_of, new_key, submit_as_job, tell_the_others, write
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.posting import KeyReused
from arclose.ledger.seen import NotAsSeen
from arclose.web.forms import DatedForm, DayField
from arclose.web.links import back_to_list, page_url
from arclose.web.said import said
from arclose.web.selection import selected_rows
from customers.models import Invoice, SalesOrder
from customers.models.sales_orders import OrderStatus, OrderType
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.posting import PREPAYMENTS, post_prepayments
from customers.prepayments.previewing import post_prepayments_as_seen, preview_prepayments
from customers.prepayments.refusals import title_of
from customers.previewing import Preview, differences
from customers.screens.fields import LARGEST_NUMBER, number_field
from customers.screens.filters import OrderFilter
from customers.screens.lacking import billed_for, lacking
from customers.screens.orders import company_orders

PREVIEWED_AT_MOST = 1_000
SHOWN_AT_MOST = 100
_HUNDRED, _SMALLEST = Decimal(100), Decimal("0.001")


class PrepaymentForm(DatedForm):
    """How much is asked in advance, and when it is due."""

    percent = number_field(
        decimals=3,
        smallest=_SMALLEST,
        largest=_HUNDRED,
        required=False,
        label=gettext_lazy("Percentage"),
        help_text=gettext_lazy("Of what is left to invoice; tax comes on top, or is in it, as the order's prices go."),
    )
    amount = number_field(
        decimals=4,
        smallest=_SMALLEST,
        largest=LARGEST_NUMBER,
        shown_decimals=2,
        required=False,
        label=gettext_lazy("Or an amount"),
        help_text=gettext_lazy("In the currency of the order, instead of a percentage."),
    )
    day = DayField(
        label=gettext_lazy("Invoice date"), help_text=gettext_lazy("Not after the invoice that is to deduct it.")
    )
    due_date = DayField(
        label=gettext_lazy("Due date"), required=False, help_text=gettext_lazy("Empty: by the order's payment terms.")
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("On the lines of the invoice. Empty: they name the order."),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of percentage and amount, and for a due date that is not before the invoice."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"percent", "amount"} & set(self.errors) and (typed.get("percent") is None) == (
            typed.get("amount") is None
        ):
            self.add_error("percent", ValidationError(_("Say a percentage or an amount, one of them.")))
        if typed.get("due_date") and typed.get("day") and typed["due_date"] < typed["day"]:
            self.add_error("due_date", ValidationError(_("This is before the invoice date.")))
        return typed

    def parameters(self) -> PrepaymentParameters:
        """Give what was typed."""
        return PrepaymentParameters(**{name: self.cleaned_data[name] for name in self.base_fields})


def prepay_order(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask how much of an order is to be paid in advance, preview it, and post its prepayment invoice."""
    order = get_object_or_404(company_orders(request).select_related("customer", "currency"), pk=pk)
    return _page(request, company_orders(request).filter(pk=pk), order)


def prepay_orders(request: CompanyRequest) -> HttpResponse:
    """The same for chosen orders, at once or as a job."""
    return _page(request, selected_rows(request, rows=company_orders(request), filters=OrderFilter))


@dataclass(frozen=True)
class _Asked:
    """The orders that were chosen, or the one whose page it is, and what was typed about them."""

    request: CompanyRequest
    chosen: "QuerySet[SalesOrder]"
    ids: Sequence[int]
    form: PrepaymentForm
    order: SalesOrder | None

    @property
    def is_part(self) -> bool:
        """Whether there are more than a page previews."""
        return len(self.ids) > PREVIEWED_AT_MOST

    @property
    def may_post_now(self) -> bool:
        """Whether they are few enough to be posted while somebody waits."""
        return len(self.ids) <= POSTED_NOW_AT_MOST


def _page(request: CompanyRequest, chosen: "QuerySet[SalesOrder]", order: SalesOrder | None = None) -> HttpResponse:
    act = request.POST.get("act", "")
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: PREVIEWED_AT_MOST + 1])
    asked = _Asked(request, chosen, ids, _form(request, act, ids), order)
    if not ids:
        messages.warning(request, _none_chosen())
        return back_to_list(request, "customers:orders")
    if not act or not asked.form.is_valid():
        return _render(asked)
    if act == "job":
        return _as_job(asked)
    if act == "post" and asked.may_post_now:
        return _posted(asked)
    return _previewed(asked)


def _form(request: CompanyRequest, act: str, orders: Sequence[int]) -> PrepaymentForm:
    """Give the form, with a day on which no invoice of the orders has to come yet that would deduct it."""
    first = SalesOrder.objects.filter(pk__in=orders).aggregate(day=Min("invoice_date"))["day"]
    day = max(min(request.today, request.period.end_date, first or request.today), request.period.start_date)
    return PrepaymentForm(request.POST if act else None, today=request.today, initial={"day": day})


def _posted(asked: _Asked) -> HttpResponse:
    """Post: as the preview showed it where there was one. Where nothing is, show why."""
    request, seen = asked.request, seen_by(asked.request)
    values: dict[str, Any] = {
        "company": request.company,
        "orders": asked.ids,
        "parameters": asked.form.parameters(),
        "posted_by": request.user,
        "key": key_of(request),
    }
    act = (
        partial(post_prepayments, **values) if seen is None else partial(post_prepayments_as_seen, **values, seen=seen)
    )
    try:
        outcome = write(act)
    except NotAsSeen as changed:
        return _previewed(asked, changes=_changes(request, changed))
    except KeyReused as error:
        return _render(asked, errors=[str(error)], key=new_key(), status=HTTPStatus.CONFLICT)
    except CannotPost as error:
        return _render(asked, errors=[str(error)])
    return _told(asked, outcome) if outcome.posted else _previewed(asked)


def _told(asked: _Asked, outcome: Outcome) -> HttpResponse:
    request, count = asked.request, len(outcome.posted)
    text = ngettext("%(count)d prepayment invoice is posted.", "%(count)d prepayment invoices are posted.", count)
    messages.success(request, text % {"count": count})
    known = company_orders(request).in_bulk([one.document_id for one in (*outcome.left_out, *outcome.warnings)])
    tell_the_others(request, outcome, named=lambda pk: known[pk].number)
    if asked.order:
        made = Invoice.objects.get(posting=outcome.posting_id)
        return HttpResponseRedirect(page_url(request, "customers:invoice", pk=made.pk))
    return back_to_list(request, "customers:orders")


def _as_job(asked: _Asked) -> HttpResponse:
    """Submit the orders that may have a prepayment invoice; each of which none can be made is set aside."""
    request, parameters = asked.request, asked.form.parameters()
    waiting = asked.chosen.filter(order_type=OrderType.SALES).exclude(status=OrderStatus.CANCELED)
    dated = waiting.annotate(prepaid_on=Cast(Value(parameters.day), DateField()))
    return submit_as_job(
        request,
        kind=PREPAYMENTS,
        description=said(lambda: _("Post prepayment invoices of %(company)s") % {"company": request.company.code}),
        documents=dated.order_by("pk").values_list("pk", "prepaid_on", "number"),
        back=back_to_list(request, "customers:orders"),
        none_chosen=_none_chosen(),
        parameters=parameters.as_stored(),
    )


def _previewed(asked: _Asked, *, changes: Sequence[Any] = ()) -> HttpResponse:
    """Show what would be made, and what would be left out."""
    try:
        preview = preview_prepayments(
            company=asked.request.company,
            orders=asked.ids[:PREVIEWED_AT_MOST],
            parameters=asked.form.parameters(),
            previewed_by=asked.request.user,
        )
    except CannotPost as error:
        return _render(asked, errors=[str(error)])
    billed = billed_for(asked.ids[:PREVIEWED_AT_MOST])
    return _render(asked, preview=preview, lacks=lacking(asked.request.company, billed), changes=changes, key=new_key())


def _render(asked: _Asked, *, status: int = HTTPStatus.OK, preview: Preview | None = None, **more: Any) -> HttpResponse:
    request, order = asked.request, asked.order
    title = (
        _("Prepayment invoice of order %(number)s") % {"number": order.number} if order else _("Prepayment invoices")
    )
    context = {
        "title": title,
        "order": order,
        "form": asked.form,
        "preview": preview,
        "left_out": preview.left_out if preview else [],
        "seen": signed(preview.seen) if preview and preview.documents and not asked.is_part else "",
        "ids": [] if asked.is_part or order else asked.ids,
        "is_part": asked.is_part,
        "count": asked.chosen.count() if asked.is_part else len(asked.ids),
        "previewed": PREVIEWED_AT_MOST,
        "may_post_now": asked.may_post_now,
        "key": key_of(request),
        "query": request.GET.urlencode(),
        "shown_at_most": SHOWN_AT_MOST,
        **more,
    }
    refused = asked.form.is_bound and not asked.form.is_valid()
    return render(
        request, "customers/prepay.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else status
    )


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[SalesOrder | None, str]]:
    found = differences(seen=changed.seen, now=changed.now, titled=title_of)
    known = company_orders(request).in_bulk([pk for pk, _text in found])
    return [(known.get(pk), text) for pk, text in found]


def _none_chosen() -> str:
    return _("No order was chosen. Tick some, or choose all of the filter.")
