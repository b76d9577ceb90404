"""Reserve payments of a customer for an order, from its page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import write
from arclose.web.links import page_url
from customers.screens.orders import company_orders
from customers.settling.marking import CannotMark
from customers.settling.reserving import NoInvoiceToCome, reservable, reserve, reserved_for

# Of more, what is reserved and the earliest due.
SHOWN_AT_MOST = 200
LONGEST_ID = 18


def reserve_payments(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show what is open of credits that an order may reserve, then hold those ticked for it, and no others."""
    order = get_object_or_404(company_orders(request).select_related("customer", "currency"), pk=pk)
    ticked = set(reserved_for(order).values_list("pk", flat=True))
    errors: list[str] = []
    if request.method == "POST":
        ticked = {_id(typed) for typed in request.POST.getlist("transaction")}
        try:
            count = write(lambda: reserve(order=order, transactions=ticked, reserved_by=request.user))
        except CannotMark as error:
            errors = list(error.reasons.values())
        except NoInvoiceToCome as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(page_url(request, "customers:order", pk=pk))
        else:
            messages.success(request, _said(count, order.number))
            return HttpResponseRedirect(page_url(request, "customers:order", pk=pk))
    rows = reservable(order).select_related("transaction")
    context: dict[str, Any] = {
        "title": _("Reserve payments for order %(number)s") % {"number": order.number},
        "order": order,
        "rows": [(row, row.pk in ticked) for row in rows[:SHOWN_AT_MOST]],
        "errors": errors,
    }
    return render(request, "customers/reserve.html", context)


def _id(typed: str) -> int:
    """Give the id that a form sent.

    :raises Http404: what was sent is no id.
    """
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID):
        raise Http404
    return int(typed)


def _said(count: int, number: str) -> str:
    if not count:
        return _("Order %(number)s reserves nothing.") % {"number": number}
    text = ngettext(
        "%(count)s transaction is reserved for order %(number)s.",
        "%(count)s transactions are reserved for order %(number)s.",
        count,
    )
    return text % {"count": count, "number": number}
