"""What an update prints, to download: of a posting, or of a job in parts or as one PDF."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask
from arclose.batch.screens.posting import new_key
from arclose.ledger.models import Posting
from arclose.web.amounts import format_plain
from arclose.web.links import page_url
from customers.models.update_defaults import Printing
from customers.papers import print_jobs, runs
from customers.papers.paper import Paper
from customers.papers.printed_jobs import PRINTING, made_by, papers_of_task, printed_as, printed_count
from customers.papers.runs import PRINTED_AT_ONCE
from customers.screens.chosen import INVOICES, ORDER_DOCUMENTS
from customers.screens.papers import number_asked, pdf_response, task_asked, zip_response
from customers.update_parameters import UpdateParameters, from_stored
from customers.updates import INVOICE


def posting_documents(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give the documents of a posting together, or each by itself where the address asks for that."""
    posting = get_object_or_404(Posting.objects.filter(company=request.company, kind__in=PRINTING), pk=pk)
    made = runs.documents_of(update=printed_as(posting.kind), company=request.company, posting=posting)
    printing = Printing.CURRENT if request.GET.get("each") else Printing.AFTER
    keys = list(made.values_list("pk", flat=True)[:PRINTED_AT_ONCE])
    papers = runs.papers_of(update=printed_as(posting.kind), company=request.company, keys=keys)
    return _file(papers, printing, name=f"{posting.kind}-{posting.pk}")


def job_documents(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give a part of the documents of a task of a job, together or each by itself; or pro forma."""
    task, part = task_asked(request, pk, kinds=PRINTING), number_asked(request, "part")
    papers = papers_of_task(task=task, part=part, printed_by=request.user)
    printing = Printing.CURRENT if request.GET.get("each") else Printing.AFTER
    return _file(papers, printing, name=f"{task.kind}-{pk}-{task.number}-{part}")


def print_made(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask, then have all documents of a task of a job printed in one PDF, by a job of its own.

    :raises Http404: the task made none.
    """
    task = task_asked(request, pk, kinds=PRINTING)
    if not from_stored(task.parameters).posting or not (count := printed_count(task=task)):
        raise Http404
    if request.method != "POST":
        title = _("All documents of the job in one PDF")
        context = {"title": title, "task": task, "count": count, "key": new_key()}
        return render(request, "customers/print_made.html", context)
    listed = INVOICES if printed_as(task.kind) is INVOICE else ORDER_DOCUMENTS
    kind = print_jobs.INVOICES_JOB if printed_as(task.kind) is INVOICE else print_jobs.ORDER_DOCUMENTS_JOB
    return listed.as_job(request, kind, made_by(task))


def _file(papers: Sequence[Paper], printing: Printing, *, name: str) -> HttpResponse:
    """Give papers as one PDF, or as a ZIP of one each.

    :raises Http404: there is none.
    """
    if not papers:
        raise Http404
    if printing == Printing.CURRENT:
        return zip_response(runs.zipped(papers), name=name)
    return pdf_response(runs.merged(papers), name=name)


def downloads_of(request: HttpRequest, task: JobTask) -> list[tuple[str, str]]:
    """Give label and address of what a task prints, all in one and each by itself; nothing where it prints nothing."""
    parameters = from_stored(task.parameters)
    if not request.may_open("customers:job_documents"):  # type: ignore[attr-defined]
        return []
    if parameters.posting and parameters.printing == Printing.NONE:
        return []
    count, asked = printed_count(task=task), f"?task={task.number}"
    downloads = []
    if parameters.posting and count > PRINTED_AT_ONCE:
        url = page_url(request, "customers:print_made", pk=task.job_id)
        label = _("All %(count)s documents in one PDF, printed by a job") % {"count": format_plain(Decimal(count))}
        downloads.append((label, url + asked))
    url = page_url(request, "customers:job_documents", pk=task.job_id)
    for part, first in enumerate(range(0, count, PRINTED_AT_ONCE), start=1):
        last = min(first + PRINTED_AT_ONCE, count)
        downloads.append((_label(first + 1, last, parameters), f"{url}{asked}&part={part}"))
        if parameters.posting:
            downloads.append((_label_of_each(first + 1, last), f"{url}{asked}&part={part}&each=1"))
    return downloads


def _label(first: int, last: int, parameters: UpdateParameters) -> str:
    place = {"first": format_plain(Decimal(first)), "last": format_plain(Decimal(last))}
    if not parameters.posting:
        return _("Pro forma %(first)s to %(last)s (PDF)") % place
    return _("Documents %(first)s to %(last)s (PDF)") % place


def _label_of_each(first: int, last: int) -> str:
    place = {"first": format_plain(Decimal(first)), "last": format_plain(Decimal(last))}
    return _("Documents %(first)s to %(last)s, a PDF each (ZIP)") % place
