"""Post free text invoices from their list or page, at once or as a job."""

from functools import partial

from django.contrib import messages
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.posting_pages import POSTED_NOW_AT_MOST, key_of, submit_as_job, write
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.web.links import page_url
from arclose.web.selection import selected_rows
from customers.free_text.posting import FREE_TEXT_INVOICES, post_free_text_invoices
from customers.models import FreeTextInvoice
from customers.screens.filters import FreeTextFilter
from customers.screens.free_text import company_free_text

REASONS_SHOWN = 10


def post_free_text(request: CompanyRequest) -> HttpResponse:
    """Post the chosen free text invoices at once, and say what was left out and why."""
    ids = list(_chosen(request).order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
    elif len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s documents are posted. Post these as a job, or choose fewer.")
        messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
    else:
        _post(request, ids)
    if len(ids) == 1:
        return HttpResponseRedirect(page_url(request, "customers:free_text_invoice", pk=ids[0]))
    return _back(request)


def _post(request: CompanyRequest, ids: list[int]) -> None:
    post = partial(
        post_free_text_invoices,
        company=request.company,
        documents=ids,
        posted_by=request.user,
        key=key_of(request),
        today=request.today,
    )
    try:
        outcome = write(post)
    except CannotPost as error:
        messages.error(request, str(error))
    else:
        _tell(request, outcome)


def _tell(request: CompanyRequest, outcome: Outcome) -> None:
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d invoice is posted.", "%(count)d invoices are posted.", count)
        messages.success(request, text % {"count": count})
    if outcome.already:
        count = len(outcome.already)
        text = ngettext("%(count)d was posted before and stays so.", "%(count)d were posted before and stay so.", count)
        messages.info(request, text % {"count": count})
    for refusal in outcome.left_out[:REASONS_SHOWN]:
        messages.error(request, f"FT-{refusal.document_id}: {refusal.reason} {refusal.remedy}")
    if len(outcome.left_out) > REASONS_SHOWN:
        messages.error(request, _("%(count)d were left out in all.") % {"count": len(outcome.left_out)})


def post_free_text_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen free text invoices as a job."""
    labeled = _chosen(request).annotate(label=Concat(Value("FT-"), Cast("pk", CharField())))
    return submit_as_job(
        request,
        kind=FREE_TEXT_INVOICES,
        description=_("Post free text invoices of %(company)s") % {"company": request.company.code},
        documents=labeled.order_by("invoice_date", "pk").values_list("pk", "invoice_date", "label"),
        back=_back(request),
        none_chosen=_none_chosen(),
    )


def _none_chosen() -> str:
    return _("No free text invoice was chosen. Tick some, or choose all of the filter.")


def _chosen(request: CompanyRequest) -> "QuerySet[FreeTextInvoice]":
    return selected_rows(request, rows=company_free_text(request), filters=FreeTextFilter)


def _back(request: CompanyRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoices") + (f"?{query}" if query else ""))
