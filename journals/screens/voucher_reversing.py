"""Take a general voucher back on its own page: its voucher, and what customers owe by it."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, write_for
from arclose.ledger.outcomes import Outcome
from arclose.web.links import page_url
from journals.models import GeneralVoucher
from journals.screens.payment_forms import ReverseForm
from journals.undoing import undo_general_vouchers
from journals.views import company_vouchers


def reverse(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, then reverse a general voucher."""
    found = get_object_or_404(company_vouchers(request), pk=pk)
    key = key_of(request)
    initial = {"day": max(min(request.today, request.period.end_date), found.voucher_date)}
    form = ReverseForm(request.POST if request.method == "POST" else None, today=request.today, initial=initial)
    if form.is_valid():
        outcome = _reverse(request, found, form, key)
        if outcome and (outcome.posted or outcome.already):
            messages.success(request, _("General voucher %(number)s is reversed.") % {"number": found.number})
            return HttpResponseRedirect(page_url(request, "journals:general_voucher", pk=pk))
    context = {"title": _("Reverse a general voucher"), "voucher": found, "form": form, "key": key}
    return render(request, "journals/reverse_voucher.html", context)


def _reverse(request: CompanyRequest, voucher: GeneralVoucher, form: ReverseForm, key: str) -> Outcome | None:
    act = partial(
        undo_general_vouchers,
        company=request.company,
        documents=[voucher.pk],
        **form.cleaned_data,
        undone_by=request.user,
        key=key,
    )
    return write_for(form, act)
