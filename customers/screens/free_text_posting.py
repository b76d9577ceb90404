"""Preview and post free text invoices from their list or page, at once or as a job."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import (
    POSTED_NOW_AT_MOST,
    key_of,
    new_key,
    submit_as_job,
    tell_posted_before,
    tell_the_others,
    write,
)
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.seen import NotAsSeen
from arclose.web.links import back_to_list, page_url
from arclose.web.said import said
from arclose.web.selection import selected_rows
from customers.free_text import previewing
from customers.free_text.posting import FREE_TEXT_INVOICES, post_free_text_invoices
from customers.free_text.refusals import title_of
from customers.models import FreeTextInvoice
from customers.models.free_text import FreeTextStatus
from customers.models.update_defaults import Printing
from customers.papers import runs
from customers.previewing import differences
from customers.screens.filters import FreeTextFilter
from customers.screens.free_text import company_free_text
from customers.screens.lacking import lacking
from customers.screens.late_selection import labeled
from customers.screens.papers import pdf_response
from customers.screens.posted_numbers import posted_numbers
from customers.screens.update_form import carried, free_text_parameters, parameters_in_words
from customers.sending.after_posting import emailed_by, job_after_posting, post_and_email
from customers.update_parameters import UpdateParameters
from customers.updates import INVOICE

PREVIEWED_AT_MOST = 1_000
SHOWN_AT_MOST = 100


def preview_free_text(request: CompanyRequest) -> HttpResponse:
    """Show what posting the chosen free text invoices would make, and post nothing."""
    return _show_preview(request, _chosen(request))


def _show_preview(
    request: CompanyRequest, chosen: "QuerySet[FreeTextInvoice]", *, changed: NotAsSeen | None = None
) -> HttpResponse:
    """Show what would be made of those that wait, the earliest first; of none that waits what was made of them."""
    waiting, posted = (chosen.filter(status=status) for status in (FreeTextStatus.IN_PROCESS, FreeTextStatus.POSTED))
    previewed = waiting if waiting.exists() else posted
    ids = list(previewed.order_by("invoice_date", "pk").values_list("pk", flat=True)[: PREVIEWED_AT_MOST + 1])
    if previewed is waiting:
        tell_posted_before(request, posted.count())
    if not ids:
        messages.warning(request, _none_chosen())
        return _back(request)
    is_part, ids = len(ids) > PREVIEWED_AT_MOST, ids[:PREVIEWED_AT_MOST]
    preview, errors, parameters = None, [], free_text_parameters(request)
    try:
        preview = previewing.preview_free_text(
            company=request.company,
            documents=ids,
            previewed_by=request.user,
            today=request.today,
            credit_check=parameters.credit_check,
        )
    except CannotPost as error:
        errors = [str(error)]
    context = {
        "title": _("Preview: %(documents)s") % {"documents": _("Free text invoices").lower()},
        "preview": preview,
        "lacks": lacking(request.company, _billed(ids)),
        "errors": errors,
        "changes": _changes(request, changed) if changed else [],
        "ids": [] if is_part else ids,
        "is_part": is_part,
        "count": previewed.count() if is_part else len(ids),
        "previewed": len(ids),
        "may_post_now": bool(preview and preview.documents) and len(ids) <= POSTED_NOW_AT_MOST,
        "seen": signed(preview.seen) if preview and not is_part else "",
        "key": new_key(),
        "parameters": parameters_in_words(None, parameters),
        "is_pro_forma": not parameters.posting,
        "carried": carried(request),
        "query": request.GET.urlencode(),
        "shown_at_most": SHOWN_AT_MOST,
    }
    return render(request, "customers/free_text_preview.html", context)


def _billed(documents: list[int]) -> "QuerySet[FreeTextInvoice, Any]":
    return FreeTextInvoice.objects.filter(pk__in=documents).values_list("invoice_account", flat=True)


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[FreeTextInvoice | None, str]]:
    found = differences(seen=changed.seen, now=changed.now, titled=title_of)
    known = company_free_text(request).in_bulk([pk for pk, _text in found])
    return [(known.get(pk), text) for pk, text in found]


def post_free_text(request: CompanyRequest) -> HttpResponse:
    """Post the chosen free text invoices at once, as a preview showed them where there was one."""
    chosen = _chosen(request)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
    elif len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s documents are posted. Post these as a job, or choose fewer.")
        messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
    else:
        try:
            parameters = free_text_parameters(request)
            if not parameters.posting:
                return _pro_forma(request, chosen, ids, parameters)
            emailed = emailed_by(INVOICE, parameters)
            post = partial(_post, request, ids, parameters)
            work = partial(post_and_email, post, company=request.company, emailed=emailed, asked_by=request.user)
            outcome = write(work)
            _tell(request, outcome)
            if parameters.printing != Printing.NONE and outcome.posting_id:
                return _to_print(request, outcome.posting_id)
        except NotAsSeen as changed:
            return _show_preview(request, chosen, changed=changed)
        except CannotPost as error:
            messages.error(request, str(error))
    if len(ids) == 1:
        return HttpResponseRedirect(page_url(request, "customers:free_text_invoice", pk=ids[0]))
    return _back(request)


def _pro_forma(
    request: CompanyRequest, chosen: "QuerySet[FreeTextInvoice]", ids: list[int], parameters: UpdateParameters
) -> HttpResponse:
    """Give what would be posted as one PDF; the preview, with the reasons, where that is nothing."""
    papers = runs.pro_forma_of_free_text(
        company=request.company, documents=ids, parameters=parameters, today=request.today, printed_by=request.user
    )
    return pdf_response(runs.merged(papers), name="pro-forma") if papers else _show_preview(request, chosen)


def _to_print(request: CompanyRequest, posting_id: int) -> HttpResponse:
    """Go to the list, which offers what was posted to be printed."""
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoices") + f"?period=all&print={posting_id}")


def _post(request: CompanyRequest, ids: list[int], parameters: UpdateParameters) -> Outcome:
    values: dict[str, Any] = {
        "company": request.company,
        "documents": ids,
        "posted_by": request.user,
        "key": key_of(request),
        "today": request.today,
        "credit_check": parameters.credit_check,
    }
    seen = seen_by(request)
    if seen is None:
        return post_free_text_invoices(**values)
    return previewing.post_free_text_as_seen(**values, seen=seen)


def _tell(request: CompanyRequest, outcome: Outcome) -> None:
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d invoice is posted.", "%(count)d invoices are posted.", count)
        made = INVOICE.made(company=request.company, posting=outcome.posting_id or 0)
        messages.success(request, format_html("{} {}", text % {"count": count}, posted_numbers(request, made)))
    if job := job_after_posting(company=request.company, posting_id=outcome.posting_id):
        text = ngettext(
            "%(count)d document goes by e-mail: batch job %(job)d.",
            "%(count)d documents go by e-mail: batch job %(job)d.",
            job.document_count,
        )
        said_so = text % {"count": job.document_count, "job": job.pk}
        messages.info(request, format_html('<a href="{}">{}</a>', page_url(request, "batch:job", pk=job.pk), said_so))
    tell_the_others(request, outcome, named="FT-{}".format)


def post_free_text_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit those of the chosen free text invoices that are not posted as a job, and say how many others there are."""
    chosen = _chosen(request)
    documents = labeled(chosen.filter(status=FreeTextStatus.IN_PROCESS)).order_by("invoice_date", "pk")
    posted_before = chosen.filter(status=FreeTextStatus.POSTED).count()
    tell_posted_before(request, posted_before)
    return submit_as_job(
        request,
        kind=FREE_TEXT_INVOICES,
        description=said(lambda: _("Post free text invoices of %(company)s") % {"company": request.company.code}),
        documents=documents.values_list("pk", "invoice_date", "label"),
        back=_back(request),
        none_chosen=_("None of these waits to be posted.") if posted_before else _none_chosen(),
        parameters=free_text_parameters(request).as_stored(),
        has_options=True,
    )


def _none_chosen() -> str:
    return _("No free text invoice was chosen. Tick some, or choose all of the filter.")


def _chosen(request: CompanyRequest) -> "QuerySet[FreeTextInvoice]":
    return selected_rows(request, rows=company_free_text(request), filters=FreeTextFilter)


def _back(request: CompanyRequest) -> HttpResponse:
    return back_to_list(request, "customers:free_text_invoices")
