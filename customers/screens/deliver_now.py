"""How much of each line is to be delivered now, typed on the page of an order: noted by itself, or before a step."""

from collections.abc import Sequence
from decimal import Decimal
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_plain
from arclose.web.links import page_url
from customers import fulfilment, standing
from customers.models import SalesOrder
from customers.screens.delivery_forms import DeliverNowForm
from customers.screens.orders import company_orders, order_page
from customers.standing import Standing


class NotNoted(Exception):
    """What was typed cannot be noted: nothing was changed, and the form says why."""

    def __init__(self, form: DeliverNowForm, *, errors: Sequence[str] = (), status: int = HTTPStatus.OK) -> None:
        """Carry the form with what was typed, what speaks against all of it, and how the page answers."""
        super().__init__(*errors)
        self.form, self.errors, self.status = form, errors, status

    def page(self, request: CompanyRequest, pk: int) -> HttpResponse:
        """Show the order with what was typed."""
        return order_page(request, pk, form=self.form, errors=self.errors, status=self.status)


def note_typed(request: CompanyRequest, order: SalesOrder) -> Standing | None:
    """Note what was typed of lines, where anything was; give how the order stands then, or stood on the page.

    :raises NotNoted: it cannot be read, is more than is left, or somebody changed the order since.
    """
    stood = standing.read(request.POST.get("stood", ""))
    noted = dict(order.lines.values_list("line_number", "deliver_now_quantity"))
    asked = {number: quantity for number, quantity in noted.items() if f"line_{number}" in request.POST}
    if not asked:
        return stood
    form = DeliverNowForm(request.POST, lines=asked)
    if not form.is_valid():
        raise NotNoted(form)
    try:
        return fulfilment.deliver_now(order=order, quantities=form.quantities(), expected=stood) or stood
    except fulfilment.OrderOvertaken as error:
        raise NotNoted(form, errors=[str(error)], status=HTTPStatus.CONFLICT) from error
    except fulfilment.MoreThanIsLeft as error:
        typed = form.quantities()
        form.refuse(lines={number: _not_to_deliver(typed[number], left) for number, left in error.left.items()})
        raise NotNoted(form) from error


def deliver_now(request: CompanyRequest, pk: int) -> HttpResponse:
    """Note how much of each line is to be picked or delivered next; what cannot be noted is said at its line."""
    order = get_object_or_404(company_orders(request), pk=pk)
    try:
        note_typed(request, order)
    except NotNoted as refused:
        return refused.page(request, pk)
    messages.success(request, _("Noted. Choose “Deliver now” when you post the picking list or packing slip."))
    return HttpResponseRedirect(page_url(request, "customers:order", pk=pk))


def _not_to_deliver(typed: Decimal, left: Decimal) -> str:
    if not left:
        return _("Nothing is left to deliver of this line.")
    if typed < 0 < left:
        return _("No quantity below zero is delivered: type %(left)s or less.") % {"left": format_plain(left)}
    return _("%(left)s is left to deliver: type that or less.") % {"left": format_plain(left)}
