"""Approve free text invoices: one on its page, or those that are ticked on the list; reject one, with the reason."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import tell_left_out, write
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import WHOLE_FILTER, selected_rows
from customers.free_text.approving import Approved, CannotReject, approve_free_text, reject_free_text
from customers.free_text.drafts import FreeTextDeleted
from customers.screens.forms import ReasonForm
from customers.screens.free_text import company_free_text, to_free_text

VERSION = "version-{}"
_LONGEST_NUMBER = 10


def approve(request: CompanyRequest) -> HttpResponse:
    """Approve what was looked at: each in the version that its page or its row of the list had."""
    if request.POST.get("selection") == WHOLE_FILTER:
        messages.error(request, _("What is approved has been looked at: tick the invoices on the page."))
        return _back(request)
    ids = list(selected_rows(request, rows=company_free_text(request)).values_list("pk", flat=True))
    if not ids:
        messages.warning(request, _("No free text invoice was chosen. Tick some, or choose all of the filter."))
        return _back(request)
    versions = {pk: _number(request.POST.get(VERSION.format(pk), "")) for pk in ids}
    act = partial(approve_free_text, company=request.company, versions=versions, approved_by=request.user)
    _tell(request, write(act))
    if len(ids) == 1:
        return HttpResponseRedirect(page_url(request, "customers:free_text_invoice", pk=ids[0]))
    return _back(request)


def reject(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask why, then reject a free text invoice as it was looked at."""
    document = get_object_or_404(company_free_text(request).select_related("customer"), pk=pk)
    version = _number(request.POST.get("version") or request.GET.get("version", "")) or document.version
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = {"document": document, "version": version, "reason": form.cleaned_data["reason"]}
        try:
            write(partial(reject_free_text, **values, rejected_by=request.user))
        except FreeTextDeleted as error:
            messages.error(request, str(error))
            return _back(request)
        except CannotReject as error:
            messages.error(request, f"{document}: {error}")
        else:
            messages.success(request, _("%(document)s is rejected.") % {"document": document})
        return to_free_text(request, document)
    context = {"title": _("Reject free text invoice %(document)s") % {"document": document}, "document": document}
    return render(request, "customers/reject_free_text.html", {**context, "version": version, "form": form})


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < _LONGEST_NUMBER else 0


def _tell(request: CompanyRequest, outcome: Approved) -> None:
    if count := len(outcome.documents):
        text = ngettext("%(count)d invoice is approved.", "%(count)d invoices are approved.", count)
        messages.success(request, text % {"count": count})
    tell_left_out(request, outcome.refused, lambda one: f"{one[0]}: {one[1]}")


def _back(request: CompanyRequest) -> HttpResponse:
    return back_to_list(request, "customers:free_text_invoices")
