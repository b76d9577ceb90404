"""Documents as PDF, shown in the browser or given as files: invoices, order documents, statements."""

from collections.abc import Collection
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask
from customers.models import Customer, Invoice, OrderDocument
from customers.papers.invoices import papers_of_invoices
from customers.papers.order_documents import papers_of_order_documents
from customers.papers.paper import Paper
from customers.papers.signs import letters_without_sign
from customers.papers.statements import papers_of_statements
from customers.papers.typesetting import pdf_of
from customers.screens.accounts import customer_page
from customers.screens.statement_form import asked_statement

_MOST_DIGITS = 4


def invoice_pdf(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show an invoice or credit note as it is sent."""
    return shown_paper(request, papers_of_invoices(company=request.company, invoices=Invoice.objects.filter(pk=pk)))


def order_document_pdf(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show a confirmation, picking list or packing slip as it is sent."""
    documents = OrderDocument.objects.filter(pk=pk)
    return shown_paper(request, papers_of_order_documents(company=request.company, documents=documents))


def statement_pdf(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show the statement of a customer as of the day asked for, else of today; the customer's page where it is none."""
    form = asked_statement(request)
    if not form.is_valid():
        return customer_page(request, pk, statement=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    papers = papers_of_statements(
        company=request.company,
        customers=Customer.objects.filter(pk=pk),
        on=form.cleaned_data["on"],
        at=timezone.now(),
        language=form.cleaned_data["language"],
    )
    return shown_paper(request, papers)


def shown_paper(request: CompanyRequest, papers: list[Paper]) -> HttpResponse:
    """Show a paper; where letters of it cannot be printed, say which, and offer it all the same."""
    if not papers:
        raise Http404
    paper = papers[0]
    letters = letters_without_sign(paper)
    if letters and "anyway" not in request.GET:
        anyway = request.GET.copy()
        anyway["anyway"] = "1"
        title = _("%(number)s cannot be printed as it is written") % {"number": paper.number}
        context = {"title": title, "letters": " ".join(letters), "anyway": anyway.urlencode()}
        return render(request, "customers/letters_without_sign.html", context, status=HTTPStatus.CONFLICT)
    return _file(pdf_of(paper), f'inline; filename="{paper.file_name}"', "application/pdf")


def task_asked(request: CompanyRequest, pk: int, *, kinds: Collection[str]) -> JobTask:
    """Give the task of a job whose number the address says, else the first.

    :raises Http404: the company has no such job, or its task is none of these kinds.
    """
    tasks = JobTask.objects.filter(company=request.company, job=pk, kind__in=kinds).select_related("job")
    return get_object_or_404(tasks, number=number_asked(request, "task"))


def number_asked(request: CompanyRequest, name: str) -> int:
    """Give a number of the address, 1 where it says none.

    :raises Http404: it is no number above zero.
    """
    typed = request.GET.get(name, "1")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS and int(typed)):
        raise Http404
    return int(typed)


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """Give a PDF to be kept, under a name of ours."""
    return _file(pdf, f'attachment; filename="{name}.pdf"', "application/pdf")


def zip_response(content: bytes, *, name: str) -> HttpResponse:
    """Give a ZIP file to be kept, under a name of ours."""
    return _file(content, f'attachment; filename="{name}.zip"', "application/zip")


def _file(content: bytes, disposition: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type=content_type, headers=headers)
