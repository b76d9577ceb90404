"""Pages that show every part, in tests only."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from arclose.web.forms import AmountField, DatedForm, DayField
from arclose.web.lists import ListPage
from arclose.web.selection import selected_rows
from arclose.web.totals import Totals
from customers.models import SalesOrder
from tests.web.gallery.tables import OrderFilter, OrderTable


def _orders(request):
    return SalesOrder.objects.filter(company=request.company).select_related("customer", "currency")


def orders(request):
    listing = ListPage(
        request,
        name="orders",
        rows=_orders(request),
        table=OrderTable,
        filters=OrderFilter,
        totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}),
    )
    return listing.answer("gallery/orders.html", {"title": "Orders"})


def uncounted(request):
    listing = ListPage(request, name="orders", rows=_orders(request), table=OrderTable)
    return listing.answer("gallery/orders.html", {"title": "Orders"})


def order(request, pk):
    found = get_object_or_404(_orders(request), pk=pk)
    return HttpResponse(found.number)


def chosen(request):
    found = selected_rows(request, rows=_orders(request), filters=OrderFilter)
    return HttpResponse(" ".join(found.order_by("number").values_list("number", flat=True)))


class PartsForm(DatedForm):
    amount = AmountField(label="Amount", help_text="In EUR, without tax.")
    invoice_date = DayField(label="Invoice date", help_text="31/10, 31 Oct or today.")
    text = forms.CharField(label="Text", widget=forms.TextInput({"class": "form-control"}))


def parts(request):
    form = PartsForm(request.POST or None, today=request.today)
    if request.method == "GET" and "messages" in request.GET:
        messages.success(request, "1,699 invoices are posted, 823,746.14.")
        messages.warning(request, "14 orders were left out.")
        messages.error(request, "Period 2026-10 is on hold: reopen it or take a later date.")
    events = [
        {"title": "Order SO-1", "url": "#", "day": date(2026, 10, 1), "who": "anna"},
        {"title": "Invoice 2026-000042", "url": "#", "moment": timezone.now(), "detail": "EUR 1,234.56"},
        {"title": "Paid", "is_ahead": True},
    ]
    facts = [("Customer", "Bakkerij De Vries"), ("Invoice date", "31 Oct 2026"), ("Due", "30 Nov 2026"), ("Text", "")]
    return render(request, "gallery/parts.html", {"form": form, "events": events, "facts": facts})


def stale(request):
    return HttpResponse(f"done {request.POST.get('reason', '')}")


def gone(request):
    from django.db import OperationalError

    raise OperationalError("server closed the connection unexpectedly")
