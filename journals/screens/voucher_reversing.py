"""Take a general voucher back on its own page: its voucher, and what customers owe by it."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import Outcome
from arclose.web.links import page_url
from customers import subledger
from customers.screens.as_shown import Answer, answered
from journals.kinds.general import GENERAL_VOUCHER
from journals.models import GeneralVoucher
from journals.screens.payment_forms import ReverseForm
from journals.screens.taking_back import taken_back
from journals.undoing import undo_general_vouchers
from journals.views import company_vouchers


def reverse(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, show what it would make, then reverse a general voucher."""
    found = get_object_or_404(company_vouchers(request), pk=pk)
    own = Voucher.objects.filter(company=request.company, document_type=GENERAL_VOUCHER, document_id=found.pk)
    if own.filter(reversed_by__isnull=False).exists():
        return _reversed(request, found)
    initial = {"day": max(min(request.today, request.period.end_date), found.voucher_date)}
    form = ReverseForm(request.POST if request.method == "POST" else None, today=request.today, initial=initial)
    key, answer = key_of(request), Answer()
    if form.is_valid():
        opened = subledger.opened_by_taking_back(vouchers=list(own.values_list("pk", flat=True)))
        answer = answered(request, form, transactions=opened, settle=partial(_reverse, request, found, form))
        if answer.is_done:
            return _reversed(request, found)
        key = new_key()
    title = _("Reverse general voucher %(number)s") % {"number": found.number}
    context = {"title": title, "voucher": found, "form": form, "key": key, **answer.context()}
    return render(request, "journals/reverse_voucher.html", context, status=answer.status)


def _reversed(request: CompanyRequest, voucher: GeneralVoucher) -> HttpResponse:
    messages.success(request, _("General voucher %(number)s is reversed.") % {"number": voucher.number})
    return HttpResponseRedirect(page_url(request, "journals:general_voucher", pk=voucher.pk))


def _reverse(
    request: CompanyRequest, voucher: GeneralVoucher, form: ReverseForm, *, key: str, is_preview: bool = False
) -> Outcome:
    outcome = undo_general_vouchers(
        company=request.company,
        documents=[voucher.pk],
        **form.cleaned_data,
        undone_by=request.user,
        key=key,
        is_preview=is_preview,
    )
    return taken_back(outcome)
