"""Put an order on hold from its page, and let it go on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.access.routes import Role
from arclose.web.days import format_moment
from arclose.web.forms import PlainForm
from arclose.web.links import page_url
from customers import holding
from customers.models import HoldCheckOut, HoldCode, OrderHold, SalesOrder
from customers.screens.orders import company_orders

_TEXT = {"class": "form-control", "autocomplete": "off"}


class HoldForm(PlainForm):
    """Why an order is kept from the warehouse."""

    code: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Hold code"), widget=forms.Select({"class": "form-select"})
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200, widget=forms.TextInput(_TEXT))

    def __init__(self, *args: Any, codes: "QuerySet[HoldCode]", **kwargs: Any) -> None:
        """Offer the hold codes of the company."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["code"].queryset = codes


class ClearForm(forms.Form):
    """Why an order may go on."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200, widget=forms.TextInput(_TEXT))


def place_hold(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for a hold code, then put the order on hold."""
    order = get_object_or_404(company_orders(request).select_related("customer"), pk=pk)
    codes = HoldCode.objects.filter(company=request.company).order_by("code")
    form = HoldForm(request.POST if request.method == "POST" else None, codes=codes)
    if form.is_valid():
        try:
            holding.place_hold(order=order, placed_by=request.user, **form.cleaned_data)
        except holding.NothingToHold as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Order %(number)s is on hold.") % {"number": order.number})
        return _to_order(request, order)
    context = {
        "title": _("Put order %(number)s on hold") % {"number": order.number},
        "order": order,
        "form": form,
        "has_codes": codes.exists(),
    }
    return render(request, "customers/place_hold.html", context)


def clear_hold(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for a note, then clear a hold."""
    holds = OrderHold.objects.filter(company=request.company).select_related("order__customer", "code", "placed_by")
    hold = get_object_or_404(holds, pk=pk)
    form = ClearForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            is_cleared = holding.clear_hold(hold=hold, note=form.cleaned_data["note"], cleared_by=request.user)
        except holding.CheckedOut as error:
            form.add_error(None, str(error))
        else:
            text = _("The hold %(code)s is cleared.") if is_cleared else _("The hold %(code)s was cleared before.")
            tell = messages.success if is_cleared else messages.info
            tell(request, text % {"code": hold.code.code})
            return _to_order(request, hold.order)
    out = HoldCheckOut.objects.filter(hold=hold).select_related("checked_out_to").first()
    context = {
        "title": _("Clear hold %(code)s of order %(number)s") % {"code": hold.code.code, "number": hold.order.number},
        "order": hold.order,
        "facts": [
            (_("Hold code"), hold.code),
            (_("Note"), hold.note),
            (_("Placed by"), hold.placed_by),
            (_("Placed"), format_moment(hold.placed_at)),
            *(
                [(_("Looked into by"), out.checked_out_to), (_("Since"), format_moment(out.checked_out_at))]
                if out
                else []
            ),
        ],
        "hold": hold,
        "is_own": bool(out and out.checked_out_to_id == request.user.pk),
        "may_take": hold.cleared_at is None and (out is None or Role.CONTROLLER in request.roles),
        "form": form,
    }
    return render(request, "customers/clear_hold.html", context)


def check_out_hold(request: CompanyRequest, pk: int) -> HttpResponse:
    """Look into a hold, so that nobody else clears it, or give it back; a controller takes it over."""
    hold = get_object_or_404(OrderHold.objects.filter(company=request.company), pk=pk)
    try:
        if "give_back" in request.POST:
            holding.give_back(hold=hold, by=request.user)
        else:
            holding.check_out(hold=hold, by=request.user, takes_over=Role.CONTROLLER in request.roles)
    except holding.CheckedOut as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(page_url(request, "customers:clear_hold", pk=hold.pk))


def _to_order(request: CompanyRequest, order: SalesOrder) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "customers:order", pk=order.pk))
