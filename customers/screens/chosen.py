"""What is done with the documents chosen on a list: printed in one PDF, or written as UBL files.

A few are given at once; more are printed by a job, from whose page they are downloaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.kinds import JobKind
from arclose.batch.models import JobTask
from arclose.batch.screens.posting import submit_as_job
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Refusal
from arclose.web.amounts import format_plain
from arclose.web.carried import carried_fields
from arclose.web.filters import ListFilter
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import ListPage
from arclose.web.said import said
from arclose.web.selection import selected_rows
from arclose.web.tables import ListTable
from customers.einvoices.files import ubl_files, zipped, zips_as_one
from customers.models import Invoice, OrderDocument
from customers.papers import print_jobs, runs
from customers.papers.invoices import papers_of_invoices
from customers.papers.order_documents import papers_of_order_documents
from customers.papers.paper import Paper
from customers.papers.print_jobs import KeptFile
from customers.papers.runs import PRINTED_AT_ONCE
from customers.screens.filters import InvoiceFilter, OrderDocumentFilter
from customers.screens.invoices import company_invoices
from customers.screens.order_documents import company_documents
from customers.screens.papers import number_asked, pdf_response, task_asked, zip_response
from customers.screens.tables import InvoiceTable, OrderDocumentTable
from customers.sending.jobs import SEND_STATEMENTS

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, eq=False)
class Listed:
    """A list of documents: which rows it has, how it narrows and sorts them, and what to say where none is chosen."""

    route: str
    rows: Callable[[CompanyRequest], QuerySet[Any]]
    filters: type[ListFilter]
    table: type[ListTable]
    dated: str
    none_chosen: "_StrOrPromise"

    def chosen(self, request: CompanyRequest) -> QuerySet[Any]:
        """Give the chosen rows, in the order in which the list shows them."""
        rows = selected_rows(request, rows=self.rows(request), filters=self.filters)
        sorted_rows: QuerySet[Any] = ListPage(request, name="", rows=rows, table=self.table).sorted_rows
        return sorted_rows

    def back(self, request: CompanyRequest) -> HttpResponse:
        """Lead back to the list, as it was."""
        return back_to_list(request, self.route)

    def as_job(self, request: CompanyRequest, kind: JobKind, chosen: QuerySet[Any], **options: Any) -> HttpResponse:
        """Submit the chosen documents as a job of a kind and go to its page."""
        return submit_as_job(
            request,
            kind=kind.name,
            description=said(lambda: f"{kind.label}, {request.company.code}"),
            documents=chosen.values_list("pk", self.dated, "number"),
            back=self.back(request),
            none_chosen=str(self.none_chosen),
            **options,
        )


INVOICES = Listed(
    route="customers:invoices",
    rows=company_invoices,
    filters=InvoiceFilter,
    table=InvoiceTable,
    dated="invoice_date",
    none_chosen=gettext_lazy("No invoice was chosen. Tick some, or choose all of the filter."),
)
ORDER_DOCUMENTS = Listed(
    route="customers:order_documents",
    rows=company_documents,
    filters=OrderDocumentFilter,
    table=OrderDocumentTable,
    dated="document_date",
    none_chosen=gettext_lazy("No document was chosen. Tick some, or choose all of the filter."),
)


def print_invoices(request: CompanyRequest) -> HttpResponse:
    """Give the chosen invoices and credit notes as one PDF, at once or by a job."""
    return _print(request, INVOICES, print_jobs.INVOICES_JOB, _invoices, name="invoices")


def print_order_documents(request: CompanyRequest) -> HttpResponse:
    """Give the chosen confirmations, picking lists and packing slips as one PDF, at once or by a job."""
    return _print(request, ORDER_DOCUMENTS, print_jobs.ORDER_DOCUMENTS_JOB, _documents, name="order-documents")


def _invoices(company: Company, keys: Sequence[int]) -> list[Paper]:
    return papers_of_invoices(company=company, invoices=Invoice.objects.filter(pk__in=keys))


def _documents(company: Company, keys: Sequence[int]) -> list[Paper]:
    return papers_of_order_documents(company=company, documents=OrderDocument.objects.filter(pk__in=keys))


def _print(
    request: CompanyRequest,
    listed: Listed,
    kind: JobKind,
    papers: Callable[[Company, Sequence[int]], list[Paper]],
    *,
    name: str,
) -> HttpResponse:
    chosen = listed.chosen(request)
    keys = few_of(chosen)
    if keys is None:
        return listed.as_job(request, kind, chosen)
    if not keys:
        return _none_chosen(request, listed)
    return pdf_response(runs.merged(runs.in_order(papers(request.company, keys), keys)), name=name)


def few_of(chosen: QuerySet[Any]) -> list[int] | None:
    """Give the keys of chosen rows in their order; None where there are too many to be printed at once."""
    keys = list(chosen.values_list("pk", flat=True)[: PRINTED_AT_ONCE + 1])
    return None if len(keys) > PRINTED_AT_ONCE else keys


def _none_chosen(request: CompanyRequest, listed: Listed) -> HttpResponse:
    messages.warning(request, str(listed.none_chosen))
    return listed.back(request)


# --- UBL --------------------------------------------------------------------------------------------------------------


def ubl_invoices(request: CompanyRequest) -> HttpResponse:
    """Give the chosen invoices and credit notes as UBL files in a ZIP; those that would be refused are named first."""
    chosen = INVOICES.chosen(request)
    keys = few_of(chosen)
    if keys is None:
        return INVOICES.as_job(request, print_jobs.UBL_JOB, chosen)
    if not keys:
        return _none_chosen(request, INVOICES)
    files, refused = ubl_files(company=request.company, keys=keys)
    if refused and (not files or "others" not in request.POST):
        return _ubl_refused(request, refused, count=len(files))
    return zip_response(zipped(files), name="invoices-ubl")


def _ubl_refused(request: CompanyRequest, refused: Sequence[Refusal], *, count: int) -> HttpResponse:
    rows = company_invoices(request).filter(pk__in={one.document_id for one in refused})
    numbers = dict(rows.values_list("pk", "number"))
    text = ngettext(
        "%(count)d document cannot be sent as an electronic invoice",
        "%(count)d documents cannot be sent as electronic invoices",
        len(numbers),
    )
    context = {
        "title": text % {"count": len(numbers)},
        "refused": [(one.document_id, numbers[one.document_id], one) for one in refused],
        "count": count,
        "carried": carried_fields(request, but={"others"}),
        "query": request.GET.urlencode(),
    }
    return render(request, "customers/ubl_refused.html", context, status=HTTPStatus.CONFLICT)


# --- what jobs printed ------------------------------------------------------------------------------------------------


def printed_file(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give a file of what a task of a job printed.

    :raises Http404: there is none of this number, or what was printed is let go by now.
    """
    kinds = {*(kind.name for kind in print_jobs.PRINT_JOBS), SEND_STATEMENTS}
    task = task_asked(request, pk, kinds=kinds)
    files = {file.number: file for file in print_jobs.files_of(task)}
    file = files.get(number_asked(request, "file"))
    if file is None:
        raise Http404
    parts = [bytes(content) for content in file.parts.values_list("content", flat=True)]
    name = f"{task.kind}-{pk}-{task.number}" + (f"-{file.number}" if len(files) > 1 else "")
    if task.kind == print_jobs.UBL_FILES:
        return zip_response(zips_as_one(parts), name=name)
    return pdf_response(runs.one_after_the_other(parts), name=name)


def kept_of(request: HttpRequest, task: JobTask) -> list[tuple[str, str]]:
    """Give label and address of each file of what a task printed; nothing where nothing of it is kept."""
    if not request.may_open("customers:printed_file"):  # type: ignore[attr-defined]
        return []
    url = page_url(request, "customers:printed_file", pk=task.job_id)
    files = print_jobs.files_of(task)
    is_ubl = task.kind == print_jobs.UBL_FILES
    return [(_label(file, is_ubl=is_ubl), f"{url}?task={task.number}&file={file.number}") for file in files]


def _label(file: KeptFile, *, is_ubl: bool) -> str:
    place = {"first": format_plain(Decimal(file.first)), "last": format_plain(Decimal(file.last))}
    text = _("UBL files %(first)s to %(last)s (ZIP)") if is_ubl else _("Documents %(first)s to %(last)s (PDF)")
    return text % place
